//! One attempt of a task that a definition asks for.

use crate::fault::{Unwound, contained, panic_message};
use crate::local;
use crate::outside::{OutsideToken, Sign, TokenSender};
use crate::service::take;
use crate::{Failure, Runtime, Task, TaskFailure};
use futures_util::future::BoxFuture;
use serde_json::Value;
use std::sync::Arc;
use workflow_asl::Resource;
use workflow_engine::{Payload, TaskInput, TaskRequest};

/// What is known of an attempt that a definition asks for, whoever interprets it.
pub(crate) struct Interpreted {
    pub(crate) execution: Arc<str>,
    /// The state, and the id of the event of entering it; a Lambda function is told neither.
    pub(crate) entered: Option<(Arc<str>, u64)>,
    pub(crate) attempt: u32,
    /// The token that is waited for, if one is.
    pub(crate) token: Option<OutsideToken>,
}

impl Interpreted {
    fn new(runtime: &Runtime, request: &TaskRequest) -> Self {
        let token = request
            .task_token
            .as_deref()
            .map(|token| OutsideToken::new(token.into(), TokenSender::Memory(runtime.callbacks().of_engine().clone())));
        Interpreted {
            execution: Arc::clone(&request.execution_arn),
            entered: Some((Arc::clone(&request.state_name), request.entered_event_id)),
            attempt: request.attempt,
            token,
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
        let document = if T::INFO.resource.is_function() { document(input) } else { input.into_value() };
        let result = match arguments::<T>(document) {
            Ok(args) => made::<T>(runtime, args, interpreted).await,
            Err(failure) => Err(failure),
        };
        result.map_err(workflow_engine::Failure::from)
    })
}

/// The arguments as the definition gives them, where a callback's token stands among them.
pub(super) fn arguments<T: Task>(mut arguments: Value) -> Result<T::Args, Failure> {
    if let (Some(token), Value::Object(fields)) = (T::INFO.token, &mut arguments) {
        take(fields, token);
    }
    T::from_arguments(arguments).map_err(|error| invalid_arguments::<T>(&error))
}

pub(super) fn invalid_arguments<T: Task>(reason: &dyn std::fmt::Display) -> Failure {
    Failure::new(Failure::INVALID_ARGUMENTS, format!("these are no arguments of `{}`: {reason}", T::INFO.name))
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

/// Makes an attempt; a panic is its failure.
pub(super) async fn made<T: Task>(
    runtime: Runtime,
    args: T::Args,
    interpreted: Interpreted,
) -> Result<Payload, Failure> {
    let attempted = contained(attempted::<T>(runtime, args, interpreted)).await;
    attempted.unwrap_or_else(|unwound| Err(unwound_failure(unwound)))
}

async fn attempted<T: Task>(runtime: Runtime, args: T::Args, interpreted: Interpreted) -> Result<Payload, Failure> {
    let result = match runtime.stub::<T>() {
        Some(stub) => match &interpreted.token {
            Some(token) => return answered::<T>(stub.reply(args), token),
            None => stub.reply(args).await,
        },
        None => {
            let submitted = interpreted.token.as_ref().map(|token| Arc::clone(&token.submitted)).unwrap_or_default();
            let (env, visit) = local::interpreted::<T>(&runtime, interpreted);
            match submitted.unless(visit.work().during(T::attempt(args, env))).await {
                Some(result) => result,
                None => return Ok(Value::Null.into()),
            }
        }
    };
    let output = result.map_err(|failure| failure.failure())?;
    Payload::of(&output)
        .map_err(|error| Failure::new(Failure::RUNTIME, format!("the output of `{}`: {error}", T::INFO.name)))
}

/// Does with a token what the stub of its task says, which is a result, or nothing for ever.
fn answered<T: Task>(
    reply: impl Future<Output = Result<T::Output, TaskFailure<T::Error>>>,
    token: &OutsideToken,
) -> Result<Payload, Failure> {
    let unwritten = |error| Failure::new(Failure::RUNTIME, format!("the output of `{}`: {error}", T::INFO.name));
    let sign = match futures_util::FutureExt::now_or_never(reply) {
        Some(Ok(output)) => Sign::Success(Payload::of(&output).map_err(unwritten)?),
        Some(Err(failure)) => Sign::Failure(failure.failure().into()),
        None => return Ok(Value::Null.into()),
    };
    // The engine may have given up waiting, which it knows better than a stub.
    let _ = token.sender.send(&token.text, sign);
    Ok(Value::Null.into())
}

#[cold]
fn unwound_failure(unwound: Unwound) -> Failure {
    match unwound {
        Unwound::Halted(failure) => failure,
        Unwound::Panicked(payload) => Failure::new(Failure::TASK_PANICKED, panic_message(&*payload)),
    }
}
