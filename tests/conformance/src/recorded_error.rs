//! Errors as the corpus holds them: what boto3 raised, or what it told of it.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use crate::server::Refusal;
use crate::text;

/// The error that a call is to be refused with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordedError {
    /// Such as `InvalidName`; none where only the message was kept.
    pub code: Option<String>,
    /// What it says.
    pub message: Option<String>,
}

/// How an error agrees with the recorded one.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// The code is the recorded one.
    pub code: bool,
    /// The message is, too.
    pub message: bool,
}

impl RecordedError {
    /// Reads what a case expects.
    pub fn of(expected: &Value) -> Self {
        let raised = match expected {
            Value::String(raised) => Some(raised.as_str()),
            expected => [&expected["exception_value"], &expected["exception_message"]]
                .into_iter()
                .find_map(|text| text.as_str().filter(|text| !text.is_empty())),
        };
        let named = |value: &Value| value.as_str().map(str::to_owned);
        let is_raised = ["exception_value", "exception_typename", "exception_message"];
        if expected.is_string() || is_raised.iter().any(|name| expected.get(name).is_some()) {
            return raised
                .and_then(from_boto)
                .unwrap_or_else(|| Self { code: named(&expected["exception_typename"]), message: None });
        }
        let error = &expected["Error"];
        Self { code: named(&error["Code"]), message: named(&error["Message"]) }
    }

    /// Compares it with what the server said.
    pub fn agreement(&self, refusal: &Refusal) -> Agreement {
        let same_code = |code: &String| refusal.code == *code || refusal.code == format!("{code}Exception");
        let code = self.code.as_ref().is_none_or(same_code);
        let message = self.message.as_ref().is_none_or(|message| text::matches(message, &refusal.message));
        Agreement { code, message: code && message }
    }

    /// The recorded and the actual error, for people.
    pub fn against(&self, actual: &str) -> String {
        let shown = |part: &Option<String>| part.clone().unwrap_or_else(|| "(any)".to_owned());
        format!("\n      expected {}: {}\n      actual   {actual}", shown(&self.code), shown(&self.message))
    }
}

/// What boto3 writes of an error of AWS.
fn from_boto(text: &str) -> Option<RecordedError> {
    static RAISED: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?s)An error occurred \((\w+)\) when calling the \w+ operation: ?(.*)").ok());
    let captures = RAISED.as_ref()?.captures(text)?;
    let part = |index| captures.get(index).map(|part| part.as_str().to_owned());
    Some(RecordedError { code: part(1), message: part(2) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn errors_are_read_from_every_form() {
        let expected = RecordedError { code: Some("A".to_owned()), message: Some("b: c".to_owned()) };
        let text = "An error occurred (A) when calling the B operation: b: c";
        for recorded in [
            json!(text),
            json!({"exception_value": text, "exception_typename": "C"}),
            json!({"exception_message": text}),
            json!({"Error": {"Code": "A", "Message": "b: c"}, "message": "d"}),
        ] {
            assert_eq!(RecordedError::of(&recorded), expected, "{recorded}");
        }
        let unknown = json!({"exception_value": "Parameter validation failed", "exception_typename": "E"});
        assert_eq!(RecordedError::of(&unknown), RecordedError { code: Some("E".to_owned()), message: None });
    }
}
