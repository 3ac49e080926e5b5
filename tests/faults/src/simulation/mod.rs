//! Simulated processes that run drawn machines over a store with injected faults, with time skipped.
//!
//! Everything that happens is drawn from one number, the seed: the machines, how long their tasks take, which writes fail or
//! take how long, when the process is killed and how long until the next one begins. A process is a tokio runtime on one
//! thread; when it is killed, it is dropped with all that runs on it. Only the store and the outside world stay.
//!
//! The same machines run without faults too, and what is on record afterwards has to be the same.

mod plan;
mod process;
mod store;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};

use workflow_engine::HistoryEvent;

use crate::check::{self, ensure};
use crate::{Checked, load};

pub use plan::{Faults, Plan};
pub use process::Ended;

/// What has happened in a simulation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Happened {
    /// How many executions there were.
    pub executions: usize,
    /// How many events they have.
    pub events: usize,
    /// How many processes were killed.
    pub kills: usize,
    /// How many writes have failed.
    pub failures: usize,
    /// How many attempts of tasks were begun.
    pub calls: usize,
}

impl Happened {
    /// Adds what has happened in another one.
    pub fn add(&mut self, other: Self) {
        self.executions += other.executions;
        self.events += other.events;
        self.kills += other.kills;
        self.failures += other.failures;
        self.calls += other.calls;
    }
}

/// Runs what a seed says.
///
/// # Errors
///
/// What is wrong with what came of it.
pub fn run(seed: u64) -> Checked<Happened> {
    let plan = Plan::draw(seed);
    let run = catch_unwind(AssertUnwindSafe(|| {
        let without = process::run(&plan, Faults::none())?;
        let with = process::run(&plan, plan.faults)?;
        compare(&plan, &without, &with)?;
        Ok(with.happened())
    }));
    run.unwrap_or_else(|panic| Err(panicked(&*panic)))
}

fn panicked(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    format!("a panic: {}", text.unwrap_or("without a message"))
}

fn compare(plan: &Plan, without: &Ended, with: &Ended) -> Checked {
    ensure(with.violations.is_empty(), || with.violations.join("; "))?;
    ensure(without.violations.is_empty(), || format!("without faults: {}", without.violations.join("; ")))?;
    for (index, execution) in plan.executions.iter().enumerate() {
        let machine = plan.machine(execution)?;
        for (ended, how) in [(without, "without faults"), (with, "with faults")] {
            let events = ended.events(index);
            checked(machine, execution.n, events)
                .map_err(|wrong| format!("execution {index} of {} {how}: {wrong}\n{events:#?}", machine.name))?;
        }
        if machine.has_fixed_events() {
            let (expected, found) = (check::counts(without.events(index)), check::counts(with.events(index)));
            ensure(expected == found, || {
                format!("execution {index}: events {found:#?}, without faults {expected:#?}")
            })?;
        }
        let late = check::latest(machine, with.events(index));
        ensure(plan.is_crowded() || late <= with.disturbed, || {
            format!(
                "execution {index}: a wait ended {late:?} too late, but all that came between was {:?}",
                with.disturbed
            )
        })?;
    }
    Ok(())
}

fn checked(machine: &load::Machine, n: u64, events: &[HistoryEvent]) -> Checked {
    check::history(machine, events)?;
    check::result(machine, n, events)
}

/// How a seed is run again.
pub fn again(seed: u64) -> String {
    format!("SIMULATION_SEED={seed} cargo run --release -p workflow-faults --bin simulate")
}

/// The history of one execution of a machine to which nothing happens.
///
/// # Errors
///
/// If it does not end.
pub fn without_faults(machine: &load::Machine, n: u64) -> Checked<Vec<HistoryEvent>> {
    let executions = vec![plan::Started { machine: 0, n, after: std::time::Duration::ZERO }];
    let machines = vec![machine.clone()];
    let plan = Plan { seed: 0, machines, executions, max_concurrency: 1, faults: Faults::none() };
    Ok(process::run(&plan, Faults::none())?.events(0).to_vec())
}
