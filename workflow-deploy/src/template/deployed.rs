//! What is deployed, by the ways in which a definition may call it.

use workflow_asl::ExecutionType;
use workflow_asl::settings::without_parameters;

use crate::{Deployment, logical_id};

const FUNCTION: &str = "Function";
const STATE_MACHINE: &str = "StateMachine";
const ACTIVITY: &str = "Activity";

/// What a `${Name}` of a definition stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// The ARN of the function of this name.
    Function(String),
    /// The ARN of the state machine of this name.
    Machine(String),
    /// The ARN of the activity of this name.
    Activity(String),
    /// A parameter of the template, or a pseudo parameter.
    Parameter,
}

/// What is deployed, by its kind.
pub(super) struct Known<'d> {
    pub(super) functions: Deployed<'d>,
    pub(super) machines: Deployed<'d>,
    pub(super) activities: Deployed<'d>,
    /// The machines that are Express.
    pub(super) express: Vec<&'d str>,
}

/// Names of functions, machines or activities that are deployed, and how they may be told.
pub(super) struct Deployed<'d> {
    names: Vec<&'d str>,
    /// What the names of their logical ids and placeholders end with.
    kind: &'static str,
    /// What stands before the name in an ARN.
    marker: &'static str,
}

impl<'d> Known<'d> {
    /// What of a deployment definitions may call.
    pub(super) fn of(deployment: &'d Deployment) -> Self {
        let functions = deployment.functions.iter().map(|function| function.name.as_str()).collect();
        let machines = deployment.machines.iter().map(|machine| machine.name.as_str()).collect();
        let activities = deployment.activities.iter().map(|activity| activity.name.as_str()).collect();
        let express = deployment.machines.iter().filter(|machine| machine.execution_type == ExecutionType::Express);
        Known {
            functions: Deployed { names: functions, kind: FUNCTION, marker: ":function:" },
            machines: Deployed { names: machines, kind: STATE_MACHINE, marker: ":stateMachine:" },
            activities: Deployed { names: activities, kind: ACTIVITY, marker: ":activity:" },
            express: express.map(|machine| machine.name.as_str()).collect(),
        }
    }

    /// What the name in a placeholder stands for, if that is deployed.
    pub(super) fn target(&self, placeholder: &str) -> Option<Target> {
        [&self.functions, &self.machines, &self.activities].into_iter().find_map(|deployed| {
            let name = deployed.names.iter().find(|name| deployed.placeholder(name) == placeholder)?;
            Some(deployed.target((*name).to_owned()))
        })
    }
}

/// What is wrong with the call of a version.
pub(super) fn no_version(name: &str, qualifier: &str) -> String {
    format!("it calls `{name}:{qualifier}`, and no version or alias of `{name}` is deployed with it")
}

impl<'d> Deployed<'d> {
    pub(super) fn is_of_functions(&self) -> bool {
        self.kind == FUNCTION
    }

    /// What stands for the ARN of what has this name.
    pub(super) fn placeholder(&self, name: &str) -> String {
        format!("{}{}Arn", logical_id(name), self.kind)
    }

    pub(super) fn target(&self, name: String) -> Target {
        match self.kind {
            FUNCTION => Target::Function(name),
            STATE_MACHINE => Target::Machine(name),
            _ => Target::Activity(name),
        }
    }

    /// The name of what a text names: by that name, by a placeholder or by an ARN of the stack's account and region.
    ///
    /// # Errors
    ///
    /// Where it names a version, or something of that name elsewhere.
    pub(super) fn named(&self, text: &str) -> Result<Option<&'d str>, String> {
        let find = |wanted: &dyn Fn(&str) -> bool| self.names.iter().copied().find(|name| wanted(name));
        let by_placeholder = |name: &str| text.strip_prefix(&format!("${{{}}}", self.placeholder(name)));
        if let Some(name) =
            find(&|name| by_placeholder(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(':')))
        {
            let qualifier = by_placeholder(name).and_then(|rest| rest.strip_prefix(':'));
            return qualifier.map_or(Ok(Some(name)), |qualifier| Err(no_version(name, qualifier)));
        }
        let (before, qualified) = text.rsplit_once(self.marker).unwrap_or(("", text));
        let (name, qualifier) =
            qualified.split_once(':').map_or((qualified, None), |(name, qualifier)| (name, Some(qualifier)));
        match (find(&|known| known == name), qualifier) {
            (Some(name), _) if !is_here(before) => Err(format!(
                "`{text}` is of an account or a region that it names, and a `{name}` is deployed with it: call that by its name, or rename one"
            )),
            (Some(name), Some(qualifier)) => Err(no_version(name, qualifier)),
            (name, _) => Ok(name),
        }
    }
}

/// Whether the beginning of an ARN, or of a part of one, names neither a region nor an account but the stack's own.
pub(super) fn is_here(before: &str) -> bool {
    let named = without_parameters(before);
    named.is_empty() || named.split(':').skip(3).all(str::is_empty) && named.starts_with("arn:")
}
