//! Reading a definition from JSON: strict about fields, and complete in what it reports.
//!
//! Reading goes on after a problem, with a placeholder in its place, so that one attempt reports them all.

mod alone;
mod errors;
mod nested;
mod object;
mod state;

use serde_json::Value;

use crate::model::{QueryLanguage, StateMachine, States};
use crate::{Code, Diagnostic, field, json, limit, pointer};
use object::Object;

impl StateMachine {
    /// Reads a definition from the text of a JSON document.
    ///
    /// Of a field that is written twice, the last one counts; [`validate_json`](crate::validate_json) warns of it.
    ///
    /// # Errors
    ///
    /// All that keeps the text from being a definition: JSON that is malformed (the message says at which line
    /// and column) or nested more than 128 deep, a field that is unknown, missing, of the wrong type, or
    /// contradicts another. What can be expressed in the model is left to [`validate`](crate::validate).
    ///
    /// ```
    /// use workflow_asl::StateMachine;
    ///
    /// let problems = StateMachine::from_json(r#"{"StartAt":"A","States":{"A":{"Type":"Succeed","Color":1}}}"#)
    ///     .unwrap_err();
    /// assert_eq!(problems[0].pointer, "/States/A/Color");
    /// ```
    pub fn from_json(text: &str) -> Result<Self, Vec<Diagnostic>> {
        read(text).map(|(machine, _)| machine)
    }

    /// Reads a definition from a JSON value, like [`from_json`](Self::from_json).
    ///
    /// # Errors
    ///
    /// As for [`from_json`](Self::from_json), except that a value cannot be malformed.
    pub fn from_value(value: Value) -> Result<Self, Vec<Diagnostic>> {
        check_depth(&value).map_err(|error| vec![error])?;
        let mut diagnostics = Vec::new();
        let machine = machine(value, &mut diagnostics);
        if diagnostics.is_empty() { Ok(machine) } else { Err(diagnostics) }
    }
}

/// A definition and warnings about its text, or errors and those warnings.
pub(crate) fn read(text: &str) -> Result<(StateMachine, Vec<Diagnostic>), Vec<Diagnostic>> {
    if text.trim().is_empty() {
        return Err(vec![no_object()]);
    }
    let node = json::Node::read(text).map_err(|error| vec![malformed(&error)])?;
    let mut warnings = Vec::new();
    let value = node.into_value(String::new(), &mut |name, at| {
        let message = format!("Field '{name}' stands here twice; only the last one counts");
        warnings.push(Diagnostic::warning(Code::DuplicateField, at, message));
    });
    let mut errors = Vec::new();
    let machine = machine(value, &mut errors);
    if errors.is_empty() {
        Ok((machine, warnings))
    } else {
        errors.extend(warnings);
        Err(errors)
    }
}

fn malformed(error: &json::SyntaxError) -> Diagnostic {
    let code = if error.is_depth() { Code::TooDeeplyNested } else { Code::InvalidJsonDescription };
    Diagnostic { location: Some(error.location()), ..Diagnostic::error(code, "", error.to_string()) }
}

/// As AWS answers an empty definition.
fn no_object() -> Diagnostic {
    let message = "Definition must be a valid JSON object";
    Diagnostic::error(Code::SchemaValidationFailed, "", message).without_location()
}

/// Refuses a value built in code that is nested deeper than a text may be.
fn check_depth(value: &Value) -> Result<(), Diagnostic> {
    let mut rest = vec![(value, 1)];
    while let Some((value, depth)) = rest.pop() {
        if depth > json::DEPTH {
            let message = format!("JSON is nested more than {} deep", json::DEPTH);
            return Err(Diagnostic::error(Code::TooDeeplyNested, "", message));
        }
        match value {
            Value::Array(items) => rest.extend(items.iter().map(|item| (item, depth + 1))),
            Value::Object(fields) => rest.extend(fields.values().map(|field| (field, depth + 1))),
            _ => {}
        }
    }
    Ok(())
}

fn machine(value: Value, out: &mut Vec<Diagnostic>) -> StateMachine {
    if !value.is_object() {
        out.push(no_object());
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
        timeout_seconds: object.integer(field::TIMEOUT_SECONDS, limit::EXECUTION_TIMEOUT),
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
