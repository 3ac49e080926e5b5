//! What stands between a program and the world: it keeps what the program does, and answers it what is on record.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

use indexmap::IndexMap;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::divergence::Divergence;
use super::effect::{Answer, Asked, Effect, InFlight, TokenNumber, Work};
use super::limits::Changed;
use super::record::{Cause, EffectId, Undone};
use super::store::ExecutionId;
use super::token;
use crate::history::{Event, HistoryEvent, MAX_EVENTS};

/// What a program that is recorded does everything through. Cloning gives another handle.
///
/// What happens to the program comes one thing at a time, and between two of them the program runs until it only waits.
/// So the same things in the same order lead to the same, which is how an execution is brought back from its record.
#[derive(Clone)]
pub struct Recorder(Arc<Mutex<Recording>>);

/// The history has no room for another event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HistoryIsFull;

#[derive(Debug)]
pub(crate) struct Recording {
    execution: ExecutionId,
    seed: [u8; 16],
    /// The time of what happened last.
    now: Timestamp,
    /// How many events there are.
    length: u64,
    /// What the program did since what happened last.
    events: Vec<HistoryEvent>,
    /// What is on record of that, while a record is replayed.
    expected: Option<Expected>,
    divergence: Option<Box<Divergence>>,
    effects: IndexMap<EffectId, InFlight>,
    next_effect: EffectId,
    asked: Vec<EffectId>,
    next_token: TokenNumber,
    /// The Map Runs whose limits may change.
    pub(super) map_runs: BTreeMap<Arc<str>, Changed>,
    redriven: Option<Redriven>,
    /// Whether the program is dropped to be brought back later.
    is_put_aside: bool,
    /// Nothing that the program does from now on counts: it is dropped.
    is_over: bool,
}

/// The events on record that the program has to come to.
#[derive(Debug)]
pub(super) struct Expected {
    pub(super) events: VecDeque<HistoryEvent>,
    /// What comes instead of those that a redrive has undone, from the first that the program does not come to any more.
    pub(super) instead: Option<Instead>,
}

/// What comes after a redrive in the place of what it has undone.
#[derive(Debug)]
pub(super) struct Instead {
    /// How many events there were when it was redriven, `ExecutionRedriven` included.
    pub(super) length: u64,
    /// What is on record of it; none while it is redriven just now.
    pub(super) events: Option<VecDeque<HistoryEvent>>,
    pub(super) redriven: Redriven,
}

/// A redrive, as programs know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Redriven {
    /// How often the execution was redriven, this time included.
    pub count: u32,
    /// When.
    pub at: Timestamp,
}

impl Recorder {
    pub(crate) fn new(execution: ExecutionId, seed: [u8; 16], start_date: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(Recording {
            execution,
            seed,
            now: start_date,
            length: 0,
            events: Vec::new(),
            expected: None,
            divergence: None,
            effects: IndexMap::new(),
            next_effect: 0,
            asked: Vec::new(),
            next_token: 0,
            map_runs: BTreeMap::new(),
            redriven: None,
            is_put_aside: false,
            is_over: false,
        })))
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Recording> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The time of what happened last, to the millisecond. It does not pass while the program runs.
    pub fn now(&self) -> Timestamp {
        self.lock().now
    }

    /// Whether what the program does now is on record already, so that nobody is to be told of it again.
    pub fn is_replaying(&self) -> bool {
        self.lock().expected.is_some()
    }

    /// Appends an event and gives its id; the last that fits is kept for the end of the execution.
    ///
    /// `scope` is the place of the program, as of an [`Effect`].
    ///
    /// # Errors
    ///
    /// If the history is full.
    pub fn record(&self, scope: &Arc<str>, previous_event_id: u64, event: Event) -> Result<u64, HistoryIsFull> {
        let mut recording = self.lock();
        if usize::try_from(recording.length).is_ok_and(|length| length + 1 >= MAX_EVENTS) {
            return Err(HistoryIsFull);
        }
        Ok(recording.append(scope, previous_event_id, event))
    }

    /// Appends the event that ends the execution, for which there always is room.
    pub fn record_end(&self, scope: &Arc<str>, previous_event_id: u64, event: Event) -> u64 {
        self.lock().append(scope, previous_event_id, event)
    }

    /// The redrive since which the program goes on; none before the first.
    pub fn redriven(&self) -> Option<Redriven> {
        self.lock().redriven
    }

    /// Whether the next event is on record as one of these; none where it is not on record yet, and whatever comes next is
    /// decided now. What depends on the world asks this first, and so is decided as it was.
    pub fn is_on_record(&self, is_one: impl Fn(&Event) -> bool) -> Option<bool> {
        let recording = self.lock();
        let expected = recording.expected.as_ref()?;
        let is_next = |events: &VecDeque<HistoryEvent>| events.front().is_some_and(|next| is_one(&next.event));
        match &expected.instead {
            None => Some(is_next(&expected.events)),
            Some(_) if is_next(&expected.events) => Some(true),
            Some(instead) => instead.events.as_ref().map(is_next),
        }
    }

    /// 128 random bits, the same whenever the execution is brought back: `place` says where they are drawn, and has to be
    /// another text for each.
    pub fn draw(&self, place: &str) -> u128 {
        let digest = Sha256::new().chain_update(self.lock().seed).chain_update("draw").chain_update(place).finalize();
        digest.first_chunk().map_or(0, |bytes: &[u8; 16]| u128::from_be_bytes(*bytes))
    }

    /// A new task token, and its number for the [`Effect`] that waits for it.
    pub fn token(&self) -> (TokenNumber, String) {
        let mut recording = self.lock();
        let number = recording.next_token;
        recording.next_token += 1;
        (number, token::text(recording.execution, number, &recording.seed))
    }

    /// Asks for something.
    pub fn ask(&self, effect: Effect) -> Asked {
        let mut recording = self.lock();
        let id = recording.next_effect;
        recording.next_effect += 1;
        let now = recording.now;
        recording.effects.insert(id, InFlight::new(effect, now));
        recording.asked.push(id);
        Asked { recorder: self.clone(), effect: id }
    }

    /// Whether the program is dropped only to be brought back later.
    pub(crate) fn is_put_aside(&self) -> bool {
        self.lock().is_put_aside
    }

    pub(super) fn answer(&self, effect: EffectId, waker: &Waker) -> Poll<Answer> {
        let mut recording = self.lock();
        let Some(in_flight) = recording.effects.get_mut(&effect) else { return Poll::Pending };
        match in_flight.answers.pop_front() {
            Some(answer) => {
                if matches!(answer, Answer::Ended(_) | Answer::TimeIsOver) {
                    recording.effects.swap_remove(&effect);
                }
                Poll::Ready(answer)
            }
            None => {
                in_flight.waker = Some(waker.clone());
                Poll::Pending
            }
        }
    }

    pub(super) fn abandon(&self, effect: EffectId) {
        let mut recording = self.lock();
        if !recording.is_over {
            recording.effects.swap_remove(&effect);
        }
    }
}

impl Recording {
    fn append(&mut self, scope: &Arc<str>, previous_event_id: u64, event: Event) -> u64 {
        self.length += 1;
        let event = HistoryEvent { id: self.length, previous_event_id, timestamp: self.now, event };
        let Some(expected) = &mut self.expected else {
            self.events.push(event);
            return self.length;
        };
        let recorded = expected.events.pop_front();
        if recorded.as_ref().is_some_and(|recorded| Divergence::is_same(recorded, &event)) {
            return event.id;
        }
        if let Some(instead) = expected.instead.take() {
            // What is on record from here on was undone.
            match instead.events {
                Some(events) => expected.events = events,
                None => self.expected = None,
            }
            self.length = instead.length;
            self.is_redriven(instead.redriven);
            return self.append(scope, previous_event_id, event.event);
        }
        let divergence = Divergence::new(scope, recorded, Some(&event));
        self.divergence.get_or_insert_with(|| Box::new(divergence));
        event.id
    }

    pub(super) fn happens_at(&mut self, now: Timestamp) {
        self.now = now;
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// How many effects and tokens the program has asked for.
    pub(super) fn numbers(&self) -> (EffectId, TokenNumber) {
        (self.next_effect, self.next_token)
    }

    /// The execution was over, and goes on now.
    pub(super) fn is_redriven(&mut self, redriven: Redriven) {
        self.redriven = Some(redriven);
        self.now = redriven.at;
        self.effects.values_mut().for_each(|effect| effect.goes_on(redriven.at));
    }

    /// Leaves out numbers of effects and tokens.
    pub(super) fn skip_numbers(&mut self, undone: &Undone) {
        self.next_effect += undone.effects;
        self.next_token += undone.tokens;
    }

    /// Sets how many events there are, where what is on record was passed over.
    pub(super) fn set_length(&mut self, length: u64) {
        self.length = length;
    }

    /// The program is to come to these events.
    pub(super) fn expect(&mut self, expected: Expected) {
        self.expected = Some(expected);
    }

    /// The program waits, so it has come to all that it comes to now.
    pub(super) fn expect_no_more(&mut self) {
        let Some(expected) = self.expected.take() else { return };
        if let (Some(recorded), None) = (expected.events.into_iter().next(), expected.instead) {
            self.diverge(Divergence::new(&Arc::from(""), Some(recorded), None));
        }
    }

    pub(super) fn diverge(&mut self, divergence: Divergence) {
        self.divergence.get_or_insert(Box::new(divergence));
    }

    pub(super) fn divergence(&self) -> Option<&Divergence> {
        self.divergence.as_deref()
    }

    pub(super) fn take_events(&mut self) -> Vec<HistoryEvent> {
        std::mem::take(&mut self.events)
    }

    /// What was asked for since this was last called, and is to be begun.
    pub(super) fn take_asked(&mut self) -> Vec<(EffectId, Work)> {
        let asked = std::mem::take(&mut self.asked);
        let works = asked.into_iter().filter_map(|id| {
            let effect = self.effects.get_mut(&id)?;
            let work = effect.work.take()?;
            effect.needs_work().then_some((id, work))
        });
        works.collect()
    }

    /// How a task has ended whose token was completed while it did its own part.
    pub(super) fn early(&self, effect: EffectId) -> Option<Cause> {
        let early = self.effects.get(&effect)?.early.clone()?;
        Some(Cause::of_result(effect, early))
    }

    pub(super) fn effects(&self) -> &IndexMap<EffectId, InFlight> {
        &self.effects
    }

    pub(super) fn effects_mut(&mut self) -> &mut IndexMap<EffectId, InFlight> {
        &mut self.effects
    }

    pub(super) fn seed(&self) -> &[u8; 16] {
        &self.seed
    }

    /// The effect that waits for a token.
    pub(super) fn effect_of_token(&self, token: TokenNumber) -> Option<EffectId> {
        self.effects.iter().find(|(_, in_flight)| in_flight.token == Some(token)).map(|(id, _)| *id)
    }

    /// The program is about to be dropped.
    pub(super) fn close(&mut self) {
        self.is_over = true;
    }

    /// The program is about to be dropped, and may be brought back.
    pub(super) fn put_aside(&mut self) {
        self.is_put_aside = true;
        self.close();
    }

    /// Tells the program what has happened to something that it waits for; `false` where it does not wait for it.
    pub(super) fn tell(&mut self, cause: &Cause) -> bool {
        if let Cause::MapRunUpdated { map_run_arn, limits } = cause {
            return self.change_limits(map_run_arn, *limits);
        }
        let Some(id) = cause.effect() else { return true };
        let now = self.now;
        let Some(in_flight) = self.effects.get_mut(&id) else { return false };
        if let Cause::CompletedEarly { result, .. } = cause {
            in_flight.early = Some(result.clone());
            return true;
        }
        let answer = match cause.clone() {
            Cause::Submitted { output, .. } => {
                in_flight.is_submitted = true;
                in_flight.alive_at = now;
                Answer::Submitted { output }
            }
            Cause::WorkerStarted { worker_name, .. } => {
                in_flight.is_submitted = true;
                in_flight.alive_at = now;
                Answer::Started { worker_name }
            }
            Cause::Succeeded { output, .. } => Answer::Ended(Ok(output)),
            Cause::Failed { error, .. } => Answer::Ended(Err(error)),
            _ => Answer::TimeIsOver,
        };
        in_flight.tell(answer);
        true
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Recorder").field(&self.lock().execution).finish()
    }
}
