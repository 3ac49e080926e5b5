//! Results as JSON.

use jlens_core::output::Builder;
use serde_json::{Map, Number, Value};

/// Builds the result of an evaluation, and notes where it may have held a function.
#[derive(Default)]
pub(super) struct Json {
    /// Whether a null was written or a field left out, for which a function may have stood.
    pub(super) doubtful: bool,
}

impl Builder for Json {
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
}

/// A number as AWS writes it: whole numbers that a long holds without a fraction and without the sign of zero.
pub(super) fn number(value: f64) -> Value {
    const LONG: f64 = 9_223_372_036_854_775_808.0;
    if value.fract() == 0.0 && (-LONG..LONG).contains(&value) {
        return Value::Number(Number::from(value as i64));
    }
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}
