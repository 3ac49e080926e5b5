//! `application/x-www-form-urlencoded`.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

/// What is not written as it is, in a form or in an address.
pub(crate) const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// How the items of an array are named.
///
/// See `ArrayFormat` in "Call HTTPS APIs in Step Functions workflows" of the AWS developer guide.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum ArrayFormat {
    /// `a[0]=x&a[1]=y`
    #[default]
    Indices,
    /// `a[]=x&a[]=y`
    Brackets,
    /// `a=x&a=y`
    Repeat,
    /// `a=x,y`
    Commas,
}

impl ArrayFormat {
    /// Reads the option.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "INDICES" => Self::Indices,
            "BRACKETS" => Self::Brackets,
            "REPEAT" => Self::Repeat,
            "COMMAS" => Self::Commas,
            _ => return None,
        })
    }
}

/// Writes the members of an object; those inside them are named `a[b]`.
pub(crate) fn encode(object: &serde_json::Map<String, Value>, arrays: ArrayFormat) -> String {
    let mut form = Form { text: String::new(), arrays };
    for (name, value) in object {
        form.add(name, value);
    }
    form.text
}

struct Form {
    text: String,
    arrays: ArrayFormat,
}

impl Form {
    fn add(&mut self, name: &str, value: &Value) {
        match value {
            Value::Object(members) => {
                for (member, value) in members {
                    self.add(&format!("{name}[{member}]"), value);
                }
            }
            Value::Array(items) if self.arrays == ArrayFormat::Commas => {
                let items: Vec<String> = items.iter().map(encoded).collect();
                self.pair(name, &items.join(","));
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let name = match self.arrays {
                        ArrayFormat::Indices => format!("{name}[{index}]"),
                        ArrayFormat::Brackets => format!("{name}[]"),
                        ArrayFormat::Repeat | ArrayFormat::Commas => name.to_owned(),
                    };
                    self.add(&name, item);
                }
            }
            scalar => self.pair(name, &encoded(scalar)),
        }
    }

    fn pair(&mut self, name: &str, encoded: &str) {
        let separator = if self.text.is_empty() { "" } else { "&" };
        // Writing into a string does not fail.
        let _ = write!(self.text, "{separator}{}={encoded}", utf8_percent_encode(name, ENCODED));
    }
}

/// A value as text: a string without its quotes, null as nothing.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn encoded(value: &Value) -> String {
    utf8_percent_encode(&text(value), ENCODED).to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn arrays_are_named_as_asked() {
        let object = json!({"a": ["x", "y z"], "b": {"c": [1], "d": null}, "e": true});
        let encode = |format| encode(object.as_object().unwrap(), format);
        let rest = |c: &str| format!("b%5Bc%5D{c}=1&b%5Bd%5D=&e=true");
        assert_eq!(encode(ArrayFormat::Indices), format!("a%5B0%5D=x&a%5B1%5D=y%20z&{}", rest("%5B0%5D")));
        assert_eq!(encode(ArrayFormat::Brackets), format!("a%5B%5D=x&a%5B%5D=y%20z&{}", rest("%5B%5D")));
        assert_eq!(encode(ArrayFormat::Repeat), format!("a=x&a=y%20z&{}", rest("")));
        assert_eq!(encode(ArrayFormat::Commas), format!("a=x,y%20z&{}", rest("")));
    }
}
