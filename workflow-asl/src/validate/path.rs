//! What JSONPath states say with paths: the path fields, and the payload templates with their `.$` keys.

use serde_json::Value;

use super::{Check, syntax};
use crate::model::{Assign, State, StateKind, WaitUntil};
use crate::{Code, field, pointer};

/// Fields of which a state may have one only: the value, or the path to it.
const EITHER: &[(&str, &str)] = &[
    (field::TIMEOUT_SECONDS, "TimeoutSecondsPath"),
    (field::HEARTBEAT_SECONDS, "HeartbeatSecondsPath"),
    (field::MAX_CONCURRENCY, "MaxConcurrencyPath"),
    (field::TOLERATED_FAILURE_COUNT, "ToleratedFailureCountPath"),
    (field::TOLERATED_FAILURE_PERCENTAGE, "ToleratedFailurePercentagePath"),
    (field::ERROR, "ErrorPath"),
    (field::CAUSE, "CausePath"),
];
/// Ends the name of a field, in a payload template or `Assign`, whose value is a path or an intrinsic function.
const EVALUATED: &str = ".$";

impl Check<'_> {
    /// The paths of a JSONPath state.
    pub(super) fn paths(&mut self, state: &State, at: &str) {
        self.either(state, at);
        for (name, value) in &state.jsonpath {
            let at = pointer::below(at, name);
            match name.as_str() {
                field::PARAMETERS | field::RESULT_SELECTOR => self.payload(value, &at),
                field::RESULT_PATH => self.result_path(value, &at),
                field::RESULT => self.result(value, &at),
                "InputPath" | "OutputPath" if value.is_null() => {}
                "ErrorPath" | "CausePath" => self.path_or_intrinsic(value, &at),
                _ => self.path(value, &at),
            }
        }
        for (name, template) in templates(&state.kind) {
            self.payload(template, &pointer::below(at, name));
        }
        if let Some(assign) = state.assign() {
            self.assign(assign, at);
        }
        match &state.kind {
            StateKind::Choice(choice) => self.rules(choice, at),
            StateKind::Wait(wait) => self.wait_path(&wait.until, at),
            _ => {}
        }
        for (index, catcher) in state.catch().iter().enumerate() {
            let at = pointer::at(&pointer::below(at, field::CATCH), index);
            self.assign(&catcher.assign, &at);
            if let Some(path) = catcher.jsonpath.get(field::RESULT_PATH) {
                self.result_path(path, &pointer::below(&at, field::RESULT_PATH));
            }
        }
    }

    fn either(&mut self, state: &State, at: &str) {
        for (name, path) in EITHER {
            if state.jsonpath.contains_key(*path) && has(&state.kind, name) {
                let message = format!("There should only be one of the following fields: [{name}, {path}]");
                self.schema_of_field(at, path, message);
            }
        }
    }

    fn wait_path(&mut self, until: &WaitUntil, at: &str) {
        let (name, path) = match until {
            WaitUntil::SecondsPath(path) => (field::SECONDS_PATH, path),
            WaitUntil::TimestampPath(path) => (field::TIMESTAMP_PATH, path),
            WaitUntil::Seconds(_) | WaitUntil::Timestamp(_) => return,
        };
        self.path(&Value::from(path.as_str()), &pointer::below(at, name));
    }

    /// A path, be it to one value or to several.
    fn path(&mut self, value: &Value, at: &str) {
        match value.as_str() {
            Some(text) if syntax::is_path(text) => {}
            Some(_) => self.schema(at, "Value must be a valid JSONPath."),
            None => self.wrong_type(at, "[STRING]"),
        }
    }

    fn path_or_intrinsic(&mut self, value: &Value, at: &str) {
        match value.as_str() {
            Some(text) if syntax::is_path_or_intrinsic(text) => {}
            Some(_) => self.schema(at, "Value must be a valid JSONPath or a valid intrinsic function call"),
            None => self.wrong_type(at, "[STRING]"),
        }
    }

    /// Where the result goes in the input: a place, or nowhere.
    fn result_path(&mut self, value: &Value, at: &str) {
        match value {
            Value::Null => {}
            Value::String(text) => self.reference_path(syntax::result_path(text), at),
            _ => self.wrong_type(at, "[STRING]"),
        }
    }

    pub(super) fn reference_path(&mut self, parsed: Result<(), String>, at: &str) {
        if let Err(why) = parsed {
            self.schema(at, format!("Value is not a Reference Path: {why}"));
        }
    }

    /// `Assign` of a state, a Choice rule or a catcher, in the object at `at`.
    pub(super) fn assign(&mut self, assign: &Assign, at: &str) {
        let at = pointer::below(at, field::ASSIGN);
        for (name, value) in assign {
            self.payload_field(name, value, &at);
        }
    }

    /// A payload template. AWS locates what is wrong with a field of it at the object that has the field.
    fn payload(&mut self, template: &Value, at: &str) {
        match template {
            Value::Object(fields) => {
                for (name, value) in fields {
                    self.payload_field(name, value, at);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.payload(item, &pointer::at(at, index));
                }
            }
            _ => {}
        }
    }

    fn payload_field(&mut self, name: &str, value: &Value, object: &str) {
        if name.ends_with(EVALUATED) {
            if !value.as_str().is_some_and(syntax::is_path_or_intrinsic) {
                let rule = "must be a valid JSONPath or a valid intrinsic function call";
                self.schema_of_field(object, name, format!("The value for the field '{name}' {rule}"));
            }
        } else if value.as_str().is_some_and(syntax::looks_like_path) {
            let message = format!("The value is taken as it is; '{name}{EVALUATED}' would evaluate it");
            self.warn(Code::NoDollar, pointer::below(object, name), message);
        } else {
            self.payload(value, &pointer::below(object, name));
        }
    }

    fn result(&mut self, value: &Value, at: &str) {
        if value.as_str().is_some_and(syntax::looks_like_path) {
            let message = "The result of a Pass is taken as it is; 'Parameters' would evaluate it";
            self.warn(Code::PassResultIsStatic, at, message);
        }
    }
}

/// The payload templates of a state that are not among the fields that only JSONPath has.
fn templates(kind: &StateKind) -> Vec<(&'static str, &Value)> {
    let fields = match kind {
        StateKind::Task(task) => vec![(field::CREDENTIALS, &task.credentials)],
        StateKind::Map(map) => vec![
            (field::ITEM_SELECTOR, &map.item_selector),
            (field::ITEM_READER, &map.item_reader),
            (field::ITEM_BATCHER, &map.item_batcher),
            (field::RESULT_WRITER, &map.result_writer),
        ],
        _ => vec![],
    };
    fields.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?))).collect()
}

/// Whether a state has one of the fields of [`EITHER`] that is not a path.
fn has(kind: &StateKind, name: &str) -> bool {
    let value = match (kind, name) {
        (StateKind::Task(task), field::TIMEOUT_SECONDS) => &task.timeout_seconds,
        (StateKind::Task(task), field::HEARTBEAT_SECONDS) => &task.heartbeat_seconds,
        (StateKind::Map(map), field::MAX_CONCURRENCY) => &map.max_concurrency,
        (StateKind::Map(map), field::TOLERATED_FAILURE_COUNT) => &map.tolerated_failure_count,
        (StateKind::Map(map), field::TOLERATED_FAILURE_PERCENTAGE) => &map.tolerated_failure_percentage,
        (StateKind::Fail(fail), field::ERROR) => &fail.error,
        (StateKind::Fail(fail), field::CAUSE) => &fail.cause,
        _ => &None,
    };
    value.is_some()
}
