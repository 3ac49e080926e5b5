//! The service as what the commands about executions speak to.

use std::path::Path;
use std::sync::Arc;

use futures_util::FutureExt;
use serde_json::Value;
use workflow_cli::{BackendFuture, CallError, Opener, Operations, Worker};
use workflow_store::{OpenError, SqliteOptions, SqliteStore};

use super::{ApiError, Service, ServiceOptions};

impl Operations for Service {
    fn call<'a>(&'a self, operation: &'a str, input: Value) -> BackendFuture<'a, Value> {
        async move { Ok(Service::call(self, operation, input).await?) }.boxed()
    }
}

impl Worker for Service {
    fn shut_down(&self) -> BackendFuture<'_, ()> {
        async move {
            Service::shut_down(self).await;
            Ok(())
        }
        .boxed()
    }
}

impl From<ApiError> for CallError {
    fn from(error: ApiError) -> Self {
        match error.status {
            500.. => CallError::failed(error),
            _ => CallError::refused(error.code, error.message),
        }
    }
}

/// Opens a directory as a service that records what it is asked for, and works on nothing.
#[derive(Clone, Debug)]
pub struct ServiceOpener(pub ServiceOptions);

impl Opener for ServiceOpener {
    fn open<'a>(&'a self, directory: &'a Path) -> BackendFuture<'a, Option<Box<dyn Worker>>> {
        async move {
            std::fs::create_dir_all(directory).map_err(CallError::failed)?;
            let store = match SqliteStore::open(directory, SqliteOptions::default()) {
                Ok(store) => store,
                Err(OpenError::InUse { .. }) => return Ok(None),
                Err(error) => return Err(CallError::failed(error)),
            };
            let options = ServiceOptions { max_concurrency: 0, ..self.0.clone() };
            let service = Service::open(options, Arc::new(store)).await.map_err(CallError::failed)?;
            Ok(Some(Box::new(service) as Box<dyn Worker>))
        }
        .boxed()
    }

    fn state_machine(&self, name: &str) -> String {
        let ServiceOptions { engine, account_id, .. } = &self.0;
        format!("arn:aws:states:{}:{account_id}:stateMachine:{name}", engine.region)
    }
}
