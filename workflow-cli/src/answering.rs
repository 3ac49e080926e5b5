//! Doing what other processes ask of the one that works on a directory.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use workflow_engine::clock::real_sleep;
use workflow_engine::durable::{StandardEngine, Store, StoreError, StoreRequest};

use crate::backend::{CallError, Operations};

/// How often it is looked whether something is asked.
const PAUSE: Duration = Duration::from_millis(50);

/// Answers requests until `stop` is ready, and what is being done then is answered. One that takes long keeps no other waiting.
///
/// A request that was done when the process was killed is done again: it is the same then, or refused as done.
pub async fn answer_requests(
    store: Arc<dyn Store>,
    operations: Arc<dyn Operations>,
    stop: impl Future<Output = ()> + Send,
) {
    let mut stop = std::pin::pin!(stop);
    let mut answering = FuturesUnordered::new();
    let mut numbers = HashSet::new();
    loop {
        match store.requests().await {
            Ok(requests) => {
                let new = requests.into_iter().filter(|request| numbers.insert(request.id));
                answering.extend(new.map(|request| answered(&*store, &*operations, request)));
            }
            Err(error) => tracing::error!(%error, "requests cannot be read"),
        }
        let mut pause = std::pin::pin!(real_sleep(PAUSE));
        let is_stopped = loop {
            tokio::select! {
                biased;
                () = &mut stop => break true,
                Some(number) = answering.next() => drop(numbers.remove(&number)),
                () = &mut pause => break false,
            }
        };
        if is_stopped {
            while answering.next().await.is_some() {}
            return;
        }
    }
}

/// Does what a request asks for, and gives its number.
async fn answered(store: &dyn Store, operations: &dyn Operations, request: StoreRequest) -> i64 {
    let id = request.id;
    if let Err(error) = answer(store, operations, request).await {
        tracing::error!(request = id, %error, "a request cannot be answered");
    }
    id
}

async fn answer(store: &dyn Store, operations: &dyn Operations, request: StoreRequest) -> Result<(), StoreError> {
    let StoreRequest { id, operation, input } = request;
    let result = match serde_json::from_str(&input) {
        Ok(input) => operations.call(&operation, input).await,
        Err(error) => Err(CallError::refused("SerializationException", error.to_string())),
    };
    let answer = result.map(|output| output.to_string()).map_err(|error| error.to_json().to_string());
    store.answer(id, answer).await
}

/// How often executions are forgotten that ended longer ago than they are kept.
const PRUNING: Duration = Duration::from_secs(60 * 60);

/// Forgets executions that ended longer ago than they are kept, as long as it is polled.
pub async fn prune(engine: StandardEngine) {
    loop {
        match engine.prune().await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "forgot executions that ended long ago"),
            Err(error) => tracing::error!(%error, "executions that ended long ago cannot be forgotten"),
        }
        real_sleep(PRUNING).await;
    }
}
