//! ARNs in the place of a definition's substitutions.

use super::Exported;
use crate::define::state::name_of_arn;
use serde_json::Value;
use std::collections::HashMap;
use workflow_asl::{StateKind, StateMachine, States};

/// Where functions and state machines are.
pub(super) struct Arns<'a> {
    pub(super) region: &'a str,
    pub(super) account_id: &'a str,
}

impl Arns<'_> {
    pub(super) fn state_machine(&self, workflow: &str) -> String {
        format!("arn:aws:states:{}:{}:stateMachine:{workflow}", self.region, self.account_id)
    }

    fn function(&self, task: &str) -> String {
        format!("arn:aws:lambda:{}:{}:function:{task}", self.region, self.account_id)
    }

    /// Names what the definition calls, in the Arguments of its Tasks; nowhere else is a text like these anything but
    /// text.
    pub(super) fn fill(&self, definition: &mut StateMachine, exported: &Exported) {
        fill(definition, exported, |task| self.function(task), |workflow| self.state_machine(workflow));
    }
}

/// Calls functions and state machines by their names, as a [`Deployment`](workflow_deploy::Deployment) does.
pub(super) fn fill_names(definition: &mut StateMachine, exported: &Exported) {
    fill(definition, exported, str::to_owned, str::to_owned);
}

fn fill(
    definition: &mut StateMachine,
    exported: &Exported,
    function: impl Fn(&str) -> String,
    state_machine: impl Fn(&str) -> String,
) {
    let placeholder = |name: &str, kind: &str| format!("${{{}}}", name_of_arn(name, kind));
    let tasks = exported.tasks.iter().map(|task| (placeholder(task.name, "FunctionArn"), function(task.name)));
    let machines = exported
        .workflows
        .iter()
        .map(|workflow| (placeholder(workflow.name, "StateMachineArn"), state_machine(workflow.name)));
    fill_states(&mut definition.states, &tasks.chain(machines).collect());
}

fn fill_states(states: &mut States, arns: &HashMap<String, String>) {
    for state in states.values_mut() {
        match &mut state.kind {
            StateKind::Task(task) => {
                for field in ["FunctionName", "StateMachineArn"] {
                    let value = task.arguments.as_mut().and_then(|arguments| arguments.get_mut(field));
                    if let Some(Value::String(text)) = value
                        && let Some(arn) = arns.get(text.as_str())
                    {
                        text.clone_from(arn);
                    }
                }
            }
            StateKind::Parallel(parallel) => {
                parallel.branches.iter_mut().for_each(|branch| fill_states(&mut branch.states, arns));
            }
            StateKind::Map(map) => fill_states(&mut map.item_processor.states, arns),
            _ => {}
        }
    }
}
