//! `$range` and `$partition`.

use jlens_core::Result;
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
