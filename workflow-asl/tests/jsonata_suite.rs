//! The official test suite of JSONata 2.0.6, run with the evaluator behind this crate.
//!
//! The suite is not part of the repository: `tests/interop/jsonata_suite.py` fetches it and names its directory in
//! `JSONATA_SUITE`. Without that there is nothing to run.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jlens_core::{Bindings, Expression, Options};
use serde_json::Value;

/// How many cases the suite has.
const CASES: usize = 1625;

/// The cases that fail, each with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("function-encodeUrl/case002", "half a character in the expression, which no text of Rust can hold"),
    ("function-encodeUrlComponent/case002", "half a character in the expression, which no text of Rust can hold"),
    ("function-string/case019", "`1/0` fails itself, with D1001, not `$string` of it with D3001"),
    (
        "tail-recursion/case002",
        "the depth limit of the suite's own harness, 302, counts calls; here it counts syntax nodes",
    ),
    ("tail-recursion/case005", "the error of the suite's own harness, U1001, is D1011 here"),
    ("tail-recursion/case006", "the error of the suite's own harness, U1001, is D1012 here"),
];

#[test]
fn the_official_suite_passes() {
    let Some(suite) = std::env::var_os("JSONATA_SUITE").map(PathBuf::from) else {
        let _ = writeln!(std::io::stderr(), "skipped: JSONATA_SUITE names no suite");
        return;
    };
    let cases = cases(&suite);
    assert_eq!(cases.len(), CASES);
    let failed = cases.iter().filter_map(|(name, case)| Some((name.clone(), failure(&suite, case)?)));
    let failed: Vec<(String, String)> = failed.collect();
    let names: BTreeSet<&str> = failed.iter().map(|(name, _)| name.as_str()).collect();
    let expected: BTreeSet<&str> = EXCEPTIONS.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, expected, "{failed:#?}");
}

/// The cases without an input, evaluated as Step Functions does it.
#[test]
fn expressions_of_the_suite_are_those_of_step_functions() {
    let Some(suite) = std::env::var_os("JSONATA_SUITE").map(PathBuf::from) else {
        return;
    };
    let cases = cases(&suite);
    let without_input = |case: &Value| case["dataset"].is_null() && case.get("data").is_none();
    let cases = cases.iter().filter(|(_, case)| without_input(case) && case["depth"].is_null());
    let known = |name: &str| EXCEPTIONS.iter().any(|(exception, _)| *exception == name);
    let cases: Vec<_> = cases.filter(|(name, _)| !known(name)).collect();
    let failed: Vec<_> = cases.iter().filter_map(|(name, case)| Some((name, step_functions_failure(case)?))).collect();
    assert!(cases.len() >= 440, "only {} cases", cases.len());
    assert!(failed.is_empty(), "{failed:#?}");
}

/// How a case differs from what it expects where it is an expression of a state.
fn step_functions_failure(case: &Value) -> Option<String> {
    let text = case["expr"].as_str()?;
    let code = case.get("code").or_else(|| case.get("error").map(|error| &error["code"])).and_then(Value::as_str);
    let expression = match workflow_asl::jsonata::Expression::parse(text) {
        Ok(expression) => expression,
        Err(error) => return code.is_none().then(|| format!("{text} does not parse: {error}")),
    };
    let variables = case["bindings"].as_object().cloned().unwrap_or_default();
    let bindings = workflow_asl::jsonata::Bindings::new(&variables);
    let mut conditions = workflow_asl::jsonata::Conditions::new(1_700_000_000_000, 1);
    conditions.limits.time = Duration::from_secs(10);
    match expression.evaluate("F", &bindings, &conditions) {
        Ok(value) => {
            let same = case.get("result").is_some_and(|result| same(&value, result, case["unordered"] == true));
            (!same).then(|| format!("{text} gives {value}"))
        }
        Err(error) => {
            let matches = match code {
                Some(code) => error.cause.contains(&format!("evaluation. {code}: ")),
                None => case.get("result").is_none(),
            };
            (!matches).then_some(error.cause)
        }
    }
}

/// Every case with its name: its group, its file, and its place in the file if that has several.
fn cases(suite: &Path) -> Vec<(String, Value)> {
    let mut cases = Vec::new();
    for group in entries(&suite.join("groups")) {
        for file in entries(&group).into_iter().filter(|file| file.extension().is_some_and(|name| name == "json")) {
            let mut case = read(&file);
            let name = file.strip_prefix(suite.join("groups")).expect("below").with_extension("");
            let name = name.to_string_lossy().replace('\\', "/");
            match case.as_array_mut() {
                Some(several) => {
                    let several = several.iter().enumerate();
                    cases.extend(several.map(|(index, case)| (format!("{name}/{index}"), with_text(case, &group))));
                }
                None => cases.push((name, with_text(&case, &group))),
            }
        }
    }
    cases
}

/// The case with the text of its expression, which may stand in another file.
fn with_text(case: &Value, group: &Path) -> Value {
    let mut case = case.clone();
    if let Some(file) = case["expr-file"].as_str() {
        case["expr"] = fs::read_to_string(group.join(file)).expect("an expression").into();
    }
    case
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).expect("a directory of the suite");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

/// The JSON of a file, or null where it has half a character, which no text of Rust can hold.
fn read(file: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(file).expect("a file of the suite")).unwrap_or_default()
}

/// How a case differs from what it expects.
fn failure(suite: &Path, case: &Value) -> Option<String> {
    let data = match case["dataset"].as_str() {
        Some(name) => Some(read(&suite.join("datasets").join(name).with_extension("json"))),
        None => case.get("data").cloned(),
    };
    let bindings = case["bindings"].as_object().cloned().unwrap_or_default().into_iter().collect::<Bindings>();
    let time = Duration::from_millis(case["timelimit"].as_u64().unwrap_or(10_000));
    let options = Options::new().timeout(time);
    let options = match case["depth"].as_u64() {
        Some(depth) => options.max_depth(usize::try_from(depth).expect("a depth")),
        None => options,
    };
    let Some(text) = case["expr"].as_str() else {
        return Some("no text".to_owned());
    };
    let outcome = Expression::compile(text)
        .and_then(|expression| expression.evaluate_with(data.as_ref(), &bindings, &options))
        .map_err(|error| error.code().to_owned());
    let code = case.get("code").or_else(|| case.get("error").map(|error| &error["code"])).and_then(Value::as_str);
    let matches = match (&outcome, code) {
        (Err(found), Some(code)) => found == code,
        (Ok(found), None) => match case.get("result") {
            Some(result) => found.as_ref().is_some_and(|found| same(found, result, case["unordered"] == true)),
            None => found.is_none(),
        },
        _ => false,
    };
    (!matches).then(|| format!("{text} gives {outcome:?}"))
}

/// Whether two values are equal as JSON, whose numbers have no types.
fn same(found: &Value, expected: &Value, unordered: bool) -> bool {
    match (found, expected) {
        (Value::Number(found), Value::Number(expected)) => found.as_f64() == expected.as_f64(),
        (Value::Array(found), Value::Array(expected)) if unordered => {
            let among = |one: &Value, all: &[Value]| all.iter().any(|other| same(one, other, false));
            found.len() == expected.len() && found.iter().all(|one| among(one, expected))
        }
        (Value::Array(found), Value::Array(expected)) => {
            found.len() == expected.len()
                && found.iter().zip(expected).all(|(found, expected)| same(found, expected, false))
        }
        (Value::Object(found), Value::Object(expected)) => {
            let field = |(name, found): (&String, &Value)| {
                expected.get(name).is_some_and(|expected| same(found, expected, false))
            };
            found.len() == expected.len() && found.iter().all(field)
        }
        _ => found == expected,
    }
}
