use std::cmp::Ordering;

use serde_json::{Number, Value};

use super::ConditionError;
use super::condition::{path, value, wrong_operand};
use super::glob::Glob;
use crate::jsonpath::{Data, Path, java};
use crate::{EvaluationError, Timestamp};

/// What follows `Variable` in a rule, but for `IsPresent`.
#[derive(Clone, Debug)]
pub(super) enum Operator {
    IsNull(bool),
    IsBoolean(bool),
    IsNumeric(bool),
    IsString(bool),
    IsTimestamp(bool),
    StringMatches(Glob),
    Compare(Relation, Operand),
    CompareWithPath(Relation, Kind, Path),
}

/// The constant of a comparison.
#[derive(Clone, Debug)]
pub(super) enum Operand {
    String(Box<str>),
    Numeric(Number),
    Boolean(bool),
    Timestamp(Timestamp),
}

/// The type of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    String,
    Numeric,
    Boolean,
    Timestamp,
}

/// How one value is to be to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    Equals,
    LessThan,
    GreaterThan,
    LessThanEquals,
    GreaterThanEquals,
}

const KINDS: &[(&str, Kind)] =
    &[("String", Kind::String), ("Numeric", Kind::Numeric), ("Boolean", Kind::Boolean), ("Timestamp", Kind::Timestamp)];

const RELATIONS: &[(&str, Relation)] = &[
    ("Equals", Relation::Equals),
    ("LessThan", Relation::LessThan),
    ("GreaterThan", Relation::GreaterThan),
    ("LessThanEquals", Relation::LessThanEquals),
    ("GreaterThanEquals", Relation::GreaterThanEquals),
];

/// Whether a field of a rule is one of the 39 operators.
pub(super) fn is_name(name: &str) -> bool {
    matches!(name, "IsPresent" | "IsNull" | "IsBoolean" | "IsNumeric" | "IsString" | "IsTimestamp" | "StringMatches")
        || comparison(name).is_some()
}

/// The parts of a name such as `NumericLessThanPath`, the last of which is whether it ends in `Path`.
fn comparison(name: &str) -> Option<(Kind, Relation, bool)> {
    let (short, with_path) = match name.strip_suffix("Path") {
        Some(short) => (short, true),
        None => (name, false),
    };
    let (kind, relation) = KINDS.iter().find_map(|(text, kind)| Some((*kind, short.strip_prefix(text)?)))?;
    let (_, relation) = RELATIONS.iter().find(|(text, _)| *text == relation)?;
    let exists = kind != Kind::Boolean || *relation == Relation::Equals;
    exists.then_some((kind, *relation, with_path))
}

impl Operator {
    pub(super) fn parse(name: &str, operand: &Value, at: &str) -> Result<Self, ConditionError> {
        let flag = || operand.as_bool().ok_or_else(|| wrong_operand(at, "BOOLEAN"));
        let text = || operand.as_str().ok_or_else(|| wrong_operand(at, "STRING"));
        match name {
            "IsNull" => flag().map(Self::IsNull),
            "IsBoolean" => flag().map(Self::IsBoolean),
            "IsNumeric" => flag().map(Self::IsNumeric),
            "IsString" => flag().map(Self::IsString),
            "IsTimestamp" => flag().map(Self::IsTimestamp),
            "StringMatches" => text().map(|text| Self::StringMatches(Glob::parse(text))),
            _ => match comparison(name) {
                Some((kind, relation, true)) => {
                    text().and_then(|text| path(text, at)).map(|path| Self::CompareWithPath(relation, kind, path))
                }
                Some((kind, relation, false)) => {
                    Operand::parse(kind, operand, at).map(|operand| Self::Compare(relation, operand))
                }
                None => Err(wrong_operand(at, "a comparison")),
            },
        }
    }

    /// Whether it holds for the value of `Variable`.
    pub(super) fn holds(&self, left: &Value, data: &Data<'_>) -> Result<bool, EvaluationError> {
        Ok(match self {
            Self::IsNull(wanted) => left.is_null() == *wanted,
            Self::IsBoolean(wanted) => left.is_boolean() == *wanted,
            Self::IsNumeric(wanted) => left.is_number() == *wanted,
            Self::IsString(wanted) => left.is_string() == *wanted,
            Self::IsTimestamp(wanted) => timestamp(left).is_some() == *wanted,
            Self::StringMatches(glob) => left.as_str().is_some_and(|text| glob.matches(text)),
            Self::Compare(relation, operand) => operand.order(left).is_some_and(|order| relation.fits(order)),
            Self::CompareWithPath(relation, kind, path) => {
                kind.order(left, &*value(path, data)?).is_some_and(|order| relation.fits(order))
            }
        })
    }

    /// The path of the value to compare with, if it is not a constant.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Self::CompareWithPath(_, _, path) => Some(path),
            _ => None,
        }
    }
}

fn timestamp(value: &Value) -> Option<Timestamp> {
    value.as_str().and_then(Timestamp::parse)
}

impl Operand {
    fn parse(kind: Kind, operand: &Value, at: &str) -> Result<Self, ConditionError> {
        let (parsed, wanted) = match kind {
            Kind::String => (operand.as_str().map(|text| Self::String(text.into())), "STRING"),
            Kind::Numeric => (operand.as_number().cloned().map(Self::Numeric), "NUMBER"),
            Kind::Boolean => (operand.as_bool().map(Self::Boolean), "BOOLEAN"),
            Kind::Timestamp => (timestamp(operand).map(Self::Timestamp), "STRING"),
        };
        if parsed.is_none() && operand.is_string() && kind == Kind::Timestamp {
            let message = "String does not match RFC3339 timestamp".to_owned();
            return Err(ConditionError { location: at.to_owned(), message, path: None });
        }
        parsed.ok_or_else(|| wrong_operand(at, wanted))
    }

    /// How a value is to this; none if it is of another type.
    fn order(&self, left: &Value) -> Option<Ordering> {
        match self {
            Self::String(right) => Some(java::compare_texts(left.as_str()?, right)),
            Self::Numeric(right) => java::compare_numbers(left.as_number()?, right),
            Self::Boolean(right) => Some(left.as_bool()?.cmp(right)),
            Self::Timestamp(right) => Some(timestamp(left)?.cmp(right)),
        }
    }
}

impl Kind {
    /// How two values are to each other; none if either is not of this type.
    fn order(self, left: &Value, right: &Value) -> Option<Ordering> {
        match self {
            Self::String => Some(java::compare_texts(left.as_str()?, right.as_str()?)),
            Self::Numeric => java::compare_numbers(left.as_number()?, right.as_number()?),
            Self::Boolean => Some(left.as_bool()?.cmp(&right.as_bool()?)),
            Self::Timestamp => Some(timestamp(left)?.cmp(&timestamp(right)?)),
        }
    }
}

impl Relation {
    fn fits(self, order: Ordering) -> bool {
        match self {
            Self::Equals => order.is_eq(),
            Self::LessThan => order.is_lt(),
            Self::GreaterThan => order.is_gt(),
            Self::LessThanEquals => order.is_le(),
            Self::GreaterThanEquals => order.is_ge(),
        }
    }
}
