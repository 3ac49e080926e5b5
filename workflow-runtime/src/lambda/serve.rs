//! Answering invocations.

use super::{Selected, StepFunctions};
use crate::exported::Invocation;
use crate::{Failure, Runtime};
use lambda_runtime::layers::TracingLayer;
use lambda_runtime::tower::layer::layer_fn;
use lambda_runtime::{Diagnostic, LambdaEvent, LambdaInvocation, Service, service_fn};
use std::fmt;
use std::task::{Context, Poll};
use workflow_engine::Payload;

/// Answers invocations of a task, or of one for each alias, for as long as the process lives: one after the other, or as many at a time as
/// `AWS_LAMBDA_MAX_CONCURRENCY` says.
///
/// # Errors
///
/// Where the Lambda runtime API cannot be reached.
///
/// # Panics
///
/// Where variables are not set that [`Settings`](super::Settings) has found.
pub(crate) async fn serve(selected: Selected, runtime: Runtime) -> Result<(), lambda_runtime::Error> {
    let step_functions = StepFunctions::default();
    let answer = move |event: LambdaEvent<String>| {
        let task = selected.task(&event.context.invoked_function_arn);
        let request_id = event.context.request_id.into();
        let invocation = Invocation { event: event.payload, request_id, step_functions: step_functions.clone() };
        let invoked = task.map(|task| (task.invoke)(runtime.clone(), invocation));
        async move {
            let invoked = invoked.map_err(|reason| FunctionError(Failure::new(Failure::RUNTIME, reason)))?;
            invoked.await.map(Payload::into_value).map_err(FunctionError)
        }
    };
    let function = lambda_runtime::Runtime::new(service_fn(answer));
    function.layer(layer_fn(AsText)).layer(TracingLayer::new()).run_concurrent().await
}

/// The error of an invocation. Its name is `errorType`, which is what Retriers and Catchers go by, and its cause `errorMessage`.
struct FunctionError(Failure);

impl From<FunctionError> for Diagnostic {
    fn from(FunctionError(failure): FunctionError) -> Self {
        Diagnostic { error_type: failure.error, error_message: failure.cause }
    }
}

/// What is logged; the cause may hold what nobody but the workflow is to see.
impl fmt::Debug for FunctionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.error)
    }
}

/// Gives the text of the event, as it came, to what is given what its JSON says.
#[derive(Clone)]
struct AsText<S>(S);

impl<S: Service<LambdaInvocation>> Service<LambdaInvocation> for AsText<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, mut invocation: LambdaInvocation) -> Self::Future {
        let text = serde_json::Value::from(String::from_utf8_lossy(&invocation.body));
        invocation.body = text.to_string().into();
        self.0.call(invocation)
    }
}
