//! What a native run drew, given to the definition.

use jiff::Timestamp;
use serde_json::Value;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use workflow_asl::jsonata::Draws;

/// The values of each function in order.
#[derive(Debug, Default)]
pub(super) struct RecordedDraws(Mutex<Left>);

#[derive(Debug, Default)]
struct Left {
    nows: VecDeque<i64>,
    uuids: VecDeque<String>,
    randoms: VecDeque<f64>,
    missing: Vec<&'static str>,
}

impl RecordedDraws {
    pub(super) fn new(drawn: &[(&'static str, Value)]) -> Self {
        let mut left = Left::default();
        for (function, value) in drawn {
            match (*function, value) {
                ("now", Value::String(moment)) => {
                    left.nows.extend(moment.parse::<Timestamp>().map(Timestamp::as_millisecond));
                }
                ("uuid", Value::String(uuid)) => left.uuids.push_back(uuid.clone()),
                (_, value) => left.randoms.extend(value.as_f64()),
            }
        }
        RecordedDraws(Mutex::new(left))
    }

    fn values(&self) -> MutexGuard<'_, Left> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a value; that there was none is a difference.
    fn take<T>(&self, function: &'static str, of: impl FnOnce(&mut Left) -> &mut VecDeque<T>) -> Option<T> {
        let mut values = self.values();
        let value = of(&mut values).pop_front();
        if value.is_none() {
            values.missing.push(function);
        }
        value
    }

    /// What was drawn more often on one side than on the other.
    pub(super) fn left(&self) -> Vec<String> {
        let values = self.values();
        let missing = values.missing.iter().map(|name| format!("the definition draws ${name}() more often"));
        let left = [("now", values.nows.len()), ("uuid", values.uuids.len()), ("random", values.randoms.len())];
        let left = left.into_iter().filter(|(_, count)| *count > 0);
        missing.chain(left.map(|(name, count)| format!("the definition draws ${name}() {count} times less"))).collect()
    }
}

impl Draws for RecordedDraws {
    fn now(&self) -> Option<i64> {
        self.take("now", |values| &mut values.nows)
    }

    fn random(&self) -> Option<f64> {
        self.take("random", |values| &mut values.randoms)
    }

    fn uuid(&self) -> Option<String> {
        self.take("uuid", |values| &mut values.uuids)
    }
}
