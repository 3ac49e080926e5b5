mod cli_fixture;
fn main() -> std::process::ExitCode { cli_fixture::app().main() }
