//! A directory of executions, which other processes may work on.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures_util::FutureExt;
use serde_json::{Value, json};
use workflow_engine::Payload;
use workflow_engine::clock::{Clock, real_monotonic};
use workflow_engine::durable::{
    ExecutionId, JournalRow, ListFilter, Record, RecordedExecution, StoredExecution, decode,
};
use workflow_store::{OpenError, StoreReader};

use crate::backend::{Backend, BackendFuture, CallError, Cursor, ListQuery, Operations};
use crate::view;

/// Opens a directory in this process.
pub trait Opener: Send + Sync + 'static {
    /// Opens it to record what is asked for; nothing is worked on. None where another process works on it.
    fn open<'a>(&'a self, directory: &'a Path) -> BackendFuture<'a, Option<Box<dyn Worker>>>;

    /// The ARN of a state machine of that name.
    fn state_machine(&self, name: &str) -> String;
}

/// A directory that is open in this process.
pub trait Worker: Operations {
    /// Leaves it.
    fn shut_down(&self) -> BackendFuture<'_, ()>;
}

/// A directory of executions.
pub struct Directory {
    path: PathBuf,
    opener: Arc<dyn Opener>,
    reader: OnceLock<StoreReader>,
    /// Whether something was recorded here, as no other process works on it.
    is_idle: AtomicBool,
}

/// How long the process that works on the directory may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often it is looked whether that process is still there.
const LOOK: Duration = Duration::from_millis(100);
/// How many executions are looked through at a time.
const PAGE: usize = 1_000;

impl Directory {
    /// A directory, which need not be there yet.
    pub fn new(path: PathBuf, opener: Arc<dyn Opener>) -> Self {
        Self { path, opener, reader: OnceLock::new(), is_idle: AtomicBool::new(false) }
    }

    fn reader(&self) -> Result<&StoreReader, CallError> {
        if let Some(reader) = self.reader.get() {
            return Ok(reader);
        }
        let reader = StoreReader::open(&self.path).map_err(CallError::failed)?;
        Ok(self.reader.get_or_init(|| reader))
    }

    fn is_held(&self) -> Result<bool, CallError> {
        match StoreReader::open(&self.path) {
            Ok(reader) => reader.is_held().map_err(CallError::failed),
            // Another version is brought up to date where it is opened.
            Err(OpenError::Missing { .. } | OpenError::Older { .. }) => Ok(false),
            Err(error) => Err(CallError::failed(error)),
        }
    }

    fn execution(&self, execution_arn: &str) -> Result<StoredExecution, CallError> {
        let found = self.reader()?.find(execution_arn).map_err(CallError::failed)?;
        found.ok_or_else(|| CallError::no_execution(execution_arn))
    }

    fn describe(&self, input: &Value) -> Result<Value, CallError> {
        let stored = self.execution(text(input, "executionArn"))?;
        let last = self.reader()?.last_row(stored.id).map_err(CallError::failed)?;
        Ok(view::description(&stored, &records(&stored, last)?, Clock::Real.now()))
    }

    fn executions(&self, query: &ListQuery) -> Result<Vec<Value>, CallError> {
        let filter = ListFilter {
            state_machine_arn: query.state_machine_arn.clone(),
            status: query.status,
            ..ListFilter::default()
        };
        let listed = self.reader()?.list(&filter, None, query.limit).map_err(CallError::failed)?;
        Ok(listed.iter().map(|stored| Value::Object(view::item(stored))).collect())
    }

    fn arns_named(&self, name: &str) -> Result<Vec<String>, CallError> {
        let mut named = Vec::new();
        let mut before: Option<ExecutionId> = None;
        loop {
            let page = self.reader()?.list(&ListFilter::default(), before, PAGE).map_err(CallError::failed)?;
            let Some(last) = page.last() else { return Ok(named) };
            before = Some(last.id);
            let of_name = page.iter().filter(|stored| *stored.new.identity.name == *name);
            named.extend(of_name.map(|stored| stored.new.identity.execution_arn.to_string()));
        }
    }

    fn events_after(&self, execution_arn: &str, cursor: Cursor) -> Result<(Vec<Value>, Cursor), CallError> {
        let stored = self.execution(execution_arn)?;
        let rows = self.reader()?.journal_page(stored.id, cursor.rows, u32::MAX).map_err(CallError::failed)?;
        let read = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let records = records(&stored, rows)?;
        let events = records.iter().flat_map(|record| &record.events);
        let events = events.filter(|event| event.id > cursor.event_id);
        let next = Cursor {
            event_id: events.clone().map(|event| event.id).max().unwrap_or(cursor.event_id),
            rows: cursor.rows.saturating_add(read),
        };
        Ok((events.map(|event| event.to_json(true)).collect(), next))
    }

    fn recorded(&self, execution_arn: &str) -> Result<RecordedExecution, CallError> {
        let stored = self.execution(execution_arn)?;
        let rows = self.reader()?.journal(stored.id).map_err(CallError::failed)?;
        Ok(RecordedExecution::new(&stored, records(&stored, rows)?))
    }

    /// Has something done by the process that works on the directory, or by this one.
    async fn change(&self, operation: &str, input: Value) -> Result<Value, CallError> {
        let started = real_monotonic();
        loop {
            if !self.is_held()?
                && let Some(worker) = self.opener.open(&self.path).await?
            {
                self.is_idle.store(true, Ordering::Relaxed);
                let result = worker.call(operation, input).await;
                worker.shut_down().await?;
                return result;
            }
            let reader = self.reader()?;
            let request = reader.request(operation, &input.to_string()).map_err(CallError::failed)?;
            if let Some(answer) = self.answer(request, started).await? {
                return answer;
            }
        }
    }

    /// Waits for the answer to a request; none if it was taken back, as no process works on the directory any more.
    async fn answer(&self, request: i64, started: Duration) -> Result<Option<Result<Value, CallError>>, CallError> {
        let reader = self.reader()?;
        loop {
            if let Some(answer) = reader.answered(request, LOOK).await.map_err(CallError::failed)? {
                return Ok(Some(read(answer)));
            }
            let is_late = real_monotonic().saturating_sub(started) > PATIENCE;
            let is_held = self.is_held()?;
            if is_held && !is_late {
                continue;
            }
            if !reader.withdraw(request).map_err(CallError::failed)? {
                // It was answered just now.
                continue;
            }
            let silent = || CallError::failed("the process that works on the directory does not answer");
            return if is_held { Err(silent()) } else { Ok(None) };
        }
    }
}

/// An answer of the process that works on the directory.
fn read(answer: Result<String, String>) -> Result<Value, CallError> {
    match answer {
        Ok(output) => serde_json::from_str(&output).map_err(CallError::failed),
        Err(error) => Err(CallError::from_json(&error)),
    }
}

impl Operations for Directory {
    fn call<'a>(&'a self, operation: &'a str, input: Value) -> BackendFuture<'a, Value> {
        async move {
            match operation {
                "DescribeExecution" => self.describe(&input),
                "GetExecutionHistory" => {
                    let (events, _) = self.events_after(text(&input, "executionArn"), Cursor::default())?;
                    Ok(json!({"events": events}))
                }
                _ => self.change(operation, input).await,
            }
        }
        .boxed()
    }
}

impl Backend for Directory {
    fn list(&self, query: ListQuery) -> BackendFuture<'_, Vec<Value>> {
        async move { self.executions(&query) }.boxed()
    }

    fn named<'a>(&'a self, name: &'a str) -> BackendFuture<'a, Vec<String>> {
        async move { self.arns_named(name) }.boxed()
    }

    fn state_machine<'a>(&'a self, name: &'a str) -> BackendFuture<'a, String> {
        async move { Ok(self.opener.state_machine(name)) }.boxed()
    }

    fn events<'a>(&'a self, execution_arn: &'a str, cursor: Cursor) -> BackendFuture<'a, (Vec<Value>, Cursor)> {
        async move { self.events_after(execution_arn, cursor) }.boxed()
    }

    fn export<'a>(&'a self, execution_arn: &'a str) -> BackendFuture<'a, String> {
        async move { self.recorded(execution_arn)?.to_json().map_err(CallError::failed) }.boxed()
    }

    fn obstacle(&self) -> Option<String> {
        let is_idle = self.is_idle.load(Ordering::Relaxed) || self.is_held().is_ok_and(|is_held| !is_held);
        is_idle.then(|| format!("no process works on {}", self.path.display()))
    }
}

fn text<'a>(input: &'a Value, field: &str) -> &'a str {
    input.get(field).and_then(Value::as_str).unwrap_or_default()
}

fn records(stored: &StoredExecution, rows: impl IntoIterator<Item = JournalRow>) -> Result<Vec<Record>, CallError> {
    let input = Payload::from_json(&stored.new.input).map_err(CallError::failed)?;
    let mut records = Vec::new();
    for row in rows {
        records.extend(decode(&input, &row.data).map_err(CallError::failed)?);
    }
    Ok(records)
}

impl std::fmt::Debug for Directory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Directory").field(&self.path).finish()
    }
}
