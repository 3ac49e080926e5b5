//! The exported definitions, beside the manifest.
//!
//! `UPDATE_GOLDEN=1 cargo test -p workflow-examples golden` writes them anew.

use std::{env, fs, path::Path};
use workflow_asl::{ExecutionType, StateMachine};
use workflow_examples::csv_processing::csv_processing;
use workflow_examples::order_approval::order_approval;
use workflow_examples::order_processing::order_processing;
use workflow_examples::order_return::{order_return, refund};
use workflow_runtime::Workflow;
use workflow_runtime::define::definition;

/// Compares a definition with its file, which is `NAME.asl.json`, or writes that.
#[track_caller]
fn compare<W: Workflow>(name: &str) -> StateMachine {
    let machine = definition::<W>();
    let diagnostics: Vec<String> =
        workflow_asl::validate_template(&machine, ExecutionType::Standard).iter().map(ToString::to_string).collect();
    assert_eq!(diagnostics, Vec::<String>::new());
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(name).with_extension("asl.json");
    let text = machine.to_json_pretty();
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&file, text).unwrap();
    } else {
        let golden = fs::read_to_string(&file).unwrap_or_default();
        assert!(
            golden == text,
            "{} is out of date; `UPDATE_GOLDEN=1 cargo test -p workflow-examples golden` writes it anew. It would be:\n{text}",
            file.display()
        );
    }
    machine
}

/// How many states there are, at any depth.
fn count(machine: &StateMachine) -> usize {
    fn states(value: &serde_json::Value) -> usize {
        match value {
            serde_json::Value::Object(fields) => {
                let own = fields.get("States").and_then(|states| states.as_object()).map_or(0, |states| states.len());
                own + fields.values().map(states).sum::<usize>()
            }
            serde_json::Value::Array(items) => items.iter().map(states).sum(),
            _ => 0,
        }
    }
    states(&machine.to_value())
}

#[test]
fn golden_csv_processing() {
    let machine = compare::<csv_processing>("csv-processing");
    assert!(count(&machine) <= 7, "{} states", count(&machine));
}

#[test]
fn golden_order_approval() {
    let machine = compare::<order_approval>("order-approval");
    assert!(count(&machine) <= 5, "{} states", count(&machine));
}

#[test]
fn golden_order_processing() {
    compare::<order_processing>("order-processing");
}

#[test]
fn golden_order_return() {
    compare::<order_return>("order-return");
    compare::<refund>("refund");
}

/// A state that only copies is billed for nothing.
#[test]
fn golden_no_pass_states() {
    let definitions = [
        definition::<csv_processing>(),
        definition::<order_approval>(),
        definition::<order_processing>(),
        definition::<order_return>(),
        definition::<refund>(),
    ];
    for machine in definitions {
        assert!(!machine.to_json_pretty().contains("\"Type\": \"Pass\""));
    }
}
