//! The same machines in the engine of Standard executions, whose process ends at every moment at which something happens.

use std::sync::{Arc, OnceLock};

use futures_util::future::{Either, select};
use jiff::Timestamp;
use std::pin::pin;

use super::world::{self, ACTIVITY, Complete, Intervention, Outside, START, WORK, WORKER};
use super::{Case, assert_same, definitions, described, status};
use crate::clock::{Clock, SkippingClock, later};
use crate::durable::{
    AslExecutable, Definition, Executable, Executables, ExecutionId, MemoryStore, StandardEngine, StandardOptions,
    StartStandard,
};
use crate::{Callbacks, ExecutionStatus, Failure, HistoryEvent, Program};

/// What outlives a process.
struct Kept {
    case: Case,
    store: MemoryStore,
    outside: Outside,
    engine: Arc<OnceLock<StandardEngine>>,
}

struct Known(Arc<AslExecutable>);

impl Executables for Known {
    fn find(&self, _: &Definition) -> Result<Arc<dyn Executable>, String> {
        Ok(Arc::clone(&self.0) as Arc<dyn Executable>)
    }
}

/// Completes tokens by the engine of this process.
fn completer(engine: Arc<OnceLock<StandardEngine>>) -> Complete {
    Arc::new(move |token, result| {
        let engine = engine.get().cloned();
        Box::pin(async move {
            let Some(engine) = engine else { return };
            // It comes too late for some.
            let _ = match result {
                Ok(output) => engine.send_task_success(&token, output).await,
                Err(failure) => engine.send_task_failure(&token, failure).await,
            };
        })
    })
}

impl Kept {
    fn new(case: Case) -> Self {
        let engine = Arc::default();
        let complete = completer(Arc::clone(&engine));
        let clock = SkippingClock::starting_at(START);
        Self { case, store: MemoryStore::new(), outside: Outside { clock, complete, held: Arc::default() }, engine }
    }

    /// Another process begins.
    fn next(self) -> Self {
        let engine = Arc::default();
        let complete = completer(Arc::clone(&engine));
        Self { outside: Outside { complete, ..self.outside }, engine, ..self }
    }

    /// Runs the execution until it ends, or a process does at a moment.
    fn process(&self, end: Option<Timestamp>) -> Option<(ExecutionStatus, Vec<HistoryEvent>)> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let clock = Arc::clone(&self.outside.clock);
        runtime.block_on(Arc::clone(&clock).drive(async {
            let engine = self.open().await;
            let id = self.started(&engine).await;
            let time = Clock::Skipping(clock);
            let killed = async {
                match end {
                    Some(end) => time.sleep_until(end).await,
                    None => std::future::pending().await,
                }
            };
            let state = match select(pin!(engine.ended(id)), pin!(killed)).await {
                Either::Left((state, _)) => state.unwrap(),
                Either::Right(_) => return None,
            };
            Some((state.status, engine.history(id, 0, usize::MAX).await.unwrap()))
        }))
    }

    async fn open(&self) -> StandardEngine {
        let executable = Arc::new(self.case.executable());
        let engine = world::engine_in_time(&self.outside, Callbacks::default());
        let options = StandardOptions::new(engine, Arc::new(self.store.clone()), Arc::new(Known(executable)));
        let engine = StandardEngine::open(options).await.unwrap();
        self.engine.set(engine.clone()).unwrap();
        self.outside.go_on();
        tokio::spawn(work(engine.clone(), self.outside.clone()));
        engine
    }

    /// The execution, started now if it was not before.
    async fn started(&self, engine: &StandardEngine) -> ExecutionId {
        let identity = Arc::new(world::identity());
        let id = match engine.find(&identity.execution_arn).await.unwrap() {
            Some(stored) => stored.id,
            None => {
                let (executable, input) = (Arc::new(self.case.executable()), self.case.input.clone().into());
                engine
                    .start(StartStandard { executable, identity, input, details: None, is_name_drawn: true })
                    .await
                    .unwrap()
            }
        };
        if let Some((after, intervention)) = self.case.intervention {
            tokio::spawn(intervene(engine.clone(), id, later(START, after), intervention));
        }
        id
    }
}

async fn work(engine: StandardEngine, outside: Outside) {
    while let Ok(task) = engine.take_activity_task(ACTIVITY, Some(WORKER.to_owned())).await {
        let result = world::worked(&task.input);
        outside.give(task.token, WORK, result);
    }
}

async fn intervene(engine: StandardEngine, id: ExecutionId, at: Timestamp, intervention: Intervention) {
    engine.engine().clock().sleep_until(at).await;
    match intervention {
        Intervention::UpdateMapRun(limits) => {
            let runs = engine.engine().map_runs().of_execution(&world::identity().execution_arn);
            for run in runs {
                engine.update_map_run(id, &run.arn, limits).await.unwrap();
            }
        }
        Intervention::Stop => drop(engine.stop(id, Failure::named(world::STOPPED)).await),
    }
}

/// What becomes of it where it is not recorded.
fn direct(case: &Case) -> (ExecutionStatus, Vec<HistoryEvent>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let program = Arc::new(Program::from_json(&case.definition.to_string()).unwrap());
    runtime.block_on(world::run_directly(program, case.input.clone(), case.intervention))
}

#[test]
fn the_engine_does_the_same() {
    for case in definitions::all() {
        let (name, (direct_status, direct_events)) = (case.name, direct(&case));
        let (ended, events) = Kept::new(case).process(None).unwrap();
        assert_same(&described(&events), &described(&direct_events), name);
        assert_eq!(status(&ended), status(&direct_status), "{name}");
    }
}

#[test]
fn a_process_may_end_at_any_moment() {
    let mut cut_off = 0;
    for case in definitions::all() {
        let (direct_status, direct_events) = direct(&case);
        let mut moments: Vec<Timestamp> = direct_events.iter().map(|event| event.timestamp).collect();
        moments.dedup();
        for moment in moments {
            let place = format!("{} at {moment}", case.name);
            let case = Case { definition: case.definition.clone(), input: case.input.clone(), ..case };
            let kept = Kept::new(case);
            let ended = kept.process(Some(later(moment, std::time::Duration::from_millis(1))));
            cut_off += usize::from(ended.is_none());
            let (ended, events) = ended.or_else(|| kept.next().process(None)).unwrap();
            assert_eq!(status(&ended), status(&direct_status), "{place}");
            assert!(events.iter().map(|event| event.id).eq(1..=events.len() as u64), "{place}");
            assert_eq!(events.len(), direct_events.len(), "{place}");
        }
    }
    assert!(cut_off > 100, "{cut_off} processes ended before their execution did");
}
