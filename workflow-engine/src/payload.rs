use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The size in bytes, as compact JSON in UTF-8, of the largest payload: 256 KiB.
///
/// See "Quotas related to task executions" in the AWS developer guide.
pub const MAX_PAYLOAD: usize = 256 * 1024;

/// JSON that states pass on and histories keep: shared, so that neither copies it.
///
/// It is kept as a value, as text, or as both: each is made of the other when it is first asked for. So a task whose
/// result nothing but another task reads costs no value, and what is written into a history is written once.
#[derive(Clone)]
pub struct Payload(Arc<Forms>);

/// At least one of them is there.
#[derive(Default)]
struct Forms {
    value: OnceLock<Value>,
    text: OnceLock<String>,
}

impl Payload {
    pub(crate) fn of_text(text: String) -> Self {
        Self(Arc::new(Forms { text: text.into(), ..Forms::default() }))
    }

    /// Takes JSON text as it is, blanks included.
    ///
    /// # Errors
    ///
    /// If the text is not one JSON value.
    pub fn from_json(text: &str) -> serde_json::Result<Self> {
        serde_json::from_str::<IgnoredAny>(text)?;
        Ok(Self::of_text(text.to_owned()))
    }

    /// Text that a store has kept, which was JSON when it was given.
    pub(crate) fn of_stored(text: &str) -> Self {
        Self::of_text(text.to_owned())
    }

    /// No data: of what happened, the data was not recorded. Its text is empty, its value null.
    pub fn unrecorded() -> Self {
        Self::of_text(String::new())
    }

    /// Whether it is [`unrecorded`](Self::unrecorded).
    pub fn is_unrecorded(&self) -> bool {
        self.0.text.get().is_some_and(String::is_empty)
    }

    /// What a Rust value is as JSON.
    ///
    /// # Errors
    ///
    /// If it cannot be JSON, such as a map whose keys are not strings.
    pub fn of(value: &impl Serialize) -> serde_json::Result<Self> {
        Ok(Self::of_text(serde_json::to_string(value)?))
    }

    /// The Rust value that this JSON is.
    ///
    /// # Errors
    ///
    /// If it is none.
    pub fn read<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        match self.0.value.get() {
            Some(value) => T::deserialize(value),
            None => serde_json::from_str(self.as_text()),
        }
    }

    /// The value itself; copied only if someone else holds it too.
    pub fn into_value(self) -> Value {
        match Arc::try_unwrap(self.0) {
            Ok(forms) => forms.value.into_inner().unwrap_or_else(|| parsed(forms.text.get().map(String::as_str))),
            Err(shared) => Self(shared).clone_value(),
        }
    }

    fn clone_value(&self) -> Value {
        Value::clone(self)
    }

    /// The JSON text, compact unless it came as text: what AWS writes into histories and descriptions.
    pub fn as_text(&self) -> &str {
        self.0.text.get_or_init(|| self.0.value.get().map(workflow_asl::json_text).unwrap_or_default())
    }

    /// The JSON text, owned.
    pub fn to_text(&self) -> String {
        self.as_text().to_owned()
    }

    /// Whether both are one value in memory.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// How many bytes its text has.
    pub(crate) fn size(&self) -> usize {
        match (self.0.text.get(), self.0.value.get()) {
            (None, Some(value)) => {
                let mut length = Length(0);
                // It takes every byte, and the keys of a value are strings.
                let _ = serde_json::to_writer(&mut length, value);
                length.0
            }
            _ => self.as_text().len(),
        }
    }

    /// Whether its text is longer than [`MAX_PAYLOAD`].
    pub fn is_too_large(&self) -> bool {
        match (self.0.text.get(), self.0.value.get()) {
            (None, Some(value)) if longest(value) <= MAX_PAYLOAD => false,
            _ => self.as_text().len() > MAX_PAYLOAD,
        }
    }
}

/// Counts what is written, and keeps none of it.
struct Length(usize);

impl std::io::Write for Length {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// How long the text of a value can be at most: cheaper than the text, and enough for most.
fn longest(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) => 5,
        Value::Number(_) => 32,
        // Of one byte an escape makes six.
        Value::String(text) => text.len() * 6 + 2,
        Value::Array(items) => items.iter().map(|item| longest(item) + 1).sum::<usize>() + 2,
        Value::Object(fields) => {
            fields.iter().map(|(name, field)| name.len() * 6 + longest(field) + 4).sum::<usize>() + 2
        }
    }
}

/// The value of a text, which was made from one or read before.
fn parsed(text: Option<&str>) -> Value {
    text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

/// An empty object: what the input is when none is given.
impl Default for Payload {
    fn default() -> Self {
        Value::Object(serde_json::Map::new()).into()
    }
}

impl From<Value> for Payload {
    fn from(value: Value) -> Self {
        Self(Arc::new(Forms { value: value.into(), ..Forms::default() }))
    }
}

impl Deref for Payload {
    type Target = Value;

    fn deref(&self) -> &Value {
        self.0.value.get_or_init(|| parsed(self.0.text.get().map(String::as_str)))
    }
}

impl PartialEq for Payload {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_text())
    }
}

impl<'de> Deserialize<'de> for Payload {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::from)
    }
}

impl Serialize for Payload {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Value::serialize(self, serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_limit_is_of_the_text_in_bytes() {
        let text = |length| Payload::from(Value::from("x".repeat(length)));
        assert!(!text(MAX_PAYLOAD - 2).is_too_large());
        assert!(text(MAX_PAYLOAD - 1).is_too_large());
        assert!(Payload::from(Value::from("ä".repeat(MAX_PAYLOAD / 2))).is_too_large());
        assert!(Payload::from_json(&format!("\"{}\"", "x".repeat(MAX_PAYLOAD))).is_ok_and(|text| text.is_too_large()));
    }

    #[test]
    fn each_form_gives_the_other() {
        let value = json!({"a": [1, "two"], "b": null});
        let of_value = Payload::from(value.clone());
        assert_eq!(of_value.as_text(), r#"{"a":[1,"two"],"b":null}"#);
        let of_text = Payload::from_json(of_value.as_text()).unwrap();
        assert_eq!((&*of_text, of_text == of_value), (&value, true));
        assert_eq!(of_text.read::<std::collections::HashMap<String, Value>>().unwrap().len(), 2);
        assert_eq!(of_text.clone().into_value(), value);
        assert!(Payload::from_json("{").is_err() && Payload::from_json("1 2").is_err());
    }

    #[test]
    fn a_bound_is_never_below_the_text() {
        for value in
            [json!(null), json!(-1.5e-300), json!(u64::MAX), json!("\u{1}\"\\ä"), json!([[], {}, {"a\n": [1]}])]
        {
            assert!(longest(&value) >= value.to_string().len(), "{value}");
        }
    }
}
