//! What a seed says.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::Checked;
use crate::load::{Machine, Mix, machine, one_of};

/// All that is drawn from a seed.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The seed.
    pub seed: u64,
    /// What is run.
    pub machines: Vec<Machine>,
    /// Executions of it.
    pub executions: Vec<Started>,
    /// How many executions may be in memory.
    pub max_concurrency: usize,
    /// What goes wrong.
    pub faults: Faults,
}

/// An execution to be started.
#[derive(Clone, Copy, Debug)]
pub struct Started {
    /// Which machine.
    pub machine: usize,
    /// Its input.
    pub n: u64,
    /// How long after the beginning.
    pub after: Duration,
}

/// How often things go wrong.
#[derive(Clone, Copy, Debug)]
pub struct Faults {
    /// How many processes are killed at most.
    pub most_kills: usize,
    /// Of a thousand groups of writes, how many end with the process: half of them before they are written.
    pub kills_of_writes: u32,
    /// How long a process lives at most, in virtual time.
    pub longest_life: Duration,
    /// How long until the next process begins, at most.
    pub longest_pause: Duration,
    /// Of a thousand groups of writes, how many fail.
    pub failures_of_writes: u32,
    /// Of a thousand reads, how many fail.
    pub failures_of_reads: u32,
    /// How long a group of writes takes at most.
    pub slowest_write: Duration,
}

impl Faults {
    /// Nothing goes wrong, and nothing takes time.
    pub fn none() -> Self {
        Self {
            most_kills: 0,
            kills_of_writes: 0,
            longest_life: Duration::MAX,
            longest_pause: Duration::ZERO,
            failures_of_writes: 0,
            failures_of_reads: 0,
            slowest_write: Duration::ZERO,
        }
    }

    fn draw(random: &mut StdRng) -> Self {
        let mut one_of = |choices: &[u32]| one_of(choices, random);
        Self {
            most_kills: one_of(&[1, 3, 10, 30]) as usize,
            kills_of_writes: one_of(&[0, 10, 50, 300]),
            longest_life: Duration::from_millis(one_of(&[500, 5_000, 60_000, 3_600_000]).into()),
            longest_pause: Duration::from_secs(one_of(&[0, 1, 100]).into()),
            failures_of_writes: one_of(&[0, 0, 20, 300]),
            failures_of_reads: one_of(&[0, 0, 20, 200]),
            slowest_write: Duration::from_millis(one_of(&[0, 1, 20, 3_000]).into()),
        }
    }
}

impl Plan {
    /// What this seed says.
    pub fn draw(seed: u64) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        let most_states = one_of(&[3, 8, 20], &mut random);
        let longest_wait = one_of(&[2, 60, 100_000], &mut random);
        let mix = Mix {
            most_states,
            longest_wait: Duration::from_secs(longest_wait),
            most_failures: 3,
            has_tokens: true,
            has_activities: random.random_ratio(1, 3),
            has_failures: true,
        };
        let machines = random.random_range(1..=2);
        let machines: Vec<Machine> =
            (0..machines).map(|number| machine(&format!("machine{number}"), mix, &mut random)).collect();
        let executions = random.random_range(1..=5);
        let executions = (0..executions).map(|_| Started {
            machine: random.random_range(0..machines.len()),
            n: random.random_range(0..1_000),
            after: Duration::from_secs(random.random_range(0..3) * random.random_range(0..20)),
        });
        let executions = executions.collect();
        let max_concurrency = one_of(&[1, 2, 100], &mut random);
        let faults = Faults::draw(&mut random);
        Self { seed, machines, executions, max_concurrency, faults }
    }

    /// The machine of an execution.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn machine(&self, execution: &Started) -> Checked<&Machine> {
        self.machines.get(execution.machine).ok_or_else(|| format!("there is no machine {}", execution.machine))
    }

    /// Whether executions have to wait for a place in memory.
    pub fn is_crowded(&self) -> bool {
        self.executions.len() > self.max_concurrency
    }
}
