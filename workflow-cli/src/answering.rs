//! Doing what other processes ask of the one that works on a directory.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt};
use futures_util::{FutureExt, pin_mut};
use workflow_engine::clock::real_sleep;
use workflow_engine::durable::{Store, StoreRequest};

use crate::backend::{CallError, Operations};

/// How often it is looked whether something is asked.
const PAUSE: Duration = Duration::from_millis(50);
/// How long it waits when that cannot be found out.
const LONG_PAUSE: Duration = Duration::from_secs(5);

/// How long what is being answered may take at the end.
const FAREWELL: Duration = Duration::from_secs(5);

/// What is asked, from when it is seen until it is answered.
#[derive(Default)]
struct Answering {
    numbers: HashSet<i64>,
    answers: FuturesUnordered<BoxFuture<'static, i64>>,
}

impl Answering {
    /// Begins to answer those that are not being answered.
    fn begin(&mut self, requests: Vec<StoreRequest>, store: &Arc<dyn Store>, operations: &Arc<dyn Operations>) {
        for request in requests {
            if self.numbers.insert(request.id) {
                self.answers.push(answer(Arc::clone(store), Arc::clone(operations), request).boxed());
            }
        }
    }

    /// Waits until all is answered that can be soon.
    async fn finish(mut self) {
        let answered = async { while self.answers.next().await.is_some() {} };
        tokio::select! {
            () = answered => {}
            () = real_sleep(FAREWELL) => {}
        }
    }

    /// Waits for the next answer, for ever if there is none to wait for.
    async fn next(&mut self) {
        match self.answers.next().await {
            Some(number) => drop(self.numbers.remove(&number)),
            None => std::future::pending().await,
        }
    }
}

/// Answers requests until `stop` is ready, and what is being done then is answered.
///
/// A request that was done when the process was killed is done again: it is the same then, or refused as done.
pub async fn answer_requests(
    store: Arc<dyn Store>,
    operations: Arc<dyn Operations>,
    stop: impl Future<Output = ()> + Send,
) {
    pin_mut!(stop);
    let mut answering = Answering::default();
    loop {
        let pause = match store.requests().await {
            Ok(requests) => {
                answering.begin(requests, &store, &operations);
                PAUSE
            }
            Err(error) => {
                tracing::error!(%error, "requests of other processes cannot be read");
                LONG_PAUSE
            }
        };
        let pause = real_sleep(pause);
        pin_mut!(pause);
        loop {
            tokio::select! {
                biased;
                () = &mut stop => {
                    return answering.finish().await;
                }
                () = answering.next() => {}
                () = &mut pause => break,
            }
        }
    }
}

/// Answers a request, and gives its number.
async fn answer(store: Arc<dyn Store>, operations: Arc<dyn Operations>, request: StoreRequest) -> i64 {
    let StoreRequest { id, operation, input } = request;
    let result = match serde_json::from_str(&input) {
        Ok(input) => operations.call(&operation, input).await,
        Err(error) => Err(CallError::refused("SerializationException", error.to_string())),
    };
    let answer = result.map(|output| output.to_string()).map_err(|error| error.to_json().to_string());
    if let Err(error) = store.answer(id, answer).await {
        tracing::error!(request = id, %error, "a request of another process cannot be answered");
    }
    id
}
