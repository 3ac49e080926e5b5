use serde_json::Value;

use super::math::int;
use crate::jsonpath::java;

/// The longest result of `States.ArrayRange`.
const MAX_RANGE: i64 = 1000;

/// `States.ArrayPartition`: the list in pieces of this size, the last of which may be shorter.
pub(super) fn partition(list: &Value, size: &Value) -> Option<Value> {
    let size = usize::try_from(int(size)?).ok().filter(|size| *size > 0)?;
    Some(list.as_array()?.chunks(size).map(|piece| Value::Array(piece.to_vec())).collect())
}

/// `States.ArrayContains`: whether an element reads the same as the item. So the text "1" is the number 1.
pub(super) fn contains(list: &Value, item: &Value) -> Option<Value> {
    let list = list.as_array()?;
    let wanted = java::to_string(item);
    Some(list.iter().any(|element| same_text(element, item, &wanted)).into())
}

/// Whether the element reads as wanted. Values of types that cannot read the same are not written out.
fn same_text(element: &Value, item: &Value, wanted: &str) -> bool {
    match (element, item) {
        (Value::String(text), _) => text == wanted,
        (Value::Null, Value::Null) => true,
        (Value::Null | Value::Bool(_), Value::Array(_) | Value::Object(_)) => false,
        _ => java::to_string(element) == wanted,
    }
}

/// `States.ArrayRange`: from the first to the last, both of them included, by steps.
pub(super) fn range(first: &Value, last: &Value, step: &Value) -> Option<Value> {
    let (first, last, step) = (i64::from(int(first)?), i64::from(int(last)?), i64::from(int(step)?));
    let steps = (last - first).checked_div(step)?;
    if (last - first).signum() * step.signum() < 0 {
        return Some(Value::Array(Vec::new()));
    }
    (steps < MAX_RANGE).then(|| (0..=steps).map(|index| Value::from(first + index * step)).collect())
}

/// `States.ArrayGetItem`: the element at an index from 0. An empty list gives null for any.
pub(super) fn get_item(list: &Value, index: &Value) -> Option<Value> {
    let list = list.as_array()?;
    let index = usize::try_from(int(index)?).ok()?;
    if list.is_empty() { Some(Value::Null) } else { list.get(index).cloned() }
}

/// `States.ArrayUnique`: each element once, in the order of a Java `HashSet`.
pub(super) fn unique(list: &Value) -> Option<Value> {
    list.as_array().map(|list| Value::Array(java::hash_set(list)))
}
