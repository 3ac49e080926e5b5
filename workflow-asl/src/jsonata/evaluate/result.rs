//! Results as JSON.

use jlens_core::output::{Builder, Member};
use jlens_core::stack;
use serde_json::{Map, Number, Value};

use super::source::Input;

/// Builds the result of an evaluation, and notes where it may have held a function.
pub(super) struct Json<'i, 'a> {
    /// Where a part of the result may come from unchanged.
    input: Option<&'i Input<'a>>,
    /// How many bytes may still be copied from there, about.
    budget: usize,
    /// Whether a null was written or a field left out, for which a function may have stood.
    pub(super) doubtful: bool,
    /// Whether more was to be copied.
    pub(super) too_large: bool,
}

impl<'i, 'a> Json<'i, 'a> {
    pub(super) fn new(input: Option<&'i Input<'a>>, budget: usize) -> Self {
        Self { input, budget, doubtful: false, too_large: false }
    }

    /// A part of the input, with the numbers that an expression reads.
    fn copy(&mut self, value: &Value) -> Value {
        let mut other_numbers = false;
        if !self.spend(value, &mut other_numbers) {
            self.too_large = true;
            return Value::Null;
        }
        let mut copy = value.clone();
        if other_numbers {
            read_numbers(&mut copy);
        }
        copy
    }

    /// Whether the budget suffices for a value, and whether it has numbers that an expression reads as others.
    fn spend(&mut self, value: &Value, other_numbers: &mut bool) -> bool {
        let text = match value {
            Value::String(text) => text.len(),
            Value::Object(fields) => fields.keys().map(String::len).sum(),
            _ => 0,
        };
        let Some(budget) = self.budget.checked_sub(text + 4) else {
            return false;
        };
        self.budget = budget;
        match value {
            Value::Number(given) => *other_numbers |= Some(given) != read_number(given).as_number(),
            Value::Array(items) => return stack::grow(|| items.iter().all(|item| self.spend(item, other_numbers))),
            Value::Object(fields) => {
                return stack::grow(|| fields.values().all(|field| self.spend(field, other_numbers)));
            }
            Value::Null | Value::Bool(_) | Value::String(_) => {}
        }
        true
    }
}

fn read_number(given: &Number) -> Value {
    given.as_f64().map_or(Value::Null, number)
}

fn read_numbers(value: &mut Value) {
    match value {
        Value::Number(given) => *value = read_number(given),
        Value::Array(items) => stack::grow(|| items.iter_mut().for_each(read_numbers)),
        Value::Object(fields) => stack::grow(|| fields.values_mut().for_each(read_numbers)),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

impl Builder for Json<'_, '_> {
    type Value = Value;
    type Array = Vec<Value>;
    type Object = (usize, Map<String, Value>);

    fn null(&mut self) -> Value {
        self.doubtful = true;
        Value::Null
    }

    fn bool(&mut self, value: bool) -> Value {
        Value::Bool(value)
    }

    fn number(&mut self, value: f64) -> Value {
        number(value)
    }

    fn string(&mut self, value: &str) -> Value {
        Value::String(value.to_owned())
    }

    fn array(&mut self, len: usize) -> Vec<Value> {
        Vec::with_capacity(len)
    }

    fn push(&mut self, array: &mut Vec<Value>, item: Value) {
        array.push(item);
    }

    fn end_array(&mut self, array: Vec<Value>) -> Value {
        Value::Array(array)
    }

    fn object(&mut self, len: usize) -> (usize, Map<String, Value>) {
        (len, Map::with_capacity(len))
    }

    fn insert(&mut self, (_, fields): &mut Self::Object, key: &str, value: Value) {
        fields.insert(key.to_owned(), value);
    }

    fn end_object(&mut self, (len, fields): Self::Object) -> Value {
        self.doubtful |= fields.len() < len;
        Value::Object(fields)
    }

    fn input(&mut self, member: Member) -> Option<Value> {
        let value = self.input?.unchanged(member)?;
        Some(self.copy(value))
    }
}

/// A number as AWS writes it: whole numbers that a long holds without a fraction and without the sign of zero.
pub(super) fn number(value: f64) -> Value {
    const LONG: f64 = 9_223_372_036_854_775_808.0;
    if value.fract() == 0.0 && (-LONG..LONG).contains(&value) {
        return Value::Number(Number::from(value as i64));
    }
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}
