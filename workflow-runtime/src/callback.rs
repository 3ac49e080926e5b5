//! Tasks that end when someone outside says so.

use crate::callbacks::{CallbackError, Completion};
use crate::limits::Beat;
use crate::local::Visit;
use crate::outside::{OutsideToken, Sign, Submitted, TokenSender};
use crate::{Failure, WorkflowError};
use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use uuid::Uuid;
use workflow_engine::Payload;

/// The token that a task hands to whoever will complete it. As a parameter of a `#[task]` it makes the task wait, after
/// its own code has run, until the token is completed with a `T` or failed.
///
/// Its text (`Display`, `Serialize`) is what goes into a message or a link; [`Callbacks`](crate::Callbacks) takes it back. Each attempt
/// has a new token.
pub struct TaskToken<T> {
    text: Arc<str>,
    end: End<T>,
}

/// Who waits for a token.
enum End<T> {
    /// The task's own attempt, in this process.
    Attempt(Arc<Slot<T>>),
    /// An engine; and how it is given an output.
    Engine(TokenSender, fn(&T) -> serde_json::Result<Payload>),
}

impl<T> Clone for End<T> {
    fn clone(&self) -> Self {
        match self {
            End::Attempt(slot) => End::Attempt(Arc::clone(slot)),
            End::Engine(sender, write) => End::Engine(sender.clone(), *write),
        }
    }
}

impl<T> TaskToken<T> {
    /// The token's text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Completes the task. That of a Standard execution is completed after this has returned, and only
    /// [`Standard::send_task_success`](crate::Standard::send_task_success) says that this is durable. In a Lambda function
    /// Step Functions is told with `SendTaskSuccess`, at the latest before the function returns, which fails where it
    /// was refused.
    ///
    /// # Errors
    ///
    /// [`CallbackError::TaskTimedOut`] where the attempt is no longer waiting: it timed out, was cancelled, or its token
    /// was already completed.
    pub fn complete(&self, output: T) -> Result<(), CallbackError> {
        match &self.end {
            End::Attempt(slot) => slot.end(Ok(output)),
            End::Engine(sender, write) => {
                let output = write(&output).map_err(|error| CallbackError::InvalidOutput(error.to_string()))?;
                sender.send(&self.text, Sign::Success(output))
            }
        }
    }

    /// Fails the attempt with an error.
    ///
    /// # Errors
    ///
    /// As [`TaskToken::complete`].
    pub fn fail(&self, error: impl WorkflowError) -> Result<(), CallbackError> {
        match &self.end {
            End::Attempt(slot) => slot.end(Err(error.failure())),
            End::Engine(sender, _) => sender.send(&self.text, Sign::Failure(error.failure().into())),
        }
    }

    /// Says that whoever has the token is alive, where the task has a heartbeat.
    ///
    /// # Errors
    ///
    /// As [`TaskToken::complete`].
    pub fn heartbeat(&self) -> Result<(), CallbackError> {
        match &self.end {
            End::Attempt(slot) => slot.heartbeat(),
            End::Engine(sender, _) => sender.send(&self.text, Sign::Alive),
        }
    }
}

impl<T> Clone for TaskToken<T> {
    fn clone(&self) -> Self {
        TaskToken { text: Arc::clone(&self.text), end: self.end.clone() }
    }
}

impl<T> fmt::Display for TaskToken<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<T> fmt::Debug for TaskToken<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TaskToken({})", self.text)
    }
}

impl<T> Serialize for TaskToken<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

/// A callback that is waited for. It gives what the token is completed or failed with.
pub struct Callback<T> {
    waiting: Waiting<T>,
}

/// How it is waited.
enum Waiting<T> {
    /// Here; and where the text of the token is known.
    Here(Arc<Slot<T>>, Option<(Arc<Visit>, Arc<str>)>),
    /// By an engine, once the attempt's own code is over, which is now.
    ByEngine(Arc<Submitted>),
}

impl<T> Future for Callback<T> {
    type Output = Result<T, Failure>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &self.waiting {
            Waiting::Here(slot, known) => {
                let ended = slot.poll(context.waker());
                if let Some((visit, _)) = known {
                    visit.work().waits_outside(ended.is_pending());
                }
                ended
            }
            Waiting::ByEngine(submitted) => {
                submitted.submit();
                Poll::Pending
            }
        }
    }
}

impl<T> Drop for Callback<T> {
    fn drop(&mut self) {
        let Waiting::Here(slot, known) = &self.waiting else { return };
        slot.close();
        if let Some((visit, text)) = known {
            visit.work().waits_outside(false);
            visit.callbacks().close(text);
        }
    }
}

/// A new token, known to the runtime that the attempt runs in, if it does; or the one that an engine waits for.
pub(crate) fn issue<T: Serialize + DeserializeOwned + Send + 'static>(
    beat: Option<Arc<Beat>>,
    visit: Option<Arc<Visit>>,
) -> (TaskToken<T>, Callback<T>) {
    if let Some(token) = visit.as_ref().and_then(|visit| visit.token()) {
        let OutsideToken { text, sender, submitted } = token.clone();
        let end = End::Engine(sender, |output| Payload::of(output));
        return (TaskToken { text, end }, Callback { waiting: Waiting::ByEngine(submitted) });
    }
    let slot = Arc::new(Slot { state: Mutex::new(SlotState::Waiting(None)), beat });
    let text = match &visit {
        Some(visit) => visit.callbacks().open(Arc::clone(&slot) as Arc<dyn Completion>),
        None => Uuid::new_v4().simple().to_string().into(),
    };
    let known = visit.map(|visit| (visit, Arc::clone(&text)));
    (TaskToken { text, end: End::Attempt(Arc::clone(&slot)) }, Callback { waiting: Waiting::Here(slot, known) })
}

/// What a token and its callback share.
struct Slot<T> {
    state: Mutex<SlotState<T>>,
    beat: Option<Arc<Beat>>,
}

enum SlotState<T> {
    Waiting(Option<Waker>),
    Ended(Result<T, Failure>),
    Closed,
}

impl<T> Slot<T> {
    fn state(&self) -> MutexGuard<'_, SlotState<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self, result: Result<T, Failure>) -> Result<(), CallbackError> {
        let mut state = self.state();
        let SlotState::Waiting(waker) = &mut *state else { return Err(CallbackError::TaskTimedOut) };
        let waker = waker.take();
        *state = SlotState::Ended(result);
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
        Ok(())
    }

    fn heartbeat(&self) -> Result<(), CallbackError> {
        if !matches!(*self.state(), SlotState::Waiting(_)) {
            return Err(CallbackError::TaskTimedOut);
        }
        if let Some(beat) = &self.beat {
            beat.beat();
        }
        Ok(())
    }

    fn poll(&self, waker: &Waker) -> Poll<Result<T, Failure>> {
        let mut state = self.state();
        match std::mem::replace(&mut *state, SlotState::Closed) {
            SlotState::Ended(result) => Poll::Ready(result),
            SlotState::Waiting(_) => {
                *state = SlotState::Waiting(Some(waker.clone()));
                Poll::Pending
            }
            SlotState::Closed => Poll::Pending,
        }
    }

    fn close(&self) {
        *self.state() = SlotState::Closed;
    }
}

impl<T: DeserializeOwned + Send + 'static> Completion for Slot<T> {
    fn complete(&self, output: Value) -> Result<(), CallbackError> {
        let output = serde_json::from_value(output).map_err(|error| CallbackError::InvalidOutput(error.to_string()))?;
        self.end(Ok(output))
    }

    fn fail(&self, failure: Failure) -> Result<(), CallbackError> {
        self.end(Err(failure))
    }

    fn beat(&self) -> Result<(), CallbackError> {
        self.heartbeat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{ShopError, seconds, task, trying};
    use crate::testing::{TestExecution, TestRun};
    use crate::{Callbacks, Dep, Event, EventKind, Observer, Task, Workflow};
    use serde_json::json;
    use tokio::sync::mpsc;

    type Tokens = mpsc::UnboundedSender<TaskToken<u32>>;

    task!(
        approve(_args: (), env) -> Result<u32, ShopError>,
        { token: Some("token"), timeout: Some(seconds(86_400)), heartbeat: Some(seconds(3600)) },
        {
            let tokens: Dep<Tokens> = env.dep()?;
            let (token, callback) = env.callback();
            tokens.send(token).unwrap();
            Ok(callback.await?)
        }
    );

    /// Runs `approve` while `outside` has its token.
    async fn with_token<F: Future<Output = ()> + Send + 'static>(
        outside: impl FnOnce(TaskToken<u32>, Callbacks) -> F + Send + 'static,
    ) -> TestExecution<impl Workflow<Output = u32, Error = ShopError>> {
        let (sender, mut tokens) = mpsc::unbounded_channel();
        let test = TestRun::new().provide::<Tokens>(sender);
        let callbacks = test.callbacks();
        let outside = tokio::spawn(async move { outside(tokens.recv().await.unwrap(), callbacks).await });
        let execution = test.run(trying::<approve>(())).await;
        outside.await.unwrap();
        execution
    }

    #[tokio::test]
    async fn a_token_completes_its_task_once() {
        let test = with_token(async |token, callbacks| {
            token.complete(7).unwrap();
            assert_eq!(token.complete(8), Err(CallbackError::TaskTimedOut));
            assert_eq!(callbacks.complete(token.as_str(), json!(8)), Err(CallbackError::TaskTimedOut));
        })
        .await;
        assert_eq!((*test.output(), test.duration()), (7, seconds(0)));
    }

    #[tokio::test]
    async fn a_token_is_completed_by_its_text() {
        let test = with_token(async |token, callbacks| {
            let text = serde_json::to_value(&token).unwrap();
            let text = text.as_str().unwrap();
            assert_eq!(callbacks.heartbeat(text), Ok(()));
            assert!(matches!(callbacks.complete(text, json!("seven")), Err(CallbackError::InvalidOutput(_))));
            callbacks.complete(text, json!(7)).unwrap();
        })
        .await;
        assert_eq!(*test.output(), 7);
    }

    #[tokio::test]
    async fn a_token_fails_its_task() {
        let test = with_token(async |token, _| token.fail(ShopError::Declined("no".to_owned())).unwrap()).await;
        assert_eq!(test.failure(), Failure::new("Declined", "\"no\""));
        let test =
            with_token(async |token, callbacks| callbacks.fail(token.as_str(), Failure::named("Network")).unwrap());
        assert_eq!(test.await.error(), Some(&ShopError::Network));
    }

    #[tokio::test]
    async fn a_token_is_of_no_use_after_a_missed_heartbeat() {
        let (sender, mut tokens) = mpsc::unbounded_channel();
        let test = TestRun::new().provide::<Tokens>(sender);
        let callbacks = test.callbacks();
        let test = test.run(trying::<approve>(())).await;
        assert_eq!((test.error(), test.duration()), (Some(&ShopError::Timeout), seconds(3600)));
        let token = tokens.recv().await.unwrap();
        assert_eq!(token.heartbeat(), Err(CallbackError::TaskTimedOut));
        assert_eq!(callbacks.heartbeat(token.as_str()), Err(CallbackError::TaskTimedOut));
    }

    task!(
        alive(_args: (), env) -> Result<u32, ShopError>,
        { timeout: Some(seconds(7200)), heartbeat: Some(seconds(3600)) },
        {
            let (first, second): ((TaskToken<u32>, Callback<u32>), Dep<Beating>) = (env.callback(), env.dep()?);
            *second.0.lock().unwrap() = Some(first.0);
            Ok(first.1.await?)
        }
    );

    struct Beating(Arc<Mutex<Option<TaskToken<u32>>>>);

    /// Heartbeats whenever a wait of the workflow begins.
    struct BeatsOnWait(Arc<Mutex<Option<TaskToken<u32>>>>);

    impl Observer for BeatsOnWait {
        fn observe(&self, event: &Event) {
            if let EventKind::WaitStarted { .. } = event.kind
                && let Some(token) = &*self.0.lock().unwrap()
            {
                token.heartbeat().unwrap();
            }
        }
    }

    crate::fixture::workflow!(beside(context, _args: ()) -> Result<(u32, ()), ShopError>, {
        let waits = async {
            context.wait("First", seconds(3000)).await;
            context.wait("Second", seconds(3000)).await;
            Ok(())
        };
        crate::__private::try_join!(context.task("Alive", crate::Call::<alive>::new(())), waits)
    });

    #[tokio::test]
    async fn a_heartbeat_puts_off_the_timeout_for_silence_only() {
        let token = Arc::new(Mutex::new(None));
        let test = TestRun::new()
            .provide(Beating(Arc::clone(&token)))
            .observe(BeatsOnWait(Arc::clone(&token)))
            .run(beside(()))
            .await;
        // Beats at 0 and 3000 s put the heartbeat's end to 6600 s.
        assert_eq!((test.error(), test.duration()), (Some(&ShopError::Timeout), seconds(6600)));
        assert!(test.events().iter().any(|event| {
            matches!(&event.kind, EventKind::CallbackIssued { timeout, .. } if *timeout == alive::INFO.timeout)
        }));
    }
}
