//! What is measured: tasks one after the other, as a native program over the recorder.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use workflow_engine::clock::{Clock, later, real_sleep};
use workflow_engine::durable::{
    Answer, Definition, DefinitionKind, Effect, Executable, Executables, ExecutionContext, HistoryIsFull,
    StandardEngine, StandardOptions, StartStandard, Store, StoreError, Work,
};
use workflow_engine::{
    Engine, EngineOptions, Event, ExecutionIdentity, Failure, Payload, StateType, TaskError, TaskEvent, TaskKind,
};

/// What the program does one after the other.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    /// A task that takes so long, and adds nothing to its input.
    Task(Duration),
    /// A task that never ends.
    Endless,
    /// A wait of so long.
    Wait(Duration),
}

/// About 200 bytes, as an order has.
pub(crate) const INPUT: &str = r#"{"id":"order-000017","customer":{"name":"Ada Lovelace","email":"ada@example.com"},"items":[{"sku":"A1","cents":250},{"sku":"B2","cents":1999}],"total":2249,"note":"leave it at the door","steps":0}"#;

/// The program.
pub(crate) struct Program {
    definition: Definition,
    steps: Vec<(Step, Arc<str>, Arc<str>)>,
    region: Arc<str>,
    /// How many endless tasks have begun.
    endless: Arc<AtomicUsize>,
}

impl Program {
    pub(crate) fn new(name: &str, steps: &[Step]) -> Arc<Self> {
        let text: Arc<str> = format!("{steps:?}").into();
        let definition =
            Definition { fingerprint: Arc::clone(&text), kind: DefinitionKind::Native, name: name.into(), text };
        let steps = steps.iter().enumerate().map(|(number, step)| {
            let arn = format!("arn:aws:lambda:us-east-1:123456789012:function:step{number}");
            (*step, format!("Step{number}").into(), arn.into())
        });
        Arc::new(Self { definition, steps: steps.collect(), region: "us-east-1".into(), endless: Arc::default() })
    }

    pub(crate) fn name(&self) -> &str {
        &self.definition.name
    }

    /// How many of its endless tasks have begun.
    pub(crate) fn endless(&self) -> usize {
        self.endless.load(Ordering::Relaxed)
    }

    /// Counts endless tasks anew.
    pub(crate) fn forget_endless(&self) {
        self.endless.store(0, Ordering::Relaxed);
    }

    /// How long it waits in all.
    pub(crate) fn sleeps(&self) -> Duration {
        let waits = self
            .steps
            .iter()
            .map(|(step, ..)| if let Step::Wait(duration) = step { *duration } else { Duration::ZERO });
        waits.sum()
    }

    /// An execution of it.
    pub(crate) fn started(self: &Arc<Self>, name: &str) -> StartStandard {
        let machine = &self.definition.name;
        let identity = ExecutionIdentity {
            execution_arn: format!("arn:aws:states:us-east-1:123456789012:execution:{machine}:{name}").into(),
            name: name.into(),
            state_machine_arn: format!("arn:aws:states:us-east-1:123456789012:stateMachine:{machine}").into(),
            state_machine_name: Arc::clone(machine),
            ..ExecutionIdentity::default()
        };
        let input = Payload::from_json(INPUT).unwrap_or_else(|_| Payload::unrecorded());
        StartStandard {
            executable: Arc::clone(self) as Arc<dyn Executable>,
            identity: Arc::new(identity),
            input,
            details: None,
            is_name_drawn: true,
        }
    }
}

impl Executable for Program {
    fn definition(&self) -> &Definition {
        &self.definition
    }

    fn timeout(&self) -> Option<Duration> {
        None
    }

    fn run(&self, context: ExecutionContext) -> BoxFuture<'static, Result<Payload, Failure>> {
        let run = Running {
            steps: self.steps.clone(),
            region: Arc::clone(&self.region),
            endless: Arc::clone(&self.endless),
            scope: Arc::from(""),
            last: 0,
            context,
        };
        async move { run.all().await.map_err(|HistoryIsFull| Failure::named("States.Runtime")) }.boxed()
    }
}

struct Running {
    steps: Vec<(Step, Arc<str>, Arc<str>)>,
    region: Arc<str>,
    endless: Arc<AtomicUsize>,
    scope: Arc<str>,
    last: u64,
    context: ExecutionContext,
}

impl Running {
    fn record(&mut self, event: Event) -> Result<(), HistoryIsFull> {
        self.last = self.context.recorder.record(&self.scope, self.last, event)?;
        Ok(())
    }

    async fn all(mut self) -> Result<Payload, HistoryIsFull> {
        let mut data = self.context.input.clone();
        self.record(Event::ExecutionStarted {
            input: data.clone(),
            role_arn: None,
            state_machine_alias_arn: None,
            state_machine_version_arn: None,
        })?;
        for (step, name, arn) in std::mem::take(&mut self.steps) {
            data = self.step(step, &name, &arn, data).await?;
        }
        self.context.recorder.record_end(&self.scope, self.last, Event::ExecutionSucceeded { output: data.clone() });
        Ok(data)
    }

    async fn step(
        &mut self,
        step: Step,
        name: &Arc<str>,
        arn: &Arc<str>,
        input: Payload,
    ) -> Result<Payload, HistoryIsFull> {
        let state_type = if matches!(step, Step::Wait(_)) { StateType::Wait } else { StateType::Task };
        self.record(Event::StateEntered { state_type, name: Arc::clone(name), input: input.clone() })?;
        let entered_event_id = self.last;
        if state_type == StateType::Task {
            self.task(TaskEvent::Scheduled {
                resource_arn: Arc::clone(arn),
                input: input.clone(),
                region: Arc::clone(&self.region),
                timeout_in_seconds: None,
                heartbeat_in_seconds: None,
                credentials_role_arn: None,
            })?;
            self.task(TaskEvent::Started { worker_name: None })?;
        }
        let (work, due) = match step {
            Step::Wait(duration) => (Work::Timer, Some(later(self.context.recorder.now(), duration))),
            Step::Task(duration) => {
                let clock = self.context.engine.clock().clone();
                let input = input.clone();
                (Work::Task(Box::new(move |_| work(input, duration, clock).boxed())), None)
            }
            Step::Endless => {
                let endless = Arc::clone(&self.endless);
                let body = move |_| {
                    endless.fetch_add(1, Ordering::Relaxed);
                    std::future::pending().boxed()
                };
                (Work::Task(Box::new(body)), None)
            }
        };
        let mut asked = self.context.recorder.ask(Effect {
            scope: Arc::clone(&self.scope),
            state: Arc::clone(name),
            entered_event_id,
            due,
            heartbeat: None,
            token: None,
            accepts: None,
            work,
        });
        let output = match asked.next().await {
            Answer::Ended(Ok(output)) => output,
            _ => input,
        };
        if state_type == StateType::Task {
            self.task(TaskEvent::Succeeded { output: output.clone() })?;
        }
        let assigned_variables = Vec::new();
        let name = Arc::clone(name);
        self.record(Event::StateExited { state_type, name, output: output.clone(), assigned_variables })?;
        Ok(output)
    }

    fn task(&mut self, event: TaskEvent) -> Result<(), HistoryIsFull> {
        self.record(Event::Task { kind: TaskKind::LambdaFunction, event })
    }
}

/// Reads its input and writes its output, as any task does.
async fn work(input: Payload, duration: Duration, clock: Clock) -> Result<Payload, TaskError> {
    if !duration.is_zero() {
        clock.sleep(duration).await;
    }
    let invalid = |error: serde_json::Error| TaskError::Failed(Failure::new("Invalid", error.to_string()));
    let mut order: serde_json::Value = input.read().map_err(invalid)?;
    if let Some(steps) = order.get_mut("steps") {
        *steps = (steps.as_u64().unwrap_or_default() + 1).into();
    }
    Payload::of(&order).map_err(invalid)
}

struct Known(Vec<Arc<Program>>);

impl Executables for Known {
    fn find(&self, definition: &Definition) -> Result<Arc<dyn Executable>, String> {
        let known = self.0.iter().find(|program| program.definition.name == definition.name);
        let known = known.ok_or_else(|| format!("there is no program {}", definition.name))?;
        Ok(Arc::clone(known) as Arc<dyn Executable>)
    }
}

/// An engine over a store that knows these programs.
pub(crate) async fn open(store: Arc<dyn Store>, programs: &[&Arc<Program>]) -> Result<StandardEngine, StoreError> {
    open_with(store, programs, StandardOptions::MAX_CONCURRENCY).await
}

/// One that may have so many executions in memory.
pub(crate) async fn open_with(
    store: Arc<dyn Store>,
    programs: &[&Arc<Program>],
    max_concurrency: usize,
) -> Result<StandardEngine, StoreError> {
    let engine = Engine::new(EngineOptions::default());
    let known = Known(programs.iter().map(|program| Arc::clone(program)).collect());
    let options = StandardOptions::new(engine, store, Arc::new(known));
    StandardEngine::open(StandardOptions { max_concurrency, ..options }).await
}

/// Waits for a while of real time.
pub(crate) async fn pause(duration: Duration) {
    real_sleep(duration).await;
}
