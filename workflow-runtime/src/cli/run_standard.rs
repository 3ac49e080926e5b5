//! `run --data`: one durable execution in the foreground.

use super::args::RunArgs;
use super::run::{described, provided, tokio_runtime, written};
use super::sources::sources;
use super::standard::{Opened, Workflows, directory, log};
use super::{App, input};
use crate::{Failure, Runtime};
use jiff::Timestamp;
use serde_json::Value;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use workflow_cli::{Backend, CallError, Cursor, Directory, Follower, Place, Screen, Sources, Stop, Streams};
use workflow_engine::clock::{Clock, real_sleep};
use workflow_engine::durable::{ExecutionId, LoggingConfiguration, StoredExecution};
use workflow_engine::{Callbacks, ExecutionStatus};

/// How often it is looked whether there is something to tell.
const FRAME: Duration = Duration::from_millis(50);

/// What is to be run.
struct Run<'a> {
    workflows: Workflows,
    state_machine: String,
    name: Option<String>,
    input: Value,
    directory: &'a Path,
    program: &'a str,
    logging: LoggingConfiguration,
    sources: Arc<dyn Sources>,
}

pub(super) fn run(mut app: App, program: &str, args: RunArgs, streams: &mut Streams) -> Result<(), Stop> {
    let tokio = tokio_runtime()?;
    let providers = std::mem::take(&mut app.providers);
    let workflows = Workflows::of(&app)?;
    let sources = sources(&app);
    let entry = app.select(args.name.as_deref())?;
    let (name, definition) = (entry.info.name, entry.validated());
    let input = input::document(entry, args.input.as_deref(), streams)?;
    let directory = directory(&Place { data: args.data, endpoint: None }, streams)?;
    let definition = written(name, definition, args.asl, streams)?;
    let state_machine = workflows.arn(name);
    let logging = log(&args.log, streams);
    let (execution, directory) = (args.execution_name, &directory);
    let run = Run { workflows, state_machine, name: execution, input, directory, program, logging, sources };
    let ended = {
        let _entered = tokio.enter();
        provided(providers).and_then(|runtime| tokio.block_on(executed(runtime, run, streams)))
    };
    tokio.shutdown_background();
    if let Some(path) = &definition {
        streams.messages.line(&format!("definition: {}", path.display()));
    }
    streams.write(&format!("{}\n", ended?))
}

async fn executed(runtime: Runtime, run: Run<'_>, streams: &mut Streams) -> Result<String, Stop> {
    let began = Clock::Real.now();
    let opened = run.workflows.work(run.directory, runtime, run.logging).await?;
    let answering = opened.answer();
    let told = Told::new(&run, streams);
    let ended = match begun(&opened, &run, began, streams).await {
        Ok((stored, has_ended)) => tokio::select! {
            biased;
            () = &mut streams.interrupt => {
                Err(Stop::saying(130, "interrupted: the execution goes on where the directory is worked on again"))
            }
            ended = watched(&opened, &run, &stored, Told { is_quiet: has_ended, ..told }) => ended,
        },
        Err(error) => Err(error),
    };
    opened.leave(answering).await;
    ended
}

/// Starts the execution, unless it is the one that has the name already.
async fn begun(
    opened: &Opened,
    run: &Run<'_>,
    began: Timestamp,
    streams: &Streams,
) -> Result<(StoredExecution, bool), Stop> {
    let input = run.input.to_string();
    let started = opened.operations.try_start(&run.state_machine, run.name.as_deref(), &input).await?;
    let engine = opened.standard.engine();
    let (id, is_new) = match started {
        Ok(id) => (id, true),
        Err(existing) if *existing.new.input == *input => (existing.id, false),
        Err(existing) => {
            let arn = &existing.new.identity.execution_arn;
            return Err(Stop::refused(format!("ExecutionAlreadyExists: '{arn}' was started with another input")));
        }
    };
    let stored = engine.store().execution(id).await.map_err(CallError::failed)?;
    let stored = stored.ok_or_else(|| Stop::refused("the execution is there no longer"))?;
    let arn = &stored.new.identity.execution_arn;
    let has_ended = stored.stop_date.is_some_and(|stopped| stopped < began);
    streams.messages.line(&match (is_new, has_ended) {
        (true, _) => format!("execution: {arn}"),
        (false, false) => format!("execution: {arn} goes on"),
        (false, true) => format!("execution: {arn} has ended already"),
    });
    Ok((stored, has_ended))
}

/// Tells what happens until the execution has ended.
async fn watched(opened: &Opened, run: &Run<'_>, stored: &StoredExecution, mut told: Told) -> Result<String, Stop> {
    let arn = &stored.new.identity.execution_arn;
    let directory = Directory::new(run.directory.to_owned(), Arc::new(run.workflows.clone()));
    told.follower = told.follower.sources(&run.sources, arn);
    let mut cursor = Cursor::default();
    let ended = opened.standard.engine().ended(stored.id);
    let mut ended = std::pin::pin!(ended);
    loop {
        let state = tokio::select! {
            biased;
            state = &mut ended => Some(state),
            () = real_sleep(FRAME) => None,
        };
        let (events, next) = directory.events(arn, cursor).await?;
        cursor = next;
        told.tell(&events);
        if let Some(state) = state {
            return result(state.map_err(CallError::failed)?.status);
        }
        if let Some(why) = suspended(opened, stored.id).await? {
            return Err(Stop::refused(format!("the execution is suspended: {why}")));
        }
    }
}

/// Why an execution does not go on in this process, which has tried.
async fn suspended(opened: &Opened, id: ExecutionId) -> Result<Option<Arc<str>>, Stop> {
    if opened.standard.engine().is_worked_on(id) {
        return Ok(None);
    }
    let stored = opened.standard.engine().store().execution(id).await.map_err(CallError::failed)?;
    Ok(stored.and_then(|stored| stored.suspended))
}

/// Shows events.
struct Told {
    follower: Follower,
    messages: workflow_cli::Messages,
    /// How this program is called, and where it is told to look.
    program: String,
    place: String,
    /// What ended long ago needs no telling.
    is_quiet: bool,
    /// The tokens that are waited for and were not shown yet, by the last event of their tasks.
    waiting: HashMap<u64, Vec<String>>,
}

impl Told {
    fn new(run: &Run<'_>, streams: &Streams) -> Self {
        let screen =
            Screen { colours: streams.colours, width: streams.terminal.then_some(streams.screen.width).flatten() };
        Told {
            follower: Follower::new(screen),
            messages: streams.messages.clone(),
            program: run.program.to_owned(),
            place: format!("--data {}", run.directory.display()),
            is_quiet: false,
            waiting: HashMap::new(),
        }
    }

    fn tell(&mut self, events: &[Value]) {
        if self.is_quiet {
            return;
        }
        for event in events {
            self.messages.line(&self.follower.line(event));
            self.note(event);
        }
        for token in std::mem::take(&mut self.waiting).into_values().flatten() {
            let Told { program, place, .. } = self;
            let answers = format!("    {program} approve {token} {place}\n    {program} reject {token} {place}");
            self.messages.line(&format!("waits for a callback:\n{answers}"));
        }
    }

    /// Notes the tokens that a task was given, until it has ended.
    fn note(&mut self, event: &Value) {
        let number = |name| event.get(name).and_then(Value::as_u64).unwrap_or_default();
        let mut tokens = self.waiting.remove(&number("previousEventId")).unwrap_or_default();
        match event.get("type").and_then(Value::as_str) {
            Some("TaskScheduled") => tokens = self::tokens(event),
            Some("TaskStarted" | "TaskSubmitted") => {}
            _ => return,
        }
        self.waiting.insert(number("id"), tokens);
    }
}

/// The tokens that a task was given.
fn tokens(event: &Value) -> Vec<String> {
    let scheduled = event.get("taskScheduledEventDetails").and_then(|details| details.get("parameters"));
    let parameters = scheduled.and_then(Value::as_str).and_then(|text| serde_json::from_str(text).ok());
    let mut found = Vec::new();
    find_tokens(&parameters.unwrap_or(Value::Null), &mut found);
    found
}

fn find_tokens(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) if Callbacks::is_token(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| find_tokens(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| find_tokens(field, found)),
        _ => {}
    }
}

fn result(status: ExecutionStatus) -> Result<String, Stop> {
    let failure = match status {
        ExecutionStatus::Succeeded(output) => {
            let output: Value = output.into_value();
            return Ok(format!("{output:#}"));
        }
        ExecutionStatus::TimedOut(_) => Failure::named("States.Timeout"),
        ExecutionStatus::Failed(failure) | ExecutionStatus::Aborted(failure) => Failure::from(failure),
        ExecutionStatus::Running => return Err(Stop::refused("the execution runs on")),
    };
    Err(Stop::refused(described(&failure)))
}
