//! Executions that are killed after any of their commits, and go on in another process.

use super::workflows::{Run, ShopError, World};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::Value;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::{Notify, mpsc};
use workflow_runtime::engine::clock::{Clock, SkippingClock};
use workflow_runtime::engine::durable::{
    Commit, Definition, ExecutionId, JournalRow, ListFilter, LoadedExecution, MemoryStore, OpenExecution, Store,
    StoreRequest, Stored, StoredExecution, decode,
};
use workflow_runtime::engine::{Event, HistoryEvent, Payload, TaskEvent};
use workflow_runtime::testing::TestRun;
use workflow_runtime::{
    EventKind, ExecutionError, Failure, Observer, Runtime, Standard, StandardError, StandardExecution, Workflow,
};

/// A store whose process is killed after so many commits: the next is never answered.
#[derive(Debug)]
struct Killing {
    store: Arc<MemoryStore>,
    left: AtomicUsize,
    killed: Arc<Notify>,
}

macro_rules! passed_on {
    ($($name:ident($($argument:ident: $type:ty),*) -> $output:ty;)*) => {
        $(fn $name(&self, $($argument: $type),*) -> $output {
            self.store.$name($($argument),*)
        })*
    };
}

impl Store for Killing {
    fn commit(&self, commit: Arc<Commit>) -> Stored<()> {
        let left = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        match left {
            Ok(_) => self.store.commit(commit),
            Err(_) => {
                self.killed.notify_one();
                Box::pin(std::future::pending())
            }
        }
    }

    passed_on! {
        journal(execution: ExecutionId) -> Stored<Vec<JournalRow>>;
        journal_page(execution: ExecutionId, skip: u32, count: u32) -> Stored<Vec<JournalRow>>;
        load(executions: Vec<ExecutionId>) -> Stored<Vec<LoadedExecution>>;
        last_row(execution: ExecutionId) -> Stored<Option<JournalRow>>;
        execution(execution: ExecutionId) -> Stored<Option<StoredExecution>>;
        find(execution_arn: &str) -> Stored<Option<StoredExecution>>;
        list(filter: ListFilter, before: Option<ExecutionId>, count: usize) -> Stored<Vec<StoredExecution>>;
        open(after: Option<ExecutionId>, count: usize) -> Stored<Vec<OpenExecution>>;
        last_id() -> Stored<ExecutionId>;
        prune(stopped_before: jiff::Timestamp, count: usize) -> Stored<usize>;
        put_definition(definition: Definition) -> Stored<()>;
        definition(fingerprint: &str) -> Stored<Option<Definition>>;
        put_document(collection: &'static str, name: &str, text: Option<String>) -> Stored<()>;
        documents(collection: &'static str) -> Stored<Vec<(String, String)>>;
        requests() -> Stored<Vec<StoreRequest>>;
        answer(request: i64, answer: Result<String, String>) -> Stored<()>;
    }
}

/// Is told which states are entered.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<&'static str>>>);

impl Observer for Told {
    fn observe(&self, event: &workflow_runtime::Event) {
        if let EventKind::StateEntered { state } = event.kind {
            self.0.lock().unwrap().push(state);
        }
    }
}

/// An execution of a workflow whose tasks take the time that a seed gives.
pub(crate) struct Trial {
    pub(crate) input: Value,
    pub(crate) seed: u64,
}

/// The order that a token is for, and its text.
type Token = (u32, String);

/// What is left of a life.
pub(crate) struct Lived {
    /// How the execution ended, if it did in this life.
    pub(crate) ended: Option<Result<Value, Failure>>,
    /// The history of each execution, children included.
    pub(crate) histories: Vec<Vec<HistoryEvent>>,
    /// The tokens that were given away outside.
    tokens: Vec<Token>,
    pub(crate) runs: Vec<Run>,
    /// The states that observers were told of.
    pub(crate) told: Vec<&'static str>,
    /// How many commits there were.
    pub(crate) commits: usize,
}

impl Trial {
    /// One life over what an earlier one left.
    pub(crate) fn live<W: Workflow<Error = ShopError>>(
        &self,
        store: &Arc<MemoryStore>,
        limit: usize,
        given_away: &[Token],
    ) -> Lived {
        let (tokens, outside) = mpsc::unbounded_channel();
        // Whoever has a token has it still when the process is another one.
        given_away.iter().for_each(|token| tokens.send(token.clone()).unwrap());
        let answered = Arc::<Mutex<Vec<Token>>>::default();
        let told = Told::default();
        let world = Arc::new(World { seed: self.seed, runs: Mutex::default(), tokens });
        let killed = Arc::new(Notify::new());
        let killing =
            Arc::new(Killing { store: Arc::clone(store), left: AtomicUsize::new(limit), killed: Arc::clone(&killed) });
        let tokio = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let clock = SkippingClock::starting_at("2025-01-01T00:00:00Z".parse().unwrap());
        let runtime = Runtime::new().provide(Arc::clone(&world)).with_clock(Clock::Skipping(Arc::clone(&clock)));
        let runtime = runtime.observe(told.clone());
        let standard = runtime.standard_shared(Arc::clone(&killing) as Arc<dyn Store>).with::<W>();
        let input = self.input.clone();
        let ended = tokio.block_on(clock.drive(async {
            tokio::select! {
                biased;
                ended = async {
                    let standard = standard.open().await.unwrap();
                    tokio::spawn(answers(standard.clone(), outside, Arc::clone(&answered)));
                    ended::<W>(&standard, input).await
                } => Some(ended),
                () = killed.notified() => None,
            }
        }));
        // With the process everything ends that it did.
        drop(tokio);
        let commits = limit - killing.left.load(Ordering::Relaxed);
        let tokens = std::mem::take(&mut *answered.lock().unwrap());
        let told = std::mem::take(&mut *told.0.lock().unwrap());
        Lived { ended, histories: histories(store), runs: world.take(), commits, tokens, told }
    }

    /// From the beginning to the end.
    pub(crate) fn uninterrupted<W: Workflow<Error = ShopError>>(&self) -> Lived {
        let lived = self.live::<W>(&Arc::default(), 10_000, &[]);
        lived.histories.iter().for_each(|history| is_dense(history));
        lived
    }

    /// Kills the execution after every commit; it goes on and ends all the same. Gives all the ways it ended.
    pub(crate) fn survives_every_kill<W: Workflow<Error = ShopError>>(&self) -> Vec<Result<Value, Failure>> {
        let whole = self.uninterrupted::<W>();
        let mut endings = vec![whole.ended.clone().unwrap()];
        for kill in 1..whole.commits {
            let at = format!("{} {} seed {} killed after {kill}", W::INFO.name, self.input, self.seed);
            let store = Arc::<MemoryStore>::default();
            let first = self.live::<W>(&store, kill, &[]);
            if first.ended.is_some() {
                // What came at the same time shared a commit this time.
                continue;
            }
            let second = self.live::<W>(&store, 10_000, &first.tokens);
            endings.push(second.ended.clone().unwrap());
            second.histories.iter().for_each(|history| is_dense(history));
            let mut both = first.histories.iter().zip(&second.histories);
            assert!(both.all(|(first, second)| second.starts_with(first)), "{at}: what was recorded was changed");
            // Code runs again for what had begun and had not ended, for nothing else.
            let (scheduled, settled) = (count(&second.histories, is_scheduled), count(&first.histories, is_settled));
            assert!(second.runs.len() + settled <= scheduled, "{at}: {} ran again", second.runs.len());
            let twice = second.runs.iter().filter(|run| second.runs.iter().filter(|other| other == run).count() > 1);
            assert_eq!(twice.count(), 0, "{at}: an attempt ran twice");
        }
        endings
    }
}

async fn ended<W: Workflow<Error = ShopError>>(standard: &Standard, input: Value) -> Result<Value, Failure> {
    let execution: StandardExecution<W> = match standard.start_with::<W>(input).name("execution").await {
        Ok(execution) => execution,
        Err(StandardError::AlreadyExists(_)) => standard.execution("execution").await.unwrap(),
        Err(error) => panic!("{error}"),
    };
    let execution = execution.ended().await.unwrap();
    let output = execution.result.map(|output| serde_json::to_value(output).unwrap());
    output.map_err(|error: ExecutionError<ShopError>| error.failure())
}

/// Orders from 100 on are approved, below that refused, and nobody looks at order 0.
async fn answers(standard: Standard, mut tokens: mpsc::UnboundedReceiver<Token>, answered: Arc<Mutex<Vec<Token>>>) {
    while let Some((order, token)) = tokens.recv().await {
        answered.lock().unwrap().push((order, token.clone()));
        // It changes nothing, be it refused as no output or because the token was completed before the last life ended.
        assert!(standard.send_task_success(&token, "neither true nor false").await.is_err());
        let answer: BoxFuture<'_, _> = match order {
            0 => continue,
            100.. => Box::pin(standard.send_task_success(&token, true)),
            _ => Box::pin(standard.send_task_failure(&token, Failure::new("SoldOut", "{\"item\":7}"))),
        };
        // Where it was answered before the last life ended.
        drop(answer.await);
    }
}

impl Trial {
    /// The execution as it is exported.
    pub(crate) fn exported<W: Workflow<Error = ShopError>>(&self) -> String {
        let store = Arc::default();
        self.live::<W>(&store, 10_000, &[]);
        self.with::<W, _>(&store, async |standard| {
            standard.execution::<W>("execution").await.unwrap().export().await.unwrap()
        })
    }

    /// Why an execution does not go on with the code of this workflow.
    pub(crate) fn suspended<W: Workflow<Error = ShopError>>(&self, store: &Arc<MemoryStore>) -> String {
        self.with::<W, _>(store, async |standard| {
            loop {
                let execution = standard.execution::<W>("execution").await.unwrap();
                let stored = standard.engine().find(execution.arn()).await.unwrap().unwrap();
                match stored.suspended {
                    Some(reason) => break reason.to_string(),
                    None => tokio::task::yield_now().await,
                }
            }
        })
    }

    /// Does something with what a life has left.
    fn with<W: Workflow<Error = ShopError>, R>(
        &self,
        store: &Arc<MemoryStore>,
        act: impl AsyncFnOnce(Standard) -> R,
    ) -> R {
        let (tokens, _) = mpsc::unbounded_channel();
        let world = Arc::new(World { seed: self.seed, runs: Mutex::default(), tokens });
        let tokio = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        tokio.block_on(async {
            let runtime = Runtime::new().provide(world);
            let store = Arc::clone(store) as Arc<dyn Store>;
            act(runtime.standard_shared(store).with::<W>().open().await.unwrap()).await
        })
    }

    /// Runs the workflow natively and as its definition: what is known natively of both.
    pub(crate) fn both_histories<W: Workflow<Error = ShopError>>(&self) -> (Vec<Known>, Vec<Known>) {
        let (tokens, _) = mpsc::unbounded_channel();
        let world = Arc::new(World { seed: self.seed, runs: Mutex::default(), tokens });
        let tokio = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let run = TestRun::new().provide(world).execution_id("execution").interpret::<W>(self.input.clone());
        let interpreted = tokio.block_on(run).events.iter().map(known).collect();
        (self.uninterrupted::<W>().histories.concat().iter().map(known).collect(), interpreted)
    }
}

/// An event: the one that led to it, its type and what native code knows of its data.
pub(crate) type Known = (u64, String);

/// What native code knows of an event.
fn known(event: &HistoryEvent) -> Known {
    let data = match &event.event {
        Event::StateEntered { name, .. } | Event::StateExited { name, .. } => name.to_string(),
        Event::MapIteration { name, index, .. } => format!("{name} {index}"),
        Event::MapStateStarted { length } => length.to_string(),
        Event::ExecutionStarted { input, .. } => input.to_text(),
        Event::ExecutionSucceeded { output } => output.to_text(),
        Event::ExecutionFailed(failure) => failure.name().to_owned(),
        Event::Task { event: TaskEvent::Scheduled { input, .. }, .. } => {
            let mut input = Value::clone(input);
            // Every token is another one.
            if let Some(Value::Object(payload)) = input.get_mut("Payload") {
                payload.insert("token".to_owned(), Value::Null);
            }
            input.to_string()
        }
        Event::Task { event: TaskEvent::Succeeded { output }, .. } => {
            // A service's result is not wrapped.
            output.get("Payload").unwrap_or(output).to_string()
        }
        Event::Task { event: TaskEvent::Failed(failure), .. } => failure.name().to_owned(),
        _ => String::new(),
    };
    (event.previous_event_id, format!("{} {data}", event.event.type_name()))
}

/// The histories of all executions, oldest first.
fn histories(store: &Arc<MemoryStore>) -> Vec<Vec<HistoryEvent>> {
    let answered = "a store in memory answers at once";
    let mut executions = store.list(ListFilter::default(), None, usize::MAX).now_or_never().expect(answered).unwrap();
    executions.sort_by_key(|stored| stored.id);
    let history = |stored: &StoredExecution| {
        let input = Payload::from_json(&stored.new.input).unwrap();
        let rows = store.journal(stored.id).now_or_never().expect(answered).unwrap();
        let records = rows.iter().flat_map(|row| decode(&input, &row.data).unwrap());
        records.flat_map(|record| record.events).collect()
    };
    executions.iter().map(history).collect()
}

fn is_dense(history: &[HistoryEvent]) {
    assert!((1..).zip(history).all(|(id, event)| event.id == id && event.previous_event_id < id), "{history:#?}");
}

fn count(histories: &[Vec<HistoryEvent>], is_meant: fn(&TaskEvent) -> bool) -> usize {
    let events = histories.iter().flatten().filter_map(|event| match &event.event {
        Event::Task { event, .. } => Some(event),
        _ => None,
    });
    events.filter(|event| is_meant(event)).count()
}

fn is_scheduled(event: &TaskEvent) -> bool {
    matches!(event, TaskEvent::Scheduled { .. })
}

/// Whether an attempt need not run again.
fn is_settled(event: &TaskEvent) -> bool {
    use TaskEvent as E;
    // One that was submitted has ended its own part; its end is not another one.
    !matches!(event, E::Scheduled { .. } | E::Started { .. } | E::Submitted { .. })
}
