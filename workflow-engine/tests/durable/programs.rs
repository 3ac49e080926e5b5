//! Programs over a recorder, and an engine that runs them.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail the test")]

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use workflow_engine::clock::{Clock, SkippingClock, later};
use workflow_engine::durable::{
    Answer, Definition, DefinitionKind, Effect, Executable, Executables, ExecutionContext, ExecutionId,
    LoggingConfiguration, MemoryStore, StandardEngine, StandardOptions, StartStandard, Work,
};
use workflow_engine::{
    Engine, EngineOptions, Event, ExecutionIdentity, Failure, HistoryEvent, Payload, StateType, TaskEvent, TaskKind,
};

/// What a program does, one after the other.
#[derive(Clone, Debug)]
pub(crate) enum Do {
    /// Calls a task, which adds to the log of the world and gives its name.
    Task(&'static str),
    /// Calls a task that fails as long as the world says so.
    Unsure(&'static str),
    /// Calls a task that never ends.
    Endless(&'static str),
    /// Waits so many seconds.
    Wait(u64),
    /// Waits for a token, which is put into the world.
    Token(&'static str),
    /// As `Token`, and the task goes on until the world's gate is opened.
    SlowToken(&'static str),
    /// Runs another program.
    Child(&'static str, Vec<Do>),
}

/// What programs act upon.
#[derive(Debug, Default)]
pub(crate) struct World {
    pub(crate) calls: Mutex<Vec<String>>,
    pub(crate) tokens: Mutex<Vec<String>>,
    pub(crate) failures: AtomicU32,
    pub(crate) gate: tokio::sync::Notify,
}

impl World {
    pub(crate) fn calls(&self) -> Vec<String> {
        self.calls.lock().unwrap().clone()
    }

    pub(crate) fn token(&self) -> Option<String> {
        self.tokens.lock().unwrap().last().cloned()
    }
}

pub(crate) struct Program {
    pub(crate) steps: Vec<Do>,
    pub(crate) world: Arc<World>,
    pub(crate) definition: Definition,
    pub(crate) timeout: Option<Duration>,
}

impl Program {
    pub(crate) fn named(name: &str, steps: &[Do], world: &Arc<World>) -> Arc<Self> {
        let text = format!("{steps:?}");
        let definition = Definition {
            fingerprint: text.as_str().into(),
            kind: DefinitionKind::Native,
            name: name.into(),
            text: text.into(),
        };
        Arc::new(Self { steps: steps.to_vec(), world: Arc::clone(world), definition, timeout: None })
    }
}

impl Executable for Program {
    fn definition(&self) -> &Definition {
        &self.definition
    }

    fn timeout(&self) -> Option<Duration> {
        self.timeout
    }

    fn run(&self, context: ExecutionContext) -> BoxFuture<'static, Result<Payload, Failure>> {
        let (steps, world) = (self.steps.clone(), Arc::clone(&self.world));
        Box::pin(run(steps, world, context))
    }
}

async fn run(steps: Vec<Do>, world: Arc<World>, context: ExecutionContext) -> Result<Payload, Failure> {
    let recorder = context.recorder.clone();
    let top: Arc<str> = Arc::from("");
    let input = context.input.clone();
    let started = Event::ExecutionStarted {
        input,
        role_arn: None,
        state_machine_alias_arn: None,
        state_machine_version_arn: None,
    };
    let mut last = recorder.record(&top, 0, started).unwrap();
    let mut output = context.input.clone();
    for step in steps {
        match self::step(&step, &world, &context, &mut last).await {
            Ok(result) => output = result,
            Err(failure) => {
                recorder.record_end(&top, last, Event::ExecutionFailed(failure.clone()));
                return Err(failure);
            }
        }
    }
    recorder.record_end(&top, last, Event::ExecutionSucceeded { output: output.clone() });
    Ok(output)
}

async fn step(step: &Do, world: &Arc<World>, context: &ExecutionContext, last: &mut u64) -> Result<Payload, Failure> {
    let recorder = &context.recorder;
    let top: Arc<str> = Arc::from("");
    let (name, state_type) = match step {
        Do::Task(name)
        | Do::Unsure(name)
        | Do::Endless(name)
        | Do::Token(name)
        | Do::SlowToken(name)
        | Do::Child(name, _) => (*name, StateType::Task),
        Do::Wait(_) => ("Wait", StateType::Wait),
    };
    let entered = Event::StateEntered { state_type, name: name.into(), input: Payload::unrecorded() };
    *last = recorder.record(&top, *last, entered).unwrap();
    let mut effect = Effect {
        scope: Arc::clone(&top),
        state: name.into(),
        entered_event_id: *last,
        due: None,
        heartbeat: None,
        token: None,
        accepts: None,
        work: Work::Timer,
    };
    match step {
        Do::Wait(seconds) => effect.due = Some(later(recorder.now(), Duration::from_secs(*seconds))),
        Do::Child(name, steps) => {
            let executable = Program::named(name, steps, world);
            let child = workflow_engine::durable::ChildStart { executable, name: None, input: json!({}).into() };
            effect.work = Work::Child(child);
        }
        Do::Task(_) | Do::Unsure(_) | Do::Endless(_) | Do::Token(_) | Do::SlowToken(_) => {
            let (step, world) = (step.clone(), Arc::clone(world));
            let token = matches!(step, Do::Token(_) | Do::SlowToken(_)).then(|| recorder.token());
            effect.token = token.as_ref().map(|(number, _)| *number);
            effect.accepts = Some(|output| if output.is_string() { Ok(()) } else { Err("it is no text".to_owned()) });
            effect.work = Work::Task(Box::new(move |_| Box::pin(attempt(step, world, token.map(|(_, text)| text)))));
        }
    }
    let mut asked = recorder.ask(effect);
    let result = loop {
        match asked.next().await {
            Answer::Ended(Ok(output)) => break Ok(output),
            Answer::Ended(Err(error)) => match error {
                workflow_engine::TaskError::Failed(failure) => break Err(failure),
                other => panic!("{other:?}"),
            },
            Answer::TimeIsOver => break Ok(json!("waited").into()),
            Answer::Submitted { .. } | Answer::Started { .. } => {}
        }
    };
    let event = match &result {
        Ok(output) => TaskEvent::Succeeded { output: output.clone() },
        Err(failure) => TaskEvent::Failed(failure.clone()),
    };
    *last = recorder.record(&top, *last, Event::Task { kind: TaskKind::Activity, event }).unwrap();
    result
}

async fn attempt(step: Do, world: Arc<World>, token: Option<String>) -> Result<Payload, workflow_engine::TaskError> {
    let name = match step {
        Do::Task(name) | Do::Unsure(name) | Do::Endless(name) | Do::Token(name) | Do::SlowToken(name) => name,
        Do::Wait(_) | Do::Child(..) => unreachable!(),
    };
    tracing::info!(call = name);
    world.calls.lock().unwrap().push(name.to_owned());
    world.tokens.lock().unwrap().extend(token);
    if matches!(step, Do::Endless(_)) {
        return std::future::pending().await;
    }
    if matches!(step, Do::SlowToken(_)) {
        world.gate.notified().await;
    }
    let has_failed = matches!(step, Do::Unsure(_))
        && world.failures.try_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok();
    if has_failed { Err(Failure::new("Unsure", name).into()) } else { Ok(json!(name).into()) }
}

/// Knows programs by name.
#[derive(Default)]
pub(crate) struct Known(pub(crate) Vec<Arc<Program>>);

impl Executables for Known {
    fn find(&self, definition: &Definition) -> Result<Arc<dyn Executable>, String> {
        let known = self.0.iter().find(|program| program.definition.name == definition.name);
        let known = known.ok_or_else(|| format!("there is no program {}", definition.name))?;
        Ok(Arc::clone(known) as Arc<dyn Executable>)
    }
}

/// What an engine is made with in these tests.
pub(crate) struct Setup {
    pub(crate) store: MemoryStore,
    pub(crate) clock: Arc<SkippingClock>,
    pub(crate) world: Arc<World>,
    pub(crate) max_concurrency: usize,
    pub(crate) logging: LoggingConfiguration,
}

impl Setup {
    pub(crate) fn new() -> Self {
        Self {
            store: MemoryStore::new(),
            clock: SkippingClock::starting_at("2026-01-01T00:00:00Z".parse().unwrap()),
            world: Arc::default(),
            max_concurrency: 100,
            logging: LoggingConfiguration::default(),
        }
    }

    pub(crate) async fn open(&self, programs: &[&Arc<Program>]) -> StandardEngine {
        self.open_with(self.max_concurrency, programs).await
    }

    pub(crate) async fn open_with(&self, max_concurrency: usize, programs: &[&Arc<Program>]) -> StandardEngine {
        let engine =
            Engine::new(EngineOptions { clock: Clock::Skipping(Arc::clone(&self.clock)), ..EngineOptions::default() });
        let known = Known(programs.iter().map(|program| Arc::clone(program)).collect());
        let options = StandardOptions {
            max_concurrency,
            logging: Arc::new(self.logging),
            ..StandardOptions::new(engine, Arc::new(self.store.clone()), Arc::new(known))
        };
        StandardEngine::open(options).await.unwrap()
    }

    /// Runs a test with time skipped, in a process of its own: whatever still runs at its end is gone.
    pub(crate) fn process<T>(&self, test: impl Future<Output = T>) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(Arc::clone(&self.clock).drive(test))
    }

    pub(crate) fn program(&self, steps: &[Do]) -> Arc<Program> {
        Program::named("program", steps, &self.world)
    }
}

pub(crate) fn identity(name: &str) -> Arc<ExecutionIdentity> {
    Arc::new(ExecutionIdentity {
        execution_arn: format!("arn:aws:states:us-east-1:123456789012:execution:program:{name}").into(),
        name: name.into(),
        state_machine_arn: "arn:aws:states:us-east-1:123456789012:stateMachine:program".into(),
        state_machine_name: "program".into(),
        ..ExecutionIdentity::default()
    })
}

pub(crate) fn started(program: &Arc<Program>, name: &str, input: Value) -> StartStandard {
    let executable = Arc::clone(program) as Arc<dyn Executable>;
    StartStandard { executable, identity: identity(name), input: input.into(), details: None, is_name_drawn: false }
}

/// The types of all events, after the ids were found to be dense.
pub(crate) async fn history(engine: &StandardEngine, id: ExecutionId) -> Vec<String> {
    let events = engine.history(id, 0, usize::MAX).await.unwrap();
    assert!(events.iter().map(|event| event.id).eq(1..=events.len() as u64), "{events:#?}");
    events.iter().map(|event: &HistoryEvent| event.event.type_name()).collect()
}
