//! Calls of services by tasks that have no body of their own.

use super::insert;
use crate::data::Shape;
use crate::env::{TaskEnv, TaskFailure};
use crate::{Failure, Task, TaskResource};
use serde_json::Value;
use std::fmt;
use std::sync::Arc;
use workflow_asl::Resource;
use workflow_engine::{Payload, TaskError, TaskProgress, TaskTarget};

/// What calls services, if anything does.
#[derive(Clone, Default)]
pub(crate) struct Services(Option<Arc<dyn TaskTarget>>);

impl Services {
    pub(crate) fn new(target: impl TaskTarget + 'static) -> Self {
        Services(Some(Arc::new(target)))
    }

    /// What was given, or else the client of `serve` with what the environment says.
    fn target(&self) -> Option<Arc<dyn TaskTarget>> {
        self.0.clone().or_else(of_environment)
    }
}

impl fmt::Debug for Services {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Services").field(&self.0.is_some()).finish()
    }
}

#[cfg(feature = "serve")]
fn of_environment() -> Option<Arc<dyn TaskTarget>> {
    use workflow_server::target::TargetOptions;
    static SERVICES: std::sync::LazyLock<Arc<dyn TaskTarget>> = std::sync::LazyLock::new(|| {
        Arc::new(TargetOptions::from_variables(|name| std::env::var(name).ok()).services())
    });
    Some(Arc::clone(&SERVICES))
}

#[cfg(not(feature = "serve"))]
fn of_environment() -> Option<Arc<dyn TaskTarget>> {
    None
}

/// One attempt of a task that is a call of its service and no more.
///
/// # Errors
///
/// Those of the service by the names that Step Functions gives them; `States.Runtime` where nothing here calls services.
pub async fn call<T: Task>(args: T::Args, env: TaskEnv) -> Result<T::Output, TaskFailure<T::Error>> {
    let answer = request::<T>(&args, &env, None).await.map_err(TaskFailure::Failure)?;
    let is_unit = matches!(&T::INFO.resource, TaskResource::Service(action) if matches!(action.result, Shape::Unit));
    let read = if is_unit { Payload::from(Value::Null).read() } else { answer.read() };
    read.map_err(|error| {
        let cause = format!("this is no output of `{}`: {error}", T::INFO.name);
        TaskFailure::Failure(Failure::new(Failure::RUNTIME, cause))
    })
}

/// One attempt of a task that gives its service a token and waits for it.
///
/// # Errors
///
/// As [`call`], and what the token is failed with.
pub async fn call_and_wait<T: Task>(args: T::Args, env: TaskEnv) -> Result<T::Output, TaskFailure<T::Error>> {
    let (token, callback) = env.callback::<T::Output>();
    request::<T>(&args, &env, Some(token.as_str())).await.map_err(TaskFailure::Failure)?;
    callback.await.map_err(TaskFailure::Failure)
}

async fn request<T: Task>(args: &T::Args, env: &TaskEnv, token: Option<&str>) -> Result<Payload, Failure> {
    let runtime = |cause| Failure::new(Failure::RUNTIME, cause);
    let TaskResource::Service(action) = &T::INFO.resource else {
        return Err(runtime(format!("task `{}` is no action of a service", T::INFO.name)));
    };
    let mut input =
        T::arguments(args).map_err(|error| runtime(format!("the arguments of `{}`: {error}", T::INFO.name)))?;
    if let (Some(name), Some(token), Value::Object(fields)) = (T::INFO.token, token, &mut input) {
        insert(fields, name, Value::from(token));
    }
    let (resource, input) = (Resource::parse(action.resource), Payload::from(input));
    let target = env.services().target().filter(|target| target.accepts(&resource, &input));
    let Some(target) = target else {
        return Err(runtime(format!(
            "task `{}` calls {}, and nothing here calls services: \
             run it with `Runtime::new().service_calls(target)`, stub it, or give it a body",
            T::INFO.name,
            action.resource
        )));
    };
    let request = env.request(Arc::new(resource), input, token.map(str::to_owned));
    target.run(request, &Unseen).await.map_err(|error| match error {
        TaskError::Failed(failure)
        | TaskError::ScheduleFailed(failure)
        | TaskError::StartFailed(failure)
        | TaskError::SubmitFailed(failure)
        | TaskError::Halted(failure) => failure.into(),
    })
}

/// Nobody looks on.
struct Unseen;

impl TaskProgress for Unseen {
    fn submitted(&self, _output: Payload) {}
}
