//! What docs/language.md shows is what the compiler gives.
//!
//! A Rust block stands in tests/src/language.rs as well, where it is compiled. A JSON block shows states of the workflow
//! before it, those that its comment names; `BLESS=1 cargo test -p workflow-tests --test language` writes them anew.

#![expect(clippy::panic, clippy::expect_used, reason = "functions of a test")]

use serde_json::{Map, Value};
use std::fs;
use std::path::{Path, PathBuf};
use workflow_runtime::{Workflow, definition};
use workflow_tests::language as shown;

fn path(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file)
}

fn read(file: &str) -> String {
    fs::read_to_string(path(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn exported<W: Workflow>() -> (&'static str, Value) {
    let definition = definition::<W>();
    assert_eq!(workflow_asl::validate(&definition), []);
    (W::INFO.name, serde_json::from_str(&definition.to_json_pretty()).expect("JSON"))
}

fn definitions() -> Vec<(&'static str, Value)> {
    vec![
        exported::<shown::tasks>(),
        exported::<shown::retried>(),
        exported::<shown::values>(),
        exported::<shown::decisions>(),
        exported::<shown::conditional_values>(),
        exported::<shown::loops>(),
        exported::<shown::side_by_side>(),
        exported::<shown::errors>(),
        exported::<shown::waits>(),
        exported::<shown::deadlines>(),
        exported::<shown::named>(),
        exported::<shown::options>(),
        exported::<shown::expressions>(),
        exported::<shown::texts>(),
        exported::<shown::drawn_values>(),
        exported::<shown::context_object>(),
        exported::<shown::executions>(),
    ]
}

/// The blocks of a language, with what stands directly before each.
fn blocks<'t>(text: &'t str, language: &str) -> Vec<(&'t str, &'t str)> {
    let start = format!("```{language}\n");
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(&start) {
        let (block, next) = after.split_once("```").expect("the block ends");
        found.push((before, block));
        rest = next;
    }
    found
}

#[test]
fn the_code_is_compiled() {
    let compiled = read("tests/src/language.rs").replace("pub ", "");
    for (_, block) in blocks(&read("docs/language.md"), "rust") {
        assert!(compiled.contains(block), "this block is not in tests/src/language.rs:\n{block}");
    }
}

#[test]
fn the_states_are_those_that_are_exported() {
    let document = read("docs/language.md");
    let definitions = definitions();
    let mut written = document.clone();
    for (before, block) in blocks(&document, "json") {
        let comment = before.trim_end().lines().last().expect("a comment before the block");
        let fresh = states(comment, &definitions);
        written = written.replace(&format!("{comment}\n```json\n{block}"), &format!("{comment}\n```json\n{fresh}"));
    }
    if std::env::var_os("BLESS").is_some() {
        return fs::write(path("docs/language.md"), written).expect("the document can be written");
    }
    assert!(document == written, "docs/language.md is stale: BLESS=1 cargo test -p workflow-tests --test language");
}

/// `<!-- workflow: State, State -->` as the JSON of these states.
fn states(comment: &str, definitions: &[(&str, Value)]) -> String {
    let inner = comment.strip_prefix("<!-- ").and_then(|rest| rest.strip_suffix(" -->"));
    let (workflow, names) = inner.and_then(|inner| inner.split_once(": ")).expect("`<!-- workflow: States -->`");
    let (_, definition) = definitions.iter().find(|(name, _)| *name == workflow).expect("a workflow of the document");
    let state = |name: &str| {
        let state = definition.get("States").and_then(|states| states.get(name));
        (name.to_owned(), state.unwrap_or_else(|| panic!("{workflow} has no state {name}")).clone())
    };
    let shown: Map<String, Value> = names.split(", ").map(state).collect();
    serde_json::to_string_pretty(&shown).expect("JSON") + "\n"
}
