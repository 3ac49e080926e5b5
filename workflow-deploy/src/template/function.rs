//! The Lambda functions that do the tasks.

use std::time::Duration;

use super::options::FunctionResources;
use crate::{Deployment, Function, logical_id};

/// What the one function for all tasks is called.
const SHARED: &str = "tasks";

/// A Lambda function of a template.
pub(super) struct Lambda {
    /// Its handler, of which its logical id is made.
    pub(super) handler: String,
    pub(super) memory: Option<u32>,
    pub(super) timeout: Option<Duration>,
    pub(super) environment: Vec<(String, String)>,
    /// The names of its aliases, each of which is a task.
    pub(super) aliases: Vec<String>,
    /// The names of the state machines whose task tokens it is given.
    pub(super) callbacks: Vec<String>,
}

impl Lambda {
    fn new(function: &Function, callbacks: &[(String, String)]) -> Self {
        let of_function = callbacks.iter().filter(|(called, _)| *called == function.name);
        Lambda {
            handler: function.name.clone(),
            memory: function.memory,
            timeout: function.timeout,
            environment: function.environment.clone(),
            aliases: Vec::new(),
            callbacks: of_function.map(|(_, machine)| machine.clone()).collect(),
        }
    }

    /// Its logical id in a template of CloudFormation.
    pub(super) fn id(&self) -> String {
        format!("{}Function", logical_id(&self.handler))
    }
}

/// The logical id of a task's alias.
pub(super) fn alias_id(task: &str) -> String {
    format!("{}Alias", logical_id(task))
}

/// The functions of a template. `callbacks` are functions that are given task tokens, with the state machine.
pub(super) fn lambdas(
    deployment: &Deployment,
    resources: FunctionResources,
    callbacks: &[(String, String)],
    problems: &mut Vec<String>,
) -> Vec<Lambda> {
    let each = deployment.functions.iter().map(|function| Lambda::new(function, callbacks));
    match resources {
        FunctionResources::PerTask => each.collect(),
        FunctionResources::Shared => {
            each.reduce(|all, one| shared(all, one, problems)).map(named).into_iter().collect()
        }
    }
}

/// One function for what two do.
fn shared(mut all: Lambda, one: Lambda, problems: &mut Vec<String>) -> Lambda {
    if all.aliases.is_empty() {
        all.aliases.push(all.handler.clone());
    }
    all.memory = all.memory.max(one.memory);
    all.timeout = all.timeout.max(one.timeout);
    for (name, value) in one.environment {
        match all.environment.iter().find(|(known, _)| *known == name) {
            Some((_, other)) if *other != value => problems.push(format!(
                "function `{}`: environment variable `{name}` is `{value}`, where other tasks of the one function have `{other}`",
                one.handler
            )),
            Some(_) => {}
            None => all.environment.push((name, value)),
        }
    }
    let new = one.callbacks.into_iter().filter(|machine| !all.callbacks.contains(machine)).collect::<Vec<_>>();
    all.callbacks.extend(new);
    all.aliases.push(one.handler);
    all
}

fn named(mut lambda: Lambda) -> Lambda {
    let handler = std::mem::replace(&mut lambda.handler, SHARED.to_owned());
    if lambda.aliases.is_empty() {
        lambda.aliases.push(handler);
    }
    lambda
}
