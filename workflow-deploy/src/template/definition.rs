//! A definition in a template: what it calls is filled in when it is deployed.

use serde_json::{Map, Value};
use workflow_asl::jsonata::outline;
use workflow_asl::{IntegrationPattern, Resource, field, is_jsonata};

use super::deployed::{Deployed, Known, Target, no_version};
use super::placeholder::{flat, parameter, placeholders};
use crate::{Deployment, Machine};

const STATE_MACHINE_ARN: &str = "StateMachineArn";
/// A definition, in whose texts for AWS everything that is deployed with it is a `${Name}`.
pub(super) struct Definition {
    pub(super) value: Value,
    /// What stands for something, each once, in the order in which it stands.
    pub(super) substitutions: Vec<(String, Target)>,
    /// The functions that are given task tokens.
    pub(super) callbacks: Vec<String>,
    /// All its other texts.
    pub(super) rest: String,
}

impl Definition {
    pub(super) fn new(machine: &Machine, deployment: &Deployment, problems: &mut Vec<String>) -> Self {
        let known = Known::of(deployment);
        let mut definition = Definition {
            value: machine.definition.to_value(),
            substitutions: Vec::new(),
            callbacks: Vec::new(),
            rest: String::new(),
        };
        let mut value = std::mem::take(&mut definition.value);
        let mut problem = |text: String| problems.push(format!("state machine `{}`: {text}", machine.name));
        for_each_state(&mut value, &mut |state| definition.call(state, &known, &mut problem));
        let mut rest = value.clone();
        for_each_text(&mut value, &mut |text| definition.placeholders_of(text, &known, &mut problem));
        for_each_text(&mut rest, &mut |text| *text = Value::Null);
        definition.value = value;
        definition.rest = rest.to_string();
        for (name, _) in &definition.substitutions {
            let spellings = [format!("${{{name}}}"), format!("${{{}}}", flat(name))];
            if let Some(spelled) = spellings.iter().find(|spelled| definition.rest.contains(*spelled)) {
                problem(format!("`{spelled}` would be filled in where it is only a text"));
            }
        }
        definition
    }

    /// Has a task call what is deployed by its placeholder.
    fn call(&mut self, state: &mut Map<String, Value>, known: &Known<'_>, problem: &mut impl FnMut(String)) {
        let Some(Value::String(resource)) = state.get_mut(field::RESOURCE) else { return };
        let (pattern, service) = match Resource::parse(resource) {
            Resource::Lambda { .. } => return drop(self.refer(resource, &known.functions, false, problem)),
            Resource::Integration(called) => (called.pattern, called.service),
            Resource::Activity { .. } | Resource::Other { .. } => {
                return drop(self.refer(resource, &known.activities, false, problem));
            }
        };
        let (name, deployed) = match service.as_str() {
            "lambda" => (field::FUNCTION_NAME, &known.functions),
            "states" | "sfn" => (STATE_MACHINE_ARN, &known.machines),
            _ => return,
        };
        let is_callback = pattern == IntegrationPattern::WaitForTaskToken;
        let waits = matches!(pattern, IntegrationPattern::Sync | IntegrationPattern::Sync2);
        for arguments in [field::ARGUMENTS, field::PARAMETERS] {
            let Some(arguments) = state.get_mut(arguments) else { continue };
            let qualifier = ["Qualifier", "Qualifier.$"].iter().find_map(|name| arguments.get(name)?.as_str());
            let qualifier = qualifier.map(str::to_owned);
            let Some(Value::String(text)) = arguments.get_mut(name) else { continue };
            let Some(called) = self.refer(text, deployed, is_callback, problem) else { continue };
            if let Some(qualifier) = qualifier {
                problem(no_version(&called, &qualifier));
            }
            if waits && known.express.contains(&called.as_str()) {
                problem(format!(
                    "it waits for `{called}`, which is Express: Step Functions waits for Standard executions only"
                ));
            }
        }
    }

    /// Writes the placeholder of what a text names, if that is deployed, and gives its name.
    fn refer(
        &mut self,
        text: &mut String,
        deployed: &Deployed<'_>,
        is_callback: bool,
        problem: &mut impl FnMut(String),
    ) -> Option<String> {
        let name = match deployed.named(text) {
            Ok(name) => name?.to_owned(),
            Err(reason) => {
                problem(reason);
                return None;
            }
        };
        let placeholder = deployed.placeholder(&name);
        *text = format!("${{{placeholder}}}");
        if is_callback && deployed.is_of_functions() && !self.callbacks.contains(&name) {
            self.callbacks.push(name.clone());
        }
        self.substitute(placeholder, deployed.target(name.clone()));
        Some(name)
    }

    fn placeholders_of(&mut self, text: &Value, known: &Known<'_>, problem: &mut impl FnMut(String)) {
        for name in placeholders(text.as_str().unwrap_or_default()) {
            match parameter(name) {
                Ok(_) if let Some(target) = known.target(name) => self.substitute(name.to_owned(), target),
                Ok(_) => self.substitute(name.to_owned(), Target::Parameter),
                Err(reason) => problem(reason),
            }
        }
    }

    fn substitute(&mut self, name: String, target: Target) {
        if self.substitutions.iter().all(|(known, _)| *known != name) {
            self.substitutions.push((name, target));
        }
    }
}

/// Visits the states of a definition, a branch or an item processor, and those within.
fn for_each_state(scope: &mut Value, visit: &mut impl FnMut(&mut Map<String, Value>)) {
    let Some(Value::Object(states)) = scope.get_mut(field::STATES) else { return };
    for state in states.values_mut().filter_map(Value::as_object_mut) {
        visit(state);
        for processor in [field::ITEM_PROCESSOR, field::ITERATOR] {
            if let Some(processor) = state.get_mut(processor) {
                for_each_state(processor, visit);
            }
        }
        if let Some(Value::Array(branches)) = state.get_mut(field::BRANCHES) {
            branches.iter_mut().for_each(|branch| for_each_state(branch, visit));
        }
    }
}

/// Visits the texts that a definition sends to AWS as they stand: of the tasks, readers and writers.
pub(super) fn for_each_text(definition: &mut Value, visit: &mut impl FnMut(&mut Value)) {
    for_each_state(definition, &mut |state| {
        let is_task = state.contains_key(field::RESOURCE);
        let of_task = [field::RESOURCE, field::ARGUMENTS, field::PARAMETERS, field::CREDENTIALS];
        let of_map = [field::ITEM_READER, field::RESULT_WRITER];
        for name in of_task.into_iter().filter(|_| is_task).chain(of_map) {
            if let Some(value) = state.get_mut(name) {
                texts_within(value, visit);
            }
        }
    });
}

/// Whether an expression makes an object, as the arguments of a task where some may be missing, and all `${Name}` in it
/// stand in constants of that.
fn is_filled_in(expression: &str) -> bool {
    let within = |value: &mut Value| {
        let mut count = 0;
        texts_within(value, &mut |text| count += placeholders(text.as_str().unwrap_or_default()).len());
        count
    };
    let all = placeholders(expression).len();
    all > 0 && outline(expression).is_some_and(|mut outlined| within(&mut outlined) == all)
}

fn texts_within(value: &mut Value, visit: &mut impl FnMut(&mut Value)) {
    match value {
        Value::String(text) if is_jsonata(text) && !is_filled_in(text) => {}
        Value::String(_) => visit(value),
        Value::Array(items) => items.iter_mut().for_each(|item| texts_within(item, visit)),
        Value::Object(fields) => fields.values_mut().for_each(|field| texts_within(field, visit)),
        _ => {}
    }
}
