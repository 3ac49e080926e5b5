//! An execution with and without interruptions.

use super::workflows::Runs;
use serde_json::{Value, json};
use std::sync::Arc;
use workflow_runtime::{Failure, Runtime, Workflow};
use workflow_tests::journal::{Ended, Event, EventKind, Journal, Life, Place, Scheduler, World};

/// An execution of a workflow whose completions come in the order that a seed gives.
pub(crate) struct Trial {
    pub(crate) input: Value,
    pub(crate) seed: u64,
}

/// A life and what ran in it, as the tasks themselves say.
pub(crate) struct Lived {
    pub(crate) life: Life,
    pub(crate) runs: Vec<(String, u32)>,
}

impl Trial {
    /// One life over what an earlier one left.
    pub(crate) fn live<W: Workflow>(&self, journal: Journal, limit: usize) -> Lived {
        let runs = Arc::new(Runs::default());
        let world = World {
            runtime: Runtime::new().provide(Arc::clone(&runs)),
            scheduler: Scheduler::new(self.seed),
            outside: completes,
        };
        let life = Life::run::<W>(self.input.clone(), journal, limit, &world);
        Lived { life, runs: runs.take() }
    }

    /// From the beginning to the end.
    pub(crate) fn uninterrupted<W: Workflow>(&self) -> Lived {
        self.live::<W>(Journal::default(), usize::MAX)
    }

    /// Kills the execution after every event, replays what was committed, and compares with what happens undisturbed.
    pub(crate) fn survives_every_kill<W: Workflow>(&self) -> Lived {
        let whole = self.uninterrupted::<W>();
        assert!(matches!(whole.life.ended, Ended::Finished(_)), "{:?}", whole.life.ended);
        for kill in 1..=whole.life.journal.events().len() {
            self.survives::<W>(&whole, kill);
        }
        whole
    }

    fn survives<W: Workflow>(&self, whole: &Lived, kill: usize) {
        let at = format!("{} {} seed {} killed after {kill}", W::INFO.name, self.input, self.seed);
        let first = self.live::<W>(Journal::default(), kill);
        assert_eq!(first.life.journal.events().len(), kill, "{at}");
        let left = first.life.journal.survive(kill).unwrap();
        assert_eq!(left.events(), first.life.journal.events(), "{at}: an event does not survive as text");

        let second = self.live::<W>(left.clone(), usize::MAX);
        assert_eq!(second.life.ended, whole.life.ended, "{at}");
        assert_eq!(without_tokens(&second.life.journal), without_tokens(&whole.life.journal), "{at}");
        assert!(second.life.journal.events().starts_with(left.events()), "{at}: the journal was rewritten");

        // Code runs again for what had begun and had not ended, with the same key; for nothing else.
        let reached = whole.life.journal.survive(reached(&whole.life.journal, kill)).unwrap();
        let lost = |run: &&(Place, u32)| !is_settled(&reached, run);
        let expected: Vec<&(Place, u32)> = whole.life.ran.iter().filter(lost).collect();
        assert_eq!(second.life.ran.iter().collect::<Vec<_>>(), expected, "{at}");
        let expected: Vec<_> = whole.life.ran.iter().zip(&whole.runs).filter(|(run, _)| lost(run)).collect();
        assert_eq!(
            second.runs.iter().collect::<Vec<_>>(),
            expected.iter().map(|(_, key)| *key).collect::<Vec<_>>(),
            "{at}"
        );
    }
}

/// Orders from 100 on are approved, below that refused, and nobody looks at order 0.
fn completes(task: &str, arguments: &Value) -> Option<Result<Value, Failure>> {
    match arguments["order"].as_u64() {
        Some(0) => None,
        Some(order) if order >= 100 => Some(Ok(json!(true))),
        _ => Some(Err(Failure::new("SoldOut", format!("{{\"item\":{}}}", task.len())))),
    }
}

/// How far a program comes by itself that is replayed after so many events: to the next that is from outside.
fn reached(journal: &Journal, events: usize) -> usize {
    let mut later = journal.events().iter().skip(events);
    later.position(|event| event.kind.is_from_outside()).map_or(journal.events().len(), |own| events + own)
}

/// Whether the journal says that an attempt need not run again.
fn is_settled(journal: &Journal, (place, number): &(Place, u32)) -> bool {
    use EventKind as K;
    journal.events().iter().filter(|event| event.place == *place).any(|event| match &event.kind {
        K::AttemptSucceeded { attempt, .. }
        | K::AttemptFailed { attempt, .. }
        | K::AttemptTimedOut { attempt }
        | K::TaskSubmitted { attempt, .. } => attempt == number,
        K::Aborted => true,
        _ => false,
    })
}

/// The one thing that a life draws anew where it was not committed: a token's text.
pub(crate) fn without_tokens(journal: &Journal) -> Vec<Event> {
    let mut events = journal.events().to_vec();
    for event in &mut events {
        if let EventKind::TaskSubmitted { token, .. } = &mut event.kind {
            token.clear();
        }
    }
    events
}
