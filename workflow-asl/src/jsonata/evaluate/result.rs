//! Results as JSON, and those that JSON cannot say.

use jlens_core::output::Builder;
use serde_json::{Map, Number, Value};

/// Builds the result of an evaluation, and notes where it may have held what JSON has not.
#[derive(Default)]
pub(super) struct Json {
    /// Whether a null was written or a field left out, for which a number or a function may have stood.
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

/// What stood for each null and each missing field of a result, in its order.
#[derive(Debug)]
pub(super) enum BeyondJson {
    /// A null.
    Null,
    /// A number that JSON has not, in the words of AWS: `Infinity`, `-Infinity`, `NaN`.
    Number(String),
    /// A function, which no result may hold.
    Function,
}

impl BeyondJson {
    pub(super) fn all(found: &Value) -> Vec<Self> {
        let mut all = Vec::new();
        Self::collect(found, &mut all);
        all
    }

    fn collect(found: &Value, all: &mut Vec<Self>) {
        match found {
            Value::Array(items) => items.iter().for_each(|item| Self::collect(item, all)),
            Value::String(name) => all.push(match name.as_str() {
                "null" => Self::Null,
                "function" => Self::Function,
                name => Self::Number(name.to_owned()),
            }),
            _ => {}
        }
    }
}

/// Puts the numbers that JSON has not in the place of the nulls they became. Nothing if there is a function.
pub(super) fn restore(value: Value, found: Vec<BeyondJson>) -> Option<Value> {
    let mut nulls = Vec::new();
    for one in found {
        match one {
            BeyondJson::Function => return None,
            BeyondJson::Null => nulls.push(Value::Null),
            BeyondJson::Number(name) => nulls.push(Value::String(name)),
        }
    }
    let mut nulls = nulls.into_iter();
    let mut value = value;
    replace_nulls(&mut value, &mut nulls);
    Some(value)
}

fn replace_nulls(value: &mut Value, nulls: &mut impl Iterator<Item = Value>) {
    match value {
        Value::Null => *value = nulls.next().unwrap_or_default(),
        Value::Array(items) => items.iter_mut().for_each(|item| replace_nulls(item, nulls)),
        Value::Object(fields) => fields.values_mut().for_each(|field| replace_nulls(field, nulls)),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
