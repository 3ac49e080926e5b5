//! `sns:publish`: the one operation of the query protocol that is supported.

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::{Method, Request};
use http_body_util::Full;
use hyper::body::Bytes;
use quick_xml::events::Event;
use serde_json::{Map, Value};
use workflow_asl::{IntegrationPattern, Resource};
use workflow_engine::{Failure, Payload, TaskError, TaskProgress, TaskRequest, TaskTarget};

use super::Aws;
use super::client::HttpResponse;
use super::failures::{OptimisedNames, ServiceError, no_answer, sdk_refused};
use super::form::{self, ArrayFormat};
use super::metadata::{HeaderNames, Metadata, new_request_id, request_id};
use super::service::{CallError, limited, unconfigured};

/// SNS's names in the failures of the optimised integration.
const NAMES: OptimisedNames = OptimisedNames { prefix: "SNS", service: "AmazonSNS", exception: "AmazonSNSException" };

/// SNS's name in the failures of the `aws-sdk` integration.
const SDK_NAME: &str = "Sns";

/// The exceptions of `Publish` in SNS's service model.
const EXCEPTIONS: [&str; 15] = [
    "AuthorizationErrorException",
    "EndpointDisabledException",
    "InternalErrorException",
    "InvalidParameterException",
    "InvalidParameterValueException",
    "InvalidSecurityException",
    "KMSAccessDeniedException",
    "KMSDisabledException",
    "KMSInvalidStateException",
    "KMSNotFoundException",
    "KMSOptInRequired",
    "KMSThrottlingException",
    "NotFoundException",
    "PlatformApplicationDisabledException",
    "ValidationException",
];

/// `sns:publish` and `aws-sdk:sns:publish`, with or without `.waitForTaskToken`.
///
/// See `Publish` in the SNS API reference.
#[derive(Clone, Debug)]
pub(crate) struct SnsTarget(pub(crate) Arc<Aws>);

impl TaskTarget for SnsTarget {
    fn accepts(&self, resource: &Resource, _input: &Payload) -> bool {
        let Resource::Integration(of) = resource else { return false };
        let has_pattern =
            matches!(of.pattern, IntegrationPattern::RequestResponse | IntegrationPattern::WaitForTaskToken);
        of.service == "sns" && of.action == "publish" && has_pattern
    }

    fn run<'a>(
        &'a self,
        request: TaskRequest,
        _progress: &'a dyn TaskProgress,
    ) -> BoxFuture<'a, Result<Payload, TaskError>> {
        async move {
            let is_aws_sdk = matches!(&*request.resource, Resource::Integration(of) if of.is_aws_sdk);
            let answer = self.publish(&request.input).await;
            let result = if is_aws_sdk { sdk_result(answer) } else { optimised_result(answer) };
            result.map_err(|failure| TaskError::of_request(&request.resource, failure))
        }
        .boxed()
    }
}

/// What SNS has answered: the result and the response it stood in.
type Answer = Result<(Value, HttpResponse), CallError>;

fn optimised_result(answer: Answer) -> Result<Payload, Failure> {
    let (value, response) = answer.map_err(|error| match error {
        CallError::Refused(error) => NAMES.refused(&error, &is_exception),
        CallError::Unanswered(reason) => no_answer(NAMES.prefix, &reason),
    })?;
    limited(Metadata::of(&response, &HeaderNames::OTHERS, &[]).add_to(value), "sns")
}

fn sdk_result(answer: Answer) -> Result<Payload, Failure> {
    let (value, _) = answer.map_err(|error| match error {
        CallError::Refused(error) => sdk_refused(SDK_NAME, &error, &is_exception),
        CallError::Unanswered(reason) => no_answer(SDK_NAME, &reason),
    })?;
    limited(value, "aws-sdk:sns")
}

fn is_exception(name: &str) -> bool {
    EXCEPTIONS.contains(&name)
}

impl SnsTarget {
    async fn publish(&self, parameters: &Value) -> Answer {
        let unanswered = |error: String| CallError::Unanswered(error);
        let endpoint = self.0.endpoints().find("sns").ok_or_else(|| unconfigured("sns"))?;
        let body = form::encode(&members(parameters), ArrayFormat::default());
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("{endpoint}/"))
            .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
            .body(Full::<Bytes>::from(body.clone()))
            .map_err(|error| unanswered(error.to_string()))?;
        let response = self.0.send_signed(request, body.as_bytes(), "sns").await;
        let response = response.map_err(|error| unanswered(error.to_string()))?;
        let texts = Texts::read(&response.text());
        if !response.status.is_success() {
            return Err(CallError::Refused(refusal(&response, &texts)));
        }
        let texts = texts.ok_or_else(|| unanswered("the response is no XML".to_owned()))?;
        let result = ["MessageId", "SequenceNumber"].into_iter().filter_map(|name| {
            Some((name.to_owned(), Value::from(texts.get(&["PublishResponse", "PublishResult", name])?)))
        });
        Ok((Value::Object(result.collect()), response))
    }
}

fn refusal(response: &HttpResponse, texts: &Option<Texts>) -> ServiceError {
    let text = |name| texts.as_ref()?.get(&["ErrorResponse", "Error", name]).map(str::to_owned);
    let code = text("Code");
    let exception = match code.as_deref() {
        Some("ParameterValueInvalid") => Some("InvalidParameterValueException".to_owned()),
        _ => None,
    };
    let id = || texts.as_ref()?.get(&["ErrorResponse", "RequestId"]).map(str::to_owned);
    ServiceError {
        code,
        exception,
        message: text("Message"),
        status: response.status.as_u16(),
        request_id: request_id(response).or_else(id).unwrap_or_else(new_request_id),
    }
}

/// The members of the request's form.
fn members(parameters: &Value) -> Map<String, Value> {
    let mut members = Map::new();
    members.insert("Action".to_owned(), Value::from("Publish"));
    members.insert("Version".to_owned(), Value::from("2010-03-31"));
    for (name, value) in parameters.as_object().into_iter().flatten() {
        match (name.as_str(), value) {
            (_, Value::Null) => {}
            ("MessageAttributes", Value::Object(attributes)) => {
                for (index, (attribute, value)) in attributes.iter().enumerate() {
                    let entry = format!("MessageAttributes.entry.{}", index.saturating_add(1));
                    members.insert(format!("{entry}.Name"), Value::from(attribute.as_str()));
                    for (part, value) in value.as_object().into_iter().flatten() {
                        members.insert(format!("{entry}.Value.{part}"), Value::from(form::text(value)));
                    }
                }
            }
            // A message may be any JSON, which is sent as text.
            _ => drop(members.insert(name.clone(), Value::from(form::text(value)))),
        }
    }
    members
}

/// The texts of an XML document, by the names of the elements around them.
struct Texts(Vec<(Vec<String>, String)>);

impl Texts {
    /// Reads a document; none if it is none.
    fn read(document: &str) -> Option<Self> {
        let mut reader = quick_xml::Reader::from_str(document);
        let mut texts: Vec<(Vec<String>, String)> = Vec::new();
        let mut path: Vec<String> = Vec::new();
        loop {
            let text = match reader.read_event().ok()? {
                Event::Start(element) => {
                    path.push(element.local_name().as_ref().to_owned());
                    texts.push((path.clone(), String::new()));
                    continue;
                }
                Event::End(_) => {
                    path.pop();
                    continue;
                }
                Event::Text(text) => text.xml10_content().into_owned(),
                Event::CData(text) => text.xml10_content().into_owned(),
                Event::GeneralRef(reference) => match reference.resolve_char_ref().ok()? {
                    Some(character) => character.to_string(),
                    None => quick_xml::escape::resolve_predefined_entity(&reference)?.to_owned(),
                },
                Event::Eof if path.is_empty() && !texts.is_empty() => return Some(Self(texts)),
                Event::Eof => return None,
                _ => continue,
            };
            // Text around elements is only space.
            if let Some((_, whole)) = texts.iter_mut().rev().find(|(of, _)| *of == path) {
                whole.push_str(&text);
            }
        }
    }

    fn get(&self, path: &[&str]) -> Option<&str> {
        self.0.iter().find(|(of, _)| of == path).map(|(_, text)| text.as_str())
    }
}

#[cfg(test)]
mod tests;
