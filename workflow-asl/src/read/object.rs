use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use crate::model::{Assign, FieldOrder, JsonPathFields};
use crate::{Code, Diagnostic, field, limit, pointer};

/// A JSON object from which the fields are taken one by one.
///
/// What is missing or left over when it is [closed](Self::close) is reported, so a field cannot be forgotten
/// silently.
pub(super) struct Object<'d> {
    fields: Map<String, Value>,
    pointer: String,
    missing: Vec<&'static str>,
    /// Whether it stands for a value that was no object, of which there is nothing more to say.
    is_placeholder: bool,
    out: &'d mut Vec<Diagnostic>,
}

impl<'d> Object<'d> {
    /// Reports a value that is no object, and goes on with an empty one that misses nothing.
    pub(super) fn open(value: Value, pointer: String, out: &'d mut Vec<Diagnostic>) -> Self {
        let mut object = Self { fields: Map::new(), pointer, missing: Vec::new(), is_placeholder: false, out };
        match value {
            Value::Object(fields) => object.fields = fields,
            _ => {
                object.wrong_type(object.pointer.clone(), "[OBJECT]");
                object.is_placeholder = true;
            }
        }
        object
    }

    /// Reports the fields that were required but are missing, and those that nobody took.
    pub(super) fn close(mut self) {
        for name in std::mem::take(&mut self.fields).keys() {
            // AWS speaks of the object.
            let message = format!("Field '{name}' is not supported");
            let found = Diagnostic::error(Code::SchemaValidationFailed, self.pointer_to(name), message);
            self.out.push(found.located_at(&self.pointer));
        }
        self.abandon();
    }

    /// Closes the object without a word about the fields that nobody took.
    pub(super) fn abandon(mut self) {
        if !self.missing.is_empty() {
            self.report(format!("These fields are required: [{}]", self.missing.join(", ")));
        }
    }

    pub(super) fn order(&self) -> FieldOrder {
        self.fields.keys().map(String::as_str).collect()
    }

    pub(super) fn out(&mut self) -> &mut Vec<Diagnostic> {
        self.out
    }

    pub(super) fn pointer_to(&self, name: &str) -> String {
        pointer::below(&self.pointer, name)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// Reports a problem of the object as a whole.
    pub(super) fn report(&mut self, message: impl Into<String>) {
        if !self.is_placeholder {
            self.out.push(Diagnostic::error(Code::SchemaValidationFailed, self.pointer.clone(), message));
        }
    }

    /// Reports a problem of one of its fields.
    pub(super) fn report_field(&mut self, name: &str, message: impl Into<String>) {
        self.report_at(self.pointer_to(name), message.into());
    }

    fn report_at(&mut self, at: String, message: String) {
        self.out.push(Diagnostic::error(Code::SchemaValidationFailed, at, message));
    }

    fn wrong_type(&mut self, at: String, expected: &str) {
        self.report_at(at, format!("Expected value of type {expected}"));
    }

    /// Of these fields there must be one, and only one.
    pub(super) fn one_field_of(&mut self, names: &[&str]) {
        let names_list = names.join(", ");
        match names.iter().filter(|name| self.has(name)).count() {
            0 => self.report(format!("This object should have only one of the following fields: [{names_list}]")),
            1 => {}
            _ => self.report(format!("There should only be one of the following fields: [{names_list}]")),
        }
    }

    /// A field whose value may be anything, null included.
    pub(super) fn template(&mut self, name: &str) -> Option<Value> {
        self.fields.shift_remove(name)
    }

    /// Notes a field that must be there and is not.
    pub(super) fn require(&mut self, name: &'static str) {
        if !self.has(name) {
            self.missing.push(name);
        }
    }

    pub(super) fn required(&mut self, name: &'static str) -> Option<Value> {
        self.require(name);
        self.template(name)
    }

    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        match self.template(name)? {
            Value::String(text) => Some(text),
            _ => {
                self.wrong_type(self.pointer_to(name), "[STRING]");
                None
            }
        }
    }

    /// Looks at a field that is true or false, without taking it.
    pub(super) fn flag(&mut self, name: &str) -> Option<bool> {
        match self.fields.get(name)? {
            Value::Bool(flag) => Some(*flag),
            _ => {
                self.wrong_type(self.pointer_to(name), "[BOOLEAN]");
                None
            }
        }
    }

    pub(super) fn required_text(&mut self, name: &'static str) -> String {
        self.require(name);
        self.text(name).unwrap_or_default()
    }

    /// A whole number. Of the range that it must be in, only that it may not be negative is seen to here.
    pub(super) fn integer(&mut self, name: &str, range: RangeInclusive<u64>) -> Option<u64> {
        let value = self.template(name)?;
        if value.is_u64() {
            return value.as_u64();
        }
        let at = self.pointer_to(name);
        match limit::check(&value, &range) {
            Err(message) => self.report_at(at, message),
            Ok(()) => self.wrong_type(at, limit::INTEGER),
        }
        None
    }

    pub(super) fn number(&mut self, name: &str) -> Option<f64> {
        let value = self.template(name)?;
        let number = value.as_f64();
        if number.is_none() {
            self.wrong_type(self.pointer_to(name), "[NUMBER]");
        }
        number
    }

    /// A field that is one of a few words.
    pub(super) fn one_of<T: Copy>(&mut self, name: &str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(name)?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let known: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            let known = known.join(", ");
            // AWS has other words for this one field.
            let message = if name == field::TYPE {
                format!("The field '{name}' should have one of these values: [{known}]")
            } else {
                format!("Value should be one of the following: [{known}]")
            };
            self.report_at(self.pointer_to(name), message);
        }
        found
    }

    /// The elements of a list, each with its pointer; none if the field is absent.
    pub(super) fn list(&mut self, name: &str) -> Vec<(String, Value)> {
        match self.template(name) {
            None => Vec::new(),
            Some(Value::Array(items)) => {
                let list = self.pointer_to(name);
                items.into_iter().enumerate().map(|(index, item)| (pointer::at(&list, index), item)).collect()
            }
            Some(_) => {
                self.wrong_type(self.pointer_to(name), "[ARRAY]");
                Vec::new()
            }
        }
    }

    pub(super) fn required_list(&mut self, name: &'static str) -> Vec<(String, Value)> {
        self.require(name);
        self.list(name)
    }

    /// A list of strings that must be there.
    pub(super) fn required_texts(&mut self, name: &'static str) -> Vec<String> {
        let mut texts = Vec::new();
        for (at, item) in self.required_list(name) {
            match item {
                Value::String(text) => texts.push(text),
                _ => self.wrong_type(at, "[STRING]"),
            }
        }
        texts
    }

    /// `value` as an object in which any name may stand.
    pub(super) fn entries(&mut self, value: Value, at: &str) -> Map<String, Value> {
        match value {
            Value::Object(entries) => entries,
            _ => {
                self.wrong_type(at.to_owned(), "[OBJECT]");
                Map::new()
            }
        }
    }

    pub(super) fn assign(&mut self, name: &str) -> Assign {
        let Some(value) = self.template(name) else { return Assign::new() };
        let at = self.pointer_to(name);
        self.entries(value, &at).into_iter().collect()
    }

    /// Those of the named fields that are there, in the order in which they stand.
    pub(super) fn jsonpath(&mut self, names: &[&str]) -> JsonPathFields {
        let (taken, left) =
            std::mem::take(&mut self.fields).into_iter().partition(|(name, _)| names.contains(&name.as_str()));
        self.fields = left;
        let taken: Map<String, Value> = taken;
        taken.into_iter().collect()
    }
}
