//! `SdkHttpMetadata` and `SdkResponseMetadata`: what optimised integrations say of the HTTP response.

use serde_json::{Map, Value, json};

use super::client::HttpResponse;

/// The headers that a service answers with, in AWS's spelling. Names go over the wire in any case, but definitions
/// read them in this one.
///
/// The order is that of `AllHttpHeaders` as AWS writes it (the order of a Java hash map).
pub(crate) struct HeaderNames(&'static [&'static str]);

impl HeaderNames {
    /// Those of Lambda.
    pub(crate) const LAMBDA: Self = Self(&[
        "X-Amz-Log-Result",
        "X-Amz-Executed-Version",
        "x-amzn-Remapped-Content-Length",
        CONNECTION,
        REQUEST_ID,
        "Content-Length",
        "Date",
        "X-Amzn-Trace-Id",
        "Content-Type",
    ]);
    /// Those of DynamoDB.
    pub(crate) const DYNAMODB: Self =
        Self(&["Server", CONNECTION, REQUEST_ID, "x-amz-crc32", "Content-Length", "Date", "Content-Type"]);
    /// Those of SQS, SNS and Step Functions.
    pub(crate) const OTHERS: Self = Self(&[REQUEST_ID, "connection", "Content-Length", "Date", "Content-Type"]);
}

const CONNECTION: &str = "Connection";
const REQUEST_ID: &str = "x-amzn-RequestId";

/// The metadata of one response.
pub(crate) struct Metadata {
    /// `SdkHttpMetadata`.
    pub(crate) http: Value,
    /// `SdkResponseMetadata.RequestId`.
    pub(crate) request_id: String,
}

impl Metadata {
    /// What AWS says of a response: the headers that its service would send, as far as the endpoint has sent them.
    /// `given` has values for those that it may leave out.
    pub(crate) fn of(response: &HttpResponse, names: &HeaderNames, given: &[(&str, &str)]) -> Self {
        let request_id = request_id(response).unwrap_or_else(new_request_id);
        let value = |name: &str| -> Option<String> {
            if name == REQUEST_ID {
                return Some(request_id.clone());
            }
            let sent = response.header(name);
            let sent = sent.or_else(|| given.iter().find(|(given, _)| *given == name).map(|(_, value)| *value));
            // HTTP/1.1 keeps a connection without saying so, AWS says so.
            sent.or(name.eq_ignore_ascii_case(CONNECTION).then_some("keep-alive")).map(str::to_owned)
        };
        let headers: Vec<(&str, String)> = names.0.iter().filter_map(|name| Some((*name, value(name)?))).collect();
        Self { http: http_metadata(response.status.as_u16(), headers), request_id }
    }
}

impl Metadata {
    /// A result with this metadata after its own members.
    pub(crate) fn add_to(self, result: Value) -> Value {
        let mut members = match result {
            Value::Object(members) => members,
            _ => Map::new(),
        };
        members.insert("SdkHttpMetadata".to_owned(), self.http);
        members.insert("SdkResponseMetadata".to_owned(), json!({"RequestId": self.request_id}));
        members.sort_keys();
        Value::Object(members)
    }
}

/// The request's id, which services send in one of two headers.
pub(crate) fn request_id(response: &HttpResponse) -> Option<String> {
    let id = response.header("x-amzn-requestid").or_else(|| response.header("x-amz-request-id"));
    id.filter(|id| !id.is_empty()).map(str::to_owned)
}

/// An id for a request that was given none.
pub(crate) fn new_request_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

fn http_metadata(status: u16, headers: Vec<(&str, String)>) -> Value {
    let all: Map<String, Value> = headers.iter().map(|(name, value)| ((*name).to_owned(), json!([value]))).collect();
    let mut sorted = headers;
    sorted.sort_by_key(|(name, _)| name.to_ascii_lowercase());
    let sorted: Map<String, Value> = sorted.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    json!({"AllHttpHeaders": all, "HttpHeaders": sorted, "HttpStatusCode": status})
}
