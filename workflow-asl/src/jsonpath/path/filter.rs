use std::borrow::Cow;
use std::cmp::Ordering;

use regex::Regex;
use serde_json::Value;

use super::error::Miss;
use super::evaluate::Reader;
use super::step::Step;
use crate::jsonpath::java;

/// What is between `[?(` and `)]`.
#[derive(Clone, Debug)]
pub(crate) enum Filter {
    /// `a && b`
    And(Vec<Filter>),
    /// `a || b`
    Or(Vec<Filter>),
    /// `!a`
    Not(Box<Filter>),
    /// A path alone: that it leads to something.
    Exists { from_root: bool, steps: Vec<Step> },
    /// Two values and an operator between them.
    Compare { left: Operand, operator: Operator, right: Operand },
    /// `@.name =~ /pattern/`
    Matches { text: Operand, pattern: Regex },
}

/// One side of a comparison.
#[derive(Clone, Debug)]
pub(crate) enum Operand {
    Path { from_root: bool, steps: Vec<Step> },
    Value(Value),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Equal,
    /// `===`, which takes the types into account
    SameTypeEqual,
    NotEqual,
    /// `!==`
    SameTypeNotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    NotIn,
    SubsetOf,
    AnyOf,
    NoneOf,
    All,
    Contains,
    Size,
    Empty,
}

impl Filter {
    /// Whether the filter holds for a value (`@`).
    pub(super) fn holds(&self, value: &Value, reader: &Reader<'_>) -> Result<bool, Miss> {
        reader.visit()?;
        match self {
            Self::And(parts) => all(parts, |part| part.holds(value, reader)),
            Self::Or(parts) => all(parts, |part| part.holds(value, reader).map(|holds| !holds)).map(|none| !none),
            Self::Not(part) => part.holds(value, reader).map(|holds| !holds),
            Self::Exists { from_root, steps } => exists(reader.find_relative(*from_root, value, steps), steps),
            Self::Compare { left, operator, right } => {
                let (left, right) = (left.value(value, reader)?, right.value(value, reader)?);
                operator.holds(left.as_deref(), right.as_deref(), reader)
            }
            Self::Matches { text, pattern } => Ok(text
                .value(value, reader)?
                .is_some_and(|text| text.as_str().is_some_and(|text| pattern.is_match(text)))),
        }
    }
}

fn all(parts: &[Filter], holds: impl Fn(&Filter) -> Result<bool, Miss>) -> Result<bool, Miss> {
    for part in parts {
        if !holds(part)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn exists(found: Result<Cow<'_, Value>, Miss>, steps: &[Step]) -> Result<bool, Miss> {
    match found {
        Ok(found) if !super::step::are_definite(steps) => Ok(found.as_array().is_some_and(|list| !list.is_empty())),
        found => present(found).map(|found| found.is_some()),
    }
}

/// None where there is nothing; running out of visits stays an error.
fn present<T>(found: Result<T, Miss>) -> Result<Option<T>, Miss> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Miss::Invalid(message)) if !message.starts_with("Filter") => Err(Miss::Invalid(message)),
        Err(_) => Ok(None),
    }
}

impl Operand {
    fn value<'v>(&'v self, value: &'v Value, reader: &Reader<'v>) -> Result<Option<Cow<'v, Value>>, Miss> {
        match self {
            Self::Path { from_root, steps } => present(reader.find_relative(*from_root, value, steps)),
            Self::Value(literal) => Ok(Some(Cow::Borrowed(literal))),
        }
    }
}

impl Operator {
    /// Whether it holds; a side that is not there is `None`.
    fn holds(self, left: Option<&Value>, right: Option<&Value>, reader: &Reader<'_>) -> Result<bool, Miss> {
        let same_type = |left: &Value, right: &Value| java::class_of_node(left) == java::class_of_node(right);
        Ok(match self {
            Self::Equal => equal(left, right),
            Self::NotEqual => !equal(left, right),
            Self::SameTypeEqual => both(left, right, same_type) && equal(left, right),
            Self::SameTypeNotEqual => !(both(left, right, same_type) && equal(left, right)),
            Self::Less => ordered(left, right, Ordering::is_lt),
            Self::LessOrEqual => ordered(left, right, Ordering::is_le),
            Self::Greater => ordered(left, right, Ordering::is_gt),
            Self::GreaterOrEqual => ordered(left, right, Ordering::is_ge),
            Self::In => members(right).is_some_and(|list| has(list, left)),
            Self::NotIn => members(right).is_some_and(|list| !has(list, left)),
            Self::SubsetOf => {
                self.lists(left, right, reader, |left, right| left.iter().all(|item| has(right, Some(item))))?
            }
            Self::AnyOf => {
                self.lists(left, right, reader, |left, right| left.iter().any(|item| has(right, Some(item))))?
            }
            Self::NoneOf => {
                self.lists(left, right, reader, |left, right| !left.iter().any(|item| has(right, Some(item))))?
            }
            Self::All => {
                self.lists(left, right, reader, |left, right| right.iter().all(|item| has(left, Some(item))))?
            }
            Self::Contains => contains(left, right),
            Self::Size => match (size(left), right.and_then(Value::as_u64)) {
                (Some(size), Some(wanted)) => u64::try_from(size).is_ok_and(|size| size == wanted),
                _ => false,
            },
            Self::Empty => match (size(left), right.and_then(Value::as_bool)) {
                (Some(size), Some(wanted)) => (size == 0) == wanted,
                _ => false,
            },
        })
    }

    /// A comparison of each element of one list with each of the other, which counts as so many visits.
    fn lists(
        self,
        left: Option<&Value>,
        right: Option<&Value>,
        reader: &Reader<'_>,
        holds: impl Fn(&[Value], &[Value]) -> bool,
    ) -> Result<bool, Miss> {
        let (Some(left), Some(right)) = (members(left), members(right)) else { return Ok(false) };
        for _ in 0..left.len().saturating_mul(right.len()) {
            reader.visit()?;
        }
        Ok(holds(left, right))
    }
}

fn both(left: Option<&Value>, right: Option<&Value>, holds: impl Fn(&Value, &Value) -> bool) -> bool {
    left.zip(right).is_some_and(|(left, right)| holds(left, right))
}

fn members(value: Option<&Value>) -> Option<&[Value]> {
    value.and_then(Value::as_array).map(Vec::as_slice)
}

fn has(list: &[Value], item: Option<&Value>) -> bool {
    list.iter().any(|element| equal(item, Some(element)))
}

fn size(value: Option<&Value>) -> Option<usize> {
    match value? {
        Value::String(text) => Some(text.encode_utf16().count()),
        Value::Array(list) => Some(list.len()),
        Value::Object(members) => Some(members.len()),
        _ => None,
    }
}

fn contains(left: Option<&Value>, right: Option<&Value>) -> bool {
    match (left, right) {
        (Some(Value::Array(list)), right) => has(list, right),
        (Some(Value::String(text)), Some(Value::String(part))) => text.contains(&**part),
        _ => false,
    }
}

/// Equality as Jayway JsonPath has it: a number and a text are equal if they read the same.
fn equal(left: Option<&Value>, right: Option<&Value>) -> bool {
    both(left, right, |left, right| match (left, right) {
        (Value::Number(left), Value::Number(right)) => java::compare_numbers(left, right) == Some(Ordering::Equal),
        (Value::Number(number), Value::String(text)) => {
            text.parse().is_ok_and(|parsed| java::compare_numbers(number, &parsed) == Some(Ordering::Equal))
        }
        (Value::String(text), Value::Number(number)) => *text == number.to_string(),
        _ => left == right,
    })
}

fn ordered(left: Option<&Value>, right: Option<&Value>, fits: impl Fn(Ordering) -> bool) -> bool {
    both(left, right, |left, right| {
        let order = match (left, right) {
            (Value::Number(left), Value::Number(right)) => java::compare_numbers(left, right),
            (Value::String(left), Value::String(right)) => Some(java::compare_texts(left, right)),
            _ => None,
        };
        order.is_some_and(&fits)
    })
}
