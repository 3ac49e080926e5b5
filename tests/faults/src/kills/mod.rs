//! Real processes that work on a directory and are killed, again and again, until all their executions have ended.
//!
//! The process that kills ([`run`]) starts the one that works ([`child`]) as often as it takes. Whatever happens outside of
//! the store is appended to a [log](journal) line by line, as a task's effects on the world are: what was started, which
//! attempts ran, which tokens were handed out and completed.

pub mod child;
pub mod journal;
mod parent;

use std::time::Duration;

use rand::SeedableRng;
use rand::rngs::StdRng;

use crate::load::{Machine, Mix, machine};

pub use parent::{Killed, Options, run};

/// How many different machines there are.
const MACHINES: u64 = 60;

/// Which machine an execution runs, by its number.
pub fn machine_of(seed: u64, execution: u64) -> Machine {
    let number = execution % MACHINES;
    let mix = Mix {
        most_states: 3 + number % 10,
        longest_wait: Duration::from_secs(1),
        most_failures: 1,
        has_tokens: true,
        has_activities: false,
        has_failures: true,
    };
    machine(&format!("machine{number}"), mix, &mut StdRng::seed_from_u64(seed.wrapping_mul(MACHINES) + number))
}

/// The ARN of an execution of a machine.
pub fn arn(machine: &Machine, execution: u64) -> String {
    format!("arn:aws:states:us-east-1:123456789012:execution:{}:{execution}", machine.name)
}

fn arn_of(seed: u64, execution: u64) -> String {
    arn(&machine_of(seed, execution), execution)
}
