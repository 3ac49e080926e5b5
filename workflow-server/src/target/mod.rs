//! What does the work of Task states outside of this process.
//!
//! | resource | done by | where |
//! |---|---|---|
//! | the ARN of a Lambda function, `lambda:invoke` | the Lambda API | `LAMBDA_ENDPOINT` |
//! | `states:startExecution`, `aws-sdk:sfn:*` | this server itself, or another | `STEP_FUNCTIONS_ENDPOINT` |
//! | `dynamodb`, `sqs`, `sns:publish`, `events`, `ecs`, `athena`, `sagemaker`, `codebuild`, `elasticmapreduce` | the service's API | `DYNAMODB_ENDPOINT`, .. |
//! | `aws-sdk:service:action`, where the service is in the table of those that speak JSON | the service's API | `AWS_ENDPOINT_URL_<SERVICE>` |
//! | `http:invoke` | any HTTP endpoint | `ApiEndpoint` |
//!
//! `AWS_ENDPOINT_URL` is where all services are that no other variable names, but for Step Functions. Requests are
//! signed with Signature Version 4, always with the same credentials: a state's `Credentials` are only written to the
//! history. Nothing is sent anywhere that was not configured: a service without an endpoint fails as it fails on AWS
//! when it cannot be reached, with `SdkClientException`, and a Lambda function as one that does not exist.
//!
//! A call that has failed is not tried again here: that is for the state's `Retry`.
//!
//! # What is refused
//!
//! - Services that do not speak JSON 1.0 or 1.1 (S3 and other REST services, EC2, and, but for `sns:publish`, those of
//!   the query protocol), so `aws-sdk:lambda:invoke`, `aws-sdk:s3:*`, `batch:*`, `apigateway:invoke` and `bedrock:*` too.
//! - `.sync` of other services than Step Functions.
//! - Parameters that a service's operations do not agree on how to write, such as `Tags` of SQS.
//! - HTTP tasks whose connection uses OAuth.
//!
//! Each fails with `States.Runtime` and says what is missing. Blobs are text in Base64, in requests and in results.

mod client;
mod connection;
mod endpoint;
mod endpoints;
mod failures;
#[cfg(test)]
mod fixture;
mod form;
mod http_invoke;
mod lambda;
mod metadata;
mod service;
mod services;
mod sign;
mod sns;
mod start_execution;

use std::collections::HashMap;
use std::sync::Arc;

pub use aws_credential_types::Credentials;
use http::Request;
use http_body_util::Full;
use hyper::body::Bytes;
use workflow_engine::Targets;
use workflow_engine::clock::Clock;

use self::client::{HttpClient, HttpError, HttpResponse};
pub use self::connection::{Authorization, Connection};
pub use self::endpoint::Endpoint;
pub use self::endpoints::Endpoints;
pub use self::start_execution::{Executions, RefusedRequest};

/// What the targets are made with.
#[derive(Clone, Debug)]
pub struct TargetOptions {
    /// Where services are.
    pub endpoints: Endpoints,
    /// What requests to them are signed with. Local services take any.
    pub credentials: Credentials,
    /// The region that requests are for.
    pub region: Arc<str>,
    /// The account of the ARNs in errors.
    pub account_id: Arc<str>,
    /// The EventBridge connections that HTTP tasks use, by their ARNs.
    pub connections: HashMap<String, Connection>,
    /// The time of signatures.
    pub clock: Clock,
}

impl Default for TargetOptions {
    /// No endpoints, and credentials that only local services take.
    fn default() -> Self {
        Self {
            endpoints: Endpoints::default(),
            credentials: Credentials::from_keys("local", "local", None),
            region: Arc::from("us-east-1"),
            account_id: Arc::from("123456789012"),
            connections: HashMap::new(),
            clock: Clock::Real,
        }
    }
}

impl TargetOptions {
    /// Reads environment variables through `variable`: those of [`Endpoints::from_variables`], `AWS_ACCESS_KEY_ID`,
    /// `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`, and `AWS_REGION` or `AWS_DEFAULT_REGION`.
    pub fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Self {
        let mut options = Self { endpoints: Endpoints::from_variables(&variable), ..Self::default() };
        if let (Some(id), Some(secret)) = (variable("AWS_ACCESS_KEY_ID"), variable("AWS_SECRET_ACCESS_KEY")) {
            options.credentials = Credentials::from_keys(id, secret, variable("AWS_SESSION_TOKEN"));
        }
        if let Some(region) = variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION")) {
            options.region = Arc::from(region);
        }
        options
    }

    /// Adds the targets of this module to those there are. They accept every resource that names a Lambda function or
    /// an integration, so they come last. `executions` is the server itself.
    #[must_use]
    pub fn add_to(self, targets: Targets, executions: Arc<dyn Executions>) -> Targets {
        let aws = Arc::new(Aws { client: HttpClient::default(), options: self });
        targets
            .with(lambda::LambdaTarget(Arc::clone(&aws)))
            .with(start_execution::StepFunctionsTarget { aws: Arc::clone(&aws), executions })
            .with(http_invoke::HttpTarget(Arc::clone(&aws)))
            .with(sns::SnsTarget(Arc::clone(&aws)))
            .with(service::ServiceTarget(aws))
    }
}

impl TargetOptions {
    /// The services alone, without Lambda functions and Step Functions itself: what a program calls whose workflows run
    /// natively.
    pub fn services(self) -> Targets {
        let aws = Arc::new(Aws { client: HttpClient::default(), options: self });
        Targets::new()
            .with(http_invoke::HttpTarget(Arc::clone(&aws)))
            .with(sns::SnsTarget(Arc::clone(&aws)))
            .with(service::ServiceTarget(aws))
    }
}

/// What the requests of all services share.
#[derive(Debug)]
pub(crate) struct Aws {
    client: HttpClient,
    options: TargetOptions,
}

impl Aws {
    fn endpoints(&self) -> &Endpoints {
        &self.options.endpoints
    }

    fn region(&self) -> &str {
        &self.options.region
    }

    fn account_id(&self) -> &str {
        &self.options.account_id
    }

    /// Signs a request with this body for a service, by its signing name, and sends it.
    async fn send_signed(
        &self,
        mut request: Request<Full<Bytes>>,
        body: &[u8],
        service: &str,
    ) -> Result<HttpResponse, HttpError> {
        let now = self.options.clock.now();
        sign::sign_request(&mut request, body, &self.options.credentials, service, self.region(), now)
            .map_err(|error| HttpError::Broken(error.to_string()))?;
        self.client.send(request).await
    }
}
