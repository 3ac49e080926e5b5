//! Every function, every operator and every difference of Step Functions, in the tables beside this file.
//!
//! A row has an expression and what it gives with `input.json` as `$states.input`: a `value`, the code of an `error`,
//! or that it is `undefined`, `unsupported` or no expression (`syntax`). The rows of `aws.json` are those whose
//! outcome is not JSONata's. `tests/interop/jsonata_differential.mjs` compares the others, and expressions that are
//! made here of all functions, with the JSONata of npm.

#![expect(clippy::expect_used, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use serde_json::{Map, Value, json};
use workflow_asl::jsonata::{Bindings, Conditions, Expression, FUNCTIONS, Limits};

/// The clock of all rows: 2024-02-29T12:30:45.678Z.
const NOW: i64 = 1_709_209_845_678;

const TABLES: &[&str] = &["operators", "paths", "strings", "numbers", "collections", "time", "aws"];

fn read(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/jsonata").join(name).with_extension("json");
    serde_json::from_str(&fs::read_to_string(path).expect("a file of the table")).expect("JSON")
}

fn rows(table: &str) -> Vec<Map<String, Value>> {
    serde_json::from_value(read(table)).expect("rows")
}

fn text(row: &Map<String, Value>) -> &str {
    row.get("expression").and_then(Value::as_str).expect("an expression")
}

/// What an expression gives, in the words of the table.
fn outcome(text: &str, input: &Value) -> Value {
    let expression = match Expression::parse(text) {
        Ok(expression) => expression,
        Err(error) => return json!({"syntax": error.message}),
    };
    let error = match expression.evaluate("F", &Bindings::new(&()).input(input), &Conditions::new(NOW, 7)) {
        Ok(value) => return json!({"value": value}),
        Err(error) => error,
    };
    assert_eq!((error.error.as_str(), error.location.as_deref()), ("States.QueryEvaluationError", Some("F")));
    let about = format!("The JSONata expression '{text}' specified for the field 'F' ");
    match error.cause.strip_prefix(&about).expect("the words of AWS") {
        "returned nothing (undefined)." => json!({"undefined": true}),
        "returned an unsupported result type." => json!({"unsupported": true}),
        other => {
            let error = other.strip_prefix("threw an error during evaluation. ").expect("the words of AWS");
            json!({"error": error.split(':').next()})
        }
    }
}

#[test]
fn every_row_holds() {
    let input = read("input");
    let mut failures = Vec::new();
    for row in TABLES.iter().flat_map(|table| rows(table)) {
        let mut found = json!({"expression": text(&row)});
        let outcome = outcome(text(&row), &input);
        found.as_object_mut().expect("a row").extend(outcome.as_object().cloned().unwrap_or_default());
        if found.as_object() != Some(&row) {
            failures.push(format!("{found}"));
        }
    }
    assert!(failures.is_empty(), "other outcomes:\n{}", failures.join("\n"));
}

#[test]
fn the_tables_have_every_function() {
    let texts: Vec<String> = TABLES.iter().flat_map(|table| rows(table)).map(|row| text(&row).to_owned()).collect();
    let missing: BTreeSet<&str> = FUNCTIONS
        .iter()
        .copied()
        .filter(|name| !texts.iter().any(|text| text.contains(&format!("${name}("))))
        .collect();
    assert_eq!(missing, BTreeSet::new());
}

/// Functions whose outcome is never the same, or that Step Functions has made its own.
const OWN: &[&str] = &[
    "now",
    "millis",
    "random",
    "shuffle",
    "uuid",
    "range",
    "partition",
    "hash",
    "parse",
    "eval",
    "count",
    "base64encode",
    "base64decode",
    "decodeUrlComponent",
    "fromMillis",
];

/// Values of every type, for the arguments and operands of the expressions that are made.
const ATOMS: &[&str] = &[
    "0",
    "-1.5",
    "3",
    "\"\"",
    "\"a b\"",
    "\"12\"",
    "true",
    "null",
    "[]",
    "[1]",
    "[2, 1]",
    "[\"b\", \"a\"]",
    "{}",
    "{\"k\": [1]}",
    "$none",
    "function($v, $w) { $v = $w }",
];

const OPERATORS: &[&str] = &["+", "-", "*", "=", "!=", "<", "<=", ">", ">=", "&", "and", "or", "in", "~>"];

/// Every function with every one and two arguments, and every operator with every two operands.
fn made() -> impl Iterator<Item = String> {
    let functions = FUNCTIONS.iter().filter(|name| !OWN.contains(name));
    let calls = functions.flat_map(|name| {
        let one = ATOMS.iter().map(move |first| format!("${name}({first})"));
        let two =
            ATOMS.iter().flat_map(move |first| ATOMS.iter().map(move |second| format!("${name}({first}, {second})")));
        one.chain(two)
    });
    let operations = OPERATORS.iter().flat_map(|operator| {
        ATOMS.iter().flat_map(move |first| ATOMS.iter().map(move |second| format!("{first} {operator} {second}")))
    });
    let steps = ATOMS.iter().flat_map(|first| {
        let after =
            ["[0]", "[-1]", "[]", ".k", ".*", ".($)", "[$ = 1]", ".$string($)", "{\"g\": $}", "^($)", "[[0..1]]"];
        after.into_iter().map(move |step| format!("({first}){step}"))
    });
    calls.chain(operations).chain(steps)
}

/// The input, and inputs whose fields have values of other types.
fn inputs() -> Vec<Value> {
    let input = read("input");
    let others = [json!(null), json!(5), json!("7"), json!([]), json!([{"a": 1, "qty": 2}]), json!({"a": [1, 2]})];
    let fields = input.as_object().expect("fields");
    let replaced = others.iter().map(|other| fields.keys().map(|name| (name.clone(), other.clone())).collect());
    std::iter::once(input.clone()).chain(replaced.map(Value::Object)).collect()
}

/// Expressions with a few characters left out, doubled or put elsewhere: whatever they give, they come back.
#[test]
fn damaged_expressions_come_back() {
    let input = read("input");
    let limits = Limits { time: Duration::from_millis(50), ..Limits::default() };
    let conditions = Conditions { limits, ..Conditions::new(NOW, 7) };
    let mut state = 1_u64;
    let mut below = |bound: usize| {
        // The generator of Knuth's MMIX: every run damages the same.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("31 bits") % bound
    };
    let mut parsed = 0;
    for row in TABLES.iter().flat_map(|table| rows(table)) {
        for _ in 0..8 {
            let mut characters: Vec<char> = text(&row).chars().collect();
            for _ in 0..=below(3) {
                let (from, to) = (below(characters.len()), below(characters.len()));
                match below(4) {
                    0 => characters.insert(to, characters[from]),
                    1 if characters.len() > 1 => drop(characters.remove(from)),
                    2 => characters.swap(from, to),
                    _ => characters.insert(to, ['(', ')', '[', '{', '$', '.', '/', '%', '"', '^', '|', 'λ'][below(12)]),
                }
            }
            let damaged: String = characters.into_iter().collect();
            if let Ok(expression) = Expression::parse(&damaged) {
                parsed += 1;
                let _ = expression.evaluate("F", &Bindings::new(&()).input(&input), &conditions);
            }
        }
    }
    assert!(parsed > 1000, "only {parsed} parsed");
}

/// Writes what there is to compare with the JSONata of npm, one JSON per line: an index of an input, or the inputs.
#[test]
fn outcomes_are_recorded_for_comparison() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("jsonata-outcomes.jsonl");
    let mut file = std::io::BufWriter::new(fs::File::create(path).expect("a file"));
    let inputs = inputs();
    writeln!(file, "{}", json!({"inputs": inputs, "now": NOW})).expect("written");
    let mut record = |text: &str, index: usize, input: &Value| {
        writeln!(file, "{}", json!({"expression": text, "input": index, "outcome": outcome(text, input)}))
            .expect("written");
    };
    for row in TABLES.iter().filter(|table| **table != "aws").flat_map(|table| rows(table)) {
        for (index, input) in inputs.iter().enumerate() {
            record(text(&row), index, input);
        }
    }
    for text in made() {
        record(&text, 0, &Value::Null);
    }
}
