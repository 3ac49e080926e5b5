use serde_json::Value;

use super::number::Expressions;
use super::{Check, expression};
use crate::model::{Choice, QueryLanguage, State, StateKind, Task, WaitUntil};
use crate::{Timestamp, field, limit, pointer};

impl<'m> Check<'m> {
    /// The rules for a state by itself.
    pub(super) fn state(&mut self, state: &'m State, at: &str) {
        self.language(state, at);
        self.error_handling(state, at);
        let language = self.machine.query_language_of(state);
        let expressions = match language {
            QueryLanguage::JsonAta => Expressions::Allowed,
            QueryLanguage::JsonPath => Expressions::Refused,
        };
        match &state.kind {
            StateKind::Task(task) => self.task(task, at, expressions),
            StateKind::Choice(choice) => self.choice(choice, at),
            StateKind::Wait(wait) => self.wait(&wait.until, at, expressions),
            StateKind::Fail(fail) => {
                self.fail_text(fail.error.as_ref(), &pointer::below(at, field::ERROR));
                self.fail_text(fail.cause.as_ref(), &pointer::below(at, field::CAUSE));
                if let Some(Value::String(error)) = fail.error.as_ref().filter(|e| !expression::is_expression(e)) {
                    self.error_name(error, &pointer::below(at, field::ERROR));
                }
            }
            StateKind::Map(map) => self.map(map, &state.order, at, expressions),
            StateKind::Parallel(parallel) => {
                if parallel.branches.is_empty() {
                    self.schema(pointer::below(at, field::BRANCHES), "Value cannot be empty");
                }
            }
            StateKind::Pass(_) | StateKind::Succeed(_) => {}
        }
        match language {
            QueryLanguage::JsonAta => self.expressions(state, at),
            QueryLanguage::JsonPath => self.paths(state, at),
        }
    }

    fn task(&mut self, task: &Task, at: &str, expressions: Expressions) {
        self.resource(task, at);
        let mut seconds = |name, value: Option<&Value>| {
            value.and_then(|value| self.whole_number(&pointer::below(at, name), value, &limit::TIMEOUT, expressions))
        };
        let timeout = seconds(field::TIMEOUT_SECONDS, task.timeout_seconds.as_ref());
        let heartbeat = seconds(field::HEARTBEAT_SECONDS, task.heartbeat_seconds.as_ref());
        if let (Some(timeout), Some(heartbeat)) = (timeout, heartbeat)
            && heartbeat >= timeout
        {
            let (name, limit) = (field::HEARTBEAT_SECONDS, field::TIMEOUT_SECONDS);
            let message = format!("The field '{name}' must be less than '{limit}', which is {timeout}");
            self.schema(pointer::below(at, name), message);
        }
        if let Some(credentials) = &task.credentials {
            self.credentials(credentials, &pointer::below(at, field::CREDENTIALS));
        }
    }

    fn credentials(&mut self, credentials: &Value, at: &str) {
        let has_role = [field::ROLE_ARN, field::ROLE_ARN_PATH].iter().any(|name| credentials.get(name).is_some());
        if !has_role && !expression::is_expression(credentials) {
            self.schema(at, format!("The field '{}' is required but was missing", field::ROLE_ARN));
        }
    }

    fn choice(&mut self, choice: &Choice, at: &str) {
        let at = pointer::below(at, field::CHOICES);
        if choice.choices.is_empty() {
            self.schema(&at, "Value cannot be empty");
        }
        for (index, rule) in choice.choices.iter().enumerate() {
            let condition = &rule.condition;
            // Whether there must be one is a matter of the query language.
            if !(condition.is_null() || condition.is_boolean() || expression::is_expression(condition)) {
                let at = pointer::below(&pointer::at(&at, index), field::CONDITION);
                self.wrong_type(&at, "[STRING, BOOLEAN]");
            }
        }
    }

    fn wait(&mut self, until: &WaitUntil, at: &str, expressions: Expressions) {
        match until {
            WaitUntil::Seconds(seconds) => {
                self.whole_number(&pointer::below(at, field::SECONDS), seconds, &limit::WAIT, expressions);
            }
            WaitUntil::Timestamp(time) => {
                let is_expression = expressions == Expressions::Allowed && expression::is_expression(time);
                if !is_expression && time.as_str().is_none_or(|text| Timestamp::parse(text).is_none()) {
                    self.schema(pointer::below(at, field::TIMESTAMP), "String does not match RFC3339 timestamp");
                }
            }
            WaitUntil::SecondsPath(_) | WaitUntil::TimestampPath(_) => {}
        }
    }

    fn fail_text(&mut self, text: Option<&Value>, at: &str) {
        if text.is_some_and(|text| !text.is_string()) {
            self.wrong_type(at, "[STRING]");
        }
    }
}
