use serde_json::Value;

use super::Check;
use crate::jsonata::Expression;
use crate::jsonata_text;
use crate::model::{Assign, State, StateKind, WaitUntil};
use crate::{Code, field, pointer};

/// Whether a string is delimited as a JSONata expression.
pub(super) fn is_expression(value: &Value) -> bool {
    value.as_str().is_some_and(|text| jsonata_text::body(text).is_some())
}

/// What `$states` has besides `input` and `context`, depending on where an expression stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In the `Assign` or `Output` of a Task, Parallel or Map.
    AfterResult,
    /// In the `Assign` or `Output` of a Catcher.
    AfterError,
    /// Anywhere else.
    Elsewhere,
}

impl Place {
    fn has(self, name: &str) -> bool {
        match name {
            "input" | "context" => true,
            "result" => self == Self::AfterResult,
            "errorOutput" => self == Self::AfterError,
            _ => false,
        }
    }
}

impl Check<'_> {
    /// The expressions of a JSONata state.
    pub(super) fn expressions(&mut self, state: &State, at: &str) {
        for (name, template) in before(state) {
            self.template(template, &pointer::below(at, name), Place::Elsewhere);
        }
        let place = match &state.kind {
            StateKind::Task(_) | StateKind::Parallel(_) | StateKind::Map(_) => Place::AfterResult,
            _ => Place::Elsewhere,
        };
        self.assign_and_output(state.assign(), state.output(), at, place);
        if let StateKind::Choice(choice) = &state.kind {
            for (index, rule) in choice.choices.iter().enumerate() {
                let at = pointer::at(&pointer::below(at, field::CHOICES), index);
                self.template(&rule.condition, &pointer::below(&at, field::CONDITION), Place::Elsewhere);
                self.assign_and_output(Some(&rule.assign), rule.output.as_ref(), &at, Place::Elsewhere);
            }
        }
        for (index, catcher) in state.catch().iter().enumerate() {
            let at = pointer::at(&pointer::below(at, field::CATCH), index);
            self.assign_and_output(Some(&catcher.assign), catcher.output.as_ref(), &at, Place::AfterError);
        }
    }

    fn assign_and_output(&mut self, assign: Option<&Assign>, output: Option<&Value>, at: &str, place: Place) {
        let assign_at = pointer::below(at, field::ASSIGN);
        for (name, template) in assign.into_iter().flatten() {
            self.template(template, &pointer::below(&assign_at, name), place);
        }
        if let Some(template) = output {
            self.template(template, &pointer::below(at, field::OUTPUT), place);
        }
    }

    fn template(&mut self, template: &Value, at: &str, place: Place) {
        match template {
            Value::String(text) => self.text(text, at, place),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.template(item, &pointer::at(at, index), place);
                }
            }
            Value::Object(fields) => {
                for (name, field) in fields {
                    self.template(field, &pointer::below(at, name), place);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn text(&mut self, text: &str, at: &str, place: Place) {
        let Some(body) = jsonata_text::body(text) else {
            if jsonata_text::is_half_open(text) {
                self.schema(at, "JSONata string must start with {% and end with %}");
            }
            return;
        };
        let expression = match Expression::parse(body) {
            Ok(expression) => expression,
            Err(error) => return self.error(Code::InvalidJsonataExpression, at, error.message),
        };
        for name in expression.states_fields().iter().filter(|name| !place.has(name)) {
            let message = format!("Field '$states.{name}' does not exist.");
            self.error(Code::UnsupportedJsonataExpression, at, message);
        }
        for name in expression.top_level_references() {
            let message = format!("Reference to '{name}' at the top level is not supported.");
            self.error(Code::UnsupportedJsonataExpression, at, message);
        }
        if expression.reads_root() {
            self.error(Code::UnsupportedJsonataExpression, at, "Reference to '$$' is not supported.");
        }
    }
}

/// What is evaluated before the state does its work, with the names of the fields.
fn before(state: &State) -> Vec<(&'static str, &Value)> {
    let fields = match &state.kind {
        StateKind::Task(task) => vec![
            (field::ARGUMENTS, &task.arguments),
            (field::CREDENTIALS, &task.credentials),
            (field::TIMEOUT_SECONDS, &task.timeout_seconds),
            (field::HEARTBEAT_SECONDS, &task.heartbeat_seconds),
        ],
        StateKind::Fail(fail) => vec![(field::ERROR, &fail.error), (field::CAUSE, &fail.cause)],
        StateKind::Parallel(parallel) => vec![(field::ARGUMENTS, &parallel.arguments)],
        StateKind::Map(map) => vec![
            (field::ITEMS, &map.items),
            (field::ITEM_READER, &map.item_reader),
            (field::ITEM_SELECTOR, &map.item_selector),
            (field::ITEM_BATCHER, &map.item_batcher),
            (field::MAX_CONCURRENCY, &map.max_concurrency),
            (field::TOLERATED_FAILURE_COUNT, &map.tolerated_failure_count),
            (field::TOLERATED_FAILURE_PERCENTAGE, &map.tolerated_failure_percentage),
            (field::RESULT_WRITER, &map.result_writer),
        ],
        StateKind::Wait(wait) => {
            return match &wait.until {
                WaitUntil::Seconds(value) => vec![(field::SECONDS, value)],
                WaitUntil::Timestamp(value) => vec![(field::TIMESTAMP, value)],
                WaitUntil::SecondsPath(_) | WaitUntil::TimestampPath(_) => vec![],
            };
        }
        StateKind::Pass(_) | StateKind::Choice(_) | StateKind::Succeed(_) => vec![],
    };
    fields.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?))).collect()
}
