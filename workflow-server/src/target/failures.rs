//! How AWS words the failures of requests to its services.

use workflow_engine::Failure;

use super::client::{HttpError, HttpResponse};
use super::metadata::{new_request_id, request_id};

/// What a service says of a request that it has refused.
#[derive(Debug, PartialEq)]
pub(crate) struct ServiceError {
    /// The error code, such as `ResourceNotFoundException`; none where the answer has none.
    pub(crate) code: Option<String>,
    /// The exception's name where it is not the code: SQS has both.
    pub(crate) exception: Option<String>,
    /// The message.
    pub(crate) message: Option<String>,
    /// The HTTP status.
    pub(crate) status: u16,
    /// The request's id.
    pub(crate) request_id: String,
}

impl ServiceError {
    /// Reads the error of a JSON protocol: `__type` or `X-Amzn-ErrorType`, and `message`.
    ///
    /// See "AWS JSON 1.0 protocol" in the Smithy documentation.
    pub(crate) fn of_json(response: &HttpResponse) -> Self {
        let body: serde_json::Value = serde_json::from_slice(&response.body).unwrap_or_default();
        let text = |name: &str| body.get(name).and_then(serde_json::Value::as_str).map(str::to_owned);
        let exception = response.header("x-amzn-errortype").map(str::to_owned);
        let exception = exception.or_else(|| text("__type")).or_else(|| text("code")).map(|name| shape_name(&name));
        let query_code = response.header("x-amzn-query-error").and_then(|text| text.split(';').next());
        Self {
            code: query_code.map(str::to_owned).or_else(|| exception.clone()),
            exception,
            message: text("message").or_else(|| text("Message")).or_else(|| text("errorMessage")),
            status: response.status.as_u16(),
            request_id: request_id(response).unwrap_or_else(new_request_id),
        }
    }

    /// The exception's name as AWS's SDKs for Java have it; none if it is not one of `modelled`.
    fn exception_name(&self, modelled: &dyn Fn(&str) -> bool) -> Option<String> {
        let name = self.exception.as_deref().or(self.code.as_deref())?;
        let long = if name.ends_with("Exception") { name.to_owned() } else { format!("{name}Exception") };
        (modelled(name) || modelled(&long)).then_some(long)
    }
}

/// `com.amazonaws.dynamodb.v20120810#ResourceNotFoundException:http://..` is `ResourceNotFoundException`.
fn shape_name(text: &str) -> String {
    let name = text.rsplit_once('#').map_or(text, |(_, name)| name);
    name.split(':').next().unwrap_or_default().to_owned()
}

/// The names of a service in the failures of an optimised integration, which go through AWS's SDK for Java 1.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OptimisedNames {
    /// Before the dot of the error: `DynamoDB`.
    pub(crate) prefix: &'static str,
    /// `Service:` of the cause: `AmazonDynamoDBv2`.
    pub(crate) service: &'static str,
    /// The exception of what the service does not model: `AmazonDynamoDBException`.
    pub(crate) exception: &'static str,
}

impl OptimisedNames {
    /// The failure of a request that the service has refused.
    pub(crate) fn refused(&self, error: &ServiceError, modelled: &dyn Fn(&str) -> bool) -> Failure {
        let exception = error.exception_name(modelled).unwrap_or_else(|| self.exception.to_owned());
        let cause = format!(
            "{} (Service: {}; Status Code: {}; Error Code: {}; Request ID: {}; Proxy: null)",
            error.message.as_deref().unwrap_or("null"),
            self.service,
            error.status,
            error.code.as_deref().unwrap_or("null"),
            error.request_id
        );
        Failure::new(format!("{}.{exception}", self.prefix), cause)
    }

    /// The failure of a request that got no answer.
    pub(crate) fn unanswered(&self, error: &HttpError) -> Failure {
        no_answer(self.prefix, &error.to_string())
    }
}

/// The failure of an `aws-sdk` integration, which goes through AWS's SDK for Java 2. Its newer versions count attempts:
/// recordings that are older have no count.
pub(crate) fn sdk_refused(prefix: &str, error: &ServiceError, modelled: &dyn Fn(&str) -> bool) -> Failure {
    let exception = error.exception_name(modelled).unwrap_or_else(|| format!("{prefix}Exception"));
    let message = error.message.as_deref().unwrap_or("null");
    let cause = format!(
        "{message} (Service: {prefix}, Status Code: {}, Request ID: {}) (SDK Attempt Count: 1)",
        error.status, error.request_id
    );
    Failure::new(format!("{prefix}.{exception}"), cause)
}

/// The failure of a request that got no answer, or could not even be sent.
pub(crate) fn no_answer(prefix: &str, reason: &str) -> Failure {
    Failure::new(format!("{prefix}.SdkClientException"), format!("Unable to execute HTTP request: {reason}"))
}
