//! What subscribers of `tracing` are given.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests fail the test")]

use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};
use workflow_engine::durable::{LogLevel, LoggingConfiguration};
use workflow_engine::{Failure, durable::StandardEngine};

use crate::programs::{Do, Setup, started};

/// Keeps the spans and events that it is given as text.
#[derive(Clone, Debug, Default)]
struct Capture(Arc<Mutex<Captured>>);

#[derive(Debug, Default)]
struct Captured {
    spans: HashMap<u64, (String, Option<u64>)>,
    entered: Vec<u64>,
    lines: Vec<Line>,
}

#[derive(Clone, Debug)]
struct Line {
    level: Level,
    target: String,
    /// The spans that it is in, the outermost first.
    spans: Vec<String>,
    fields: HashMap<&'static str, String>,
}

#[derive(Default)]
struct Fields(HashMap<&'static str, String>);

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

impl Subscriber for Capture {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields::default();
        span.record(&mut fields);
        let captured = &mut *self.0.lock().unwrap();
        let id = captured.spans.len() as u64 + 1;
        let parent = span.parent().map(Id::into_u64).or(captured.entered.last().copied());
        let name = match span.metadata().name() {
            "execution" => format!("{} of {}", fields.0["name"], fields.0["state_machine"]),
            _ => format!("{}{}", fields.0["state"], fields.0["scope"]),
        };
        captured.spans.insert(id, (name, parent));
        Id::from_u64(id)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let captured = &mut *self.0.lock().unwrap();
        let mut spans = Vec::new();
        let mut next = captured.entered.last().copied();
        while let Some((name, parent)) = next.and_then(|id| captured.spans.get(&id)) {
            spans.insert(0, name.clone());
            next = *parent;
        }
        let metadata = event.metadata();
        let (level, target) = (*metadata.level(), metadata.target().to_owned());
        captured.lines.push(Line { level, target, spans, fields: fields.0 });
    }

    fn enter(&self, span: &Id) {
        self.0.lock().unwrap().entered.push(span.into_u64());
    }

    fn exit(&self, _: &Id) {
        self.0.lock().unwrap().entered.pop();
    }
}

impl Capture {
    fn history(&self) -> Vec<Line> {
        let lines = self.0.lock().unwrap().lines.clone();
        lines.into_iter().filter(|line| line.target == "workflow_engine::history").collect()
    }

    fn types(&self) -> Vec<String> {
        self.history().into_iter().map(|line| line.fields["type"].clone()).collect()
    }
}

fn logged(level: LogLevel, include_execution_data: bool, steps: &[Do], failures: u32) -> Capture {
    let capture = Capture::default();
    let setup = Setup { logging: LoggingConfiguration { level, include_execution_data }, ..Setup::new() };
    setup.world.failures.store(failures, std::sync::atomic::Ordering::Relaxed);
    let program = setup.program(steps);
    tracing::subscriber::with_default(capture.clone(), || {
        setup.process(async {
            let engine = setup.open(&[&program]).await;
            let id = engine.start(started(&program, "one", json!({"secret": 1}))).await.unwrap();
            engine.ended(id).await.unwrap();
        });
    });
    capture
}

#[test]
fn every_event_is_logged_once() {
    // It is put aside for the wait, and replayed after it.
    let capture = logged(LogLevel::All, false, &[Do::Task("A"), Do::Wait(60), Do::Task("B")], 0);
    let lines = capture.history();
    let ids: Vec<String> = (1..=8).map(|id| id.to_string()).collect();
    assert_eq!(lines.iter().map(|line| line.fields["id"].clone()).collect::<Vec<_>>(), ids);
    assert_eq!(lines.first().unwrap().fields["type"], "ExecutionStarted");
    assert_eq!(lines.last().unwrap().fields["type"], "ExecutionSucceeded");
    for line in lines {
        assert_eq!((line.level, line.spans.as_slice()), (Level::INFO, &["one of program".to_owned()] as &[_]));
        assert!(line.fields["execution_arn"].ends_with(":execution:program:one"));
        assert!(!line.fields.get("details").is_some_and(|details| details.contains("secret")), "{line:?}");
    }
}

#[test]
fn data_is_logged_only_where_it_is_asked_for() {
    let capture = logged(LogLevel::All, true, &[Do::Task("A")], 0);
    let started = capture.history().remove(0);
    let details: serde_json::Value = started.fields["details"].parse().unwrap();
    assert_eq!(details["input"], r#"{"secret":1}"#);
}

#[test]
fn levels_are_those_of_step_functions() {
    let steps = [Do::Task("A"), Do::Unsure("B")];
    assert_eq!(logged(LogLevel::Off, true, &steps, 1).types(), [] as [&str; 0]);
    assert_eq!(logged(LogLevel::Fatal, true, &steps, 1).types(), ["ExecutionFailed"]);
    let capture = logged(LogLevel::Error, true, &steps, 1);
    assert_eq!(capture.types(), ["ActivityFailed", "ExecutionFailed"]);
    assert!(capture.history().iter().all(|line| line.level == Level::ERROR));
    assert_eq!(logged(LogLevel::Error, true, &steps, 0).types(), [] as [&str; 0]);
}

#[test]
fn what_a_task_logs_is_in_the_spans_of_its_state() {
    let capture = logged(LogLevel::Off, false, &[Do::Task("A")], 0);
    let lines = capture.0.lock().unwrap().lines.clone();
    let line = lines.iter().find(|line| line.target.ends_with("programs")).unwrap();
    assert_eq!((line.spans.join(" > "), line.fields["call"].as_str()), ("one of program > A".to_owned(), "A"));
}

#[test]
fn without_a_place_things_are_recorded_and_nothing_is_done() {
    let setup = Setup { max_concurrency: 0, ..Setup::new() };
    let program = setup.program(&[Do::Task("A"), Do::Token("Approve"), Do::Task("B")]);
    let begun = setup.process(async {
        let engine = setup.open(&[&program]).await;
        let begun = engine.start(started(&program, "one", json!({}))).await.unwrap();
        let stopped = engine.start(started(&program, "two", json!({}))).await.unwrap();
        let state = engine.stop(stopped, Failure::new("Why", "because")).await.unwrap();
        assert_eq!(state.status.as_str(), "ABORTED");
        engine.redrive(stopped).await.unwrap();
        assert_eq!(engine.state(stopped).await.unwrap().unwrap().status.as_str(), "RUNNING");
        engine.stop(stopped, Failure::default()).await.unwrap();
        engine.shut_down().await;
        begun
    });
    assert_eq!(setup.world.calls(), [] as [&str; 0]);
    let waits = |engine: StandardEngine| async move {
        while engine.counts().waiting == 0 {
            tokio::task::yield_now().await;
        }
    };
    setup.process(async { waits(setup.open_with(9, &[&program]).await).await });
    setup.process(async {
        let engine = setup.open(&[&program]).await;
        engine.send_task_success(&setup.world.token().unwrap(), json!("yes").into()).await.unwrap();
        assert_eq!(engine.state(begun).await.unwrap().unwrap().status.as_str(), "RUNNING");
    });
    assert_eq!(setup.world.calls(), ["A", "Approve"]);
    setup.process(async { setup.open_with(9, &[&program]).await.ended(begun).await.unwrap() });
    assert_eq!(setup.world.calls(), ["A", "Approve", "B"]);
}
