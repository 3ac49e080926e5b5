//! `cost`, `export --check` and source maps.

use crate::fixture::{app, buy};
use crate::place::place;
use crate::shell::Shell;
use serde_json::{Value, json};
use workflow_runtime::{App, definition};

#[test]
fn costs_are_a_table_or_json() {
    let (out, err) = Shell::new().run(app(), &["cost", "buy"]).exits(0);
    assert_eq!(err, "");
    assert!(out.starts_with("buy (STANDARD): 1,000,000 executions a month, Express with 64 MB\n"), "{out}");
    // Check, the Map, and ten items: twelve transitions.
    assert!(
        out.lines().any(|line| line.starts_with("  MapItems ") && line.contains(" only ") && line.contains("$300.00")),
        "{out}"
    );
    assert!(out.contains("durations are not known of: check, price\n"), "{out}");
    let (all, _) = Shell::new().run(app(), &["cost"]).exits(0);
    assert_eq!(all.matches("executions a month").count(), 5);
    let (json, _) = Shell::new().run(app(), &["cost", "--json", "--items", "0"]).exits(0);
    let costs: Value = json.parse().unwrap();
    assert_eq!((&costs[0]["name"], &costs[0]["ends"][0]["dearest"]["transitions"]), (&json!("buy"), &json!(2)));
}

#[test]
fn durations_are_declared() {
    let shell = Shell::new();
    shell.write("d.json", r#"{"check": 1, "price": 0.5}"#);
    let cost = |more: &[&str]| -> Value {
        let args = ["cost", "buy", "--json", "--durations", "d.json"];
        shell.run(app(), &[&args, more].concat()).exits(0).0.parse().unwrap()
    };
    let path = &cost(&[])[0]["ends"][0]["dearest"];
    assert_eq!((&path["seconds"], &path["cheaper"]), (&json!(1.5), &json!("EXPRESS")));
    // A million times 1.5 s in 64 MB are 26.04 GB-hours at $0.06.
    assert_eq!(path["express"]["price"], "2.562500000");
    let path = &cost(&["--executions", "1", "--memory", "65"])[0]["ends"][0]["dearest"];
    assert_eq!((&path["standard"], &path["express"]["price"]), (&json!("0.000300000"), &json!("0.000004125")));
}

#[test]
fn bad_durations_are_refused() {
    let shell = Shell::new();
    for (text, reason) in [
        (r#"{"chrage": 1}"#, "d.json: no state and no task is called `chrage`"),
        (r#"{"check": -1}"#, "d.json: `check`: -1 is no number of seconds from 0 to a year"),
        ("[]", "d.json: the history has no Task or Wait state that was left"),
        ("{", "d.json:1:1: EOF while parsing an object"),
    ] {
        shell.write("d.json", text);
        let line = shell.run(app(), &["cost", "buy", "--durations", "d.json"]).refuses(2);
        assert_eq!(line, format!("error: {reason}"));
    }
    let line = shell.run(app(), &["cost", "--durations", "none.json"]).refuses(2);
    assert_eq!(line, "error: cannot read none.json: No such file or directory");
    assert!(shell.run(app(), &["cost", "--executions", "0"]).exits(2).1.contains("--executions"));
}

#[cfg(feature = "durable")]
#[test]
fn durations_are_recorded() {
    let shell = Shell::new();
    shell.write("in.json", r#"{"customer": "Ada", "count": 1}"#);
    shell.run(app(), &["run", "verify", "--input", "in.json", "--name", "one", "--data", "d"]).exits(0);
    shell.run(app(), &["history", "one", "--data", "d", "--export", "one.json"]).exits(0);
    let (lines, _) = shell.run(app(), &["history", "one", "--data", "d", "--json"]).exits(0);
    shell.write("lines.json", &lines);
    for file in ["one.json", "lines.json"] {
        let (out, _) = shell.run(app(), &["cost", "verify", "--json", "--durations", file]).exits(0);
        let costs: Value = out.parse().unwrap();
        let path = &costs[0]["ends"][0]["dearest"];
        assert_eq!((&path["unknownDurations"], &path["transitions"]), (&json!([]), &json!(1)), "{file}: {out}");
        // What is counted is what was recorded.
        assert_eq!(path["events"], lines.lines().count());
    }
}

#[test]
fn definitions_that_are_the_same_are_fine() {
    let shell = Shell::new();
    shell.run(app(), &["export", "buy", "--out", "buy.asl.json"]).exits(0);
    for args in [
        &["export", "buy", "--check", "buy.asl.json"] as &[_],
        &["export", "buy", "--check", "--out", "buy.asl.json"],
        &["export", "buy", "--check", "."],
    ] {
        assert_eq!(shell.run(app(), args).exits(0), (String::new(), String::new()));
    }
    // However they are laid out.
    let value: Value = shell.read("buy.asl.json").parse().unwrap();
    shell.write("buy.asl.json", value.to_string());
    shell.run(app(), &["export", "buy", "--check", "buy.asl.json"]).exits(0);
    assert_eq!(shell.files(), ["buy.asl.json"]);
}

#[test]
fn the_first_state_that_differs_is_named() {
    let shell = Shell::new();
    let mut value = definition::<buy>().to_value();
    value["States"]["Check"]["TimeoutSeconds"] = json!(30);
    shell.write("buy.asl.json", value.to_string());
    let (out, err) = shell.run(app(), &["export", "buy", "--check", "buy.asl.json"]).exits(1);
    let expected = format!(
        "error: buy.asl.json is not the definition of `buy` any more: state `Check` differs at {}\n  \
         /States/Check/TimeoutSeconds\n  - 30\n",
        place("check(&order.customer_name")
    );
    assert_eq!((out.as_str(), err.as_str()), ("", expected.as_str()));
    assert_eq!(shell.read("buy.asl.json"), value.to_string());

    let states = value["States"].as_object_mut().unwrap();
    states.shift_remove("Check");
    shell.write("buy.asl.json", value.to_string());
    let (_, err) = shell.run(app(), &["export", "buy", "--check", "buy.asl.json"]).exits(1);
    assert!(err.contains("it has no state `Check` at ") && err.contains("\n  + {\n"), "{err}");

    let mut value = definition::<buy>().to_value();
    value["Comment"] = json!("Something else.");
    shell.write("buy.asl.json", value.to_string());
    let (_, err) = shell.run(app(), &["export", "buy", "--check", "buy.asl.json"]).exits(1);
    assert!(err.contains("it differs outside of states\n  /Comment\n  - \"Something else.\"\n  + "), "{err}");
}

#[test]
fn all_workflows_are_checked_in_a_directory() {
    let shell = Shell::new();
    for name in ["buy", "ask", "ask_twice", "idle", "verify"] {
        shell.run(app(), &["export", name, "--out", &format!("{name}.asl.json")]).exits(0);
    }
    assert_eq!(shell.run(app(), &["export", "--check", "."]).exits(0), (String::new(), String::new()));
    shell.write("ask.asl.json", shell.read("idle.asl.json"));
    shell.write("verify.asl.json", "{}");
    let (_, err) = shell.run(app(), &["export", "--check", "."]).exits(1);
    assert!(err.contains("ask.asl.json is not the definition of `ask`"), "{err}");
    assert!(err.contains("verify.asl.json is not the definition of `verify`"), "{err}");
    std::fs::remove_file(shell.path("ask.asl.json")).unwrap();
    let (_, err) = shell.run(app(), &["export", "--check", "."]).exits(1);
    assert!(err.starts_with("error: ./ask.asl.json is missing\nerror: ./verify.asl.json is not"), "{err}");
}

#[test]
fn what_cannot_be_checked_is_bad_usage() {
    let shell = Shell::new();
    shell.write("bad.json", "{");
    for (args, reason) in [
        (&["export", "--check", "bad.json"] as &[_], "bad.json is no folder: name the workflow that it is of"),
        (&["export", "buy", "--check", "bad.json"], "bad.json:1:1: EOF while parsing an object"),
        (&["export", "buy", "--check"], "what is to be checked? --check FILE"),
        (&["export", "buy", "--check", "a", "--out", "b"], "name the file once: with --check or with --out"),
    ] {
        assert_eq!(shell.run(app(), args).refuses(2), format!("error: {reason}"));
    }
    assert_eq!(shell.run(App::new(), &["export", "--check", "."]).refuses(2), "error: this program has no workflows");
}

#[test]
fn other_exports_are_checked_by_their_lines() {
    let shell = Shell::new();
    for (format, file) in [("sam", "template.yaml"), ("iam", "iam.json"), ("mermaid", "buy.mmd")] {
        let names = if format == "mermaid" { &["buy"] as &[_] } else { &[] };
        let export = [&["export", "--format", format], names].concat();
        shell.run(app(), &[&export[..], &["--out", file]].concat()).exits(0);
        let check = [&export[..], &["--check", file]].concat();
        assert_eq!(shell.run(app(), &check).exits(0).0, "");
        shell.write(file, format!("{}more\n", shell.read(file)));
        let (_, err) = shell.run(app(), &check).exits(1);
        assert!(err.contains(&format!("error: {file} is not what the code says any more: line ")), "{err}");
        assert!(err.ends_with("\n  - more\n"), "{err}");
    }
    let line = shell.run(app(), &["export", "--all", "--source-map", "m.json"]).refuses(2);
    assert_eq!(line, "error: --source-map is of one workflow: name it, with a format that is of one");
}

#[test]
fn states_are_mapped_to_the_source() {
    let shell = Shell::new();
    let (out, err) = shell.run(app(), &["export", "buy", "--source-map", "map.json"]).exits(0);
    assert_eq!((out, err.as_str()), (definition::<buy>().to_json_pretty(), "source map: map.json\n"));
    let map: Value = shell.read("map.json").parse().unwrap();
    let states = map["states"].as_object().unwrap();
    let names: Vec<&String> = states.keys().collect();
    assert_eq!(names, workflow_asl::state_names(&definition::<buy>()));
    let place_of = |state: &str| format!("{}:{}", states[state]["file"].as_str().unwrap(), states[state]["line"]);
    assert_eq!(place_of("Check"), place("check(&order.customer_name"));
    assert_eq!(place_of("Price"), place("map(&order.items, |item| price(item))"));
}

#[test]
fn failures_of_runs_have_their_place() {
    let shell = Shell::new();
    shell.write("in.json", r#"{"customer": "Ada", "count": 0}"#);
    let (_, err) = shell.run(app(), &["run", "verify", "--input", "in.json"]).exits(1);
    let place = place("check(&customer, count)");
    assert!(err.contains(&format!("\nerror: Empty: {{\"customer\":\"Ada\"}} at {place}\n")), "{err}");
}
