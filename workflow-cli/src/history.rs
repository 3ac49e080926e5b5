//! `history`.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};
use workflow_engine::clock::real_sleep;

use crate::args::HistoryArgs;
use crate::backend::{Backend, Cursor};
use crate::command::{Options, execution_arn};
use crate::sources::{EventStates, SourcesOf, details, is_failure};
use crate::text::{self, Style};
use crate::{Screen, Sources, Stop, Streams, document, one_line};

/// How often it is looked whether something has happened.
const PAUSE: Duration = Duration::from_millis(100);

pub(crate) async fn history(
    args: &HistoryArgs,
    backend: &dyn Backend,
    options: Options<'_>,
    streams: &mut Streams,
) -> Result<(), Stop> {
    let arn = execution_arn(backend, &args.execution).await?;
    if let Some(file) = &args.export {
        return export(file, &backend.export(&arn).await?, streams);
    }
    let mut follower = Follower::new(streams.screen).sources(options.sources, &arn);
    let mut cursor = Cursor::default();
    if args.follow {
        warn(backend, &arn, streams).await?;
    }
    loop {
        let (events, next) = backend.events(&arn, cursor).await?;
        cursor = next;
        for event in &events {
            let line = if args.json { event.to_string() } else { follower.line(event) };
            streams.write(&format!("{line}\n"))?;
        }
        if !args.follow {
            return Ok(());
        }
        if events.last().is_some_and(is_end)
            && let Some(ended) = ended(backend, &arn).await?
        {
            return ended;
        }
        tokio::select! {
            biased;
            () = &mut streams.interrupt => return Err(Stop::silent(130)),
            () = real_sleep(PAUSE) => {}
        }
    }
}

/// Writes all that is recorded to a file, or to stdout for `-`.
fn export(file: &Path, text: &str, streams: &mut Streams) -> Result<(), Stop> {
    if file.as_os_str() == "-" {
        return streams.write(text);
    }
    std::fs::write(streams.path(file), text)
        .map_err(|error| Stop::usage(format!("cannot write {}: {}", file.display(), document::reason(&error))))
}

/// Says why nothing may happen for long.
async fn warn(backend: &dyn Backend, arn: &str, streams: &Streams) -> Result<(), Stop> {
    let description = backend.call("DescribeExecution", json!({"executionArn": arn})).await?;
    if text::field(&description, "status") != Some("RUNNING") {
        return Ok(());
    }
    let suspended = text::field(&description, "suspendedReason").map(|why| format!("suspended: {}", one_line(why)));
    suspended.into_iter().chain(backend.obstacle()).for_each(|line| streams.messages.line(&line));
    Ok(())
}

fn is_end(event: &Value) -> bool {
    let name = text::field(event, "type").unwrap_or_default();
    matches!(name, "ExecutionSucceeded" | "ExecutionFailed" | "ExecutionTimedOut" | "ExecutionAborted")
}

/// What came of an execution; none if it was redriven and runs again.
async fn ended(backend: &dyn Backend, arn: &str) -> Result<Option<Result<(), Stop>>, Stop> {
    let description = backend.call("DescribeExecution", json!({"executionArn": arn})).await?;
    Ok(match text::field(&description, "status") {
        Some("RUNNING") => None,
        Some("SUCCEEDED") => Some(Ok(())),
        _ => Some(Err(Stop::silent(1))),
    })
}

/// Tells events of one execution as they come.
#[derive(Debug)]
pub struct Follower {
    screen: Screen,
    states: EventStates,
    sources: Option<SourcesOf>,
}

impl Follower {
    /// One that has told nothing yet.
    pub fn new(screen: Screen) -> Self {
        Self { screen, states: EventStates::default(), sources: None }
    }

    /// Says where states stand in the source that fail in the execution of this ARN.
    #[must_use]
    pub fn sources(self, sources: &Arc<dyn Sources>, execution_arn: &str) -> Self {
        Self { sources: Some(SourcesOf::execution(sources, execution_arn)), ..self }
    }

    /// The line of the next event, as `GetExecutionHistory` gives it: when, its id, its type, its state, its data.
    pub fn line(&mut self, event: &Value) -> String {
        let number = |name| event.get(name).and_then(Value::as_u64).unwrap_or_default();
        let details = details(event);
        let name = text::field(event, "type").unwrap_or_default();
        let found = self.states.of(event);
        let place = match (&found, &self.sources) {
            (Some(state), Some(sources)) if is_failure(name) => sources.place(state),
            _ => String::new(),
        };
        let state = found.filter(|_| !name.starts_with("Execution")).map(|state| one_line(&state)).unwrap_or_default();
        let style = Style { colours: self.screen.colours };
        let time = text::precise_date(event.get("timestamp")).unwrap_or_default();
        let data = details.map(data).unwrap_or_default();
        let id = number("id");
        let line = format!("{} {id:>5}  {name:<24}  {state:<16}  {data}{place}", style.dim(&time));
        let line = text::fitting(line.trim_end(), self.screen.width).into_owned();
        line.replacen(name, &style.event(name), 1)
    }
}

/// The data of an event, or what else there is to say of it.
fn data(details: &Map<String, Value>) -> String {
    let text = |name: &str| details.get(name)?.as_str().filter(|text| !text.is_empty()).map(one_line);
    if let Some(data) = ["input", "output", "parameters"].into_iter().find_map(text) {
        return data;
    }
    match (text("error"), text("cause")) {
        (Some(error), Some(cause)) => return format!("{error}: {cause}"),
        (Some(one), None) | (None, Some(one)) => return one,
        (None, None) => {}
    }
    let rest = details.iter().filter(|(name, value)| !matches!(name.as_str(), "name" | "state") && !value.is_object());
    let rest = rest.map(|(name, value)| match value {
        Value::String(text) => format!("{name} {}", one_line(text)),
        value => format!("{name} {value}"),
    });
    rest.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(screen: Screen) -> Vec<String> {
        let mut follower = Follower::new(screen);
        let events = [
            json!({"timestamp": 1_767_225_600.0, "type": "TaskStateEntered", "id": 2, "previousEventId": 0,
                "stateEnteredEventDetails": {"name": "Charge", "input": "{\"a\":1}"}}),
            json!({"timestamp": 1_767_225_600.25, "type": "TaskScheduled", "id": 3, "previousEventId": 2,
                "taskScheduledEventDetails": {"resourceType": "lambda", "resource": "invoke", "parameters": "[1]"}}),
            json!({"timestamp": 1_767_225_601.0, "type": "TaskFailed", "id": 4, "previousEventId": 3,
                "taskFailedEventDetails": {"error": "Declined", "cause": "no\nfunds"}}),
            json!({"timestamp": 1_767_225_602.0, "type": "ExecutionRedriven", "id": 5, "previousEventId": 0,
                "executionRedrivenEventDetails": {"redriveCount": 1}}),
        ];
        events.iter().map(|event| follower.line(event)).collect()
    }

    #[test]
    fn an_event_is_a_line_with_its_state() {
        let expected = [
            r#"2026-01-01T00:00:00.000Z     2  TaskStateEntered          Charge            {"a":1}"#,
            "2026-01-01T00:00:00.250Z     3  TaskScheduled             Charge            [1]",
            r"2026-01-01T00:00:01.000Z     4  TaskFailed                Charge            Declined: no\nfunds",
            "2026-01-01T00:00:02.000Z     5  ExecutionRedriven                           redriveCount 1",
        ];
        assert_eq!(lines(Screen::default()), expected);
    }

    #[derive(Debug)]
    struct Shop;

    impl Sources for Shop {
        fn find(&self, state_machine: &str, state: &str) -> Option<String> {
            (state_machine == "shop" && state == "Charge").then(|| "src/main.rs:42".to_owned())
        }
    }

    #[test]
    fn failures_have_their_place_in_the_source() {
        let sources: Arc<dyn Sources> = Arc::new(Shop);
        let arn = "arn:aws:states:us-east-1:123456789012:execution:shop:one";
        let mut follower = Follower::new(Screen::default()).sources(&sources, arn);
        let mut line = |event: Value| follower.line(&event);
        let entered = line(json!({"type": "TaskStateEntered", "id": 2, "previousEventId": 0,
            "stateEnteredEventDetails": {"name": "Charge"}}));
        assert!(!entered.contains("src/main.rs"), "{entered}");
        let failed = line(json!({"type": "TaskFailed", "id": 3, "previousEventId": 2,
            "taskFailedEventDetails": {"error": "Declined"}}));
        assert!(failed.ends_with("Charge            Declined at src/main.rs:42"), "{failed}");
        let ended = line(json!({"type": "ExecutionFailed", "id": 4, "previousEventId": 3,
            "executionFailedEventDetails": {"error": "Declined"}}));
        assert!(ended.ends_with(" Declined at src/main.rs:42"), "{ended}");
    }

    #[test]
    fn lines_fit_a_terminal() {
        let lines = lines(Screen { colours: true, width: Some(80) });
        assert!(lines.iter().all(|line| console::measure_text_width(line) <= 80), "{lines:?}");
        assert!(lines[2].contains("\u{1b}[31mTaskFailed\u{1b}[0m"), "{lines:?}");
    }
}
