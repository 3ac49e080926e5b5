//! State machines that are drawn from a seed, and what they have to come to.
//!
//! The data of a machine is one number. Every task makes another one of it that depends on which task it is, so that a step
//! left out, done twice in a row or done in another order gives another result.

mod definition;
mod draw;
mod work;

use std::time::Duration;

pub use definition::{ACTIVITY, ASK, WORK};
pub use draw::{Mix, machine, one_of};
pub use work::{AtOnce, Numbers, outcome};

/// Numbers stay below this.
pub const MODULUS: u64 = 1_000_003;

/// The error of a task that fails a few times and then succeeds.
pub const UNSURE: &str = "Unsure";
/// The error of a task that always fails and is caught.
pub const BOOM: &str = "Boom";
/// The error of a task that always fails, which nothing catches.
pub const DOOMED: &str = "Doomed";

/// A state machine.
#[derive(Clone, Debug)]
pub struct Machine {
    /// Its name.
    pub name: String,
    /// What it does.
    pub steps: Vec<Step>,
}

/// A state of a machine.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its number within the machine, which is part of its name and decides what a task makes of a number.
    pub number: u64,
    /// What it does.
    pub action: Action,
}

/// What a state does.
#[derive(Clone, Debug)]
pub enum Action {
    /// A task that fails so many times before it succeeds.
    Work {
        /// How many times it fails.
        failures: u32,
        /// How long the first retry waits; each later one waits twice as long as the one before.
        interval: Duration,
    },
    /// A task that fails and is caught.
    Caught,
    /// A task that fails, and with it the execution.
    Doomed,
    /// A wait.
    Wait(Duration),
    /// A task that somebody completes by its token.
    Ask,
    /// A task for a worker.
    Activity,
    /// Branches at the same time.
    Parallel(Vec<Vec<Step>>),
    /// The same for several items.
    Map {
        /// How many items.
        items: u64,
        /// `MaxConcurrency`.
        max_concurrency: u64,
        /// What is done for each.
        steps: Vec<Step>,
    },
}

impl Step {
    /// The name of the state.
    pub fn name(&self) -> String {
        let what = match &self.action {
            Action::Work { .. } => "Work",
            Action::Caught => "Caught",
            Action::Doomed => "Doomed",
            Action::Wait(_) => "Wait",
            Action::Ask => "Ask",
            Action::Activity => "Activity",
            Action::Parallel(_) => "Parallel",
            Action::Map { .. } => "Map",
        };
        format!("{what} {}", self.number)
    }

    fn result(&self, n: u64) -> Result<u64, &'static str> {
        match &self.action {
            Action::Work { .. } | Action::Caught | Action::Ask | Action::Activity => Ok(worked(self.number, n)),
            Action::Doomed => Err(DOOMED),
            Action::Wait(_) => Ok(n),
            Action::Parallel(branches) => sum(branches.iter().map(|steps| result(steps, n))),
            Action::Map { items, steps, .. } => sum((0..*items).map(|item| result(steps, n + item))),
        }
    }
}

/// What the task of that number makes of a number.
pub fn worked(number: u64, n: u64) -> u64 {
    (n * 31 + number) % MODULUS
}

fn result(steps: &[Step], n: u64) -> Result<u64, &'static str> {
    steps.iter().try_fold(n, |n, step| step.result(n))
}

fn sum(results: impl Iterator<Item = Result<u64, &'static str>>) -> Result<u64, &'static str> {
    Ok(results.sum::<Result<u64, _>>()? % MODULUS)
}

impl Machine {
    /// What it makes of a number, or the error that it ends with.
    pub fn result(&self, n: u64) -> Result<u64, &'static str> {
        result(&self.steps, n)
    }

    /// All its states.
    pub fn states(&self) -> Vec<&Step> {
        let mut states = Vec::new();
        collect(&self.steps, &mut states);
        states
    }

    /// Whether each of its executions has the same events, whatever happens meanwhile: what depends on who is faster has
    /// not, nor what may be timed out and done again.
    pub fn has_fixed_events(&self) -> bool {
        self.states().iter().all(|step| !matches!(step.action, Action::Doomed | Action::Activity))
    }
}

fn collect<'a>(steps: &'a [Step], states: &mut Vec<&'a Step>) {
    for step in steps {
        states.push(step);
        match &step.action {
            Action::Parallel(branches) => branches.iter().for_each(|steps| collect(steps, states)),
            Action::Map { steps, .. } => collect(steps, states),
            _ => {}
        }
    }
}
