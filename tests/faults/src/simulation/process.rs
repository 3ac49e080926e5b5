//! Processes, one after the other, until all executions have ended.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::Value;
use tokio::sync::mpsc;
use workflow_engine::clock::{Clock, SkippingClock};
use workflow_engine::durable::{
    AslExecutable, Cause, Definition, Executable, Executables, ExecutionId, LoadedExecution, MemoryStore,
    StandardEngine, StandardOptions, StartStandard, Store, StoreError, decode,
};
use workflow_engine::{Engine, EngineOptions, ExecutionIdentity, HistoryEvent, Payload, Targets};

use super::Happened;
use super::plan::{Faults, Plan};
use super::store::FaultyStore;
use super::world::{Functions, World};
use crate::Checked;
use crate::check::ensure;
use crate::load::ACTIVITY;

/// What has come of a plan.
#[derive(Debug, Default)]
pub struct Ended {
    histories: Vec<Vec<HistoryEvent>>,
    /// What must not have happened.
    pub violations: Vec<String>,
    /// How much later anything may have happened than it would have without faults, at most.
    pub disturbed: Duration,
    kills: usize,
    failures: usize,
    calls: usize,
}

impl Ended {
    /// The history of an execution of the plan.
    pub fn events(&self, execution: usize) -> &[HistoryEvent] {
        self.histories.get(execution).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn happened(&self) -> Happened {
        Happened {
            executions: self.histories.len(),
            events: self.histories.iter().map(Vec::len).sum(),
            kills: self.kills,
            failures: self.failures,
            calls: self.calls,
        }
    }
}

/// What the processes of a plan have in common.
struct Processes<'a> {
    plan: &'a Plan,
    executables: Arc<Machines>,
    stored: MemoryStore,
    clock: Arc<SkippingClock>,
    world: World,
    /// The executions whose start was acknowledged.
    started: Mutex<HashMap<usize, ExecutionId>>,
    begin: Timestamp,
}

/// How long a plan may take in virtual time; only one that is stuck takes longer.
const STUCK: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

pub(super) fn run(plan: &Plan, faults: Faults) -> Checked<Ended> {
    let stored = MemoryStore::new();
    let begin = Timestamp::from_second(1_767_225_600).unwrap_or_default();
    let processes = Processes {
        plan,
        executables: Arc::new(Machines::new(plan)?),
        world: World::new(plan.seed, stored.clone()),
        stored,
        clock: SkippingClock::starting_at(begin),
        started: Mutex::default(),
        begin,
    };
    let mut random = StdRng::seed_from_u64(plan.seed ^ 1);
    let mut ended = Ended::default();
    loop {
        let may_die = ended.kills < faults.most_kills;
        let faults =
            if may_die { faults } else { Faults { kills_of_writes: 0, longest_life: Duration::MAX, ..faults } };
        let life = faults.longest_life.min(STUCK).mul_f64(random.random_range(0.0..1.0));
        let life = may_die.then_some(life);
        let store = FaultyStore::new(
            processes.stored.clone(),
            Clock::Skipping(Arc::clone(&processes.clock)),
            faults,
            StdRng::seed_from_u64(random.random()),
        );
        let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(|error| error.to_string())?;
        let histories = runtime.block_on(Arc::clone(&processes.clock).drive(processes.live(&store, life)));
        drop(runtime);
        ended.failures += store.failures();
        ended.disturbed += store.disturbed();
        if let Some(histories) = histories? {
            ended.histories = histories;
            break;
        }
        ended.kills += 1;
        ended.disturbed += processes.pause(faults.longest_pause.mul_f64(random.random_range(0.0..=1.0)))?;
    }
    ended.violations = processes.world.violations();
    ended.calls = processes.world.calls();
    processes.tokens_are_on_record(&ended)?;
    Ok(ended)
}

impl Processes<'_> {
    /// One process: the histories if all executions have ended, none if it was killed.
    async fn live(&self, store: &FaultyStore, life: Option<Duration>) -> Checked<Option<Vec<Vec<HistoryEvent>>>> {
        tokio::select! {
            biased;
            () = store.died() => Ok(None),
            () = self.clock.sleep(life.unwrap_or(STUCK)) => {
                store.die();
                ensure(life.is_some(), || self.stuck())?;
                Ok(None)
            }
            histories = self.work(store) => histories.map(Some),
        }
    }

    async fn work(&self, store: &FaultyStore) -> Checked<Vec<Vec<HistoryEvent>>> {
        let (tokens, told) = mpsc::unbounded_channel();
        let clock = Clock::Skipping(Arc::clone(&self.clock));
        let functions = Functions { world: self.world.clone(), clock: clock.clone(), tokens: tokens.clone() };
        let targets = Targets::new().with(functions);
        let engine = Engine::new(EngineOptions { targets, clock, ..EngineOptions::default() });
        engine.activities().create(ACTIVITY);
        let engine = loop {
            let executables = Arc::clone(&self.executables) as Arc<dyn Executables>;
            let options = StandardOptions {
                max_concurrency: self.plan.max_concurrency,
                ..StandardOptions::new(engine.clone(), Arc::new(store.clone()), executables)
            };
            match StandardEngine::open(options).await {
                Ok(engine) => break engine,
                Err(error) => self.again(&error).await?,
            }
        };
        tokio::spawn(self.world.clone().complete(engine.clone(), told));
        tokio::spawn(worker(self.world.clone(), engine.clone(), tokens));
        let all = (0..self.plan.executions.len()).map(|index| self.one(&engine, index));
        let histories = futures_util::future::join_all(all).await;
        histories.into_iter().collect()
    }

    /// Starts an execution, waits for its end, and reads its history.
    async fn one(&self, engine: &StandardEngine, index: usize) -> Checked<Vec<HistoryEvent>> {
        let id = self.start(engine, index).await?;
        let state = loop {
            match engine.ended(id).await {
                Ok(state) => break state,
                Err(error) => self.again(&error).await?,
            }
        };
        let events = loop {
            match engine.history(id, 0, usize::MAX).await {
                Ok(events) => break events,
                Err(error) => self.again(&error).await?,
            }
        };
        let on_record = crate::check::end(&events);
        ensure(on_record.as_ref() == Some(&state.status), || format!("{:?} is not {on_record:?}", state.status))?;
        Ok(events)
    }

    async fn start(&self, engine: &StandardEngine, index: usize) -> Checked<ExecutionId> {
        let execution = self.plan.executions.get(index).ok_or("no such execution")?;
        self.clock.sleep(self.after(execution.after)).await;
        loop {
            let known = self.started.lock().unwrap_or_else(PoisonError::into_inner).get(&index).copied();
            let machine = &self.plan.machine(execution)?.name;
            let executable = self.executables.of(machine).ok_or("no such machine")?;
            let start = StartStandard {
                executable,
                identity: identity(machine, index),
                input: Value::from(execution.n).into(),
                details: None,
                is_name_drawn: false,
            };
            let id = match engine.start(start).await {
                Ok(id) => {
                    ensure(known.is_none(), || format!("execution {index} was started and is forgotten"))?;
                    id
                }
                Err(StoreError::ExecutionExists(id)) => {
                    ensure(known.is_none_or(|known| known == id), || format!("execution {index} is two"))?;
                    id
                }
                Err(error) => {
                    self.again(&error).await?;
                    continue;
                }
            };
            self.started.lock().unwrap_or_else(PoisonError::into_inner).insert(index, id);
            return Ok(id);
        }
    }

    /// Which executions do not end, and where they are.
    fn stuck(&self) -> String {
        let started = self.started.lock().unwrap_or_else(PoisonError::into_inner);
        let started =
            started.iter().map(|(index, id)| (index, self.stored.execution(*id).now_or_never(), self.world.last(*id)));
        format!("executions do not end: {:#?}", started.collect::<Vec<_>>())
    }

    /// How long until so long after the beginning.
    fn after(&self, after: Duration) -> Duration {
        let passed = self.clock.now().duration_since(self.begin).unsigned_abs();
        after.saturating_sub(passed)
    }

    /// Waits before something is tried again that has failed as was injected.
    async fn again(&self, error: &StoreError) -> Checked {
        ensure(error.is_transient(), || error.to_string())?;
        self.clock.sleep(Duration::from_secs(1)).await;
        Ok(())
    }

    /// Lets time pass without a process.
    fn pause(&self, pause: Duration) -> Checked<Duration> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(|error| error.to_string())?;
        let clock = Arc::clone(&self.clock);
        runtime.block_on(Arc::clone(&self.clock).drive(async move { clock.sleep(pause).await }));
        Ok(pause)
    }

    /// How many tokens were completed while their tasks still ran, and are on record without an end of the task: something
    /// else has ended its branch before it could.
    fn overtaken(&self) -> Checked<usize> {
        let mut count = 0;
        for id in self.started.lock().unwrap_or_else(PoisonError::into_inner).values() {
            let loaded = self.stored.load(vec![*id]).now_or_never().ok_or("the store waits")?;
            for LoadedExecution { execution, rows } in loaded.map_err(|error| error.to_string())? {
                let input = Payload::from_json(&execution.new.input).map_err(|error| error.to_string())?;
                let records = rows.iter().map(|row| decode(&input, &row.data)).collect::<Result<Vec<_>, _>>();
                let records = records.map_err(|error| error.to_string())?.concat();
                let mut early = HashSet::new();
                for record in records {
                    match record.cause {
                        Cause::CompletedEarly { effect, .. } => _ = early.insert(effect),
                        Cause::Succeeded { effect, .. } | Cause::Failed { effect, .. } => _ = early.remove(&effect),
                        _ => {}
                    }
                }
                count += early.len();
            }
        }
        Ok(count)
    }

    /// A completion that was acknowledged must be on record.
    fn tokens_are_on_record(&self, ended: &Ended) -> Checked {
        let all = ended.histories.iter().flatten();
        let successes = all.filter(|event| crate::check::is_success(&event.event)).count();
        let acknowledged = self.world.acknowledged();
        let successes = successes + self.overtaken()?;
        ensure(acknowledged <= successes, || format!("{acknowledged} tokens were completed, {successes} are on record"))
    }
}

/// Works on the tasks of the activity.
async fn worker(world: World, engine: StandardEngine, tokens: mpsc::UnboundedSender<String>) {
    loop {
        match engine.take_activity_task(ACTIVITY, Some("worker".to_owned())).await {
            Ok(task) => {
                world.hold(&task.token, &task.input, engine.engine().clock().now());
                // Whoever completes them lives as long as this.
                let _ = tokens.send(task.token);
            }
            Err(_) => engine.engine().clock().sleep(Duration::from_secs(1)).await,
        }
    }
}

fn identity(machine: &str, index: usize) -> Arc<ExecutionIdentity> {
    Arc::new(ExecutionIdentity {
        execution_arn: format!("arn:aws:states:us-east-1:123456789012:execution:{machine}:{index}").into(),
        name: index.to_string().into(),
        state_machine_arn: format!("arn:aws:states:us-east-1:123456789012:stateMachine:{machine}").into(),
        state_machine_name: machine.into(),
        ..ExecutionIdentity::default()
    })
}

/// The machines of a plan.
struct Machines(Vec<Arc<AslExecutable>>);

impl Machines {
    fn new(plan: &Plan) -> Checked<Self> {
        let machines = plan.machines.iter().map(|machine| {
            let executable = AslExecutable::from_json(&machine.name, &machine.definition());
            executable.map(Arc::new).map_err(|wrong| format!("{wrong:?}: {}", machine.definition()))
        });
        machines.collect::<Checked<_>>().map(Self)
    }

    fn of(&self, name: &str) -> Option<Arc<dyn Executable>> {
        let machine = self.0.iter().find(|machine| &*machine.definition().name == name)?;
        Some(Arc::clone(machine) as Arc<dyn Executable>)
    }
}

impl Executables for Machines {
    fn find(&self, definition: &Definition) -> Result<Arc<dyn Executable>, String> {
        self.of(&definition.name).ok_or_else(|| format!("there is no machine {}", definition.name))
    }
}
