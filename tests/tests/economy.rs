//! Definitions have the states that a careful person would write, and ways through them take as many transitions.
//!
//! The runs are written as cases for the interpreter, which shows that the states are enough.

use std::fs;
use std::path::Path;
use workflow_tests::economy::{Count, Measurement, all};

/// What is wrong with a count, if something is.
fn problem(what: &str, found: usize, count: Count) -> Option<String> {
    let Count { exported, by_hand } = count;
    match found {
        _ if found != exported => Some(format!("{what}: {found}, said to be {exported} of {by_hand}")),
        _ if found > by_hand => Some(format!("{what}: {found}, by hand {by_hand}")),
        _ => None,
    }
}

async fn problems(measurement: Measurement) -> Vec<String> {
    let (name, states) = (measurement.name, measurement.states());
    let invalid = workflow_asl::validate(&measurement.definition);
    let mut problems: Vec<String> =
        invalid.into_iter().map(|problem| format!("{name} is invalid: {problem}")).collect();
    problems.extend(problem(&format!("states of {name}"), states, measurement.economy.states));
    for (position, (input, count)) in measurement.economy.paths.into_iter().enumerate() {
        let what = format!("transitions of {name} on {input}");
        match (measurement.run)(position, input).await {
            Ok(entered) => problems.extend(problem(&what, entered, count)),
            Err(error) => problems.push(format!("{what}: {error}")),
        }
    }
    problems
}

#[tokio::test]
async fn no_more_than_by_hand() {
    let mut found = Vec::new();
    for measurement in all() {
        found.extend(problems(measurement).await);
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

/// What the document says below a workflow.
fn in_words(measurement: &Measurement) -> String {
    let (states, paths) = (measurement.states(), &measurement.economy.paths);
    let paths: Vec<String> = paths.iter().map(|(input, count)| format!("{} for `{input}`", count.exported)).collect();
    let plural = if states == 1 { "" } else { "s" };
    format!("`{}`: {states} state{plural}. Transitions: {}.", measurement.name, paths.join(", "))
}

#[test]
fn the_document_shows_what_is_measured() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = fs::read_to_string(root.join("../docs/state-economy.md")).expect("the document");
    let sources = sources().concat().replace("pub ", "");
    let all = all();
    let blocks: Vec<&str> = document.split("```rust\n").skip(1).collect();
    assert!(!blocks.is_empty());
    for block in blocks {
        let (code, after) = block.split_once("```").expect("the block ends");
        assert!(sources.contains(code), "this block is not in tests/src/economy:\n{code}");
        let name = code.split("fn ").nth(1).and_then(|rest| rest.split('(').next()).expect("a function");
        let measurement = all.iter().find(|measurement| measurement.name == name).expect("a measured workflow");
        let expected = in_words(measurement);
        assert!(after.trim_start().starts_with(&expected), "docs/state-economy.md should say: {expected}");
    }
}

/// The files of the corpus.
#[expect(clippy::expect_used, reason = "part of a test")]
fn sources() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/economy");
    let files = fs::read_dir(folder).expect("the folder is there").map(|file| file.expect("a file").path());
    files.map(|file| fs::read_to_string(file).expect("text")).collect()
}

#[test]
fn the_lints_are_documented() {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/lints.md");
    let document = fs::read_to_string(document).expect("the document");
    for code in workflow_asl::Code::LINTS {
        assert!(document.contains(&format!("| `{code}`, `{}` |", code.lint_name())), "docs/lints.md lacks {code}");
    }
}

#[test]
fn every_workflow_is_measured() {
    let written: usize = sources().iter().map(|source| source.matches("#[workflow]").count()).sum();
    assert_eq!(all().len(), written);
}
