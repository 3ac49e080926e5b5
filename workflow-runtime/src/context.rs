//! What a workflow's native body runs against.

use crate::start::in_scope;
use crate::{Call, ContextObject, Task, TaskFailure, Workflow};
use jiff::Timestamp;
use std::pin::Pin;
use std::time::Duration;

/// Where a workflow's effects happen. The native body is generic over it: [`Bare`](crate::Bare) runs effects in
/// place and costs nothing, [`Local`](crate::Local) adds dependencies, stubs, progress and a clock, and a recording
/// context can replay what has already happened instead of doing it again.
///
/// A context is a cheap handle on one *scope*: the workflow's own or one branch or iteration of it. An effect is
/// identified by its scope, the name of its state and how often that state was visited in the scope; names are unique
/// in a workflow.
///
/// An error that the awaiting code has no variant for does not come back: the context [halts](crate::halt) the execution.
pub trait Context: Clone + Send + Sync + 'static {
    /// Whether this context only builds a definition; the builder is compiled only for the one that does.
    #[doc(hidden)]
    const DEFINES: bool = false;

    /// How many iterations of a Map state run at the same time at most.
    const MAX_CONCURRENCY: usize = usize::MAX;

    /// Says that a state was entered. Task and Wait states say so themselves.
    fn enter(&self, state: &'static str);

    /// Says that a Parallel or Map state was left.
    fn exit(&self, state: &'static str);

    /// Says that a Parallel or Map state failed; whether it is left depends on whether something catches its error.
    fn failed(&self, state: &'static str) {
        self.exit(state);
    }

    /// Makes a call, trying again as the task's retriers say. The future borrows nothing, so that it can be a branch or an
    /// iteration by itself.
    fn task<T: Task>(
        &self,
        state: &'static str,
        call: Call<T>,
    ) -> impl Future<Output = Result<T::Output, T::Error>> + Send + use<Self, T>;

    /// Runs a child execution in a scope of its own.
    fn execution<W: Workflow>(
        &self,
        state: &'static str,
        args: W::Args,
    ) -> impl Future<Output = Result<W::Output, TaskFailure<W::Error>>> + Send + use<Self, W> {
        let context = self.clone();
        // Boxed, so that a workflow may start itself.
        let run: Pin<Box<dyn Future<Output = _> + Send>> = Box::pin(async move {
            context.enter(state);
            let result = in_scope::<Self, W>(context.scope(state, 0), args).await;
            context.exit(state);
            result
        });
        run
    }

    /// Waits for a while.
    fn wait(&self, state: &'static str, delay: Duration) -> impl Future<Output = ()> + Send;

    /// Waits until a moment; one that has passed is over at once.
    fn wait_until(&self, state: &'static str, moment: Timestamp) -> impl Future<Output = ()> + Send;

    /// The present moment, to the millisecond: `now()`. Like `uuid` and `random`, a context that records gives the same
    /// again when it replays.
    fn now(&self) -> Timestamp;

    /// A random UUID as text: `uuid()`.
    fn uuid(&self) -> String;

    /// A random number, at least 0 and less than 1: `random()`.
    fn random(&self) -> f64;

    /// What the workflow can ask about its execution. It is asked once, at the start of a program that does; a context
    /// that records gives the same again when it replays.
    fn context_object(&self) -> ContextObject;

    /// The scope of a branch of a Parallel state or an iteration of a Map state.
    fn scope(&self, state: &'static str, index: usize) -> Self;

    /// Says how many iterations a Map state has.
    fn map_started(&self, state: &'static str, length: usize) {
        let _ = (state, length);
    }

    /// Says that an iteration of a Map state gave its output.
    fn map_iteration_succeeded(&self, state: &'static str, index: usize) {
        let _ = (state, index);
    }

    /// Says that an iteration of a Map state failed, and the state with it.
    fn map_iteration_failed(&self, state: &'static str, index: usize) {
        let _ = (state, index);
    }
}
