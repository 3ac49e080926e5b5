//! ARNs in the place of a definition's substitutions.

use super::Exported;
use crate::define::service::activity_substitution;
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

    /// Names what the definition calls, in the Resource and the Arguments of its Tasks; nowhere else is a text like these
    /// anything but text.
    pub(super) fn fill(&self, definition: &mut StateMachine, exported: &Exported) {
        let activity = |name: &str| Some(format!("arn:aws:states:{}:{}:activity:{name}", self.region, self.account_id));
        fill(definition, exported, |task| self.function(task), |workflow| self.state_machine(workflow), activity);
    }
}

/// Calls functions and state machines by their names, as a [`Deployment`](workflow_deploy::Deployment) does.
pub(super) fn fill_names(definition: &mut StateMachine, exported: &Exported) {
    fill(definition, exported, str::to_owned, str::to_owned, |_| None);
}

fn fill(
    definition: &mut StateMachine,
    exported: &Exported,
    function: impl Fn(&str) -> String,
    state_machine: impl Fn(&str) -> String,
    activity: impl Fn(&str) -> Option<String>,
) {
    let placeholder = |name: &str, kind: &str| format!("${{{}}}", name_of_arn(name, kind));
    let tasks = exported.tasks.iter().map(|task| (placeholder(task.name, "FunctionArn"), function(task.name)));
    let machines = exported
        .workflows
        .iter()
        .map(|workflow| (placeholder(workflow.name, "StateMachineArn"), state_machine(workflow.name)));
    let activities = exported.stand_ins.iter().filter_map(|stand_in| {
        let name = stand_in.activity()?;
        Some((activity_substitution(name), activity(name)?))
    });
    fill_states(&mut definition.states, &tasks.chain(machines).chain(activities).collect());
}

fn fill_states(states: &mut States, arns: &HashMap<String, String>) {
    for state in states.values_mut() {
        match &mut state.kind {
            StateKind::Task(task) => {
                if let Some(arn) = arns.get(task.resource.as_str()) {
                    task.resource.clone_from(arn);
                }
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
