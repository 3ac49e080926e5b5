//! What README.md shows is what the compiler gives.

#![expect(clippy::panic, clippy::expect_used, reason = "functions of a test")]

use std::fs;
use std::path::Path;
use workflow_runtime::definition;
use workflow_tests::readme::pay;

fn read(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The first fenced block of a language.
fn block<'t>(text: &'t str, language: &str) -> &'t str {
    let start = format!("```{language}\n");
    let (_, rest) = text.split_once(&start).unwrap_or_else(|| panic!("README.md has no {language} block"));
    rest.split_once("```").expect("the block ends").0
}

#[test]
fn the_program_of_a_definition_is_compiled() {
    let program = read("workflow-runtime/examples/fulfil.rs");
    let (_, program) = program.split_once("\n\n").expect("a comment, then the program");
    let shown = format!("```rust,ignore\n{program}```\n");
    assert!(read("README.md").contains(&shown), "README.md's program differs from workflow-runtime/examples/fulfil.rs");
}

#[test]
fn the_workflow_is_the_one_that_is_compiled() {
    let readme = read("README.md");
    let shown = block(&readme, "rust,no_run");
    let compiled = read("tests/src/readme.rs").replace("pub ", "");
    assert!(shown.starts_with(&compiled), "README.md's workflow differs from tests/src/readme.rs:\n{compiled}");
}

#[test]
fn the_definition_is_the_one_that_is_exported() {
    let readme = read("README.md");
    assert_eq!(block(&readme, "json"), definition::<pay>().to_json_pretty(), "README.md's definition is stale");
}

#[test]
fn the_test_is_the_one_that_runs() {
    let runs = read("tests/tests/readme_sample.rs");
    let (_, runs) = runs.split_once("\n\n").expect("a comment, then the sample");
    assert!(read("README.md").contains(runs), "README.md's test differs from tests/tests/readme_sample.rs");
}
