//! What a way through a state machine uses.

use std::collections::BTreeSet;
use std::time::Duration;

/// What an execution, or a part of one, uses of what AWS bills and limits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// State transitions: a state that is entered is one, and so is each retry.
    pub transitions: u64,
    /// Events of the history.
    pub events: u64,
    /// How long it takes, as far as that is known: what is in [`unknown`](Self::unknown) comes on top.
    pub duration: Duration,
    /// The tasks and states whose durations nobody has told.
    pub unknown: BTreeSet<String>,
}

impl Usage {
    /// How long it takes; none where something is not known.
    pub fn whole_duration(&self) -> Option<Duration> {
        self.unknown.is_empty().then_some(self.duration)
    }

    pub(super) fn of(transitions: u64, events: u64) -> Self {
        Self { transitions, events, ..Self::default() }
    }

    /// This, and then that.
    pub(super) fn then(mut self, next: &Self) -> Self {
        self.add(next);
        self.duration = self.duration.saturating_add(next.duration);
        self
    }

    /// This, and that at the same time.
    pub(super) fn beside(mut self, other: &Self) -> Self {
        self.add(other);
        self.duration = self.duration.max(other.duration);
        self
    }

    /// This so many times, one after the other.
    pub(super) fn times(&self, count: u64) -> Self {
        self.repeated(count, count)
    }

    /// This so many times, some at the same time: it takes as long as `rounds` of them.
    pub(super) fn repeated(&self, count: u64, rounds: u64) -> Self {
        let seconds = self.duration.as_secs().saturating_mul(rounds);
        let nanos = u64::from(self.duration.subsec_nanos()).saturating_mul(rounds);
        Self {
            transitions: self.transitions.saturating_mul(count),
            events: self.events.saturating_mul(count),
            duration: Duration::from_secs(seconds).saturating_add(Duration::from_nanos(nanos)),
            unknown: if count == 0 { BTreeSet::new() } else { self.unknown.clone() },
        }
    }

    fn add(&mut self, other: &Self) {
        self.transitions = self.transitions.saturating_add(other.transitions);
        self.events = self.events.saturating_add(other.events);
        self.unknown.extend(other.unknown.iter().cloned());
    }

    /// What ways are ordered by: how dear they are as Standard executions, and then how long they take.
    pub(super) fn rank(&self) -> (u64, u64, Duration, &BTreeSet<String>) {
        (self.transitions, self.events, self.duration, &self.unknown)
    }
}
