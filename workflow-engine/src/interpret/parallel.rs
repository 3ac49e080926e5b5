//! Parallel states: branches at the same time.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt};
use serde_json::Value;

use super::branch::{Branch, Visit};
use super::halt::Halt;
use super::trace::Trace;
use crate::Payload;
use crate::history::Event;
use crate::program::ScopePlan;

/// A branch that has ended: its place, its last event, and its output.
pub(crate) struct Ended {
    pub(crate) index: usize,
    pub(crate) last: u64,
    pub(crate) result: Result<Payload, Halt>,
}

impl Branch<'_> {
    /// One attempt of a Parallel: the list of its branches' outputs.
    pub(crate) async fn parallel(&mut self, visit: &Visit<'_>, branches: &[ScopePlan]) -> Result<Payload, Halt> {
        let arguments = self.effective_input(visit).and_then(|input| self.arguments(visit, &input));
        let input = arguments.map_err(|error| self.evaluation_failed(visit, error))?;
        if let Some(mocked) = self.mocked() {
            return mocked.map_err(Halt::of);
        }
        self.record(|| Event::ParallelStateStarted)?;
        let (last, outputs) = {
            let mut running = FuturesUnordered::new();
            for (index, scope) in branches.iter().enumerate() {
                running.push(self.run_branch(&visit.state.name, index, scope, input.clone()));
            }
            collect(&mut running, branches.len()).await
        };
        let outputs = self.settle_branches(last, outputs)?;
        self.note(|| Event::ParallelStateSucceeded)?;
        Ok(Value::Array(outputs.into_iter().map(Payload::into_value).collect()).into())
    }

    /// A branch within this one, boxed because scopes hold scopes.
    fn run_branch<'b>(
        &'b self,
        state: &str,
        index: usize,
        scope: &'b ScopePlan,
        input: Payload,
    ) -> BoxFuture<'b, Ended> {
        let mut branch = self.inner(state, index);
        Box::pin(async move {
            let result = branch.scope(scope, input).await;
            // A branch whose own state failed is aborted in that state, as AWS has it.
            if let (Ok(_), Some(trace)) = (&result, &branch.trace) {
                trace.ended();
            }
            Ended { index, last: branch.last, result }
        })
    }

    /// Goes on after the last event of what ran within this line; what still runs is aborted.
    pub(crate) fn settle_branches<T>(&mut self, last: Option<u64>, outcome: Result<T, Halt>) -> Result<T, Halt> {
        self.moved(last.unwrap_or(self.last));
        let trace: Option<Arc<Trace>> = self.trace.clone();
        let Some(trace) = trace else { return outcome };
        match &outcome {
            Ok(_) => trace.forget_branches(),
            Err(Halt::Execution(_)) => trace.forget_branches(),
            Err(Halt::Failed(_)) => {
                for (previous, event) in trace.abort_branches() {
                    self.note_after(previous, || event)?;
                }
            }
        }
        outcome
    }
}

/// Waits until all have ended or one has failed: the last event of that which ended last, and all outputs in order.
async fn collect(
    running: &mut FuturesUnordered<BoxFuture<'_, Ended>>,
    count: usize,
) -> (Option<u64>, Result<Vec<Payload>, Halt>) {
    let mut outputs: Vec<Option<Payload>> = vec![None; count];
    let mut last = None;
    while let Some(ended) = running.next().await {
        last = Some(ended.last);
        match ended.result {
            Ok(output) => {
                if let Some(slot) = outputs.get_mut(ended.index) {
                    *slot = Some(output);
                }
            }
            Err(halt) => return (last, Err(halt)),
        }
    }
    (last, Ok(outputs.into_iter().flatten().collect()))
}
