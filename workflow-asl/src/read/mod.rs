//! Reading a definition from JSON: strict about fields, and complete in what it reports.
//!
//! Reading goes on after a problem, with a placeholder in its place, so that one attempt reports them all.

mod errors;
pub(crate) mod json;
mod nested;
mod object;
mod state;

use serde_json::Value;

use crate::model::{QueryLanguage, StateMachine, States};
use crate::{Code, Diagnostic, field, pointer};
use object::Object;

impl StateMachine {
    /// Reads a definition from the text of a JSON document.
    ///
    /// # Errors
    ///
    /// All that keeps the text from being a definition: JSON that is malformed (the message says at which line
    /// and column) or nested more than 128 deep, a field that is written twice, unknown, missing, of the wrong
    /// type, or contradicts another. What can be expressed in the model is left to [`validate`](crate::validate).
    ///
    /// ```
    /// use workflow_asl::StateMachine;
    ///
    /// let problems = StateMachine::from_json(r#"{"StartAt":"A","States":{"A":{"Type":"Succeed","Color":1}}}"#)
    ///     .unwrap_err();
    /// assert_eq!(problems[0].pointer, "/States/A/Color");
    /// ```
    pub fn from_json(text: &str) -> Result<Self, Vec<Diagnostic>> {
        let (value, mut diagnostics) = json::parse(text).map_err(|error| vec![error])?;
        let machine = machine(value, &mut diagnostics);
        if diagnostics.is_empty() { Ok(machine) } else { Err(diagnostics) }
    }

    /// Reads a definition from a JSON value, like [`from_json`](Self::from_json).
    ///
    /// # Errors
    ///
    /// As for [`from_json`](Self::from_json), except that a value cannot be malformed or have a field twice.
    pub fn from_value(value: Value) -> Result<Self, Vec<Diagnostic>> {
        json::check_depth(&value).map_err(|error| vec![error])?;
        let mut diagnostics = Vec::new();
        let machine = machine(value, &mut diagnostics);
        if diagnostics.is_empty() { Ok(machine) } else { Err(diagnostics) }
    }
}

fn machine(value: Value, out: &mut Vec<Diagnostic>) -> StateMachine {
    if !value.is_object() {
        let message = "Definition must be a valid JSON object";
        out.push(Diagnostic::error(Code::SchemaValidationFailed, "", message));
        return StateMachine::default();
    }
    let mut object = Object::open(value, String::new(), out);
    StateMachine {
        order: object.order(),
        states: states(&mut object),
        start_at: object.required_text(field::START_AT),
        comment: object.text(field::COMMENT),
        query_language: query_language(&mut object),
        version: object.text(field::VERSION),
        timeout_seconds: object.integer(field::TIMEOUT_SECONDS),
    }
    .then_close(object)
}

/// `States` of any scope.
fn states(scope: &mut Object<'_>) -> States {
    let Some(value) = scope.required(field::STATES) else { return States::new() };
    let at = scope.pointer_to(field::STATES);
    scope
        .entries(value, &at)
        .into_iter()
        .map(|(name, value)| {
            let state = state::state(value, pointer::below(&at, &name), scope.out());
            (name, state)
        })
        .collect()
}

fn query_language(object: &mut Object<'_>) -> Option<QueryLanguage> {
    let names = [QueryLanguage::JsonPath, QueryLanguage::JsonAta].map(|language| (language.as_str(), language));
    object.one_of(field::QUERY_LANGUAGE, &names)
}

/// Lets an object be closed, which reports what nobody took from it, once the model has been built.
trait ThenClose: Sized {
    fn then_close(self, object: Object<'_>) -> Self {
        object.close();
        self
    }
}

impl<T> ThenClose for T {}
