//! One attempt of a task that an engine asks for.

use crate::fault::{Unwound, contained, panic_message};
use crate::local;
use crate::{Failure, Runtime, Task, TaskFailure};
use futures_util::future::BoxFuture;
use serde_json::Value;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use workflow_asl::Resource;
use workflow_engine::{Callbacks, Payload, TaskInput, TaskRequest};

/// What an engine knows of an attempt that it makes.
pub(crate) struct Interpreted {
    pub(crate) request: TaskRequest,
    callbacks: Callbacks,
    submitted: Arc<Submitted>,
}

/// Whether the code of a task that waits for a callback is over, and only its token is waited for.
#[derive(Debug, Default)]
pub(crate) struct Submitted(AtomicBool);

impl Submitted {
    pub(crate) fn submit(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn is_submitted(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Interpreted {
    fn new(runtime: &Runtime, request: &TaskRequest) -> Self {
        let callbacks = runtime.callbacks().of_engine().clone();
        Interpreted { request: request.clone(), callbacks, submitted: Arc::default() }
    }

    /// The token that the engine waits for, if it does, and what the task needs to use it.
    pub(crate) fn token(&self) -> Option<(Arc<str>, Callbacks, Arc<Submitted>)> {
        let token = self.request.task_token.as_deref()?;
        Some((token.into(), self.callbacks.clone(), Arc::clone(&self.submitted)))
    }

    /// A sign of life, where a token is waited for; that it is not any more is for the engine to see.
    pub(crate) fn heartbeat(&self) {
        if let Some(token) = &self.request.task_token {
            let _ = self.callbacks.send_task_heartbeat(token);
        }
    }
}

/// Makes an attempt. What it gives to an engine that waits for a callback means nothing.
pub(super) fn attempt<T: Task>(
    runtime: Runtime,
    input: TaskInput,
) -> BoxFuture<'static, Result<Payload, workflow_engine::Failure>> {
    Box::pin(async move {
        let interpreted = Interpreted::new(&runtime, input.request());
        let attempted = match arguments::<T>(input) {
            Ok(args) => contained(attempted::<T>(runtime, args, interpreted)).await,
            Err(failure) => Ok(Err(failure)),
        };
        let result = attempted.unwrap_or_else(|unwound| Err(unwound_failure(unwound)));
        result.map_err(workflow_engine::Failure::from)
    })
}

/// The arguments as the definition gives them, where a callback's token stands among them.
fn arguments<T: Task>(input: TaskInput) -> Result<T::Args, Failure> {
    let mut arguments = document(input);
    if let (Some(token), Value::Object(fields)) = (T::INFO.token, &mut arguments) {
        fields.shift_remove(token);
    }
    T::from_arguments(arguments).map_err(|error| {
        Failure::new(Failure::INVALID_ARGUMENTS, format!("these are no arguments of `{}`: {error}", T::INFO.name))
    })
}

/// `Payload` of an invocation as it is. A Lambda function is sent what a text that is JSON says, and an empty object for
/// null; a task knows which of the two its argument is.
fn document(input: TaskInput) -> Value {
    let request = input.request();
    match (&*request.resource, request.input.get("Payload")) {
        (Resource::Integration(_), Some(payload)) => payload.clone(),
        _ => input.into_value(),
    }
}

async fn attempted<T: Task>(runtime: Runtime, args: T::Args, interpreted: Interpreted) -> Result<Payload, Failure> {
    let result = match runtime.stub::<T>() {
        Some(stub) => match interpreted.token() {
            Some((token, callbacks, _)) => return answered::<T>(stub.reply(args), &token, &callbacks),
            None => stub.reply(args).await,
        },
        None => {
            let submitted = Arc::clone(&interpreted.submitted);
            let (env, visit) = local::interpreted::<T>(&runtime, interpreted);
            match until_submitted(visit.work().during(T::attempt(args, env)), &submitted).await {
                Some(result) => result,
                None => return Ok(Value::Null.into()),
            }
        }
    };
    let output = result.map_err(|failure| failure.failure())?;
    Payload::of(&output)
        .map_err(|error| Failure::new(Failure::RUNTIME, format!("the output of `{}`: {error}", T::INFO.name)))
}

/// Runs a task's own code; none where it then waits for its token.
async fn until_submitted<F: Future>(attempt: F, submitted: &Submitted) -> Option<F::Output> {
    let mut attempt = pin!(attempt);
    std::future::poll_fn(|context| match attempt.as_mut().poll(context) {
        Poll::Ready(result) => Poll::Ready(Some(result)),
        Poll::Pending if submitted.is_submitted() => Poll::Ready(None),
        Poll::Pending => Poll::Pending,
    })
    .await
}

/// Does with a token what the stub of its task says, which is a result, or nothing for ever.
fn answered<T: Task>(
    reply: impl Future<Output = Result<T::Output, TaskFailure<T::Error>>>,
    token: &str,
    callbacks: &Callbacks,
) -> Result<Payload, Failure> {
    let unwritten = |error| Failure::new(Failure::RUNTIME, format!("the output of `{}`: {error}", T::INFO.name));
    // The engine may have given up waiting, which it knows better than a stub.
    let _ = match futures_util::FutureExt::now_or_never(reply) {
        Some(Ok(output)) => callbacks.send_task_success(token, Payload::of(&output).map_err(unwritten)?),
        Some(Err(failure)) => callbacks.send_task_failure(token, failure.failure().into()),
        None => Ok(()),
    };
    Ok(Value::Null.into())
}

#[cold]
fn unwound_failure(unwound: Unwound) -> Failure {
    match unwound {
        Unwound::Halted(failure) => failure,
        Unwound::Panicked(payload) => Failure::new(Failure::TASK_PANICKED, panic_message(&*payload)),
    }
}
