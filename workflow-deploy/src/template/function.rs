//! The Lambda functions that do the tasks.

use std::time::Duration;

use super::options::FunctionResources;
use crate::{Deployment, Function, logical_id};

/// What the one function for all tasks is called.
const SHARED: &str = "tasks";

/// The handler of the one function for all tasks, which no task can be called like. It tells the program to do the task that
/// the alias names by which the function is invoked.
pub const SHARED_HANDLER: &str = "tasks.by_alias";

/// `Timeout` of a function that has none of its own, in Lambda.
pub(super) const DEFAULT_TIMEOUT: Duration = Duration::from_secs(3);

/// A Lambda function of a template.
pub(super) struct Lambda {
    /// What its logical id is made of: the name of its task, if it has one.
    pub(super) name: String,
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
            name: function.name.clone(),
            memory: function.memory,
            timeout: function.timeout,
            environment: function.environment.clone(),
            aliases: Vec::new(),
            callbacks: of_function.map(|(_, machine)| machine.clone()).collect(),
        }
    }

    /// Its logical id in a template of CloudFormation.
    pub(super) fn id(&self) -> String {
        format!("{}Function", logical_id(&self.name))
    }

    /// Which task it does, for the program to know.
    pub(super) fn handler(&self) -> &str {
        if self.aliases.is_empty() { &self.name } else { SHARED_HANDLER }
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
        all.aliases.push(all.name.clone());
    }
    all.memory = all.memory.max(one.memory);
    if all.timeout.is_some() || one.timeout.is_some() {
        let (all_of, of_one) = (all.timeout.unwrap_or(DEFAULT_TIMEOUT), one.timeout.unwrap_or(DEFAULT_TIMEOUT));
        all.timeout = Some(all_of.max(of_one));
    }
    for (name, value) in one.environment {
        match all.environment.iter().find(|(known, _)| *known == name) {
            Some((_, other)) if *other != value => problems.push(format!(
                "function `{}`: environment variable `{name}` is `{value}`, where other tasks of the one function have `{other}`",
                one.name
            )),
            Some(_) => {}
            None => all.environment.push((name, value)),
        }
    }
    let new = one.callbacks.into_iter().filter(|machine| !all.callbacks.contains(machine)).collect::<Vec<_>>();
    all.callbacks.extend(new);
    all.aliases.push(one.name);
    all
}

fn named(mut lambda: Lambda) -> Lambda {
    let name = std::mem::replace(&mut lambda.name, SHARED.to_owned());
    if lambda.aliases.is_empty() {
        lambda.aliases.push(name);
    }
    lambda
}
