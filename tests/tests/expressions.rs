//! Every expression of the tables is the same natively and in the definition, as a JSONata evaluator of another project
//! has it. The runs are written as cases, too, which `tests/interop` gives to a second one.

#![expect(clippy::panic, clippy::expect_used, clippy::indexing_slicing, reason = "functions of a test")]

#[path = "expressions/definition.rs"]
mod definition;

use definition::{agree, execute};
use serde_json::Value;
use workflow_tests::expressions::{Row, tables};

#[tokio::test]
async fn expressions_agree() {
    let mut differences = Vec::new();
    for (table, rows) in tables() {
        for row in rows {
            for (position, input) in row.inputs.iter().enumerate() {
                differences.extend(difference(table, &row, position, input).await);
            }
        }
    }
    assert!(differences.is_empty(), "{} runs differ\n\n{}", differences.len(), differences.join("\n\n"));
}

/// What to say about a run whose two sides are not the same.
async fn difference(table: &str, row: &Row, position: usize, input: &Value) -> Option<String> {
    let native = row.native(position, input).await;
    let native = native.unwrap_or_else(|error| panic!("{table}::{}, {input}: {error}", row.name));
    let evaluated = execute(&row.definition, input);
    let different = || {
        format!(
            "{table}::{}: {}\n  input      {input}\n  native     {}\n  definition {}\n  JSONata    {}",
            row.name,
            row.rust,
            shown(&native),
            shown(&evaluated),
            row.definition["States"],
        )
    };
    (!agree(&native, &evaluated)).then(different)
}

fn shown(outcome: &Result<Value, String>) -> String {
    match outcome {
        Ok(value) => value.to_string(),
        Err(error) => error.clone(),
    }
}

#[test]
fn rows_have_names_of_their_own_and_inputs() {
    let mut names = std::collections::BTreeSet::new();
    for (table, rows) in tables() {
        for row in rows {
            assert!(names.insert(row.name), "{table}: two rows are called {}", row.name);
            assert!(!row.inputs.is_empty(), "{table}::{} has no inputs", row.name);
        }
    }
}
