//! The states of a definition, each for what it needs.

use serde_json::Value;
use workflow_asl::jsonata::outline;
use workflow_asl::{
    IntegrationPattern, Map, ProcessorMode, QueryLanguage, Resource, State, StateKind, States, Task, field,
};

use super::arguments::{Arguments, Text};
use super::call::Call;
use super::grants::Grants;
use super::{distributed_map, integration};
use crate::{Deployment, Machine};

/// All states of the machine, in the order in which they stand.
pub(super) fn visit(machine: &Machine, deployment: &Deployment, grants: &mut Grants) {
    Visit { machine, deployment, grants }.scope(&machine.definition.states, false);
}

struct Visit<'a> {
    machine: &'a Machine,
    deployment: &'a Deployment,
    grants: &'a mut Grants,
}

impl Visit<'_> {
    /// The states of one scope. `is_distributed` if they run in child executions of a distributed Map.
    fn scope(&mut self, states: &States, is_distributed: bool) {
        for (name, state) in states {
            match &state.kind {
                StateKind::Task(task) => self.task(name, state, task, is_distributed),
                StateKind::Parallel(parallel) => {
                    parallel.branches.iter().for_each(|branch| self.scope(&branch.states, is_distributed));
                }
                StateKind::Map(map) => self.map(name, state, map, is_distributed),
                _ => {}
            }
        }
    }

    fn map(&mut self, name: &str, state: &State, map: &Map, is_distributed: bool) {
        let is_own = map.item_processor.mode() == ProcessorMode::Distributed;
        if is_own {
            let language = self.language(state);
            let mut call = self.call(name, Arguments::new(None, language), is_distributed);
            distributed_map::grant(map, language, &mut call);
        }
        self.scope(&map.item_processor.states, is_distributed || is_own);
    }

    fn task(&mut self, name: &str, state: &State, task: &Task, is_distributed: bool) {
        let language = self.language(state);
        if let Some(credentials) = &task.credentials {
            let credentials = Arguments::new(Some(credentials), language);
            return assume_role(&mut self.call(name, credentials, is_distributed));
        }
        let arguments = task.arguments.as_ref().or(state.jsonpath.get(field::PARAMETERS));
        let outlined =
            arguments.and_then(Value::as_str).filter(|_| language == QueryLanguage::JsonAta).and_then(outline);
        let arguments = outlined.as_ref().or(arguments);
        let resource = resource(&task.resource);
        let mut call = self.call(name, Arguments::new(arguments, language), is_distributed);
        if let Resource::Integration(integration) = &resource {
            call.pattern = integration.pattern;
        }
        integration::grant(&resource, &mut call);
    }

    fn language(&self, state: &State) -> QueryLanguage {
        self.machine.definition.query_language_of(state)
    }

    fn call<'c>(&'c mut self, state: &'c str, arguments: Arguments<'c>, is_distributed: bool) -> Call<'c> {
        Call {
            state,
            arguments,
            pattern: IntegrationPattern::RequestResponse,
            machine: self.machine,
            deployment: self.deployment,
            is_distributed,
            grants: self.grants,
        }
    }
}

/// The resource. With placeholders in it, it is an integration if only its partition is one.
fn resource(text: &str) -> Resource {
    if !text.contains("${") {
        return Resource::parse(text);
    }
    match Resource::parse(&text.replacen("${AWS::Partition}", "aws", 1)) {
        Resource::Integration(integration) if !integration.service.contains(['{', '}']) => {
            Resource::Integration(integration)
        }
        _ => Resource::Other { text: text.to_owned() },
    }
}

/// With `Credentials`, the state's resource is called as that role, which needs what the resource needs. It may be of
/// another account.
fn assume_role(call: &mut Call<'_>) {
    let role = match call.arguments.text(field::ROLE_ARN) {
        Text::Constant(role) => role.to_owned(),
        Text::Computed | Text::Absent => {
            let any = "arn:${AWS::Partition}:iam::*:role/*".to_owned();
            call.warn_computed(field::ROLE_ARN, &any);
            any
        }
    };
    call.allow(&["sts:AssumeRole"], &[role]);
}
