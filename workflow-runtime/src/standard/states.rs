//! What a workflow's definition says of its states, for the histories of its native executions.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;
use workflow_asl::{Resource, StateKind, StateMachine, States as Defined};
use workflow_engine::{StateType, TaskKind};

/// The states of a workflow by name, those in branches and iterations included: names are unique in a workflow.
#[derive(Debug, Default)]
pub(super) struct States(HashMap<String, Arc<State>>);

/// A state as its events name it.
#[derive(Debug)]
pub(super) struct State {
    pub(super) name: Arc<str>,
    pub(super) state_type: StateType,
    /// What does the work, of a Task.
    pub(super) work: Option<Work>,
}

/// What does the work of a Task.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) kind: TaskKind,
    pub(super) resource_arn: Arc<str>,
    /// The name and the value of the argument that says which function or state machine is meant, if one does.
    pub(super) called: Option<(&'static str, Value)>,
}

impl States {
    /// Of a definition in which every substitution is an ARN.
    pub(super) fn of(machine: &StateMachine) -> Self {
        let mut states = States::default();
        states.add(&machine.states);
        states
    }

    fn add(&mut self, defined: &Defined) {
        for (name, state) in defined {
            let state_type = state_type(&state.kind);
            let work = if let StateKind::Task(task) = &state.kind {
                work(&task.resource, task.arguments.as_ref())
            } else {
                None
            };
            self.0.insert(name.clone(), Arc::new(State { name: name.as_str().into(), state_type, work }));
            match &state.kind {
                StateKind::Parallel(parallel) => parallel.branches.iter().for_each(|branch| self.add(&branch.states)),
                StateKind::Map(map) => self.add(&map.item_processor.states),
                _ => {}
            }
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Arc<State>> {
        self.0.get(name)
    }
}

fn state_type(kind: &StateKind) -> StateType {
    match kind {
        StateKind::Task(_) => StateType::Task,
        StateKind::Pass(_) => StateType::Pass,
        StateKind::Choice(_) => StateType::Choice,
        StateKind::Wait(_) => StateType::Wait,
        StateKind::Succeed(_) => StateType::Succeed,
        StateKind::Fail(_) => StateType::Fail,
        StateKind::Parallel(_) => StateType::Parallel,
        StateKind::Map(_) => StateType::Map,
    }
}

fn work(resource: &str, arguments: Option<&Value>) -> Option<Work> {
    let kind = match Resource::parse(resource) {
        Resource::Integration(integration) => TaskKind::Integration {
            resource_type: integration.resource_type().into(),
            resource: integration.resource().into(),
        },
        Resource::Activity { .. } => TaskKind::Activity,
        Resource::Lambda { .. } | Resource::Other { .. } => return None,
    };
    let called = ["FunctionName", "StateMachineArn"].into_iter().find_map(|name| {
        let value = arguments?.get(name)?;
        Some((name, value.clone()))
    });
    Some(Work { kind, resource_arn: resource.into(), called })
}
