//! What an expression or a path may read.

use std::cell::OnceCell;

use serde_json::{Map, Value, json};
use workflow_asl::jsonata::{Bindings, Conditions};
use workflow_asl::jsonpath::{ContextObject, Data, RandomSource};

use super::branch::{Branch, Visit};
use crate::Payload;
use crate::test_state::TESTED_STATE;

/// What the fields of a state read at one point of its work.
pub(crate) struct Reading<'r> {
    pub(crate) branch: &'r Branch<'r>,
    pub(crate) visit: &'r Visit<'r>,
    /// `$` of JSONPath and `$states.input` of JSONata.
    pub(crate) input: &'r Payload,
    pub(crate) result: Option<&'r Payload>,
    pub(crate) error_output: Option<&'r Payload>,
    /// `$$.Map.Item`, in an `ItemSelector`.
    pub(crate) map_item: Option<&'r MapItem<'r>>,
    context: OnceCell<Value>,
}

/// `$$.Map.Item`.
pub(crate) struct MapItem<'i> {
    pub(crate) index: usize,
    /// The key, of an item of an object.
    pub(crate) key: Option<&'i str>,
    pub(crate) value: &'i Value,
    /// `STATE_DATA`, in a distributed Map.
    pub(crate) source: Option<&'static str>,
}

impl<'r> Reading<'r> {
    pub(crate) fn new(branch: &'r Branch<'r>, visit: &'r Visit<'r>, input: &'r Payload) -> Self {
        let context = OnceCell::new();
        Self { branch, visit, input, result: None, error_output: None, map_item: None, context }
    }

    pub(crate) fn with_result(self, result: &'r Payload) -> Self {
        Self { result: Some(result), ..self }
    }

    pub(crate) fn with_error_output(self, error_output: &'r Payload) -> Self {
        Self { error_output: Some(error_output), ..self }
    }

    pub(crate) fn with_map_item(self, map_item: &'r MapItem<'r>) -> Self {
        Self { map_item: Some(map_item), ..self }
    }

    /// The context object, made when it is first read.
    pub(crate) fn context(&self) -> &Value {
        self.context.get_or_init(|| self.context_object())
    }

    pub(crate) fn bindings(&'r self, with_context: bool) -> Bindings<'r> {
        let mut bindings = Bindings::new(&self.branch.variables).input(self.input);
        if let Some(result) = self.result {
            bindings = bindings.result(result);
        }
        if let Some(error_output) = self.error_output {
            bindings = bindings.error_output(error_output);
        }
        if with_context { bindings.context(self.context()) } else { bindings }
    }

    pub(crate) fn conditions(&self) -> Conditions {
        let run = self.branch.run;
        let conditions = Conditions::new(run.now().as_millisecond(), self.branch.draw());
        // What another run has drawn would be given once only, but a run that is recorded is brought back.
        let draws = if run.recorder.is_some() { None } else { run.engine.options.draws.clone() };
        Conditions { draws, ..conditions }
    }

    pub(crate) fn data(&self) -> Data<'_> {
        Data { input: self.input, context: self, variables: &self.branch.variables, random: self }
    }

    /// See "Context object" in the AWS developer guide.
    fn context_object(&self) -> Value {
        let run = self.branch.run;
        if let Some(context) = run.test.as_ref().and_then(|test| test.context.as_ref()) {
            return context.clone();
        }
        let identity = &run.identity;
        let mut execution = Map::new();
        execution.insert("Id".to_owned(), json!(*identity.execution_arn));
        execution.insert("Input".to_owned(), (*run.input).clone());
        execution.insert("StartTime".to_owned(), json!(timestamp(run.start_time)));
        execution.insert("Name".to_owned(), json!(*identity.name));
        execution.insert("RoleArn".to_owned(), json!(identity.role_arn.as_deref()));
        if !run.is_synchronous {
            let redriven = run.redriven();
            execution.insert("RedriveCount".to_owned(), json!(redriven.map_or(0, |redriven| redriven.count)));
            let time = redriven.map(|redriven| ("RedriveTime".to_owned(), json!(timestamp(redriven.at))));
            execution.extend(time);
        }
        let mut state = Map::new();
        let name = if run.test.is_some() { TESTED_STATE } else { &*self.visit.state.name };
        state.insert("Name".to_owned(), json!(name));
        state.insert("EnteredTime".to_owned(), json!(timestamp(self.visit.entered_at)));
        state.extend(self.visit.retry_count.map(|count| ("RetryCount".to_owned(), json!(count))));
        let mut context = Map::new();
        context.insert("Execution".to_owned(), Value::Object(execution));
        let machine = json!({"Id": *identity.state_machine_arn, "Name": *identity.state_machine_name});
        context.insert("StateMachine".to_owned(), machine);
        context.insert("State".to_owned(), Value::Object(state));
        if let Some(token) = &self.visit.task_token {
            context.insert("Task".to_owned(), json!({"Token": token}));
        }
        if let Some(item) = self.map_item {
            context.insert("Map".to_owned(), json!({"Item": item.to_value()}));
        }
        Value::Object(context)
    }
}

impl ContextObject for Reading<'_> {
    fn context(&self) -> &Value {
        self.context()
    }
}

impl RandomSource for Reading<'_> {
    fn next_bits(&self) -> u64 {
        self.branch.draw() as u64
    }
}

impl MapItem<'_> {
    fn to_value(&self) -> Value {
        let mut item = Map::new();
        item.insert("Index".to_owned(), json!(self.index));
        item.extend(self.key.map(|key| ("Key".to_owned(), json!(key))));
        item.insert("Value".to_owned(), self.value.clone());
        item.extend(self.source.map(|source| ("Source".to_owned(), json!(source))));
        Value::Object(item)
    }
}

/// Milliseconds are always written.
fn timestamp(moment: jiff::Timestamp) -> String {
    format!("{moment:.3}")
}
