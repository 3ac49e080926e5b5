//! What is logged of executions through `tracing`: a span each, a span around the work of each state, and the events of the
//! history once they are durable.
//!
//! The fields are those of the records that Step Functions writes to CloudWatch Logs, so a subscriber that writes JSON gives
//! what people know. What a task logs itself is in the spans of its state and its execution. Whatever else wants to see
//! spans, such as an exporter of OpenTelemetry, is another layer of the subscriber.

use std::sync::Arc;

use tracing::Span;

use super::effect::InFlight;
use super::record::Record;
use crate::ExecutionIdentity;
use crate::history::{Event, HistoryEvent, IterationEvent, TaskEvent};

/// Which events of the history are logged: `level` of the API's `LoggingConfiguration`.
///
/// See "Log levels for Step Functions execution events" in the AWS developer guide.
///
/// ```
/// use workflow_engine::durable::LogLevel;
///
/// assert_eq!("FATAL".parse(), Ok(LogLevel::Fatal));
/// assert!("WARN".parse::<LogLevel>().is_err());
/// assert!(LogLevel::Off < LogLevel::Fatal && LogLevel::Error < LogLevel::All);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LogLevel {
    /// None.
    Off,
    /// How executions ended that did not succeed.
    Fatal,
    /// These, and what failed on the way.
    #[default]
    Error,
    /// All.
    All,
}

/// A text that is none of `ALL`, `ERROR`, `FATAL` and `OFF`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoLogLevel;

impl std::fmt::Display for NoLogLevel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a log level is one of ALL, ERROR, FATAL and OFF")
    }
}

impl std::error::Error for NoLogLevel {}

impl std::str::FromStr for LogLevel {
    type Err = NoLogLevel;

    fn from_str(text: &str) -> Result<Self, NoLogLevel> {
        match text {
            "ALL" => Ok(Self::All),
            "ERROR" => Ok(Self::Error),
            "FATAL" => Ok(Self::Fatal),
            "OFF" => Ok(Self::Off),
            _ => Err(NoLogLevel),
        }
    }
}

impl LogLevel {
    /// The lowest level at which an event is logged.
    fn of(event: &Event) -> Self {
        match event {
            Event::ExecutionFailed(_) | Event::ExecutionTimedOut(_) | Event::ExecutionAborted(_) => Self::Fatal,
            Event::StateEntered { state_type: crate::StateType::Fail, .. }
            | Event::StateAborted(_)
            | Event::ParallelStateFailed
            | Event::MapStateFailed
            | Event::MapIteration { event: IterationEvent::Failed | IterationEvent::Aborted, .. }
            | Event::MapRunFailed(_)
            | Event::MapRunAborted
            | Event::EvaluationFailed { .. }
            | Event::Task {
                event:
                    TaskEvent::Failed(_)
                    | TaskEvent::TimedOut(_)
                    | TaskEvent::ScheduleFailed(_)
                    | TaskEvent::StartFailed(_)
                    | TaskEvent::SubmitFailed(_),
                ..
            } => Self::Error,
            _ => Self::All,
        }
    }
}

/// What is logged of an execution: the API's `LoggingConfiguration` without its destinations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LoggingConfiguration {
    /// Which events.
    pub level: LogLevel,
    /// Whether inputs, outputs, errors and causes are logged too.
    pub include_execution_data: bool,
}

/// Says what is logged of an execution. A [`LoggingConfiguration`] is the same for all.
pub trait Logging: Send + Sync + 'static {
    /// What is logged of this execution. It is asked whenever the execution comes into memory.
    fn configuration(&self, execution: &ExecutionIdentity) -> LoggingConfiguration;
}

impl Logging for LoggingConfiguration {
    fn configuration(&self, _: &ExecutionIdentity) -> LoggingConfiguration {
        *self
    }
}

/// What logs one execution.
#[derive(Clone)]
pub(super) struct Log {
    configuration: LoggingConfiguration,
    execution_arn: Arc<str>,
    span: Span,
}

/// Events that are logged as soon as they are durable.
#[derive(Default)]
pub(super) struct Logged(Vec<(LogLevel, HistoryEvent)>);

impl Log {
    pub(super) fn new(logging: &dyn Logging, identity: &ExecutionIdentity) -> Self {
        let span = tracing::info_span!(
            "execution",
            execution_arn = &*identity.execution_arn,
            name = &*identity.name,
            state_machine = &*identity.state_machine_name,
        );
        Self {
            configuration: logging.configuration(identity),
            execution_arn: Arc::clone(&identity.execution_arn),
            span,
        }
    }

    /// The span that an effect's work is in.
    pub(super) fn state_span(&self, effect: Option<&InFlight>) -> Span {
        match effect {
            Some(effect) => {
                tracing::info_span!(parent: &self.span, "state", state = &*effect.state, scope = &*effect.scope)
            }
            None => self.span.clone(),
        }
    }

    /// What there is to log of records that are about to be written.
    pub(super) fn events(&self, records: &[Record]) -> Logged {
        let level = self.configuration.level;
        if level == LogLevel::Off {
            return Logged(Vec::new());
        }
        let events = records.iter().flat_map(|record| &record.events);
        let logged = events.map(|event| (LogLevel::of(&event.event), event));
        Logged(logged.filter(|(of, _)| *of <= level).map(|(of, event)| (of, event.clone())).collect())
    }

    /// Logs what has become durable.
    pub(super) fn durable(&self, Logged(events): Logged) {
        if events.is_empty() {
            return;
        }
        let _entered = self.span.enter();
        for (level, event) in events {
            self.event(level, &event);
        }
    }

    fn event(&self, level: LogLevel, event: &HistoryEvent) {
        /// One event of the history. `tracing` wants to know the level where it is written.
        macro_rules! history_event {
            ($level:ident) => {
                if tracing::enabled!(target: TARGET, tracing::Level::$level) {
                    let json = event.to_json(self.configuration.include_execution_data);
                    let details = details(json);
                    tracing::event!(
                        target: TARGET,
                        tracing::Level::$level,
                        execution_arn = &*self.execution_arn,
                        id = event.id,
                        previous_event_id = event.previous_event_id,
                        event_timestamp = event.timestamp.as_millisecond(),
                        r#type = event.event.type_name(),
                        details,
                    )
                }
            };
        }
        match level {
            LogLevel::Fatal | LogLevel::Error => history_event!(ERROR),
            LogLevel::All | LogLevel::Off => history_event!(INFO),
        }
    }
}

/// The target of the events of histories: what filters name.
const TARGET: &str = "workflow_engine::history";

/// The details of an event as JSON; none where it has none, as of one without data of which nothing is left.
fn details(event: serde_json::Value) -> Option<String> {
    let serde_json::Value::Object(fields) = event else { return None };
    let details = fields.into_iter().find(|(name, _)| name.ends_with("EventDetails"))?.1;
    let is_empty = details.as_object().is_some_and(serde_json::Map::is_empty);
    (!is_empty).then(|| details.to_string())
}
