//! One life of an execution: from its journal to its end, or to its own.

use super::driver::Driver;
use super::recorder::Stopped;
use super::{Divergence, Journal, Place, Scheduler};
use serde_json::Value;
use workflow_runtime::{Failure, Runtime, Workflow};

/// What is around an execution in all its lives.
#[derive(Clone)]
pub struct World {
    /// Provides what tasks take.
    pub runtime: Runtime,
    /// Decides what ends first.
    pub scheduler: Scheduler,
    /// What someone outside completes a task's token with, by the task's arguments; `None` where nobody does.
    pub outside: Outside,
}

/// What a token of a task with such arguments is completed with.
pub type Outside = fn(task: &str, arguments: &Value) -> Option<Result<Value, Failure>>;

/// What a life leaves.
#[derive(Debug)]
pub struct Life {
    /// What is on record now.
    pub journal: Journal,
    /// How it ended.
    pub ended: Ended,
    /// The attempts whose code began to run in this life, in order.
    pub ran: Vec<(Place, u32)>,
}

/// How a life ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Ended {
    /// With the program.
    Finished(Result<Value, Failure>),
    /// It was killed.
    Killed,
    /// The program is not the one that the journal was written by.
    Diverged(Box<Divergence>),
    /// Nothing can happen any more.
    Stuck,
}

impl Life {
    /// Runs a workflow over a journal until no more than `limit` events are committed.
    pub fn run<W: Workflow>(input: Value, journal: Journal, limit: usize, world: &World) -> Life {
        let mut driver = Driver::new::<W>(&input, journal, limit, world);
        let ended = driver.live::<W>(input, world.runtime.clone());
        Life { journal: driver.take_journal(), ended, ran: driver.ran }
    }
}

impl From<&Stopped> for Ended {
    fn from(stopped: &Stopped) -> Self {
        match stopped {
            Stopped::Killed => Ended::Killed,
            Stopped::Diverged(divergence) => Ended::Diverged(divergence.clone()),
        }
    }
}
