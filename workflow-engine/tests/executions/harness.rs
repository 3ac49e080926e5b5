use std::sync::Arc;

use futures_util::future::BoxFuture;
use serde_json::Value;
use workflow_asl::Resource;
use workflow_engine::clock::{Clock, SkippingClock};
use workflow_engine::{
    Engine, EngineOptions, Execution, ExecutionIdentity, ExecutionState, ExecutionType, Failure, Payload, Program,
    StartExecution, Targets, TaskError, TaskProgress, TaskRequest, TaskTarget,
};

/// The ARN of a function of this name.
pub(crate) fn function(name: &str) -> String {
    format!("arn:aws:lambda:us-east-1:123456789012:function:{name}")
}

/// Functions by name: `echo` gives its input, `fail` fails with it as the error's name, `never` does not end.
struct Functions;

impl TaskTarget for Functions {
    fn accepts(&self, resource: &Resource, _: &Payload) -> bool {
        matches!(resource, Resource::Lambda { .. })
    }

    fn run<'a>(&'a self, request: TaskRequest, _: &'a dyn TaskProgress) -> BoxFuture<'a, Result<Payload, TaskError>> {
        Box::pin(async move {
            let arn = request.resource.to_string();
            match arn.rsplit(':').next().unwrap_or_default() {
                "fail" => Err(Failure::named(request.input.as_str().unwrap_or("Failed")).into()),
                "fail-once" if request.attempt == 1 => Err(Failure::named("Once").into()),
                "never" => std::future::pending().await,
                _ => Ok(request.input),
            }
        })
    }
}

pub(crate) fn engine(clock: &Arc<SkippingClock>) -> Engine {
    let targets = Targets::new().with(Functions);
    Engine::new(EngineOptions { targets, clock: Clock::Skipping(Arc::clone(clock)), ..EngineOptions::default() })
}

pub(crate) fn start(engine: &Engine, definition: &Value, input: Value) -> Execution {
    let program = Program::from_json(&definition.to_string()).expect("the definition is valid");
    engine.start(StartExecution {
        program: Arc::new(program),
        input: input.into(),
        identity: ExecutionIdentity::default(),
        execution_type: ExecutionType::Standard,
        is_synchronous: false,
    })
}

/// What became of an execution, and its events as `id<previous:type`.
pub(crate) struct Ran {
    pub(crate) state: ExecutionState,
    pub(crate) events: Vec<String>,
    pub(crate) seconds: u64,
}

/// Runs a definition to its end; waits take no time.
pub(crate) async fn run(definition: Value, input: Value) -> Ran {
    let clock = SkippingClock::starting_at(jiff::Timestamp::UNIX_EPOCH);
    let engine = engine(&clock);
    let execution = start(&engine, &definition, input);
    let state = Arc::clone(&clock).drive(execution.ended()).await;
    Ran { state, events: events(&execution), seconds: clock.monotonic().as_secs() }
}

pub(crate) fn events(execution: &Execution) -> Vec<String> {
    let events = execution.history().expect("it is a Standard execution").events();
    for (place, event) in events.iter().enumerate() {
        assert_eq!(event.id, place as u64 + 1, "ids are dense");
        assert!(event.previous_event_id < event.id, "an event follows on one before it");
    }
    events.iter().map(|event| format!("{}<{}:{}", event.id, event.previous_event_id, event.event.type_name())).collect()
}
