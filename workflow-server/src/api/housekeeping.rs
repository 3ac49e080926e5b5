//! What the service does from time to time, and for whom nobody calls it.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use workflow_engine::clock::real_sleep;
use workflow_engine::durable::{StoreError, StoreRequest};

use super::{ApiError, Service};

/// How often it is looked whether executions are to be forgotten.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// How often it is looked what other processes ask for.
const POLL: Duration = Duration::from_millis(50);
/// How long it waits when that cannot be found out.
const PAUSE: Duration = Duration::from_secs(5);

impl Service {
    /// Forgets executions that ended longer ago than they are kept, and says how many.
    ///
    /// # Errors
    ///
    /// If the store cannot be read or written.
    pub async fn prune(&self) -> Result<usize, StoreError> {
        let pruned = self.0.standard.prune().await?;
        self.0.registry.prune().await?;
        Ok(pruned)
    }

    /// Forgets old executions, now and every day, for as long as this is polled.
    pub async fn prune_daily(&self) {
        loop {
            if let Err(error) = self.prune().await {
                tracing::error!(%error, "old executions cannot be forgotten");
            }
            self.0.engine.clock().sleep(DAY).await;
        }
    }

    /// Answers what other processes ask for in the store, for as long as this is polled. A request that is being answered
    /// when it ends is answered again when the store is opened the next time.
    pub async fn answer_requests(&self) {
        let answering = Arc::new(Mutex::new(HashSet::new()));
        loop {
            let pause = match self.0.standard.store().requests().await {
                Ok(requests) => {
                    self.answer(requests, &answering);
                    POLL
                }
                Err(error) => {
                    tracing::error!(%error, "requests of other processes cannot be read");
                    PAUSE
                }
            };
            real_sleep(pause).await;
        }
    }

    /// Begins to answer those that are not being answered.
    fn answer(&self, requests: Vec<StoreRequest>, answering: &Arc<Mutex<HashSet<i64>>>) {
        let numbers = |of: &Mutex<HashSet<i64>>, change: &dyn Fn(&mut HashSet<i64>) -> bool| {
            change(&mut of.lock().unwrap_or_else(PoisonError::into_inner))
        };
        for request in requests {
            let id = request.id;
            if !numbers(answering, &|numbers| numbers.insert(id)) {
                continue;
            }
            let (service, answering) = (self.clone(), Arc::clone(answering));
            tokio::spawn(async move {
                let answer = service.answer_to(request).await;
                if let Err(error) = service.0.standard.store().answer(id, answer).await {
                    tracing::error!(%error, "a request of another process cannot be answered");
                }
                numbers(&answering, &|numbers| numbers.remove(&id));
            });
        }
    }

    async fn answer_to(&self, request: StoreRequest) -> Result<String, String> {
        let answer = match serde_json::from_str::<Value>(&request.input) {
            Ok(input) => self.call(&request.operation, input).await,
            Err(error) => Err(ApiError::serialization(error.to_string())),
        };
        let described = |error: ApiError| json!({"__type": error.code, "message": error.message}).to_string();
        answer.map(|output| output.to_string()).map_err(described)
    }

    /// Stops working on Standard executions, which go on when the store is opened again.
    pub async fn shut_down(&self) {
        self.0.standard.shut_down().await;
    }
}
