//! Rust functions that do the work of Task states, in this process.

use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::ops::Deref;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, LazyLock};

use futures_util::future::BoxFuture;
use futures_util::{FutureExt, TryFutureExt};
use serde::de::DeserializeOwned;
use serde_json::Value;
use workflow_asl::{Integration, IntegrationPattern, Resource};

use crate::lambda::{LambdaFunction, LambdaResponse, function_failure, object};
use crate::{Failure, Payload, TaskError, TaskProgress, TaskRequest, TaskTarget};

/// What a task gives.
type Outcome = Result<Payload, Failure>;
/// A task, whatever its function's type.
type RustTask = Arc<dyn Fn(TaskInput) -> BoxFuture<'static, Outcome> + Send + Sync>;

/// Async Rust functions as a [`TaskTarget`], by name.
///
/// A name `charge` is meant by the resource `charge`, by the ARN of a Lambda function called `charge` (of any account,
/// version or alias), and by `lambda:invoke`, with or without `.waitForTaskToken`, whose `FunctionName` is one of
/// these. To the state machine each is a Lambda function: the result of `lambda:invoke` is wrapped as AWS wraps it,
/// and an error has the function's response `{"errorMessage": cause, "errorType": error}` as its cause. A task that
/// panics has failed with `TaskPanicked`; one that fails with `States.Runtime` says that the execution cannot go on.
///
/// A task runs where the execution runs. It is dropped when it is cancelled or times out, so it must not block.
///
/// ```
/// use serde_json::{Value, json};
/// use workflow_engine::{Failure, RustTasks, Targets};
///
/// let tasks = RustTasks::new()
///     .with("double", async |input: Value| Ok(json!(input.as_i64().unwrap_or_default() * 2)))
///     .with("charge", async |_| Err(Failure::new("Declined", "no funds")));
/// let targets = Targets::new().with(tasks);
/// ```
#[derive(Clone, Default)]
pub struct RustTasks {
    tasks: HashMap<String, RustTask>,
    /// What stands in for services and activities, by state.
    stand_ins: Vec<StandIn>,
    keep_time: bool,
}

/// What does the work of a state whose resource is a service or an activity.
#[derive(Clone)]
struct StandIn {
    state: String,
    resource: Resource,
    task: RustTask,
}

impl StandIn {
    /// Whether it stands in for this; of an activity, wherever it is.
    fn is_for(&self, resource: &Resource) -> bool {
        match (&self.resource, resource) {
            (Resource::Activity { arn }, Resource::Activity { arn: asked }) => {
                arn.rsplit(':').next() == asked.rsplit(':').next()
            }
            (own, asked) => own == asked,
        }
    }
}

impl RustTasks {
    /// None.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a function of the JSON input, under a name or the ARN of the Lambda function that it stands for. One of
    /// the same name is replaced.
    #[must_use]
    pub fn with<F, R>(self, name: &str, task: F) -> Self
    where
        F: Fn(Value) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Value, Failure>> + Send + 'static,
    {
        self.with_input(name, move |input| task(input.into_value()).map_ok(Payload::from))
    }

    /// Adds a function that reads its input as it likes, and gives JSON as it has it: between two such tasks
    /// [`TaskInput::read`] and [`Payload::of`] make no JSON value at all.
    #[must_use]
    pub fn with_input<F, R>(mut self, name: &str, task: F) -> Self
    where
        F: Fn(TaskInput) -> R + Send + Sync + 'static,
        R: Future<Output = Outcome> + Send + 'static,
    {
        let task: RustTask = Arc::new(move |input| task(input).boxed());
        self.tasks.insert(LambdaFunction::parse(name).name.to_owned(), task);
        self
    }

    /// Adds a function that stands in for a service or an activity in the state of this name: it is given the whole
    /// arguments, gives the result of the Task, and its failures are as they are. One of the same state and resource is
    /// replaced.
    #[must_use]
    pub fn with_stand_in<F, R>(mut self, state: &str, resource: Resource, task: F) -> Self
    where
        F: Fn(TaskInput) -> R + Send + Sync + 'static,
        R: Future<Output = Outcome> + Send + 'static,
    {
        let task: RustTask = Arc::new(move |input| task(input).boxed());
        self.stand_ins.retain(|known| known.state != state || !known.is_for(&resource));
        self.stand_ins.push(StandIn { state: state.to_owned(), resource, task });
        self
    }

    /// Says that the tasks tell a [skipping clock](crate::clock::SkippingClock) themselves when they do something that
    /// takes time.
    #[must_use]
    pub fn keeping_time(self) -> Self {
        Self { keep_time: true, ..self }
    }

    /// What stands in for the resource in the state of that name, or none.
    fn find_stand_in(&self, state: &str, resource: &Resource) -> Option<&RustTask> {
        let found = self.stand_ins.iter().find(|stand_in| stand_in.state == state && stand_in.is_for(resource));
        found.map(|stand_in| &stand_in.task)
    }

    /// The task of that name, or none.
    fn find(&self, resource: &Resource, input: &Payload) -> Option<&RustTask> {
        self.tasks.get(LambdaFunction::parse(function(resource, input)?).name)
    }
}

impl fmt::Debug for RustTasks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.tasks.keys()).finish()
    }
}

/// The function that a Task names, in its resource or in the parameters of `lambda:invoke`.
fn function<'a>(resource: &'a Resource, input: &'a Payload) -> Option<&'a str> {
    match resource {
        Resource::Lambda { arn } => Some(arn),
        Resource::Other { text } => Some(text),
        Resource::Integration(integration) if is_invoke(integration) => input.get("FunctionName")?.as_str(),
        Resource::Integration(_) | Resource::Activity { .. } => None,
    }
}

/// Whether it is `lambda:invoke` with a pattern that it has.
fn is_invoke(integration: &Integration) -> bool {
    let has_pattern =
        matches!(integration.pattern, IntegrationPattern::RequestResponse | IntegrationPattern::WaitForTaskToken);
    integration.service == "lambda" && integration.action == "invoke" && !integration.is_aws_sdk && has_pattern
}

/// What a task is given. It is shared with the execution's history, so reading it in place costs nothing.
#[derive(Clone, Debug)]
pub struct TaskInput {
    document: Payload,
    is_payload_of_document: bool,
    request: TaskRequest,
}

impl TaskInput {
    /// The document itself.
    fn whole(request: TaskRequest) -> Self {
        Self { document: request.input.clone(), is_payload_of_document: false, request }
    }

    /// `Payload` of the document. A string that is JSON is sent as it is, so a function is given what it says; that
    /// is what AWS was seen to do.
    fn of_invoke(request: TaskRequest) -> Self {
        let text = request.input.get("Payload").and_then(Value::as_str);
        match text.and_then(|text| serde_json::from_str::<Value>(text).ok()) {
            Some(said) => Self { document: Payload::from(said), is_payload_of_document: false, request },
            None => Self { document: request.input.clone(), is_payload_of_document: true, request },
        }
    }

    /// The attempt that it is the input of.
    pub fn request(&self) -> &TaskRequest {
        &self.request
    }

    /// `Payload` of an invocation; a null one is none.
    fn payload(&self) -> &Value {
        self.document.get("Payload").filter(|payload| !payload.is_null()).unwrap_or(&NO_PAYLOAD)
    }

    /// The Rust value that the input is.
    ///
    /// # Errors
    ///
    /// If it is none.
    pub fn read<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        if self.is_payload_of_document { T::deserialize(self.payload()) } else { self.document.read() }
    }

    /// The value itself, copied where the history holds it too.
    pub fn into_value(self) -> Value {
        if self.is_payload_of_document {
            return (*self).clone();
        }
        drop(self.request);
        self.document.into_value()
    }
}

/// What an invocation without `Payload` gives the function, as on AWS.
static NO_PAYLOAD: LazyLock<Value> = LazyLock::new(|| Value::Object(serde_json::Map::new()));

impl Deref for TaskInput {
    type Target = Value;

    fn deref(&self) -> &Value {
        if self.is_payload_of_document { self.payload() } else { &self.document }
    }
}

impl TaskTarget for RustTasks {
    fn accepts(&self, resource: &Resource, input: &Payload) -> bool {
        self.find(resource, input).is_some()
    }

    fn accepts_state(&self, state: &str, resource: &Resource, input: &Payload) -> bool {
        self.find_stand_in(state, resource).is_some() || self.accepts(resource, input)
    }

    fn keeps_time(&self) -> bool {
        self.keep_time
    }

    fn run<'a>(
        &'a self,
        request: TaskRequest,
        _progress: &'a dyn TaskProgress,
    ) -> BoxFuture<'a, Result<Payload, TaskError>> {
        if let Some(task) = self.find_stand_in(&request.state_name, &request.resource) {
            return stand_in(Arc::clone(task), request).boxed();
        }
        let is_invoke = matches!(*request.resource, Resource::Integration(_));
        let Some(task) = self.find(&request.resource, &request.input) else {
            let failure = Failure::new(Failure::RUNTIME, format!("{} is no task", request.resource));
            return std::future::ready(Err(TaskError::Failed(failure))).boxed();
        };
        let resource = Arc::clone(&request.resource);
        let input = if is_invoke { TaskInput::of_invoke(request) } else { TaskInput::whole(request) };
        async move {
            // Even calling the function is part of the attempt.
            let outcome = AssertUnwindSafe(async { task(input).await }).catch_unwind().await;
            match outcome.unwrap_or_else(|payload| Err(panicked(&*payload))) {
                Ok(result) if is_invoke => limited(invoked(result.into_value()), &resource),
                Ok(result) => limited(result, &resource),
                Err(failure) if failure.name() == Failure::RUNTIME => Err(TaskError::Halted(failure)),
                Err(failure) => Err(TaskError::of_request(&resource, function_failure(failure))),
            }
        }
        .boxed()
    }
}

/// One attempt of what stands in for a service.
async fn stand_in(task: RustTask, request: TaskRequest) -> Result<Payload, TaskError> {
    let resource = Arc::clone(&request.resource);
    let outcome = AssertUnwindSafe(async { task(TaskInput::whole(request)).await }).catch_unwind().await;
    match outcome.unwrap_or_else(|payload| Err(panicked(&*payload))) {
        Ok(result) => limited(result, &resource),
        Err(failure) if failure.name() == Failure::RUNTIME => Err(TaskError::Halted(failure)),
        Err(failure) => Err(TaskError::of_request(&resource, failure)),
    }
}

/// The result, unless it is too long.
fn limited(result: Payload, resource: &Resource) -> Result<Payload, TaskError> {
    if !result.is_too_large() {
        return Ok(result);
    }
    let failure = match resource {
        Resource::Integration(of) => Failure::result_too_large(&of.resource_type()),
        other => Failure::result_too_large(&other.to_string()),
    };
    Err(TaskError::of_request(resource, failure))
}

#[cold]
fn panicked(payload: &(dyn Any + Send)) -> Failure {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("a panic without a message");
    Failure::new(Failure::TASK_PANICKED, text)
}

/// The result of `lambda:invoke` of a function that ran here: there was no HTTP, so the metadata says only what AWS
/// says of every invocation that succeeds.
fn invoked(payload: Value) -> Payload {
    let request_id = uuid::Builder::from_random_bytes(rand::random()).into_uuid().to_string();
    let sdk_http_metadata = object([("HttpStatusCode", Value::from(200))]);
    let executed_version = Some("$LATEST".to_owned());
    LambdaResponse { executed_version, log_result: None, payload, sdk_http_metadata, request_id, status_code: 200 }
        .into_payload()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    struct Quiet;

    impl TaskProgress for Quiet {
        fn submitted(&self, _output: Payload) {}
    }

    fn tasks() -> RustTasks {
        RustTasks::new()
            .with("echo", async |input| Ok(json!({ "got": input })))
            .with("arn:aws:lambda:us-east-1:123456789012:function:fails", async |_| Err(Failure::new("E", "why")))
            .with("panics", async |input: Value| panic!("no {input}"))
            .with("panics-early", |_| -> std::future::Ready<Result<Value, Failure>> { panic!("early") })
            .with("long", async |_| Ok(json!("x".repeat(crate::MAX_PAYLOAD))))
            .with("never", async |_| std::future::pending().await)
    }

    async fn run(resource: &str, input: Value) -> Result<Value, TaskError> {
        let request = request(resource, input);
        assert!(tasks().accepts(&request.resource, &request.input), "{resource}");
        tasks().run(request, &Quiet).await.map(Payload::into_value)
    }

    fn request(resource: &str, input: Value) -> TaskRequest {
        TaskRequest {
            resource: Arc::new(Resource::parse(resource)),
            input: Payload::from(input),
            task_token: None,
            execution_arn: Arc::from("e"),
            state_name: Arc::from("s"),
            entered_event_id: 2,
            attempt: 1,
            redrive_count: 0,
            timeout: None,
            credentials_role_arn: None,
        }
    }

    const INVOKE: &str = "arn:aws:states:::lambda:invoke";

    #[tokio::test]
    async fn every_way_to_name_a_function_finds_it() {
        let got = json!({"got": {"a": 1}});
        for resource in
            ["echo", "arn:aws:lambda:eu-west-1:1:function:echo", "arn:aws:lambda:eu-west-1:1:function:echo:7"]
        {
            assert_eq!(run(resource, json!({"a": 1})).await, Ok(got.clone()));
        }
        for name in ["echo", "echo:prod", "1:function:echo", "arn:aws:lambda:eu-west-1:1:function:echo:prod"] {
            for resource in [INVOKE, "arn:aws:states:::lambda:invoke.waitForTaskToken"] {
                let response = run(resource, json!({"FunctionName": name, "Payload": {"a": 1}})).await.unwrap();
                assert_eq!(response["Payload"], got);
                assert_eq!(response["ExecutedVersion"], "$LATEST");
                assert_eq!(response["StatusCode"], 200);
                assert!(response["SdkResponseMetadata"]["RequestId"].is_string());
            }
        }
    }

    #[test]
    fn what_is_no_task_is_not_accepted() {
        let tasks = tasks();
        for (resource, input) in [
            ("other", json!({})),
            ("arn:aws:states:us-east-1:1:activity:echo", json!({})),
            (INVOKE, json!({"FunctionName": "other"})),
            (INVOKE, json!({"FunctionName": 1})),
            (INVOKE, json!({})),
            ("arn:aws:states:::lambda:invoke.sync", json!({"FunctionName": "echo"})),
            ("arn:aws:states:::aws-sdk:lambda:invoke", json!({"FunctionName": "echo"})),
        ] {
            assert!(!tasks.accepts(&Resource::parse(resource), &input.clone().into()), "{resource} {input}");
        }
    }

    #[tokio::test]
    async fn a_stand_in_is_for_the_resource_of_its_state() {
        let publish = Resource::parse("arn:aws:states:::sns:publish");
        let activity = |account| Resource::parse(&format!("arn:aws:states:us-east-1:{account}:activity:review"));
        let fails = async |_| Err(Failure::new("SNS.NotFoundException", "no topic"));
        let tasks = RustTasks::new()
            .with_stand_in("Notify", publish.clone(), async |input: TaskInput| Ok(input.into_value().into()))
            .with_stand_in("Fails", publish.clone(), fails)
            .with_stand_in("Review", activity(1), async |_| Ok(json!("fine").into()));
        let input = Payload::from(json!({"Message": "m"}));
        let request = |state: &str, resource: &Resource| TaskRequest {
            resource: Arc::new(resource.clone()),
            state_name: Arc::from(state),
            ..request("", json!({"Message": "m"}))
        };
        assert!(tasks.accepts_state("Review", &activity(2), &input));
        assert!(!tasks.accepts_state("Other", &publish, &input));
        assert!(!tasks.accepts_state("Notify", &Resource::parse("arn:aws:states:::aws-sdk:sns:publish"), &input));
        let result = tasks.run(request("Notify", &publish), &Quiet).await.map(Payload::into_value);
        assert_eq!(result, Ok(json!({"Message": "m"})));
        let failed = tasks.run(request("Fails", &publish), &Quiet).await;
        assert_eq!(failed, Err(TaskError::Failed(Failure::new("SNS.NotFoundException", "no topic"))));
    }

    #[tokio::test]
    async fn no_payload_is_an_empty_object() {
        let response = run(INVOKE, json!({"FunctionName": "echo"})).await.unwrap();
        assert_eq!(response["Payload"], json!({"got": {}}));
    }

    #[tokio::test]
    async fn a_payload_that_is_json_text_is_what_it_says() {
        for (payload, got) in [(json!("0.5"), json!(0.5)), (json!("text"), json!("text")), (json!(null), json!({}))] {
            let response = run(INVOKE, json!({"FunctionName": "echo", "Payload": payload})).await.unwrap();
            assert_eq!(response["Payload"]["got"], got);
        }
    }

    #[tokio::test]
    async fn an_error_is_that_of_a_lambda_function() {
        let expected = Failure::new("E", r#"{"errorMessage":"why","errorType":"E"}"#);
        assert_eq!(run("fails", json!(1)).await, Err(TaskError::Failed(expected.clone())));
        assert_eq!(run(INVOKE, json!({"FunctionName": "fails"})).await, Err(TaskError::Failed(expected)));
    }

    #[tokio::test]
    async fn a_panic_is_a_failure_of_the_task() {
        for (name, message) in [("panics", "no 3"), ("panics-early", "early")] {
            let Err(TaskError::Failed(failure)) = run(name, json!(3)).await else { panic!("{name} has not failed") };
            assert_eq!(failure.name(), "TaskPanicked");
            assert!(failure.cause.unwrap().contains(message));
        }
    }

    #[tokio::test]
    async fn a_result_that_is_too_long_is_a_failure_of_the_task() {
        let arn = "arn:aws:lambda:us-east-1:123456789012:function:long";
        let by_arn = Failure::result_too_large(arn);
        assert_eq!(run(arn, json!(1)).await, Err(TaskError::Failed(by_arn)));
        let invoked = Failure::result_too_large("lambda");
        assert_eq!(run(INVOKE, json!({"FunctionName": "long"})).await, Err(TaskError::Failed(invoked)));
    }

    #[tokio::test]
    async fn a_task_is_dropped_with_its_attempt() {
        struct OnDrop(Arc<std::sync::atomic::AtomicBool>);
        impl Drop for OnDrop {
            fn drop(&mut self) {
                self.0.store(true, std::sync::atomic::Ordering::SeqCst);
            }
        }
        let dropped = Arc::new(std::sync::atomic::AtomicBool::new(false));
        let guard = Arc::clone(&dropped);
        let tasks = RustTasks::new().with("never", move |_| {
            let guard = OnDrop(Arc::clone(&guard));
            async move {
                let _guard = guard;
                std::future::pending().await
            }
        });
        let mut attempt = tasks.run(request("never", json!(1)), &Quiet);
        assert!(futures_util::poll!(&mut attempt).is_pending());
        drop(attempt);
        assert!(dropped.load(std::sync::atomic::Ordering::SeqCst));
    }

    #[tokio::test]
    async fn an_input_can_be_read_in_place() {
        let tasks = RustTasks::new().with_input("sum", async |input: TaskInput| {
            let numbers: Vec<i64> = input.read().map_err(|error| Failure::new("BadInput", error.to_string()))?;
            Ok(json!(numbers.iter().sum::<i64>()).into())
        });
        let result = tasks.run(request(INVOKE, json!({"FunctionName": "sum", "Payload": [1, 2]})), &Quiet).await;
        assert_eq!(result.unwrap()["Payload"], 3);
    }
}
