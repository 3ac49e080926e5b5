//! `$range`, `$partition`, and `$distinct` of long lists.

use std::collections::HashSet;

use jlens_core::{Result, stack};
use serde_json::Value;

use super::{Arguments, failure, number};
use crate::jsonata::evaluate::conditions::ITEMS;
use crate::jsonata::evaluate::result;

/// The numbers from the first to the second argument, by the third, as a sequence.
pub(super) fn range(arguments: Arguments<'_>) -> Result<Option<Value>> {
    let part = |index| number(arguments, index).map(f64::trunc);
    let (Some(first), Some(last), Some(step)) = (part(0), part(1), part(2)) else {
        return Ok(None);
    };
    if step == 0.0 {
        return Ok(None);
    }
    let count = ((last - first) / step).floor() + 1.0;
    if count > ITEMS as f64 {
        return Err(failure(format!("$range may give at most {ITEMS} numbers, not {count}")));
    }
    // A count below 1 is no number at all.
    let mut numbers: Vec<Value> =
        (0..count.max(0.0) as u64).map(|index| result::number(first + step * index as f64)).collect();
    Ok(match numbers.len() {
        0 | 1 => numbers.pop(),
        _ => Some(Value::Array(numbers)),
    })
}

/// The first argument in parts as long as the second says.
pub(super) fn partition(arguments: Arguments<'_>) -> Result<Option<Value>> {
    let items = match arguments.first() {
        Some(Some(Value::Array(items))) => items,
        Some(Some(_)) => {
            let error = jlens_core::Error::new("T0412").with("index", 1).with("token", "partition");
            return Err(error.with("type", "values"));
        }
        _ => return Ok(None),
    };
    let Some(size) = number(arguments, 1).map(f64::trunc) else {
        return Ok(Some(Value::Array(vec![Value::Array(items.clone())])));
    };
    if size < 0.0 {
        return Err(failure("The size of the parts of $partition must not be negative".to_owned()));
    }
    if size == 0.0 || items.is_empty() {
        return Ok(None);
    }
    Ok(Some(items.chunks(size as usize).map(|part| Value::Array(part.to_vec())).collect()))
}

/// How many items may be compared each with each.
const FEW: usize = 2000;

/// Whether a list has more than a few items, and not all of them are equal: if they are, comparing is fast, and whether
/// the one that is left stays in its list depends on where the list comes from, which only the evaluator knows.
pub(super) fn are_many(arguments: Arguments<'_>) -> Result<Option<Value>> {
    let are_many = match arguments.first() {
        Some(Some(Value::Array(items))) if items.len() > FEW => {
            let mut keys = items.iter().map(key);
            let first = keys.next();
            keys.any(|key| Some(key) != first)
        }
        _ => false,
    };
    Ok(Some(Value::Bool(are_many)))
}

/// The first of each of the items that are equal. A function in the list counts as null.
pub(super) fn distinct(arguments: Arguments<'_>) -> Result<Option<Value>> {
    let Some(Some(Value::Array(items))) = arguments.first() else { return Ok(None) };
    let mut seen = HashSet::new();
    Ok(Some(items.iter().filter(|item| seen.insert(key(item))).cloned().collect()))
}

/// A text that equal values, and only those, have in common: the order of fields and the form of numbers do not count.
fn key(value: &Value) -> String {
    let mut key = String::new();
    write_key(value, &mut key);
    key
}

fn write_key(value: &Value, key: &mut String) {
    match value {
        // Adding 0 makes -0 the same as 0.
        Value::Number(number) => key.push_str(&(number.as_f64().unwrap_or_default() + 0.0).to_string()),
        Value::Array(items) => {
            key.push('[');
            for item in items {
                stack::grow(|| write_key(item, key));
                key.push(',');
            }
            key.push(']');
        }
        Value::Object(fields) => {
            let mut names: Vec<&String> = fields.keys().collect();
            names.sort_unstable();
            key.push('{');
            for name in names {
                key.push_str(&Value::from(name.as_str()).to_string());
                key.push(':');
                stack::grow(|| write_key(fields.get(name).unwrap_or(&Value::Null), key));
                key.push(',');
            }
            key.push('}');
        }
        Value::Null | Value::Bool(_) | Value::String(_) => key.push_str(&value.to_string()),
    }
}
