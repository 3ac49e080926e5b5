//! Standard executions of native workflows: killed after every commit, they go on and end as if nothing had happened.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "standard/lives.rs"]
mod lives;
#[path = "standard/workflows.rs"]
mod workflows;

use lives::Trial;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use workflow_runtime::{Failure, Workflow};
use workflows::*;

const SEEDS: u64 = 16;

/// Kills an execution everywhere in several orders of completions; gives the different ways it ended.
fn endings<W: Workflow<Error = ShopError>>(input: Value) -> BTreeSet<String> {
    let ended = |seed| Trial { input: input.clone(), seed }.survives_every_kill::<W>();
    (0..SEEDS).flat_map(ended).map(|ended| ending(&ended)).collect()
}

fn ending(ended: &Result<Value, Failure>) -> String {
    match ended {
        Ok(output) => output.to_string(),
        Err(failure) => failure.to_string(),
    }
}

fn only(ending: &str) -> BTreeSet<String> {
    BTreeSet::from([ending.to_owned()])
}

#[test]
fn a_chain_survives() {
    assert_eq!(endings::<chain>(json!(4)), only("410"));
    assert_eq!(endings::<chain>(json!(13)), only("SoldOut: {\"item\":13}"));
    assert_eq!(endings::<chain>(json!(99)), only("TaskPanicked: no price for 99"));
}
