//! The 39 operators that compare.

use std::cmp::Ordering;

use serde_json::Value;

use crate::Timestamp;
use crate::jsonpath::java;

/// What a field of a rule asks for, by its name.
#[derive(Clone, Copy, Debug)]
pub(super) enum Operator {
    /// `NumericEquals` and the like.
    Value(Comparison),
    /// `NumericEqualsPath` and the like.
    Path(Comparison),
    /// `StringMatches`.
    Matches,
    /// `IsNull` and the like.
    Is(Kind),
    /// `IsPresent`.
    IsPresent,
}

/// Which type is compared, and how.
#[derive(Clone, Copy, Debug)]
pub(super) struct Comparison {
    kind: Kind,
    order: Order,
}

/// A type as an operator's name has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Numeric,
    String,
    Boolean,
    Timestamp,
}

/// How two values are to be ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Equals,
    LessThan,
    GreaterThan,
    LessThanEquals,
    GreaterThanEquals,
}

impl Operator {
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "StringMatches" => return Some(Self::Matches),
            "IsPresent" => return Some(Self::IsPresent),
            "IsNull" => return Some(Self::Is(Kind::Null)),
            "IsNumeric" => return Some(Self::Is(Kind::Numeric)),
            "IsString" => return Some(Self::Is(Kind::String)),
            "IsBoolean" => return Some(Self::Is(Kind::Boolean)),
            "IsTimestamp" => return Some(Self::Is(Kind::Timestamp)),
            _ => {}
        }
        let (comparison, is_path) = match name.strip_suffix("Path") {
            Some(comparison) => (comparison, true),
            None => (name, false),
        };
        let kinds = [("String", Kind::String), ("Numeric", Kind::Numeric), ("Timestamp", Kind::Timestamp), ("Boolean", Kind::Boolean)];
        let (kind, order) = kinds.into_iter().find_map(|(prefix, kind)| Some((kind, comparison.strip_prefix(prefix)?)))?;
        let order = match order {
            "Equals" => Order::Equals,
            _ if kind == Kind::Boolean => return None,
            "LessThan" => Order::LessThan,
            "GreaterThan" => Order::GreaterThan,
            "LessThanEquals" => Order::LessThanEquals,
            "GreaterThanEquals" => Order::GreaterThanEquals,
            _ => return None,
        };
        let comparison = Comparison { kind, order };
        Some(if is_path { Self::Path(comparison) } else { Self::Value(comparison) })
    }
}

impl Comparison {
    /// Whether it holds; never between values of other types.
    pub(super) fn holds(self, left: &Value, right: &Value) -> bool {
        let ordering = match (self.kind, left, right) {
            (Kind::Numeric, Value::Number(left), Value::Number(right)) => java::compare_numbers(left, right),
            (Kind::String, Value::String(left), Value::String(right)) => Some(java::compare_texts(left, right)),
            (Kind::Boolean, Value::Bool(left), Value::Bool(right)) => Some(left.cmp(right)),
            (Kind::Timestamp, Value::String(left), Value::String(right)) => {
                Timestamp::parse(left).zip(Timestamp::parse(right)).map(|(left, right)| left.cmp(&right))
            }
            _ => None,
        };
        ordering.is_some_and(|ordering| self.order.is(ordering))
    }
}

impl Order {
    fn is(self, ordering: Ordering) -> bool {
        match self {
            Self::Equals => ordering.is_eq(),
            Self::LessThan => ordering.is_lt(),
            Self::GreaterThan => ordering.is_gt(),
            Self::LessThanEquals => ordering.is_le(),
            Self::GreaterThanEquals => ordering.is_ge(),
        }
    }
}

impl Kind {
    pub(super) fn is(self, value: &Value) -> bool {
        match self {
            Self::Null => value.is_null(),
            Self::Numeric => value.is_number(),
            Self::String => value.is_string(),
            Self::Boolean => value.is_boolean(),
            Self::Timestamp => value.as_str().is_some_and(|text| Timestamp::parse(text).is_some()),
        }
    }
}
