//! Where services are.

use std::collections::HashMap;

use super::services;

/// The addresses of services, such as `http://127.0.0.1:4566`.
///
/// A service is named as in `aws-sdk:NAME:action` (`sfn` is also `states`, `eventbridge` is also `events`).
///
/// ```
/// use workflow_server::target::Endpoints;
///
/// let variables = |name: &str| match name {
///     "LAMBDA_ENDPOINT" => Some("http://127.0.0.1:9001".to_owned()),
///     "AWS_ENDPOINT_URL" => Some("http://127.0.0.1:4566/".to_owned()),
///     _ => None,
/// };
/// let endpoints = Endpoints::from_variables(variables).with("sqs", "http://127.0.0.1:9324");
/// assert_eq!(endpoints.find("lambda").as_deref(), Some("http://127.0.0.1:9001"));
/// assert_eq!(endpoints.find("sqs").as_deref(), Some("http://127.0.0.1:9324"));
/// assert_eq!(endpoints.find("dynamodb").as_deref(), Some("http://127.0.0.1:4566"));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Endpoints {
    services: HashMap<String, String>,
    default: Option<String>,
}

/// The variables of AWS's local tool, which come before those of the SDKs.
const LOCAL_VARIABLES: [(&str, &str); 7] = [
    ("LAMBDA_ENDPOINT", "lambda"),
    ("SQS_ENDPOINT", "sqs"),
    ("SNS_ENDPOINT", "sns"),
    ("DYNAMODB_ENDPOINT", "dynamodb"),
    ("STEP_FUNCTIONS_ENDPOINT", "sfn"),
    ("ECS_ENDPOINT", "ecs"),
    ("SAGE_MAKER_ENDPOINT", "sagemaker"),
];

impl Endpoints {
    /// Reads environment variables through `variable`: those of AWS's local tool (`LAMBDA_ENDPOINT`, `SQS_ENDPOINT`,
    /// `SNS_ENDPOINT`, `DYNAMODB_ENDPOINT`, `STEP_FUNCTIONS_ENDPOINT`, `ECS_ENDPOINT`, `SAGE_MAKER_ENDPOINT`), then those of the SDKs for the services
    /// that have JSON 1.0 or 1.1 (`AWS_ENDPOINT_URL_SECRETS_MANAGER`, ..) and for all others `AWS_ENDPOINT_URL`. An
    /// empty one is not there.
    pub fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Self {
        let variable = |name: &str| variable(name).filter(|address| !address.is_empty());
        let mut endpoints = Self { services: HashMap::new(), default: variable("AWS_ENDPOINT_URL").map(clean) };
        for (name, id) in services::endpoint_ids() {
            if let Some(address) = variable(&format!("AWS_ENDPOINT_URL_{id}")) {
                endpoints = endpoints.with(name, &address);
            }
        }
        for (name, service) in LOCAL_VARIABLES {
            if let Some(address) = variable(name) {
                endpoints = endpoints.with(service, &address);
            }
        }
        endpoints
    }

    /// Says where a service is.
    #[must_use]
    pub fn with(mut self, service: &str, address: &str) -> Self {
        self.services.insert(canonical(service).to_owned(), clean(address.to_owned()));
        self
    }

    /// Says where all other services are.
    #[must_use]
    pub fn with_default(mut self, address: &str) -> Self {
        self.default = Some(clean(address.to_owned()));
        self
    }

    /// Where a service is, without a slash at its end; none if nothing says so.
    pub fn find(&self, service: &str) -> Option<String> {
        self.services.get(canonical(service)).or(self.default.as_ref()).cloned()
    }

    /// Where a service is, if that was said of it alone.
    pub(crate) fn find_own(&self, service: &str) -> Option<String> {
        self.services.get(canonical(service)).cloned()
    }
}

/// The name of a service that has two.
fn canonical(service: &str) -> &str {
    match service {
        "states" | "stepfunctions" => "sfn",
        "events" => "eventbridge",
        "elasticmapreduce" => "emr",
        other => other,
    }
}

fn clean(address: String) -> String {
    address.trim_end_matches('/').to_owned()
}
