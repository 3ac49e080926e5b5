//! What no input may break: neither a crash, nor a hang, nor memory without bound.
//!
//! Each function takes any bytes. cargo-fuzz drives them from `fuzz/`; `tests/fuzz.rs` runs each for a fixed number of
//! [mutated](mutate) [seeds], the same in every run.

pub mod mutate;
mod paths;
mod request;
pub mod seeds;

pub use paths::{intrinsic, jsonpath};
pub use request::request;

use std::time::Duration;

use serde_json::{Value, json};
use workflow_asl::jsonata::{self, Bindings, Conditions};
use workflow_asl::{StateMachine, lint, validate, validate_json};
use workflow_engine::Program;

/// What the paths and expressions of a fuzzed text read: one value of every kind.
fn document() -> Value {
    json!({
        "a": {"b": [1, 2.5, -3, "four", null, true, {"c": "d"}], "e f": {}},
        "n": 9_007_199_254_740_993_u64,
        "text": "ä,b😀,,c",
        "list": [[1, [2]], [], {"k": "v"}, {"k": "w", "p": 10}],
        "token": "eyJhIjoxfQ==",
        "at": "2025-01-01T00:00:00Z",
    })
}

/// Reads, validates and prepares a definition, and writes it again.
pub fn definition(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let findings = validate_json(text);
    let Ok(machine) = StateMachine::from_json(text) else {
        assert!(!findings.is_empty(), "a definition that cannot be read has findings");
        return;
    };
    let _ = (validate(&machine), lint(&machine), workflow_asl::mermaid(&machine));
    let written = machine.to_json_pretty();
    let read = StateMachine::from_json(&written).map(|machine| machine.to_json_pretty());
    assert_eq!(read.as_ref(), Ok(&written), "what was written reads as what it was");
    let _ = Program::new(machine);
}

/// Evaluates a JSONata expression, which is given so little time that it may reach every limit.
pub fn jsonata(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let Ok(expression) = jsonata::Expression::parse(text) else { return };
    let input = document();
    let variables = serde_json::Map::new();
    let bindings = Bindings::new(&variables).input(&input);
    let mut conditions = Conditions::new(1_735_689_600_000, 1);
    conditions.limits.steps = Some(20_000);
    conditions.limits.time = Duration::from_millis(500);
    let _ = expression.evaluate("Output", &bindings, &conditions);
}
