//! Runs a recorded execution against the world of these tests, one thing after the other.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use jiff::Timestamp;

use super::Case;
use super::world::{self, Functions, Intervention, START, WORK};
use crate::activities::no_activity;
use crate::clock::later;
use crate::durable::effect::{InFlight, TaskBody, Work};
use crate::durable::life::Life;
use crate::durable::record::{Cause, EffectId, Record};
use crate::durable::redrive::undone;
use crate::durable::store::{ExecutionId, NewExecution};
use crate::durable::{Divergence, Executable};
use crate::{Engine, Event, Failure, Payload, TaskError, TaskRequest};

pub(super) struct Simulation {
    pub(super) life: Life,
    pub(super) records: Vec<Record>,
    /// What there was to wait for after each record.
    pub(super) positions: Vec<String>,
    pub(super) engine: Engine,
    functions: Functions,
    intervention: Option<(Duration, Intervention)>,
    chance: Option<u64>,
    attempts: BTreeMap<EffectId, Attempt>,
    /// The inputs of tasks of activities, or that there is no such activity.
    offered: BTreeMap<EffectId, Result<Payload, Failure>>,
}

/// An attempt that was begun: what will come of it.
struct Attempt {
    /// How long it takes, after the submission if there is one.
    takes: Duration,
    submitted: Option<Payload>,
    result: Option<Result<Payload, TaskError>>,
}

/// What comes of an effect next, and when.
type Next = Option<(Timestamp, Cause)>;

impl Simulation {
    pub(super) fn new(case: &Case) -> Self {
        let functions = Functions::default();
        Self::within(case, world::engine(functions.clone()), functions)
    }

    /// An execution of an engine that has these functions, or has not.
    pub(super) fn within(case: &Case, engine: Engine, functions: Functions) -> Self {
        let executable = case.executable();
        let new = NewExecution {
            identity: Arc::new(world::identity()),
            definition: Arc::clone(&executable.definition().fingerprint),
            input: case.input.to_string().into(),
            start_date: START,
            seed: [7; 16],
            parent: None,
            details: None,
        };
        let life = Life::new(ExecutionId(1), &new, &Payload::from(case.input.clone()), &executable, &engine);
        let (records, positions) = (Vec::new(), Vec::new());
        let (attempts, offered) = (BTreeMap::new(), BTreeMap::new());
        let Case { intervention, chance, .. } = *case;
        Self { life, records, positions, engine, functions, intervention, chance, attempts, offered }
    }

    /// An execution as it comes back from its record.
    pub(super) fn restored(case: &Case, records: Vec<Record>) -> Result<Self, Divergence> {
        Self::new(case).with(records)
    }

    pub(super) fn with(mut self, records: Vec<Record>) -> Result<Self, Divergence> {
        self.life.restore(records.clone())?;
        self.records = records;
        Ok(self)
    }

    /// All that was asked of tasks, with the token that they were given.
    pub(super) fn requests(&self) -> Vec<TaskRequest> {
        self.functions.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Goes on until it is over, or nothing happens any more.
    pub(super) fn run(&mut self) {
        while let Some((at, cause)) = self.next() {
            self.happen(at, cause);
        }
    }

    /// What has failed goes on, in a world in which nothing fails any more.
    pub(super) fn redrive(&mut self, case: &Case) {
        let last = self.records.last().map_or(START, |record| record.at);
        let undone = undone(Self::new(case).life, &self.records).unwrap();
        let cause = Cause::Redriven { redrive_count: 1, undone: undone.clone() };
        let at = later(last, Duration::from_secs(100));
        let mut records = self.records.clone();
        records.push(Record { at, cause, events: Vec::new() });
        let mut tried = Self::repaired(case).with(records).unwrap();
        tried.life.redrive_count = 0;
        self.records.push(tried.life.redrive(at, undone));
        let again = Self::repaired(case).with(self.records.clone()).unwrap();
        *self = Self { positions: std::mem::take(&mut self.positions), ..again };
        self.positions.push(self.position());
    }

    /// An execution in a world in which nothing fails any more.
    pub(super) fn repaired(case: &Case) -> Self {
        let functions = Functions::default();
        functions.are_repaired.store(true, std::sync::atomic::Ordering::Relaxed);
        Self { intervention: None, ..Self::within(case, world::engine(functions.clone()), functions) }
    }

    pub(super) fn happen(&mut self, at: Timestamp, cause: Cause) {
        let record = self.life.happen(at, cause).expect("the program waits for it");
        assert_eq!(self.life.recorder.lock().divergence(), None);
        self.records.push(record);
        self.positions.push(self.position());
    }

    /// What there is to wait for.
    pub(super) fn position(&self) -> String {
        let recording = self.life.recorder.lock();
        let effects = recording.effects().iter().map(|(id, effect)| {
            let InFlight { scope, state, entered_event_id, token, is_submitted, alive_at, .. } = effect;
            let deadline = effect.deadline();
            format!("{id} {scope}:{state}@{entered_event_id} {deadline:?} {token:?} {is_submitted} {alive_at}\n")
        });
        format!("{}{:?} {}", effects.collect::<String>(), self.life.ended, recording.length())
    }

    /// What happens next: the earliest, and of those the one that was asked for first.
    pub(super) fn next(&mut self) -> Next {
        if self.life.ended.is_some() {
            return None;
        }
        if self.records.is_empty() {
            return Some((START, Cause::Started));
        }
        self.begin();
        let intervention = self.next_intervention();
        let recording = self.life.recorder.lock();
        let next = recording.effects().iter().filter_map(|(id, effect)| self.next_of(*id, effect));
        let next = next.chain(intervention);
        match self.chance {
            None => next.reduce(|one, other| if other.0 < one.0 { other } else { one }),
            Some(chance) => {
                let now = self.records.last().map_or(START, |record| record.at);
                let drawn_by = |cause: &Cause| drawn((chance, self.records.len(), cause.effect()));
                let drawn = next.min_by_key(|(_, cause)| drawn_by(cause));
                drawn.map(|(at, cause)| (at.max(now), cause))
            }
        }
    }

    /// What somebody does to the execution, unless it was done.
    fn next_intervention(&self) -> Next {
        let (after, intervention) = self.intervention?;
        let cause = match intervention {
            Intervention::UpdateMapRun(limits) => Cause::MapRunUpdated { map_run_arn: self.map_run_arn()?, limits },
            Intervention::Stop => Cause::Stopped(Failure::named(world::STOPPED)),
        };
        let is_done = self.records.iter().any(|record| record.cause == cause);
        (!is_done).then(|| (later(START, after), cause))
    }

    pub(super) fn map_run_arn(&self) -> Option<Arc<str>> {
        let mut events = self.records.iter().flat_map(|record| &record.events);
        events.find_map(|event| match &event.event {
            Event::MapRunStarted { map_run_arn } => Some(Arc::clone(map_run_arn)),
            _ => None,
        })
    }

    /// Begins what was asked for and was not begun yet.
    fn begin(&mut self) {
        let works = {
            let mut recording = self.life.recorder.lock();
            for (id, effect) in recording.effects() {
                if let Some(Work::Activity { input, arn }) = &effect.work {
                    let is_there = self.engine.activities().exists(arn);
                    self.offered.insert(*id, if is_there { Ok(input.clone()) } else { Err(no_activity(arn)) });
                }
            }
            recording.take_asked()
        };
        for (id, work) in works {
            if let Work::Task(body) = work {
                let attempt = self.attempt(body);
                self.attempts.insert(id, attempt);
            }
        }
    }

    fn attempt(&self, body: TaskBody) -> Attempt {
        let submitted = Arc::new(Mutex::new(None));
        let kept = Arc::clone(&submitted);
        let before = self.requests().len();
        let result = body(Arc::new(move |output| *kept.lock().unwrap() = Some(output))).now_or_never();
        let submitted = submitted.lock().unwrap().take();
        let takes = self.requests().get(before).map(world::duration).unwrap_or_default();
        Attempt { takes, submitted, result }
    }

    /// When an attempt was begun: again when the execution was redriven.
    fn begun_at(&self, in_flight: &InFlight) -> Timestamp {
        let redrives = self.records.iter().filter(|record| matches!(record.cause, Cause::Redriven { .. }));
        redrives.map(|record| record.at).fold(in_flight.alive_at, Timestamp::max)
    }

    fn next_of(&self, effect: EffectId, in_flight: &InFlight) -> Next {
        let over = in_flight.deadline().map(|deadline| (deadline, Cause::TimeIsOver { effect }));
        let next = match (self.attempts.get(&effect), self.offered.get(&effect)) {
            (_, Some(input)) => next_of_activity(effect, in_flight, input),
            _ if in_flight.is_submitted && in_flight.token.is_some() => next_of_token(effect, in_flight),
            (Some(attempt), _) => next_of_attempt(effect, in_flight, self.begun_at(in_flight), attempt),
            _ => None,
        };
        match (next, over) {
            (Some(next), Some(over)) => Some(if over.0 < next.0 { over } else { next }),
            (next, over) => next.or(over),
        }
    }
}

/// A number that chance draws: the same for the same.
fn drawn(of: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

fn next_of_attempt(effect: EffectId, in_flight: &InFlight, begun_at: Timestamp, attempt: &Attempt) -> Next {
    if let Some(output) = attempt.submitted.clone().filter(|_| !in_flight.is_submitted) {
        return Some((later(begun_at, Duration::from_secs(1)), Cause::Submitted { effect, output }));
    }
    let cause = match attempt.result.clone()? {
        Ok(output) if in_flight.token.is_some() => Cause::Submitted { effect, output },
        Ok(output) => Cause::Succeeded { effect, output },
        Err(error) => Cause::Failed { effect, error },
    };
    Some((later(begun_at, attempt.takes), cause))
}

fn next_of_token(effect: EffectId, in_flight: &InFlight) -> Next {
    let at = later(in_flight.alive_at, world::named(&in_flight.state));
    Some((at, completed(effect, world::completion(&in_flight.state)?)))
}

fn next_of_activity(effect: EffectId, in_flight: &InFlight, input: &Result<Payload, Failure>) -> Next {
    let Ok(input) = input else {
        let failure = input.clone().err().unwrap_or_default();
        return Some((in_flight.alive_at, Cause::Failed { effect, error: TaskError::Halted(failure) }));
    };
    if !in_flight.is_submitted {
        let worker_name = Some(world::WORKER.to_owned());
        let started = Cause::WorkerStarted { effect, worker_name };
        return input.get("untaken").is_none().then_some((in_flight.alive_at, started));
    }
    Some((later(in_flight.alive_at, WORK), completed(effect, world::worked(input))))
}

fn completed(effect: EffectId, result: Result<Payload, Failure>) -> Cause {
    match result {
        Ok(output) => Cause::Succeeded { effect, output },
        Err(failure) => Cause::Failed { effect, error: failure.into() },
    }
}
