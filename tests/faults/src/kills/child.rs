//! The process that works until it is killed.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, join_all};
use serde_json::Value;
use tokio::sync::mpsc;
use workflow_asl::Resource;
use workflow_engine::clock::real_sleep;
use workflow_engine::durable::{
    AslExecutable, Definition, Executable, Executables, ExecutionId, SendError, StandardEngine, StandardOptions,
    StartStandard, Store, StoreError, decode,
};
use workflow_engine::{
    Engine, EngineOptions, ExecutionIdentity, HistoryEvent, Payload, Targets, TaskError, TaskProgress, TaskRequest,
    TaskTarget,
};
use workflow_store::{SqliteOptions, SqliteStore};

use super::journal::{self, Journal, Line};
use super::{arn, machine_of};
use crate::Checked;
use crate::check;
use crate::load::{Machine, Numbers, outcome};

/// What has happened outside, in a directory.
pub const JOURNAL: &str = "journal";
/// Where the store is, in a directory.
pub const DATA: &str = "data";

/// Works until so many executions have ended.
///
/// # Errors
///
/// What must not happen.
pub fn work(directory: &Path, seed: u64, executions: u64) -> Checked {
    let text = |error: &dyn std::fmt::Display| error.to_string();
    let file = directory.join(JOURNAL);
    let known = Known::of(journal::read(&file).map_err(|error| text(&error))?);
    let journal = Arc::new(Journal::open(&file).map_err(|error| text(&error))?);
    let store = SqliteStore::open(&directory.join(DATA), SqliteOptions::default()).map_err(|error| text(&error))?;
    let store: Arc<dyn Store> = Arc::new(store);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let result = runtime.map_err(|error| text(&error))?.block_on(async {
        let (tokens, told) = mpsc::unbounded_channel();
        let functions = Functions { seed, journal: Arc::clone(&journal), store: Arc::clone(&store), tokens };
        let targets = Targets::new().with(functions);
        let engine = Engine::new(EngineOptions { targets, ..EngineOptions::default() });
        let options = StandardOptions::new(engine, store, Arc::new(Definitions));
        let engine = StandardEngine::open(options).await.map_err(|error| text(&error))?;
        tokio::spawn(complete(engine.clone(), Arc::clone(&journal), known.tokens.clone(), told));
        let all = (0..executions).filter(|execution| !known.ended.contains(execution));
        let all = all.map(|execution| one(&engine, &journal, seed, execution, known.started.get(&execution).copied()));
        join_all(all).await.into_iter().collect::<Checked<Vec<()>>>()
    });
    if let Err(wrong) = &result {
        journal.append(&Line::Wrong(wrong.clone())).map_err(|error| text(&error))?;
    }
    result.map(drop)
}

/// What processes before this one have noted.
#[derive(Default)]
struct Known {
    started: HashMap<u64, ExecutionId>,
    ended: HashSet<u64>,
    tokens: BTreeMap<String, u64>,
}

impl Known {
    fn of(lines: Vec<Line>) -> Self {
        let mut known = Self::default();
        for line in lines {
            match line {
                Line::Started { execution, id } => drop(known.started.insert(execution, ExecutionId(id))),
                Line::Ended(execution) => drop(known.ended.insert(execution)),
                Line::Token(token, result) => drop(known.tokens.insert(token, result)),
                Line::Sent(token) | Line::Gone(token) => drop(known.tokens.remove(&token)),
                Line::Call { .. } | Line::Wrong(_) => {}
            }
        }
        known
    }
}

/// Starts an execution, unless it was, and waits for its end.
async fn one(
    engine: &StandardEngine,
    journal: &Journal,
    seed: u64,
    execution: u64,
    started: Option<ExecutionId>,
) -> Checked {
    let id = match started {
        Some(id) => id,
        None => {
            let id = start(engine, seed, execution).await?;
            append(journal, &Line::Started { execution, id: id.0 })?;
            id
        }
    };
    engine.ended(id).await.map_err(|error| format!("execution {execution}: {error}"))?;
    append(journal, &Line::Ended(execution))
}

async fn start(engine: &StandardEngine, seed: u64, execution: u64) -> Checked<ExecutionId> {
    match engine.start(started(&machine_of(seed, execution), execution)?).await {
        Ok(id) | Err(StoreError::ExecutionExists(id)) => Ok(id),
        Err(error) => Err(error.to_string()),
    }
}

/// An execution of a machine, whose number is its name and its input.
///
/// # Errors
///
/// What is wrong with the machine's definition.
pub fn started(machine: &Machine, execution: u64) -> Checked<StartStandard> {
    let executable = AslExecutable::from_json(&machine.name, &machine.definition());
    let identity = ExecutionIdentity {
        execution_arn: arn(machine, execution).into(),
        name: execution.to_string().into(),
        state_machine_arn: format!("arn:aws:states:us-east-1:123456789012:stateMachine:{}", machine.name).into(),
        state_machine_name: machine.name.as_str().into(),
        ..ExecutionIdentity::default()
    };
    Ok(StartStandard {
        executable: Arc::new(executable.map_err(|wrong| format!("{wrong:?}"))?),
        identity: Arc::new(identity),
        input: Value::from(execution).into(),
        details: None,
        is_name_drawn: false,
    })
}

fn append(journal: &Journal, line: &Line) -> Checked {
    journal.append(line).map_err(|error| error.to_string())
}

/// Completes the tokens that are known, and those that are told of.
async fn complete(
    engine: StandardEngine,
    journal: Arc<Journal>,
    known: BTreeMap<String, u64>,
    mut told: mpsc::UnboundedReceiver<(String, u64)>,
) {
    for (token, result) in known {
        tokio::spawn(complete_one(engine.clone(), Arc::clone(&journal), token, result));
    }
    while let Some((token, result)) = told.recv().await {
        tokio::spawn(complete_one(engine.clone(), Arc::clone(&journal), token, result));
    }
}

async fn complete_one(engine: StandardEngine, journal: Arc<Journal>, token: String, result: u64) {
    real_sleep(Duration::from_millis(result % 100)).await;
    let line = match engine.send_task_success(&token, Value::from(result).into()).await {
        Ok(()) => Line::Sent(token),
        Err(SendError::Callback(_)) => Line::Gone(token),
        Err(error @ (SendError::Store(_) | SendError::InvalidOutput(_))) => Line::Wrong(error.to_string()),
    };
    // Without its line it is sent again.
    drop(journal.append(&line));
}

/// Makes definitions ready that are in the store.
pub struct Definitions;

impl Executables for Definitions {
    fn find(&self, definition: &Definition) -> Result<Arc<dyn Executable>, String> {
        let executable = AslExecutable::from_json(&definition.name, &definition.text);
        Ok(Arc::new(executable.map_err(|wrong| format!("{wrong:?}"))?))
    }
}

/// What does the work of tasks.
#[derive(Debug)]
struct Functions {
    seed: u64,
    journal: Arc<Journal>,
    store: Arc<dyn Store>,
    tokens: mpsc::UnboundedSender<(String, u64)>,
}

impl TaskTarget for Functions {
    fn accepts(&self, _: &Resource, _: &Payload) -> bool {
        true
    }

    fn run<'a>(&'a self, request: TaskRequest, _: &'a dyn TaskProgress) -> BoxFuture<'a, Result<Payload, TaskError>> {
        async move { self.attempt(request).await }.boxed()
    }
}

impl Functions {
    async fn attempt(&self, request: TaskRequest) -> Result<Payload, TaskError> {
        let TaskRequest { execution_arn, entered_event_id: visit, attempt, .. } = &request;
        let call = Line::Call { arn: execution_arn.to_string(), visit: *visit, attempt: *attempt };
        drop(self.journal.append(&call));
        if let Err(wrong) = self.may_begin(execution_arn, *visit, *attempt).await {
            drop(self.journal.append(&Line::Wrong(format!("{execution_arn}: {wrong}"))));
        }
        let result = Numbers::of(&request.input).result();
        if let Some(token) = &request.task_token {
            drop(self.journal.append(&Line::Token(token.clone(), result)));
            // Nobody is left to be told when the process ends.
            let _ = self.tokens.send((token.clone(), result));
        }
        real_sleep(Duration::from_millis((result ^ self.seed) % 40)).await;
        outcome(&request)
    }

    async fn may_begin(&self, arn: &str, visit: u64, attempt: u32) -> Checked {
        let events = events(&*self.store, arn).await?;
        check::may_begin(&events, visit, attempt)
    }
}

/// What is on record of an execution.
///
/// # Errors
///
/// If nothing is, or it cannot be read.
pub async fn events(store: &dyn Store, arn: &str) -> Checked<Vec<HistoryEvent>> {
    let text = |error: StoreError| error.to_string();
    let stored = store.find(arn).await.map_err(text)?.ok_or_else(|| format!("nothing is on record of {arn}"))?;
    let rows = store.journal(stored.id).await.map_err(text)?;
    let input = Payload::from_json(&stored.new.input).map_err(|error| error.to_string())?;
    let records = rows.iter().map(|row| decode(&input, &row.data)).collect::<Result<Vec<_>, _>>().map_err(text)?;
    Ok(records.into_iter().flatten().flat_map(|record| record.events).collect())
}
