//! A server of the Step Functions API, asked over HTTP as any SDK does.

use std::fmt;
use std::sync::Arc;

use futures_util::FutureExt;
use serde_json::Value;
use workflow_cli::{BackendFuture, Operations};

use super::service::{self, CallError};
use super::{Aws, TargetOptions, services};

/// A server of the Step Functions API: this crate's, or AWS itself.
///
/// ```
/// use workflow_server::Endpoint;
///
/// let endpoint = Endpoint::new("http://127.0.0.1:8083", |name| std::env::var(name).ok());
/// assert_eq!(endpoint.to_string(), "http://127.0.0.1:8083");
/// ```
#[derive(Clone, Debug)]
pub struct Endpoint {
    address: String,
    aws: Arc<Aws>,
}

impl Endpoint {
    /// The server at an address. What requests are signed with is read through `variable`, as
    /// [`TargetOptions::from_variables`] does.
    pub fn new(address: &str, variable: impl Fn(&str) -> Option<String>) -> Self {
        let address = address.trim_end_matches('/').to_owned();
        let mut options = TargetOptions::from_variables(variable);
        options.endpoints = options.endpoints.with(SERVICE, &address);
        Self { address, aws: Arc::new(Aws { options, client: super::HttpClient::default() }) }
    }
}

/// Step Functions, as `aws-sdk:sfn:*` names it.
const SERVICE: &str = "sfn";

impl Operations for Endpoint {
    fn call<'a>(&'a self, operation: &'a str, input: Value) -> BackendFuture<'a, Value> {
        async move {
            let Some(sfn) = services::find(SERVICE) else { return Err(workflow_cli::CallError::failed("no service")) };
            match service::call(&self.aws, sfn, operation, input).await {
                Ok((output, _)) => Ok(output),
                Err(CallError::Refused(error)) => {
                    let code = error.code.unwrap_or_else(|| error.status.to_string());
                    Err(workflow_cli::CallError::refused(&code, error.message.unwrap_or_default()))
                }
                Err(CallError::Unanswered(why)) => {
                    Err(workflow_cli::CallError::failed(format!("{}: {why}", self.address)))
                }
            }
        }
        .boxed()
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.address)
    }
}
