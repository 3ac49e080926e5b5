//! The service as the tasks of its own executions see it.

use std::sync::Weak;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::Value;
use workflow_engine::Execution;

use super::{Service, Shared};
use crate::target::{Executions, RefusedRequest};

/// The service, which tasks do not keep alive: it owns what runs them.
#[derive(Debug)]
pub(super) struct OwnExecutions(pub(super) Weak<Shared>);

impl Executions for OwnExecutions {
    fn call<'a>(&'a self, operation: &'a str, request: Value) -> BoxFuture<'a, Result<Value, RefusedRequest>> {
        async move {
            let Some(shared) = self.0.upgrade() else {
                let message = "The service has been shut down".to_owned();
                return Err(RefusedRequest { code: "ServiceUnavailable".to_owned(), message });
            };
            let response = Service(shared).call(operation, request).await;
            response.map_err(|error| RefusedRequest { code: error.code.to_owned(), message: error.message })
        }
        .boxed()
    }

    fn execution(&self, execution_arn: &str) -> Option<Execution> {
        let record = self.0.upgrade()?.registry.execution(execution_arn)?;
        Some(record.execution.clone())
    }
}
