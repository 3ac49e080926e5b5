use std::ops::RangeInclusive;

use serde_json::Value;

use super::{Check, expression};
use crate::limit;

impl Check<'_> {
    pub(super) fn range(&mut self, at: &str, value: u64, range: &RangeInclusive<u64>) {
        if let Err(message) = limit::check(&value.into(), range) {
            self.schema(at, message);
        }
    }

    /// A field that is a whole number, or an expression for it where `expressions` may stand. Gives the number.
    pub(super) fn whole_number(
        &mut self,
        at: &str,
        value: &Value,
        range: &RangeInclusive<u64>,
        expressions: Expressions,
    ) -> Option<u64> {
        if expressions == Expressions::Allowed && expression::is_expression(value) {
            return None;
        }
        if let Err(message) = limit::check(value, range) {
            self.schema(at, message);
            return None;
        }
        let number = value.as_u64();
        if number.is_none() {
            self.wrong_type(at, limit::INTEGER);
        }
        number
    }

    pub(super) fn wrong_type(&mut self, at: &str, expected: &str) {
        self.schema(at, format!("Expected value of type {expected}"));
    }
}

/// Whether a field may be a JSONata expression.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Expressions {
    Allowed,
    Refused,
}
