//! The service as the tasks of its own executions see it.

use std::sync::Weak;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::Value;
use tokio::sync::watch;
use workflow_engine::clock::Clock;

use super::{ApiError, Service, Shared};
use crate::target::{Executions, RefusedRequest};

/// The service, which tasks do not keep alive: it owns what runs them.
#[derive(Debug)]
pub(super) struct OwnExecutions {
    /// None until it was opened, when executions may go on already.
    pub(super) service: watch::Receiver<Option<Weak<Shared>>>,
    pub(super) clock: Clock,
}

/// How long a task waits before it asks again for what the store cannot do now.
const PAUSE: Duration = Duration::from_secs(1);

impl OwnExecutions {
    async fn service(&self) -> Result<Service, RefusedRequest> {
        let mut opened = self.service.clone();
        // Without a sender it was not opened at all.
        let service = opened.wait_for(Option::is_some).await.ok().and_then(|service| service.as_ref()?.upgrade());
        service.map(Service).ok_or_else(|| RefusedRequest {
            code: "ServiceUnavailable".to_owned(),
            message: "The service has been shut down".to_owned(),
        })
    }

    /// A task does not fail because the store is full: it waits, as its execution would.
    async fn asked<'a, T>(
        &self,
        ask: impl Fn(Service) -> BoxFuture<'a, Result<T, ApiError>>,
    ) -> Result<T, RefusedRequest> {
        loop {
            match ask(self.service().await?).await {
                Err(error) if error.is_unavailable() => self.clock.sleep(PAUSE).await,
                answer => return answer.map_err(RefusedRequest::from),
            }
        }
    }
}

impl From<ApiError> for RefusedRequest {
    fn from(error: ApiError) -> Self {
        Self { code: error.code.to_owned(), message: error.message }
    }
}

impl Executions for OwnExecutions {
    fn call<'a>(&'a self, operation: &'a str, request: Value) -> BoxFuture<'a, Result<Value, RefusedRequest>> {
        self.asked(move |service| {
            let request = request.clone();
            async move { service.call(operation, request).await }.boxed()
        })
        .boxed()
    }

    fn ended<'a>(&'a self, execution_arn: &'a str) -> BoxFuture<'a, Result<(), RefusedRequest>> {
        self.asked(move |service| {
            async move {
                let stored = super::executions::find(&service.0, execution_arn).await?;
                // It is not the task that keeps the service alive.
                let standard = service.0.standard.clone();
                drop(service);
                // The task that waits has a place in memory, so this one needs one, too.
                standard.ended_at_once(stored.id).await?;
                Ok(())
            }
            .boxed()
        })
        .boxed()
    }
}
