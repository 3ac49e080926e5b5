//! The definition of a test: of a state alone, or of a machine that has the state.

use workflow_asl::{State, StateKind, StateMachine, States};

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
            Some(name) => (name, StateMachine::from_json(text)),
            None => (TESTED_STATE, StateMachine::of_state(TESTED_STATE, text)),
        };
        let program = machine.and_then(Program::new).map_err(TestStateError::Definition)?;
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
