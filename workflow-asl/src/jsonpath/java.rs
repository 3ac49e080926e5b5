//! What shows of Java's types in the results of AWS.

use std::cmp::Ordering;
use std::fmt::Write;

use serde_json::{Number, Value};

/// `toString` of the object that a JSON value is read into: `{a=1, b=[x, null]}`.
pub(crate) fn to_string(value: &Value) -> String {
    let mut text = String::new();
    write_value(value, &mut text);
    text
}

fn write_value(value: &Value, text: &mut String) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) => write_number(number, text),
        Value::String(value) => text.push_str(value),
        Value::Array(list) => {
            text.push('[');
            for (index, item) in list.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { ", " });
                write_value(item, text);
            }
            text.push(']');
        }
        Value::Object(members) => {
            text.push('{');
            for (index, (name, value)) in members.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { ", " });
                text.push_str(name);
                text.push('=');
                write_value(value, text);
            }
            text.push('}');
        }
    }
}

fn write_number(number: &Number, text: &mut String) {
    match number.as_f64().filter(|_| number.is_f64()) {
        Some(double) => write_double(double, text),
        None => text.push_str(&number.to_string()),
    }
}

/// `Double.toString`: with an exponent from 10^7 on and below 10^-3.
fn write_double(double: f64, text: &mut String) {
    let size = double.abs();
    if size == 0.0 || (1e-3..1e7).contains(&size) {
        let _ = write!(text, "{double:?}");
        return;
    }
    let scientific = format!("{double:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let point = if digits.contains('.') { "" } else { ".0" };
    let _ = write!(text, "{digits}{point}E{exponent}");
}

/// The class of the object that a JSON value is read into.
pub(crate) fn class_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "java.lang.Boolean",
        Value::Number(number) if number.is_f64() => "java.lang.Double",
        Value::Number(number) if as_int(number).is_some() => "java.lang.Integer",
        Value::Number(number) if number.is_i64() => "java.lang.Long",
        Value::Number(_) => "java.math.BigInteger",
        Value::String(_) => "java.lang.String",
        Value::Array(_) => "java.util.ArrayList",
        Value::Object(_) => "java.util.LinkedHashMap",
    }
}

/// What kind of value it is, all numbers being of one.
pub(crate) fn class_of_node(value: &Value) -> std::mem::Discriminant<Value> {
    std::mem::discriminant(value)
}

fn as_int(number: &Number) -> Option<i32> {
    number.as_i64().and_then(|number| i32::try_from(number).ok())
}

/// `String.compareTo`: by UTF-16 code units.
pub(crate) fn compare_texts(left: &str, right: &str) -> Ordering {
    if left.is_ascii() && right.is_ascii() {
        return left.cmp(right);
    }
    left.encode_utf16().cmp(right.encode_utf16())
}

/// Compares what the numbers are, however they are written.
pub(crate) fn compare_numbers(left: &Number, right: &Number) -> Option<Ordering> {
    match (as_integer(left), as_integer(right)) {
        (Some(left), Some(right)) => Some(left.cmp(&right)),
        (Some(left), None) => compare_with_double(left, right.as_f64()?),
        (None, Some(right)) => compare_with_double(right, left.as_f64()?).map(Ordering::reverse),
        (None, None) => left.as_f64()?.partial_cmp(&right.as_f64()?),
    }
}

fn as_integer(number: &Number) -> Option<i128> {
    number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from))
}

/// Exact, where converting the integer to a double could round.
fn compare_with_double(integer: i128, double: f64) -> Option<Ordering> {
    let whole = double.floor();
    // Beyond these bounds every double is larger or smaller than every integer of JSON.
    if !(-1e30..1e30).contains(&whole) {
        return 0.0.partial_cmp(&double);
    }
    let order = integer.cmp(&(whole as i128));
    Some(order.then(if double > whole { Ordering::Less } else { Ordering::Equal }))
}

/// The order in which a `HashSet` made of the list gives its distinct elements.
pub(crate) fn hash_set(list: &[Value]) -> Vec<Value> {
    let wanted = list.len() * 4 / 3 + 1;
    let mut table = HashTable::with_capacity(wanted.max(16));
    for item in list {
        table.insert(item.clone(), ());
    }
    table.into_entries().map(|(item, ())| item).collect()
}

/// The object that a `HashMap` copied from the first and then given all of the second has, in its order.
pub(crate) fn merged_map(
    left: &serde_json::Map<String, Value>,
    right: &serde_json::Map<String, Value>,
) -> serde_json::Map<String, Value> {
    let mut table = HashTable::with_capacity(left.len() * 4 / 3 + 1);
    for (name, value) in left.iter().chain(right) {
        table.insert(Value::String(name.clone()), value.clone());
    }
    let entries = table.into_entries().filter_map(|(name, value)| match name {
        Value::String(name) => Some((name, value)),
        _ => None,
    });
    entries.collect()
}

/// `java.util.HashMap`: entries in the order of their hashes, which decides the order they are listed in.
struct HashTable<T> {
    buckets: Vec<Vec<(u32, Value, T)>>,
    size: usize,
}

impl<T> HashTable<T> {
    fn with_capacity(wanted: usize) -> Self {
        let capacity = wanted.max(1).next_power_of_two();
        Self { buckets: (0..capacity).map(|_| Vec::new()).collect(), size: 0 }
    }

    fn insert(&mut self, key: Value, value: T) {
        let hash = hash_code(&key);
        let hash = hash ^ (hash >> 16);
        let Some(bucket) = self.bucket(hash) else { return };
        match bucket.iter_mut().find(|(_, known, _)| equals(known, &key)) {
            Some((_, _, known)) => *known = value,
            None => {
                bucket.push((hash, key, value));
                self.size += 1;
                if self.size > self.buckets.len() / 4 * 3 + self.buckets.len() % 4 * 3 / 4 {
                    self.grow();
                }
            }
        }
    }

    fn bucket(&mut self, hash: u32) -> Option<&mut Vec<(u32, Value, T)>> {
        let mask = self.buckets.len() - 1;
        self.buckets.get_mut(hash as usize & mask)
    }

    fn grow(&mut self) {
        let larger = (0..self.buckets.len() * 2).map(|_| Vec::new()).collect();
        for entry in std::mem::replace(&mut self.buckets, larger).into_iter().flatten() {
            if let Some(bucket) = self.bucket(entry.0) {
                bucket.push(entry);
            }
        }
    }

    fn into_entries(self) -> impl Iterator<Item = (Value, T)> {
        self.buckets.into_iter().flatten().map(|(_, key, value)| (key, value))
    }
}

/// `equals` of the objects that JSON values are read into: an integer is not a double.
fn equals(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equals(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(name, left)| right.get(name).is_some_and(|right| equals(left, right)))
        }
        _ => left == right,
    }
}

/// `hashCode` of the object that a JSON value is read into.
fn hash_code(value: &Value) -> u32 {
    match value {
        Value::Null => 0,
        Value::Bool(true) => 1231,
        Value::Bool(false) => 1237,
        Value::Number(number) => number_hash(number),
        Value::String(text) => text_hash(text),
        Value::Array(list) => {
            list.iter().fold(1, |hash: u32, item| hash.wrapping_mul(31).wrapping_add(hash_code(item)))
        }
        Value::Object(members) => {
            members.iter().fold(0, |hash: u32, (name, value)| hash.wrapping_add(text_hash(name) ^ hash_code(value)))
        }
    }
}

fn text_hash(text: &str) -> u32 {
    text.encode_utf16().fold(0, |hash: u32, unit| hash.wrapping_mul(31).wrapping_add(unit.into()))
}

fn number_hash(number: &Number) -> u32 {
    if let Some(int) = as_int(number) {
        return int.cast_unsigned();
    }
    let bits = match number.as_i64() {
        Some(long) => long.cast_unsigned(),
        None => number.as_u64().unwrap_or_else(|| number.as_f64().unwrap_or_default().to_bits()),
    };
    let [high, low] = [(bits >> 32) as u32, bits as u32];
    match number.as_u64() {
        // A BigInteger, whose hash is made of its 32-bit digits.
        Some(_) if !number.is_i64() => high.wrapping_mul(31).wrapping_add(low),
        _ => high ^ low,
    }
}
