//! What a Lambda function looks like to a state machine, whoever runs it.

use serde_json::{Map, Value};

use crate::{Failure, Payload};

/// A Lambda function, as a `Resource` or a `FunctionName` names it: a name, a partial ARN or a whole one, each with
/// or without a version or an alias.
///
/// Follows `FunctionName` of `Invoke` in the Lambda API reference.
///
/// ```
/// use workflow_engine::LambdaFunction;
///
/// let whole = LambdaFunction::parse("arn:aws:lambda:us-east-1:123456789012:function:charge:prod");
/// assert_eq!(whole, LambdaFunction { name: "charge", qualifier: Some("prod") });
/// assert_eq!(LambdaFunction::parse("123456789012:function:charge").name, "charge");
/// assert_eq!(LambdaFunction::parse("charge"), LambdaFunction { name: "charge", qualifier: None });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LambdaFunction<'a> {
    /// The function's name alone.
    pub name: &'a str,
    /// Its version or alias, if named.
    pub qualifier: Option<&'a str>,
}

impl<'a> LambdaFunction<'a> {
    /// Takes the text apart.
    pub fn parse(text: &'a str) -> Self {
        // The parts of an ARN before the name have fixed places; counting colons is cheaper than searching for words.
        let is_arn = text.starts_with("arn:");
        let mut colons = text.bytes().enumerate().filter(|(_, byte)| *byte == b':').map(|(at, _)| at + 1);
        let function = match is_arn.then(|| colons.nth(5)).flatten() {
            Some(name) => text.get(name..).unwrap_or(text),
            None => text.rsplit_once("function:").map_or(text, |(_, function)| function),
        };
        match function.split_once(':') {
            Some((name, qualifier)) => Self { name, qualifier: Some(qualifier) },
            None => Self { name: function, qualifier: None },
        }
    }
}

/// The result of `lambda:invoke`: what the function returned, and the metadata that AWS puts around it.
///
/// See "Invoke Lambda with Step Functions" in the AWS developer guide.
#[derive(Clone, Debug)]
pub struct LambdaResponse {
    /// `ExecutedVersion`; none where the function was not run yet.
    pub executed_version: Option<String>,
    /// `LogResult`, in Base64, where `LogType` asked for it.
    pub log_result: Option<String>,
    /// `Payload`: what the function returned.
    pub payload: Value,
    /// `SdkHttpMetadata`.
    pub sdk_http_metadata: Value,
    /// `SdkResponseMetadata.RequestId`.
    pub request_id: String,
    /// `StatusCode`: 200 for a function that ran.
    pub status_code: u16,
}

impl LambdaResponse {
    /// The JSON, its members in AWS's order.
    pub fn into_payload(self) -> Payload {
        let mut response = Map::with_capacity(6);
        if let Some(version) = self.executed_version {
            response.insert("ExecutedVersion".to_owned(), Value::String(version));
        }
        if let Some(log) = self.log_result {
            response.insert("LogResult".to_owned(), Value::String(log));
        }
        response.insert("Payload".to_owned(), self.payload);
        response.insert("SdkHttpMetadata".to_owned(), self.sdk_http_metadata);
        response.insert("SdkResponseMetadata".to_owned(), object([("RequestId", Value::String(self.request_id))]));
        response.insert("StatusCode".to_owned(), Value::from(self.status_code));
        Payload::from(Value::Object(response))
    }
}

/// What a state machine sees of a Lambda function that has failed: its `errorType`, and its whole response as cause.
pub(crate) fn function_failure(failure: Failure) -> Failure {
    let error = failure.error.unwrap_or_else(|| Failure::LAMBDA_UNKNOWN.to_owned());
    let message = failure.cause.unwrap_or_default();
    let response = object([("errorMessage", Value::String(message)), ("errorType", Value::String(error.clone()))]);
    Failure::new(error, response.to_string())
}

/// A small object.
pub(crate) fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_functions_failure_is_its_response() {
        let failure = function_failure(Failure::new("SoldOut", r#"{"sku":"a"}"#));
        assert_eq!(failure.name(), "SoldOut");
        assert_eq!(failure.cause.as_deref(), Some(r#"{"errorMessage":"{\"sku\":\"a\"}","errorType":"SoldOut"}"#));
        assert_eq!(function_failure(Failure::default()).name(), "Lambda.Unknown");
    }

    #[test]
    fn members_stand_in_the_order_of_aws() {
        let response = LambdaResponse {
            executed_version: Some("$LATEST".to_owned()),
            log_result: Some("bG9n".to_owned()),
            payload: json!(1),
            sdk_http_metadata: json!({"HttpStatusCode": 200}),
            request_id: "r".to_owned(),
            status_code: 200,
        };
        assert_eq!(
            response.into_payload().to_text(),
            concat!(
                r#"{"ExecutedVersion":"$LATEST","LogResult":"bG9n","Payload":1,"SdkHttpMetadata":{"HttpStatusCode":200},"#,
                r#""SdkResponseMetadata":{"RequestId":"r"},"StatusCode":200}"#
            )
        );
    }
}
