use std::borrow::Cow;

use serde_json::Value;

use super::{Failure, array, json, math, text};
use crate::jsonpath::{Data, Path};

/// One call, parsed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Call {
    pub(super) function: Function,
    pub(super) arguments: Vec<Argument>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Argument {
    Path(Path),
    Call(Call),
    /// A number, `true`, `false` or `null`.
    Literal(Value),
    /// What is between quotes.
    Text(Quoted),
}

/// A text between quotes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Quoted {
    /// With its backslashes, which `States.Format` needs to tell `\{\}` from `{}`.
    pub(super) raw: Box<str>,
    /// What it stands for.
    pub(super) value: Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Array,
    ArrayPartition,
    ArrayContains,
    ArrayRange,
    ArrayGetItem,
    ArrayLength,
    ArrayUnique,
    Base64Encode,
    Base64Decode,
    Hash,
    JsonMerge,
    StringToJson,
    JsonToString,
    MathRandom,
    MathAdd,
    StringSplit,
    Uuid,
    Format,
}

pub(super) const FUNCTIONS: &[(&str, Function)] = &[
    ("States.Array", Function::Array),
    ("States.ArrayPartition", Function::ArrayPartition),
    ("States.ArrayContains", Function::ArrayContains),
    ("States.ArrayRange", Function::ArrayRange),
    ("States.ArrayGetItem", Function::ArrayGetItem),
    ("States.ArrayLength", Function::ArrayLength),
    ("States.ArrayUnique", Function::ArrayUnique),
    ("States.Base64Encode", Function::Base64Encode),
    ("States.Base64Decode", Function::Base64Decode),
    ("States.Hash", Function::Hash),
    ("States.JsonMerge", Function::JsonMerge),
    ("States.StringToJson", Function::StringToJson),
    ("States.JsonToString", Function::JsonToString),
    ("States.MathRandom", Function::MathRandom),
    ("States.MathAdd", Function::MathAdd),
    ("States.StringSplit", Function::StringSplit),
    ("States.UUID", Function::Uuid),
    ("States.Format", Function::Format),
];

/// The values of a call's arguments.
type Values<'v> = [Cow<'v, Value>];

impl Call {
    pub(super) fn evaluate(&self, data: &Data<'_>) -> Result<Value, Failure> {
        let values = self.arguments.iter().map(|argument| argument.evaluate(data)).collect::<Result<Vec<_>, _>>()?;
        if self.function == Function::Format {
            return self.format(&values).map(Value::String).map_err(Failure::Message);
        }
        self.apply(values, data).ok_or_else(|| Failure::Message(self.invalid_arguments()))
    }

    fn invalid_arguments(&self) -> String {
        let name = FUNCTIONS.iter().find(|(_, function)| *function == self.function).map_or("", |(name, _)| name);
        format!("Invalid arguments in {name}")
    }

    /// None if the arguments are too few, too many, or not what the function takes.
    fn apply(&self, values: Vec<Cow<'_, Value>>, data: &Data<'_>) -> Option<Value> {
        match (self.function, values.as_slice()) {
            (Function::Array, _) => Some(values.into_iter().map(Cow::into_owned).collect()),
            (Function::ArrayPartition, [list, size]) => array::partition(list, size),
            (Function::ArrayContains, [list, item]) => array::contains(list, item),
            (Function::ArrayRange, [first, last, step]) => array::range(first, last, step),
            (Function::ArrayGetItem, [list, index]) => array::get_item(list, index),
            (Function::ArrayLength, [list]) => Some(list.as_array()?.len().into()),
            (Function::ArrayUnique, [list]) => array::unique(list),
            (Function::Base64Encode, [text]) => text::base64_encode(text),
            (Function::Base64Decode, [text]) => text::base64_decode(text),
            (Function::Hash, [data, algorithm]) => text::hash(data, algorithm),
            (Function::JsonMerge, [left, right, deep]) => json::merge(left, right, deep),
            (Function::StringToJson, [text]) => json::parse(text),
            (Function::JsonToString, [value]) => Some(value.to_string().into()),
            (Function::MathRandom, [start, end]) => math::random(start, end, data.random),
            (Function::MathRandom, [start, end, seed]) => math::seeded_random(start, end, seed),
            (Function::MathAdd, [left, right]) => math::add(left, right),
            (Function::StringSplit, [text, delimiters]) => text::split(text, delimiters),
            (Function::Uuid, []) => Some(text::uuid(data.random)),
            _ => None,
        }
    }

    fn format(&self, values: &Values<'_>) -> Result<String, String> {
        let Some((template, values)) = values.split_first() else { return Err(self.invalid_arguments()) };
        let raw = match (self.arguments.first(), &**template) {
            (Some(Argument::Text(quoted)), _) => &*quoted.raw,
            (_, Value::String(template)) => template,
            _ => return Err(self.invalid_arguments()),
        };
        text::format(raw, values)
    }
}

impl Argument {
    fn evaluate<'a>(&'a self, data: &Data<'a>) -> Result<Cow<'a, Value>, Failure> {
        match self {
            Self::Path(path) => path.find(data).map_err(|miss| Failure::Missing(path.clone(), miss)),
            Self::Call(call) => call.evaluate(data).map(Cow::Owned),
            Self::Literal(value) => Ok(Cow::Borrowed(value)),
            Self::Text(quoted) => Ok(Cow::Borrowed(&quoted.value)),
        }
    }
}
