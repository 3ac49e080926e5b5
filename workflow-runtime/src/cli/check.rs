//! `check`: what is wrong with definitions in files, be they ours or somebody else's.

use super::args::CheckArgs;
use super::file;
use super::input::reason;
use workflow_asl::check::{Colours, Report};
use workflow_cli::{Stop, Streams};

/// Findings go to stderr for people, to stdout for programs.
pub(super) fn check(args: &CheckArgs, streams: &mut Streams) -> Result<(), Stop> {
    let mut report = Report::new(args.machine_type()).of_templates();
    for file in &args.files {
        let name = file.display().to_string();
        match file::read(file, streams) {
            Ok(text) => report.add(&name, &text),
            Err(error) => {
                report.add_unreadable();
                streams.messages.line(&format!("error: cannot read {name}: {}", reason(&error)));
            }
        }
    }
    if args.json {
        streams.write(&format!("{:#}\n", report.to_json()))?;
    } else {
        let colours = if streams.colours { Colours::Ansi } else { Colours::None };
        streams.messages.line(&format!("{}{}", report.render(colours), report.summary()));
    }
    match report.exit_code() {
        0 => Ok(()),
        code => Err(Stop::silent(code)),
    }
}

#[cfg(test)]
mod tests {
    use crate::cli::{App, Streams};
    use std::path::Path;
    use std::process::ExitCode;
    use tempfile::tempdir;

    const GOOD: &str = r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#;
    const BAD: &str = "{\"StartAt\": \"A\",\n \"States\": {\"A\": {\"Type\": \"Nap\"}}}";

    /// The exit code, stdout and stderr of `check` with these arguments.
    fn check(args: &[&str], stdin: &'static str, directory: &Path) -> (ExitCode, String, String) {
        let (out, err) = (tempfile::NamedTempFile::new().unwrap(), tempfile::NamedTempFile::new().unwrap());
        let streams = Streams::new(stdin.as_bytes(), out.reopen().unwrap(), err.reopen().unwrap()).directory(directory);
        let code = App::new().run_with(["shop", "check"].iter().chain(args), streams);
        let text = |file: &tempfile::NamedTempFile| std::fs::read_to_string(file.path()).unwrap();
        (code, text(&out), text(&err))
    }

    #[test]
    fn files_and_stdin_are_checked() {
        let directory = tempdir().unwrap();
        std::fs::write(directory.path().join("good.json"), GOOD).unwrap();
        let (code, out, err) = check(&["good.json"], "", directory.path());
        assert_eq!((code, out.as_str(), err.as_str()), (ExitCode::SUCCESS, "", "1 file checked: nothing found\n"));
        let (code, out, err) = check(&["good.json", "-"], BAD, directory.path());
        assert_eq!((code, out.as_str()), (ExitCode::from(1), ""));
        assert!(err.starts_with("error[SCHEMA_VALIDATION_FAILED]: The field 'Type' should"), "{err}");
        assert!(err.contains(" --> -:2:27\n"), "{err}");
        assert!(err.ends_with("\n\n2 files checked: 1 error\n"), "{err}");
    }

    #[test]
    fn programs_read_json() {
        let directory = tempdir().unwrap();
        let (code, out, err) = check(&["--json", "-"], BAD, directory.path());
        assert_eq!((code, err.as_str()), (ExitCode::from(1), ""));
        let findings: serde_json::Value = out.parse().unwrap();
        assert_eq!(findings[0]["pointer"], "/States/A/Type");
        assert_eq!((&findings[0]["line"], &findings[0]["column"]), (&2.into(), &27.into()));
        let (code, out, _) = check(&["--json", "-"], GOOD, directory.path());
        assert_eq!((code, out.as_str()), (ExitCode::SUCCESS, "[]\n"));
    }

    #[test]
    fn what_cannot_be_read_does_not_keep_the_rest_from_being_checked() {
        let directory = tempdir().unwrap();
        std::fs::write(directory.path().join("latin.json"), b"\xe9").unwrap();
        let (code, _, err) = check(&["none.json", "latin.json", "-"], BAD, directory.path());
        assert_eq!(code, ExitCode::from(2));
        assert!(err.starts_with("error: cannot read none.json: "), "{err}");
        assert!(err.contains("error: cannot read latin.json: ") && err.ends_with("1 file checked: 1 error\n"), "{err}");
    }

    #[test]
    fn the_type_of_the_machine_matters() {
        let directory = tempdir().unwrap();
        let sync = r#"{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync", "End": true}}}"#;
        assert_eq!(check(&["-"], sync, directory.path()).0, ExitCode::SUCCESS);
        assert_eq!(check(&["--type", "express", "-"], sync, directory.path()).0, ExitCode::from(1));
    }

    #[test]
    fn without_files_it_is_bad_usage() {
        let directory = tempdir().unwrap();
        assert_eq!(check(&[], "", directory.path()).0, ExitCode::from(2));
    }
}
