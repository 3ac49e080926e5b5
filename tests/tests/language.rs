//! What docs/language.md shows is what the compiler gives, and it runs the same in an interpreter of another project.
//!
//! A Rust block stands in tests/src/language.rs as well, where it is compiled. A JSON block shows states of the workflow
//! before it, those that its comment names; `BLESS=1 cargo test -p workflow-tests --test language` writes them anew.

#![expect(clippy::panic, clippy::expect_used, reason = "functions of a test")]

use serde_json::{Map, Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use workflow_runtime::testing::TestRun;
use workflow_runtime::{Workflow, definition};
use workflow_tests::interop::prove_case_with;
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
        exported::<shown::parts>(),
        exported::<shown::decisions>(),
        exported::<shown::patterns>(),
        exported::<shown::conditional_values>(),
        exported::<shown::loops>(),
        exported::<shown::counted>(),
        exported::<shown::side_by_side>(),
        exported::<shown::settled>(),
        exported::<shown::errors>(),
        exported::<shown::results>(),
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

/// A state stands within its workflow: between the line of `#[workflow]` and the end of the file.
fn places<W: Workflow>() -> Vec<&'static str> {
    let text = read("tests/src/language.rs");
    let start =
        text.lines().position(|line| line.contains(&format!("async fn {}(", W::INFO.name))).expect("it is there");
    let states = W::INFO.source_map.states().map(|(state, place)| {
        assert_eq!(place.file, "tests/src/language.rs");
        let line = usize::try_from(place.line).expect("a line");
        assert!(line >= start && line <= start + 40, "{state} at {place}, the workflow at {}", start + 1);
        state
    });
    states.collect()
}

#[test]
fn every_state_has_its_place_in_the_source() {
    assert_eq!(places::<shown::side_by_side>(), workflow_asl::state_names(&definition::<shown::side_by_side>()));
    assert_eq!(places::<shown::loops>().len(), workflow_asl::state_names(&definition::<shown::loops>()).len());
    assert_eq!(
        places::<shown::executions>().len(),
        workflow_asl::state_names(&definition::<shown::executions>()).len()
    );
    assert_eq!(places::<shown::errors>().len(), workflow_asl::state_names(&definition::<shown::errors>()).len());
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

fn orders() -> Vec<Value> {
    let item = |sku: &str, cents: u32| json!({"sku": sku, "cents": cents});
    let order = |items: Vec<Value>, payment: Value, coupon: Value| json!({"id": "o-1", "items": items, "payment": payment, "coupon": coupon});
    let card = json!({"kind": "Card", "number": "4242"});
    vec![
        order(vec![item("a", 5)], card.clone(), json!(null)),
        order(vec![item("a", 5), item("b", 0), item("c", 7), item("d", 1)], card, json!("SALE")),
        order(vec![], json!({"kind": "Cash"}), json!("SALE")),
    ]
}

/// What `charge` gives: a receipt, or an error.
fn charged(kind: &str) -> Result<String, shown::ShopError> {
    match kind {
        "later" | "never" => Err(shown::ShopError::Declined { reason: kind.into() }),
        "network" => Err(shown::ShopError::Network),
        receipt => Ok(receipt.into()),
    }
}

/// Runs a workflow on each input, with each result of `charge`, and writes the cases for the interpreter.
async fn runs<W: Workflow>(inputs: Vec<Value>) {
    for (i, input) in inputs.into_iter().enumerate() {
        for kind in ["receipt", "later", "never", "network"] {
            let args = W::from_input(input.clone()).unwrap_or_else(|error| panic!("{}: {error}", W::INFO.name));
            let run = TestRun::new().stub::<shown::charge>(move |_| charged(kind));
            let execution = run.execute::<W>(args).await;
            let children = [("errors", definition::<shown::errors>().to_value())];
            let name = format!("language-{}-{i}-{kind}", W::INFO.name);
            prove_case_with(&name, &input, &execution, &children).await.unwrap_or_else(|problem| panic!("{problem}"));
        }
    }
}

#[tokio::test]
async fn the_workflows_run() {
    let with = |name: &str, value: u32| -> Vec<Value> {
        orders().into_iter().map(|order| json!({"order": order, name: value})).collect()
    };
    runs::<shown::tasks>(orders()).await;
    runs::<shown::values>(with("factor", 3)).await;
    runs::<shown::parts>(orders()).await;
    runs::<shown::decisions>(orders()).await;
    runs::<shown::patterns>([0, 5, 255].into_iter().flat_map(|priority| with("priority", priority)).collect()).await;
    runs::<shown::conditional_values>(orders()).await;
    runs::<shown::loops>(orders()).await;
    runs::<shown::counted>(with("limit", 250)).await;
    runs::<shown::side_by_side>(orders()).await;
    runs::<shown::settled>(orders()).await;
    runs::<shown::errors>(orders()).await;
    runs::<shown::results>(orders()).await;
    runs::<shown::waits>(with("seconds", 60)).await;
    runs::<shown::named>(orders()).await;
    runs::<shown::options>(orders()).await;
    runs::<shown::expressions>(orders()).await;
    runs::<shown::drawn_values>(orders()).await;
    runs::<shown::executions>(orders()).await;
}
