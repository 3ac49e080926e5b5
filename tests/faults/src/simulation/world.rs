//! What is outside of the simulated processes: it knows what it was asked for, and nothing of it is lost with a process.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use serde_json::Value;
use tokio::sync::mpsc;
use workflow_asl::Resource;
use workflow_engine::clock::{Clock, later};
use workflow_engine::durable::{ExecutionId, MemoryStore, SendError, StandardEngine, Store, StoredExecution, decode};
use workflow_engine::{HistoryEvent, Payload, TaskError, TaskProgress, TaskRequest, TaskTarget};

use crate::check;
use crate::load::{Numbers, outcome};

/// What is known outside.
#[derive(Clone, Debug)]
pub(super) struct World {
    seed: u64,
    stored: MemoryStore,
    known: Arc<Mutex<Known>>,
}

#[derive(Debug, Default)]
struct Known {
    calls: usize,
    /// The tokens that somebody works on.
    tokens: BTreeMap<String, Held>,
    violations: Vec<String>,
}

/// A token that somebody holds.
#[derive(Clone, Debug)]
struct Held {
    due: Timestamp,
    result: u64,
    /// How often its completion was acknowledged.
    acknowledged: usize,
    /// It need not be sent any more.
    is_done: bool,
}

impl World {
    pub(super) fn new(seed: u64, stored: MemoryStore) -> Self {
        Self { seed, stored, known: Arc::default() }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn calls(&self) -> usize {
        self.known().calls
    }

    pub(super) fn violations(&self) -> Vec<String> {
        self.known().violations.clone()
    }

    pub(super) fn violated(&self, text: String) {
        self.known().violations.push(text);
    }

    /// How long something takes: mostly a moment, sometimes seconds. It is the same in each process.
    fn duration(&self, of: &[u64]) -> Duration {
        let mix = of.iter().fold(self.seed, |mix, of| (mix ^ of).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29));
        match mix % 4 {
            0 => Duration::ZERO,
            1 => Duration::from_millis(mix / 4 % 50),
            _ => Duration::from_millis(mix / 4 % 4_000),
        }
    }

    /// Takes a token; whoever holds it completes it after a while. One that is held already stays as it is.
    pub(super) fn hold(&self, token: &str, input: &Value, now: Timestamp) {
        let numbers = Numbers::of(input);
        let due = later(now, self.duration(&[numbers.n, numbers.number, 1_000]));
        let held = Held { due, result: numbers.result(), acknowledged: 0, is_done: false };
        self.known().tokens.entry(token.to_owned()).or_insert(held);
    }

    /// The last events on record of an execution.
    pub(super) fn last(&self, execution: ExecutionId) -> Vec<HistoryEvent> {
        let stored = self.stored.execution(execution).now_or_never().and_then(|stored| stored.ok().flatten());
        let events = stored.and_then(|stored| self.stored_events(&stored)).unwrap_or_default();
        events.into_iter().rev().take(12).rev().collect()
    }

    /// What is on record of an execution.
    fn events(&self, execution_arn: &str) -> Option<Vec<HistoryEvent>> {
        self.stored_events(&self.stored.find(execution_arn).now_or_never()?.ok()??)
    }

    fn stored_events(&self, stored: &StoredExecution) -> Option<Vec<HistoryEvent>> {
        let rows = self.stored.journal(stored.id).now_or_never()?.ok()?;
        let input = Payload::from_json(&stored.new.input).ok()?;
        let mut events = Vec::new();
        for row in rows {
            events.extend(decode(&input, &row.data).ok()?.into_iter().flat_map(|record| record.events));
        }
        Some(events)
    }

    /// Completes the tokens that are held when their time comes, and those that are told of.
    pub(super) async fn complete(self, engine: StandardEngine, mut told: mpsc::UnboundedReceiver<String>) {
        let held: Vec<String> = {
            let known = self.known();
            known.tokens.iter().filter(|(_, held)| !held.is_done).map(|(token, _)| token.clone()).collect()
        };
        held.into_iter().for_each(|token| drop(tokio::spawn(self.clone().complete_one(engine.clone(), token))));
        while let Some(token) = told.recv().await {
            tokio::spawn(self.clone().complete_one(engine.clone(), token));
        }
    }

    async fn complete_one(self, engine: StandardEngine, token: String) {
        let Some(held) = self.known().tokens.get(&token).cloned().filter(|held| !held.is_done) else { return };
        engine.engine().clock().sleep_until(held.due).await;
        while self.is_waiting(&token, engine.send_task_success(&token, Value::from(held.result).into()).await) {
            engine.engine().clock().sleep(Duration::from_secs(1)).await;
        }
    }

    /// Notes what came of a completion; `true` if it has to be sent again.
    fn is_waiting(&self, token: &str, sent: Result<(), SendError>) -> bool {
        let mut known = self.known();
        let Some(held) = known.tokens.get_mut(token) else { return false };
        match sent {
            Ok(()) => {
                held.acknowledged += 1;
                held.is_done = true;
                if held.acknowledged > 1 {
                    known.violations.push(format!("the token {token} was completed twice"));
                }
            }
            // It has been, but the process did not live to say so; or it is not waited for any more.
            Err(SendError::Callback(_)) => held.is_done = true,
            Err(SendError::Store(_) | SendError::InvalidOutput(_)) => return true,
        }
        false
    }

    /// How many completions of tokens were acknowledged.
    pub(super) fn acknowledged(&self) -> usize {
        self.known().tokens.values().map(|held| held.acknowledged).sum()
    }
}

/// What does the work of tasks in one process.
#[derive(Debug)]
pub(super) struct Functions {
    pub(super) world: World,
    pub(super) clock: Clock,
    /// Tells of tokens.
    pub(super) tokens: mpsc::UnboundedSender<String>,
}

impl TaskTarget for Functions {
    fn accepts(&self, _: &Resource, _: &Payload) -> bool {
        true
    }

    fn keeps_time(&self) -> bool {
        true
    }

    fn run<'a>(&'a self, request: TaskRequest, _: &'a dyn TaskProgress) -> BoxFuture<'a, Result<Payload, TaskError>> {
        self.begins(&request);
        async move {
            let Numbers { n, number } = Numbers::of(&request.input);
            if let Some(token) = &request.task_token {
                self.world.hold(token, &request.input, self.clock.now());
                // Nobody is left to be told when the process ends.
                let _ = self.tokens.send(token.clone());
            }
            self.clock.sleep(self.world.duration(&[n, number, request.attempt.into()])).await;
            outcome(&request)
        }
        .boxed()
    }
}

impl Functions {
    /// Whether it may, as what is on record says.
    fn begins(&self, request: &TaskRequest) {
        let TaskRequest { execution_arn, entered_event_id, attempt, .. } = request;
        self.world.known().calls += 1;
        let Some(events) = self.world.events(execution_arn) else {
            return self.world.violated(format!("a task of {execution_arn} begins, of which nothing is on record"));
        };
        if let Err(wrong) = check::may_begin(&events, *entered_event_id, *attempt) {
            self.world.violated(format!("{execution_arn}: {wrong}"));
        }
    }
}
