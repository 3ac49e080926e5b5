//! What the scopes of one life share: the journal, how far the program has come in it, and what it waits for.

use super::effect::{Answer, Body, InFlight};
use super::{Divergence, Event, EventKind, Journal, Place, Scheduler};
use jiff::Timestamp;
use std::collections::HashMap;
use std::time::Duration;

/// The state of a life.
pub(super) struct Recorder {
    journal: Journal,
    /// How many events of the journal the program has come by.
    done: usize,
    /// The most events this life may commit.
    limit: usize,
    now: Timestamp,
    pub(super) scheduler: Scheduler,
    pub(super) in_flight: HashMap<Place, InFlight>,
    stopped: Option<Stopped>,
}

/// Why a life ends before its program.
#[derive(Clone, Debug)]
pub(super) enum Stopped {
    /// It was killed.
    Killed,
    /// The program is not the journal's.
    Diverged(Box<Divergence>),
}

impl Recorder {
    pub(super) fn new(journal: Journal, limit: usize, scheduler: Scheduler) -> Self {
        Recorder {
            journal,
            done: 0,
            limit,
            now: Timestamp::UNIX_EPOCH,
            scheduler,
            in_flight: HashMap::new(),
            stopped: None,
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.now
    }

    /// How much is on record.
    pub(super) fn recorded(&self) -> usize {
        self.journal.events().len()
    }

    pub(super) fn stopped(&self) -> Option<&Stopped> {
        self.stopped.as_ref()
    }

    pub(super) fn kill(&mut self) {
        self.stopped.get_or_insert(Stopped::Killed);
    }

    pub(super) fn take_journal(&mut self) -> Journal {
        std::mem::take(&mut self.journal)
    }

    /// The program does something: it is what is on record, or it goes on record. Gives what stands there, or nothing
    /// where the life is over.
    pub(super) fn program(&mut self, place: &Place, kind: EventKind) -> Option<EventKind> {
        if self.stopped.is_some() {
            return None;
        }
        let event = Event { place: place.clone(), kind };
        match self.journal.events().get(self.done) {
            None => self.append(event),
            Some(expected) if expected.place == event.place && expected.kind.admits(&event.kind) => {
                self.done += 1;
                Some(expected.kind.clone())
            }
            Some(expected) => {
                let expected = expected.clone();
                self.diverge(expected, Some(event));
                None
            }
        }
    }

    fn append(&mut self, event: Event) -> Option<EventKind> {
        if self.recorded() >= self.limit {
            self.kill();
            return None;
        }
        let kind = event.kind.clone();
        self.journal.append(event);
        self.done += 1;
        Some(kind)
    }

    fn diverge(&mut self, expected: Event, got: Option<Event>) {
        let divergence = Divergence { number: self.done, expected, got };
        self.stopped.get_or_insert(Stopped::Diverged(Box::new(divergence)));
    }

    /// The program asks for something and waits for the answer.
    pub(super) fn ask(&mut self, place: &Place, due: Option<Timestamp>, body: Body) {
        let started = self.done;
        self.in_flight.insert(place.clone(), InFlight { started, due, body, waker: None, answer: None });
    }

    /// The program no longer waits for an answer.
    pub(super) fn abandon(&mut self, place: &Place) {
        if self.in_flight.remove(place).is_some() {
            self.program(place, EventKind::Aborted);
        }
    }

    /// Delivers the next event on record to the program, which waits. `None` where nothing is left.
    pub(super) fn deliver_recorded(&mut self) -> Option<()> {
        let event = self.journal.events().get(self.done)?.clone();
        if !event.kind.is_from_outside() || !self.deliver(&event) {
            self.diverge(event, None);
            return Some(());
        }
        self.done += 1;
        Some(())
    }

    /// Something new happens outside: it goes on record first.
    pub(super) fn happen(&mut self, place: Place, kind: EventKind) {
        let event = Event { place, kind };
        if self.append(event.clone()).is_some() {
            self.deliver(&event);
        }
    }

    /// Answers whoever waits at the event's place; `false` where nobody does.
    fn deliver(&mut self, event: &Event) -> bool {
        let Some(effect) = self.in_flight.get_mut(&event.place) else { return false };
        let takes_time = matches!(&event.kind, EventKind::TimerFired | EventKind::AttemptTimedOut { .. });
        let due = effect.due.filter(|_| takes_time);
        let answered = effect.take(&event.kind);
        self.now = self.now.max(due.unwrap_or(self.now));
        answered
    }

    /// The moment that is so far away.
    pub(super) fn after(&self, delay: Duration) -> Timestamp {
        self.now.checked_add(delay).unwrap_or(Timestamp::MAX)
    }

    /// The answer to what was asked at a place, if there is one.
    pub(super) fn answer(&mut self, place: &Place, waker: &std::task::Waker) -> Option<Answer> {
        let effect = self.in_flight.get_mut(place)?;
        match effect.answer.take() {
            Some(answer) => {
                self.in_flight.remove(place);
                Some(answer)
            }
            None => {
                effect.waker = Some(waker.clone());
                None
            }
        }
    }
}
