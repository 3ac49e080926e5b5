//! `run`, `export`, `graph`, `list` and what they refuse.

use crate::fixture::{Shop, app, ask, buy, idle, verify};
use crate::place::place;
use crate::shell::Shell;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::process::ExitCode;
use workflow_runtime::cli::Streams;
use workflow_runtime::{App, definition};

const ORDER: &str = r#"{"customerName":"Ada","items":[{"sku":"a","cents":3},{"sku":"b","cents":4}]}"#;

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn run_gives_the_output_and_the_definition() {
    let shell = Shell::new();
    shell.write("order.json", ORDER);
    let (out, err) = shell.run(app(), &["run", "buy", "--input", "order.json"]).exits(0);
    assert_eq!(out, "{\n  \"customer\": \"Ada\",\n  \"cents\": [\n    4,\n    5\n  ]\n}\n");
    assert!(err.contains("] SUCCEEDED in ") && err.contains("] Check\n"), "{err}");
    assert!(err.ends_with("\ndefinition: .workflow/buy.asl.json\n"), "{err}");
    assert_eq!(shell.read(".workflow/buy.asl.json"), definition::<buy>().to_json_pretty());
    assert_eq!(shell.files(), [".workflow/buy.asl.json", "order.json"]);
}

#[test]
fn run_reads_stdin() {
    let done = Shell::new().run_with_stdin(app(), &["run", "buy", "--input", "-"], ORDER);
    assert_eq!(json_of(&done.exits(0).0), json!({ "customer": "Ada", "cents": [4, 5] }));
}

#[test]
fn run_takes_the_default_input_only_without_another() {
    let app = || crate::fixture::app().default_input::<buy>(|| json!({ "customerName": "Bob", "items": [] }));
    let shell = Shell::new();
    let line = shell.run(app(), &["run", "buy"]).exits(1).1;
    let place = place("check(&order.customer_name");
    assert!(line.ends_with(&format!("\nerror: Empty: {{\"customer\":\"Bob\"}} at {place}\n")), "{line}");
    let done = shell.run_with_stdin(app(), &["run", "buy", "--input", "-"], ORDER);
    assert_eq!(json_of(&done.exits(0).0)["customer"], "Ada");
}

#[test]
fn run_needs_no_input_where_there_are_no_parameters() {
    // The workflow only waits, so it starts and is interrupted.
    let shell = Shell::new();
    let streams = Streams::new(io::empty(), io::sink(), io::sink());
    let streams = streams.directory(shell.path("")).interrupt(async {});
    assert_eq!(App::new().workflow::<idle>().run_with(["shop", "run"], streams), ExitCode::from(130));
}

#[test]
fn a_failed_execution_is_one_line_and_no_output() {
    let shell = Shell::new();
    let input = r#"{"customer":"Ada","count":0}"#;
    let (out, err) = shell.run_with_stdin(app(), &["run", "verify", "--input", "-"], input).exits(1);
    assert_eq!(out, "");
    let tail: Vec<&str> = err.lines().rev().take(2).collect();
    let error = format!("error: Empty: {{\"customer\":\"Ada\"}} at {}", place("check(&customer, count)"));
    assert_eq!(tail, [error.as_str(), "definition: .workflow/verify.asl.json"]);
    assert!(err.contains("] FAILED in "), "{err}");
}

#[test]
fn run_writes_the_definition_where_it_is_told() {
    let shell = Shell::new();
    let args = ["run", "buy", "--input", "-", "--asl", "buy.json"];
    let (_, err) = shell.run_with_stdin(app(), &args, ORDER).exits(0);
    assert!(err.ends_with("\ndefinition: buy.json\n"), "{err}");
    assert_eq!(shell.files(), ["buy.json"]);
    let args = ["run", "buy", "--input", "-", "--asl", "nowhere/buy.json"];
    let line = shell.run_with_stdin(app(), &args, ORDER).refuses(2);
    assert_eq!(line, "error: cannot write nowhere/buy.json: No such file or directory");
}

#[test]
fn run_goes_on_without_the_default_definition() {
    let shell = Shell::new();
    shell.write(".workflow", "a file");
    let (out, err) = shell.run_with_stdin(app(), &["run", "buy", "--input", "-"], ORDER).exits(0);
    assert_eq!(json_of(&out)["customer"], "Ada");
    assert!(err.starts_with("warning: cannot write .workflow/buy.asl.json: "), "{err}");
    assert!(!err.contains("definition: "), "{err}");
}

#[test]
fn dependencies_are_made_for_a_run_and_nothing_else() {
    let failing = || App::new().workflow::<buy>().provide_with(|| Err::<Shop, _>("no\nshop"));
    let shell = Shell::new();
    shell.run(failing(), &["list"]).exits(0);
    assert_eq!(shell.run_with_stdin(failing(), &["run", "--input", "-"], "{}").refuses(2).matches("shop").count(), 0);
    let (out, err) = shell.run_with_stdin(failing(), &["run", "--input", "-"], ORDER).exits(1);
    assert_eq!(out, "");
    assert!(err.contains("error: cannot make `") && err.contains("Shop`: no\\nshop"), "{err}");
}

#[test]
fn dependencies_are_made_in_the_tokio_runtime() {
    let make = || tokio::runtime::Handle::current().block_on(async { Ok::<_, String>(Shop { fee: 10 }) });
    let app = App::new().workflow::<buy>().provide(Shop { fee: 0 }).provide_with(make);
    let done = Shell::new().run_with_stdin(app, &["run", "--input", "-"], ORDER);
    assert_eq!(json_of(&done.exits(0).0)["cents"], json!([13, 14]));
}

#[tokio::test]
async fn run_says_that_main_must_not_be_async() {
    let shell = Shell::new();
    let line = shell.run_with_stdin(app(), &["run", "buy", "--input", "-"], ORDER).refuses(1);
    assert!(line.ends_with("call it from a `main` that is not async"), "{line}");
    shell.run(app(), &["export", "buy"]).exits(0);
}

#[test]
fn bad_input_is_one_line_that_names_the_place() {
    let many = format!("{}1", "[".repeat(200));
    let cases: &[(&str, &[u8], &str)] = &[
        ("buy", b"{\"customerName\":\"Ada\",\n \"items\":[}", "i.json:2:11: expected value"),
        ("buy", b"", "i.json:1:0: EOF while parsing a value"),
        ("buy", b"{} {}", "i.json:1:4: trailing characters"),
        ("buy", many.as_bytes(), "i.json:1:128: recursion limit exceeded"),
        ("buy", b"{\"a\":\n\"\xff\"}", "i.json:2:2: not UTF-8"),
        ("buy", b"{\"items\":[]}", "i.json: missing field `customerName`"),
        ("buy", b"[]", "i.json: invalid length 0, expected struct Order with 2 elements"),
        (
            "buy",
            b"{\"customerName\":\"Ada\",\"items\":[{\"sku\":\"a\",\"cents\":1},{\"sku\":\"b\",\"cents\":\"x\\n\"}]}",
            "i.json: items[1].cents: invalid type: string \"x\\n\", expected u32",
        ),
        ("verify", b"7", "i.json: expected an object with `customer`, `count`"),
        ("verify", b"{\"customer\":\"Ada\",\"count\":-1}", "i.json: count: invalid value: integer `-1`, expected u32"),
    ];
    for (name, input, expected) in cases {
        let shell = Shell::new();
        shell.write("i.json", input);
        let line = shell.run(app(), &["run", name, "--input", "i.json"]).refuses(2);
        assert_eq!(line, format!("error: {expected}"));
        assert_eq!(shell.files(), ["i.json"]);
    }
}

#[test]
fn input_that_cannot_be_read_is_named() {
    let shell = Shell::new();
    std::fs::create_dir(shell.path("directory")).unwrap();
    for (file, reason) in [("missing.json", "No such file or directory"), ("directory", "Is a directory")] {
        let line = shell.run(app(), &["run", "buy", "--input", file]).refuses(2);
        assert_eq!(line, format!("error: {file}: {reason}"));
    }
    let line = shell.run_with_stdin(app(), &["run", "buy", "--input", "-"], "{").refuses(2);
    assert_eq!(line, "error: stdin:1:1: EOF while parsing an object");
    let line = shell.run(app(), &["run", "buy"]).refuses(2);
    assert_eq!(line, "error: this workflow needs an input: --input FILE");
    let wrong = app().default_input::<ask>(|| json!(7));
    let line = shell.run(wrong, &["run", "ask"]).refuses(2);
    assert_eq!(line, "error: the default input: invalid type: integer `7`, expected a string");
}

#[test]
fn a_name_may_be_left_out_where_there_is_one() {
    let shell = Shell::new();
    let (out, _) = shell.run(App::new().workflow::<buy>().workflow::<buy>(), &["export"]).exits(0);
    assert_eq!(out, definition::<buy>().to_json_pretty());
    for command in ["run", "export", "graph"] {
        let line = shell.run(app(), &[command]).refuses(2);
        assert_eq!(line, "error: which workflow? name one of: buy, ask, ask_twice, idle, verify");
        let (out, err) = shell.run(app(), &[command, "verfy"]).exits(2);
        assert_eq!(out, "");
        assert!(err.contains("[possible values: buy, ask, ask_twice, idle, verify]"), "{err}");
        assert!(err.contains("a similar value exists: 'verify'"), "{err}");
    }
    assert_eq!(shell.run(App::new(), &["graph"]).refuses(2), "error: this program has no workflows");
}

mod other {
    use workflow_runtime::prelude::*;

    /// Another one of the same name.
    #[workflow]
    pub(crate) async fn verify() -> Result<(), Failure> {
        sleep(Duration::from_secs(1)).await;
        Ok(())
    }
}

#[test]
fn two_workflows_of_one_name_are_refused() {
    let app = || App::new().workflow::<verify>().workflow::<other::verify>();
    for args in [&["graph", "verify"] as &[_], &["export", "verify"]] {
        assert_eq!(Shell::new().run(app(), args).refuses(2), "error: two workflows are called `verify`");
    }
}

#[test]
fn export_writes_whole_files() {
    let shell = Shell::new();
    shell.write("buy.json", "old ".repeat(10_000));
    let (out, err) = shell.run(app(), &["export", "buy", "--out", "buy.json"]).exits(0);
    assert_eq!((out.as_str(), err.as_str()), ("", "definition: buy.json\n"));
    assert_eq!(shell.read("buy.json"), definition::<buy>().to_json_pretty());
    assert_eq!(shell.files(), ["buy.json"]);
    let (out, _) = shell.run(app(), &["export", "buy", "--out", "-"]).exits(0);
    assert_eq!(out, definition::<buy>().to_json_pretty());
}

mod careless {
    use workflow_runtime::prelude::*;

    #[task]
    async fn ask(question: &str, token: TaskToken<String>) -> Result<(), Failure> {
        let _ = (question, token);
        Ok(())
    }

    #[workflow]
    pub(super) async fn wait_for_ever(question: String) -> Result<String, Failure> {
        ask(&question).await
    }

    #[workflow(allow(callback_without_timeout))]
    pub(super) async fn wait_knowingly(question: String) -> Result<String, Failure> {
        ask(&question).await
    }
}

#[test]
fn export_warns() {
    let app = || App::new().workflow::<careless::wait_for_ever>().workflow::<careless::wait_knowingly>();
    let (out, err) = Shell::new().run(app(), &["export", "wait_for_ever"]).exits(0);
    assert_eq!(out, definition::<careless::wait_for_ever>().to_json_pretty());
    let warning = "warning: wait_for_ever: CALLBACK_WITHOUT_TIMEOUT: Waits for a callback, for ever if none comes: it has \
                   neither 'TimeoutSeconds' nor 'HeartbeatSeconds' at /States/Ask";
    let line = include_str!("commands.rs").lines().position(|line| line == "        ask(&question).await").unwrap() + 1;
    assert_eq!(err, format!("{warning} at {}:{line}\n", file!()));
    assert_eq!(Shell::new().run(app(), &["export", "wait_knowingly"]).exits(0).1, "");
}

#[test]
fn export_says_what_it_cannot_write() {
    let shell = Shell::new();
    std::fs::create_dir(shell.path("directory")).unwrap();
    let line = shell.run(app(), &["export", "buy", "--out", "nowhere/buy.json"]).refuses(2);
    assert_eq!(line, "error: cannot write nowhere/buy.json: No such file or directory");
    // What is of all workflows has no name of its own in a folder.
    let line = shell.run(app(), &["export", "--format", "iam", "--out", "directory"]).refuses(2);
    assert_eq!(line, "error: cannot write directory: is a directory");
    assert_eq!(shell.files(), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn export_follows_links_and_replaces_no_device() {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
    let shell = Shell::new();
    shell.write("real.json", "");
    symlink("real.json", shell.path("link.json")).unwrap();
    shell.run(app(), &["export", "buy", "--out", "link.json"]).exits(0);
    assert!(shell.path("link.json").symlink_metadata().unwrap().is_symlink());
    assert_eq!(shell.read("real.json"), definition::<buy>().to_json_pretty());
    let mode = |name: &str| shell.path(name).metadata().unwrap().permissions().mode();
    shell.write("ordinary", "");
    assert_eq!(mode("real.json"), mode("ordinary"));
    shell.run(app(), &["export", "buy", "--out", "/dev/null"]).exits(0);
    assert!(std::fs::metadata("/dev/null").unwrap().file_type().is_char_device());
}

#[test]
fn graph_draws() {
    let (out, err) = Shell::new().run(app(), &["graph", "buy"]).exits(0);
    assert_eq!(out, workflow_asl::mermaid(&definition::<buy>()));
    assert!(out.starts_with("stateDiagram-v2\n") && out.ends_with("\n") && !out.ends_with("\n\n"), "{out}");
    assert_eq!(err, "");
}

#[test]
fn list_says_what_there_is() {
    let app = || App::new().workflow::<buy>().workflow::<verify>();
    let (out, _) = Shell::new().run(app(), &["list"]).exits(0);
    assert_eq!(out, "buy       3 states  Buys what is ordered.\nverify    1 state   Checks.\n");
    let (out, _) = Shell::new().run(app(), &["list", "--json"]).exits(0);
    let listed = json!([
        { "name": "buy", "comment": "Buys what is ordered.", "states": 3 },
        { "name": "verify", "comment": "Checks.", "states": 1 },
    ]);
    assert_eq!(json_of(&out), listed);
}

#[test]
fn help_and_version_are_on_stdout() {
    let shell = Shell::new();
    assert_eq!(shell.run(app(), &["--version"]).exits(0), ("shop 1.2.3\n".to_owned(), String::new()));
    let (out, _) = shell.run(app(), &["run", "--help"]).exits(0);
    for text in
        ["shop run [OPTIONS] [NAME]", "--input <FILE>", "buy:", "Buys what is ordered.", ".workflow/NAME.asl.json"]
    {
        assert!(out.contains(text), "{text} is not in {out}");
    }
    let (out, err) = shell.run(app(), &["run", "--inputs"]).exits(2);
    assert!(out.is_empty() && err.contains("--input"), "{err}");
    assert!(shell.run(App::new(), &["--version"]).exits(0).0.starts_with("shop (workflow-runtime "));
}

/// Takes so many bytes and then is closed, or fails otherwise.
struct Closing(io::ErrorKind);

impl Write for Closing {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn who_has_read_enough_is_left_alone() {
    let to = |kind| Streams::new(io::empty(), Closing(kind), Closing(kind));
    for (kind, code) in [(io::ErrorKind::BrokenPipe, 0), (io::ErrorKind::StorageFull, 1)] {
        assert_eq!(app().run_with(["shop", "export", "buy"], to(kind)), ExitCode::from(code));
        assert_eq!(app().run_with(["shop", "--help"], to(kind)), ExitCode::from(code));
    }
}

#[test]
fn the_macro_is_an_app() {
    // Its `main` would read this process's arguments, so it only has to compile.
    let _: fn() -> ExitCode = || workflow_runtime::cli!(buy, ask);
}
