//! JSON text to a value. Like `serde_json::from_str`, but a key that stands twice in an object is reported
//! rather than silently replacing the first.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::{Code, Diagnostic, pointer};

/// How deep JSON may be nested: what `serde_json` itself allows, so that recursion over a value that was read
/// cannot exhaust the stack.
const DEPTH: usize = 128;

/// The value and one diagnostic for each duplicate key, or why the text is not JSON.
pub(crate) fn parse(text: &str) -> Result<(Value, Vec<Diagnostic>), Diagnostic> {
    if text.trim().is_empty() {
        // As AWS answers an empty definition.
        let message = "Definition must be a valid JSON object";
        return Err(Diagnostic::error(Code::SchemaValidationFailed, "", message));
    }
    let mut duplicates = Vec::new();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = Node { pointer: String::new(), duplicates: &mut duplicates }
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| malformed(&error))?;
    Ok((value, duplicates))
}

fn malformed(error: &serde_json::Error) -> Diagnostic {
    let message = error.to_string();
    let code = if message.starts_with("recursion limit exceeded") {
        Code::TooDeeplyNested
    } else {
        Code::InvalidJsonDescription
    };
    Diagnostic::error(code, "", message)
}

/// Refuses a value built in code that is nested deeper than a text may be.
pub(super) fn check_depth(value: &Value) -> Result<(), Diagnostic> {
    let mut rest = vec![(value, 1)];
    while let Some((value, depth)) = rest.pop() {
        if depth > DEPTH {
            let message = format!("JSON is nested more than {DEPTH} deep");
            return Err(Diagnostic::error(Code::TooDeeplyNested, "", message));
        }
        match value {
            Value::Array(items) => rest.extend(items.iter().map(|item| (item, depth + 1))),
            Value::Object(fields) => rest.extend(fields.values().map(|field| (field, depth + 1))),
            _ => {}
        }
    }
    Ok(())
}

/// Where in the document the next value stands, and where to report duplicates.
struct Node<'d> {
    pointer: String,
    duplicates: &'d mut Vec<Diagnostic>,
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        loop {
            let node = Node { pointer: pointer::at(&self.pointer, array.len()), duplicates: &mut *self.duplicates };
            match items.next_element_seed(node)? {
                Some(item) => array.push(item),
                None => return Ok(Value::Array(array)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = fields.next_key::<String>()? {
            let pointer = pointer::below(&self.pointer, &key);
            if object.contains_key(&key) {
                let message = format!("Duplicate field '{key}'");
                self.duplicates.push(Diagnostic::error(Code::InvalidJsonDescription, pointer.clone(), message));
            }
            let value = fields.next_value_seed(Node { pointer, duplicates: &mut *self.duplicates })?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}
