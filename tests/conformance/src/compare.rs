//! What an actual value differs in from the recorded one.

use std::collections::HashSet;
use std::fmt;

use serde_json::{Number, Value, json};

use crate::text;

/// The words that a test of the corpus put in place of values that change from run to run.
pub type Wild = HashSet<String>;

/// A place in which a value is not what was recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Such as `$.events[3].type`.
    pub path: String,
    /// What was recorded; none if the place should not be there.
    pub expected: Option<Value>,
    /// What is there; none if the place is missing.
    pub actual: Option<Value>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |value: &Option<Value>| value.as_ref().map_or("<missing>".to_owned(), Value::to_string);
        write!(f, "{}\n      expected {}\n      actual   {}", self.path, shown(&self.expected), shown(&self.actual))
    }
}

/// The words of a case's `transformers` that stand for whole values.
pub fn wild_of(case: &Value) -> Wild {
    let transformers = case["transformers"].as_array().into_iter().flatten();
    let own = transformers.filter(|transformer| {
        transformer["kind"] == "JsonpathTransformer" && transformer["replace_references"] == json!(false)
    });
    own.filter_map(|transformer| transformer["replacement"].as_str())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Everything in which `actual` is not what `expected` stands for.
pub fn differences(expected: &Value, actual: &Value, wild: &Wild) -> Vec<Difference> {
    let mut comparison = Comparison { wild, found: Vec::new() };
    comparison.compare(expected, actual, "$", "");
    comparison.found
}

/// A recorder's quirk: a text that is a member of an object and begins with `{` was parsed, once.
pub fn parse_once(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            members.iter().map(|(name, member)| (name.clone(), parse_member_once(member))).collect()
        }
        Value::Array(items) => {
            items.iter().map(|item| if item.is_object() { parse_once(item) } else { item.clone() }).collect()
        }
        other => other.clone(),
    }
}

fn parse_member_once(member: &Value) -> Value {
    match member {
        Value::Object(_) | Value::Array(_) => parse_once(member),
        Value::String(text) if text.starts_with('{') => serde_json::from_str(text).unwrap_or_else(|_| member.clone()),
        other => other.clone(),
    }
}

struct Comparison<'a> {
    wild: &'a Wild,
    found: Vec<Difference>,
}

impl Comparison<'_> {
    fn compare(&mut self, expected: &Value, actual: &Value, path: &str, key: &str) {
        if self.stands_for_anything(expected, actual, key) {
            return;
        }
        // Some tests parsed JSON texts before they recorded them.
        if let (false, Value::String(text)) = (matches!(expected, Value::String(_) | Value::Null), actual)
            && let Ok(parsed) = serde_json::from_str::<Value>(text)
        {
            return self.compare_parsed(expected, &parsed, path, key);
        }
        self.compare_parsed(expected, actual, path, key);
    }

    fn stands_for_anything(&self, expected: &Value, actual: &Value, key: &str) -> bool {
        let Value::String(word) = expected else { return false };
        (word == "timestamp" && key.to_lowercase().contains("timestamp"))
            || (text::is_wild(word) && !actual.is_object() && !actual.is_array())
            || self.wild.contains(word)
    }

    fn compare_parsed(&mut self, expected: &Value, actual: &Value, path: &str, key: &str) {
        let is_equal = match (expected, actual) {
            (Value::Object(expected), Value::Object(actual)) => return self.compare_objects(expected, actual, path),
            (Value::Array(expected), Value::Array(actual)) => return self.compare_arrays(expected, actual, path, key),
            (Value::Number(expected), Value::Number(actual)) => same_number(expected, actual),
            (Value::String(expected), Value::String(actual)) => {
                text::matches(expected, actual) || self.same_json(expected, actual, path, key)
            }
            (expected, actual) => expected == actual,
        };
        if !is_equal {
            self.report(path.to_owned(), Some(expected), Some(actual));
        }
    }

    fn compare_objects(
        &mut self,
        expected: &serde_json::Map<String, Value>,
        actual: &serde_json::Map<String, Value>,
        path: &str,
    ) {
        for (name, member) in expected {
            let path = format!("{path}.{name}");
            match actual.get(name) {
                Some(other) => self.compare(member, other, &path, name),
                None => self.report(path, Some(member), None),
            }
        }
        for (name, member) in actual.iter().filter(|(name, _)| !expected.contains_key(*name)) {
            self.report(format!("{path}.{name}"), None, Some(member));
        }
    }

    fn compare_arrays(&mut self, expected: &[Value], actual: &[Value], path: &str, key: &str) {
        if expected.len() != actual.len() {
            let (expected, actual) = (json!(expected.len()), json!(actual.len()));
            self.report(format!("{path}.length"), Some(&expected), Some(&actual));
        }
        for (at, (expected, actual)) in expected.iter().zip(actual).enumerate() {
            self.compare(expected, actual, &format!("{path}[{at}]"), key);
        }
    }

    /// JSON texts are compared as JSON.
    fn same_json(&self, expected: &str, actual: &str, path: &str, key: &str) -> bool {
        let parsed = |text| serde_json::from_str::<Value>(text).ok();
        let (Some(expected), Some(actual)) = (parsed(expected), parsed(actual)) else { return false };
        let mut comparison = Comparison { wild: self.wild, found: Vec::new() };
        comparison.compare(&expected, &actual, path, key);
        !expected.is_string() && comparison.found.is_empty()
    }

    fn report(&mut self, path: String, expected: Option<&Value>, actual: Option<&Value>) {
        self.found.push(Difference { path, expected: expected.cloned(), actual: actual.cloned() });
    }
}

fn same_number(expected: &Number, actual: &Number) -> bool {
    expected == actual || (expected.is_f64() != actual.is_f64() && expected.as_f64() == actual.as_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(expected: Value, actual: Value) -> Vec<String> {
        let found = differences(&expected, &actual, &Wild::from(["drawn".to_owned()]));
        found.into_iter().map(|difference| difference.path).collect()
    }

    #[test]
    fn every_place_that_differs_is_named() {
        let expected = json!({"a": [1, {"b": true}], "c": null, "d": 1});
        let actual = json!({"a": [1.0, {"b": 1}, 2], "c": false, "e": 1});
        assert_eq!(paths(expected, actual), ["$.a.length", "$.a[1].b", "$.c", "$.d", "$.e"]);
    }

    #[test]
    fn words_stand_for_what_varies() {
        let expected = json!({"startTimestamp": "timestamp", "id": "RequestId", "n": "drawn", "d": "datetime"});
        let actual = json!({"startTimestamp": {}, "id": null, "n": [1], "d": 1.5});
        assert_eq!(paths(expected, actual), Vec::<String>::new());
        assert_eq!(paths(json!({"at": "timestamp"}), json!({"at": {}})), ["$.at"]);
    }

    #[test]
    fn json_texts_are_compared_as_json() {
        assert_eq!(paths(json!("[1, {\"a\": 2.0}]"), json!("[1,{\"a\":2}]")), Vec::<String>::new());
        assert_eq!(paths(json!([1]), json!("[1]")), Vec::<String>::new());
        assert_eq!(paths(json!("1"), json!("\"1\"")), Vec::<String>::new());
        assert_eq!(paths(json!("\"1\""), json!("1")), ["$"]);
        assert_eq!(paths(json!(true), json!("true")), Vec::<String>::new());
        assert_eq!(paths(json!("1"), json!(1)), ["$"]);
    }

    #[test]
    fn texts_of_objects_are_parsed_once() {
        let value = json!({"a": "{\"b\": \"{}\"}", "c": "[1]", "d": "{", "e": ["{}", {"f": "{}"}, [{"g": "{}"}]]});
        let parsed = json!({"a": {"b": "{}"}, "c": "[1]", "d": "{", "e": ["{}", {"f": {}}, [{"g": "{}"}]]});
        assert_eq!(parse_once(&value), parsed);
    }
}
