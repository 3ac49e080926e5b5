use serde_json::{Number, Value};

use super::error::Miss;
use super::evaluate::Reader;
use super::step::Step;
use crate::jsonpath::java;

/// A function at the end of a path, such as `.length()`.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    kind: Kind,
    arguments: Vec<Argument>,
}

/// What a function is given besides the value before it.
#[derive(Clone, Debug)]
pub(crate) enum Argument {
    Value(Value),
    /// A path from the root.
    Path(Vec<Step>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Length,
    Minimum,
    Maximum,
    Average,
    StandardDeviation,
    Sum,
    Keys,
    Concatenate,
    Append,
    First,
    Last,
    Index,
}

const KINDS: &[(&str, Kind)] = &[
    ("length", Kind::Length),
    ("size", Kind::Length),
    ("min", Kind::Minimum),
    ("max", Kind::Maximum),
    ("avg", Kind::Average),
    ("stddev", Kind::StandardDeviation),
    ("sum", Kind::Sum),
    ("keys", Kind::Keys),
    ("concat", Kind::Concatenate),
    ("append", Kind::Append),
    ("first", Kind::First),
    ("last", Kind::Last),
    ("index", Kind::Index),
];

impl Function {
    pub(super) fn new(name: &str, arguments: Vec<Argument>) -> Result<Self, String> {
        let found = KINDS.iter().find(|(known, _)| *known == name);
        let (_, kind) = found.ok_or_else(|| format!("Function with name: {name} does not exist."))?;
        Ok(Self { kind: *kind, arguments })
    }

    pub(super) fn name(&self) -> String {
        let found = KINDS.iter().find(|(_, kind)| *kind == self.kind);
        found.map(|(name, _)| format!("{name}()")).unwrap_or_default()
    }

    pub(super) fn call(&self, value: &Value, reader: &Reader<'_>) -> Result<Value, Miss> {
        let mut arguments = Vec::new();
        for argument in &self.arguments {
            arguments.push(match argument {
                Argument::Value(value) => value.clone(),
                Argument::Path(steps) => reader.find_relative(true, value, steps)?.into_owned(),
            });
        }
        match self.kind {
            Kind::Length => Ok(length(arguments.first().unwrap_or(value))),
            Kind::Keys => Ok(keys(value)),
            Kind::Concatenate => Ok(Value::String(texts(value).chain(arguments.iter().flat_map(texts)).collect())),
            Kind::Append => {
                let mut list = self.list(value)?.to_vec();
                list.extend(arguments);
                Ok(Value::Array(list))
            }
            Kind::First | Kind::Last | Kind::Index => self.element(value, &arguments),
            Kind::Minimum | Kind::Maximum | Kind::Average | Kind::StandardDeviation | Kind::Sum => {
                self.aggregate(numbers(value).chain(arguments.iter().flat_map(numbers)).collect())
            }
        }
    }

    fn list<'v>(&self, value: &'v Value) -> Result<&'v [Value], Miss> {
        let list = value.as_array().map(Vec::as_slice);
        list.ok_or_else(|| Miss::Invalid(format!("The function {} needs an array.", self.name())))
    }

    fn element(&self, value: &Value, arguments: &[Value]) -> Result<Value, Miss> {
        let list = self.list(value)?;
        let index = match self.kind {
            Kind::First => Some(0),
            Kind::Last => list.len().checked_sub(1),
            _ => arguments.first().and_then(Value::as_i64).and_then(|index| {
                let length = i64::try_from(list.len()).ok()?;
                usize::try_from(if index < 0 { length + index } else { index }).ok()
            }),
        };
        index.and_then(|index| list.get(index)).cloned().ok_or(Miss::NoElement { is_last: true })
    }

    /// Java computes these with doubles.
    fn aggregate(&self, numbers: Vec<f64>) -> Result<Value, Miss> {
        if numbers.is_empty() {
            let message = "Aggregation function attempted to calculate value using empty array";
            return Err(Miss::Invalid(message.to_owned()));
        }
        let count = numbers.len() as f64;
        let sum: f64 = numbers.iter().sum();
        let result = match self.kind {
            Kind::Minimum => numbers.into_iter().fold(f64::MAX, f64::min),
            Kind::Maximum => numbers.into_iter().fold(f64::MIN, f64::max),
            Kind::Average => sum / count,
            Kind::StandardDeviation => {
                let squares: f64 = numbers.iter().map(|number| number * number).sum();
                (squares / count - sum * sum / count / count).sqrt()
            }
            _ => sum,
        };
        Ok(Number::from_f64(result).map_or(Value::Null, Value::Number))
    }
}

fn length(value: &Value) -> Value {
    match value {
        Value::Array(list) => list.len().into(),
        Value::Object(members) => members.len().into(),
        _ => Value::Null,
    }
}

fn keys(value: &Value) -> Value {
    value.as_object().map_or(Value::Null, |members| members.keys().cloned().map(Value::String).collect())
}

fn numbers(value: &Value) -> impl Iterator<Item = f64> {
    let list = value.as_array().into_iter().flatten();
    list.chain((!value.is_array()).then_some(value)).filter_map(Value::as_f64)
}

fn texts(value: &Value) -> impl Iterator<Item = String> {
    let list = value.as_array().into_iter().flatten();
    list.chain((!value.is_array()).then_some(value)).filter(|value| value.is_string()).map(java::to_string)
}
