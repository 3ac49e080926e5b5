//! The definition of a test: of a state alone, or of a machine that has the state.

use serde_json::{Map, Value, json};
use workflow_asl::{State, StateKind, States};

use super::{TESTED_STATE, TestStateError};
use crate::Program;
use crate::program::{Kind, ScopePlan, StatePlan};

/// A definition, and the state of it that is tested.
pub(super) struct Definition {
    program: Program,
    name: String,
}

impl Definition {
    pub(super) fn read(text: &str, state_name: Option<&str>) -> Result<Self, TestStateError> {
        let (name, machine) = match state_name {
            Some(name) => (name, text.to_owned()),
            None => (TESTED_STATE, machine_of(text)?),
        };
        let program = Program::from_json(&machine).map_err(TestStateError::Definition)?;
        let definition = Self { program, name: name.to_owned() };
        definition.plan().map(drop)?;
        Ok(definition)
    }

    /// The state that is tested.
    pub(super) fn state(&self) -> Result<&State, TestStateError> {
        find(&self.program.machine().states, &self.name).ok_or_else(not_found)
    }

    /// The plan of the state that is tested, and of the scope around it.
    pub(super) fn plan(&self) -> Result<(&ScopePlan, &StatePlan), TestStateError> {
        find_plan(&self.program.root, &self.name).ok_or_else(not_found)
    }
}

pub(super) fn not_found() -> TestStateError {
    TestStateError::invalid("State not found in definition")
}

/// A machine of a state alone. What the state goes on to is there too, and does nothing.
fn machine_of(state: &str) -> Result<String, TestStateError> {
    let Ok(Value::Object(state)) = serde_json::from_str(state) else {
        // What is no object is refused in the words of whoever reads machines.
        return Ok(state.to_owned());
    };
    let mut targets = Vec::new();
    targets_of(&state, &mut targets);
    for list in ["Choices", "Catch"] {
        for rule in state.get(list).and_then(Value::as_array).into_iter().flatten() {
            rule.as_object().inspect(|rule| targets_of(rule, &mut targets));
        }
    }
    let mut states = Map::new();
    for target in targets {
        states.insert(target, json!({"Type": "Succeed"}));
    }
    states.insert(TESTED_STATE.to_owned(), Value::Object(state));
    Ok(json!({"StartAt": TESTED_STATE, "States": states}).to_string())
}

fn targets_of(fields: &Map<String, Value>, targets: &mut Vec<String>) {
    let named = ["Next", "Default"].into_iter().filter_map(|field| fields.get(field)?.as_str());
    targets.extend(named.map(str::to_owned));
}

/// The state of this name in a scope or those within it; the reader of definitions bounds how deep they are.
pub(super) fn find<'s>(states: &'s States, name: &str) -> Option<&'s State> {
    states.get(name).or_else(|| states.values().find_map(|state| find_within(state, name)))
}

/// The state of this name in the scopes within a state.
pub(super) fn find_within<'s>(state: &'s State, name: &str) -> Option<&'s State> {
    match &state.kind {
        StateKind::Parallel(parallel) => parallel.branches.iter().find_map(|branch| find(&branch.states, name)),
        StateKind::Map(map) => find(&map.item_processor.states, name),
        _ => None,
    }
}

fn find_plan<'s>(scope: &'s ScopePlan, name: &str) -> Option<(&'s ScopePlan, &'s StatePlan)> {
    if let Some(state) = scope.states.iter().find(|state| *state.name == *name) {
        return Some((scope, state));
    }
    scope.states.iter().find_map(|state| match &state.kind {
        Kind::Parallel(branches) => branches.iter().find_map(|branch| find_plan(branch, name)),
        Kind::Map(map) => find_plan(&map.processor, name),
        _ => None,
    })
}
