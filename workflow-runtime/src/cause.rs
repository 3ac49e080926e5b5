//! How the fields of an error stand in a failure's cause: what `#[derive(WorkflowError)]` generates calls of.

use crate::Failure;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// One field's JSON.
pub fn json<T: Serialize>(value: &T) -> serde_json::Result<Value> {
    serde_json::to_value(value)
}

/// An error whose cause is one value.
pub fn value(error: &str, value: serde_json::Result<Value>) -> Failure {
    match value {
        Ok(value) => Failure::new(error, value.to_string()),
        Err(reason) => unwritable(error, &reason),
    }
}

/// An error whose cause is an object.
pub fn object<const N: usize>(error: &str, fields: [(&str, serde_json::Result<Value>); N]) -> Failure {
    let mut object = Map::new();
    for (name, value) in fields {
        match value {
            Ok(value) => object.insert(name.to_owned(), value),
            Err(reason) => return unwritable(error, &reason),
        };
    }
    Failure::new(error, Value::Object(object).to_string())
}

/// The error keeps its name, which is what Retriers and Catchers go by; the cause says why it holds no fields.
fn unwritable(error: &str, reason: &serde_json::Error) -> Failure {
    Failure::new(error, format!("its fields cannot be written as JSON: {reason}"))
}

/// The cause's value, where it is a `T`.
pub fn read_value<T: DeserializeOwned>(failure: &Failure) -> Option<T> {
    serde_json::from_value(content(failure)?).ok()
}

/// The fields of a cause that is an object.
pub struct Fields(Map<String, Value>);

impl Fields {
    /// The fields of `failure`'s cause, where it is an object.
    pub fn of(failure: &Failure) -> Option<Self> {
        match content(failure)? {
            Value::Object(fields) => Some(Fields(fields)),
            _ => None,
        }
    }

    /// Takes a field; one that is missing is null.
    pub fn take<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        serde_json::from_value(self.0.remove(name).unwrap_or_default()).ok()
    }
}

/// The response of a Lambda function that has failed, which is the cause that AWS gives such an error. No error type
/// has a field called `errorType`, so it cannot be taken for one's own fields.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Envelope {
    #[serde(rename = "errorType")]
    _type: String,
    error_message: String,
}

/// The JSON of the variant's fields: the cause itself or, where a Lambda function wrapped it, the message inside.
fn content(failure: &Failure) -> Option<Value> {
    let cause: Value = serde_json::from_str(&failure.cause).ok()?;
    match Envelope::deserialize(&cause) {
        Ok(envelope) => serde_json::from_str(&envelope.error_message).ok(),
        Err(_) => Some(cause),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::collections::BTreeMap;

    #[test]
    fn fields_come_back() {
        let failure = object("SoldOut", [("sku", super::json(&"a-1")), ("left", super::json(&0))]);
        assert_eq!(failure, Failure::new("SoldOut", r#"{"sku":"a-1","left":0}"#));
        let mut fields = Fields::of(&failure).unwrap();
        assert_eq!(fields.take::<String>("sku"), Some("a-1".to_owned()));
        assert_eq!(fields.take::<u32>("left"), Some(0));
        assert_eq!(fields.take::<Option<u32>>("missing"), Some(None));
        assert_eq!(fields.take::<u32>("missing"), None);
    }

    #[test]
    fn a_lambda_functions_response_is_unwrapped() {
        let response = json!({"errorType": "SoldOut", "errorMessage": "{\"sku\":\"a-1\"}", "trace": []});
        let failure = Failure::new("SoldOut", response.to_string());
        assert_eq!(Fields::of(&failure).unwrap().take::<String>("sku"), Some("a-1".to_owned()));

        let plain = json!({"errorType": "SoldOut", "errorMessage": "no more of it"});
        assert!(Fields::of(&Failure::new("SoldOut", plain.to_string())).is_none());
    }

    #[test]
    fn what_is_no_cause_has_no_fields() {
        assert!(Fields::of(&Failure::named("SoldOut")).is_none());
        assert!(Fields::of(&Failure::new("SoldOut", "gone")).is_none());
        assert!(Fields::of(&Failure::new("SoldOut", "[1]")).is_none());
        assert_eq!(read_value::<Vec<u32>>(&Failure::new("SoldOut", "[1]")), Some(vec![1]));
    }

    #[test]
    fn a_cause_that_cannot_be_written_keeps_its_name() {
        let failure = value("Odd", super::json(&BTreeMap::from([((1, 2), 3)])));
        assert_eq!(failure.error, "Odd");
        assert!(failure.cause.contains("cannot be written"));
    }
}
