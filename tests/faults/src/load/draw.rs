//! Drawing a state machine.

use std::time::Duration;

use rand::RngExt;
use rand::rngs::StdRng;

use super::{Action, Machine, Step};

/// What machines are made of.
#[derive(Clone, Copy, Debug)]
pub struct Mix {
    /// How many states one has at most, in all its branches.
    pub most_states: u64,
    /// How long waits and the pauses before retries are at most.
    pub longest_wait: Duration,
    /// How often a task fails at most that succeeds at last.
    pub most_failures: u32,
    /// Whether there are tasks that wait for a token.
    pub has_tokens: bool,
    /// Whether there are tasks of an activity.
    pub has_activities: bool,
    /// Whether some executions fail.
    pub has_failures: bool,
}

/// A machine of that name.
pub fn machine(name: &str, mix: Mix, random: &mut StdRng) -> Machine {
    let left = random.random_range(1..=mix.most_states);
    let is_doomed = mix.has_failures && random.random_ratio(1, 8);
    let mut drawing = Drawing { mix, next: 1, left, is_doomed };
    let mut steps = Vec::new();
    while drawing.left > 0 {
        steps.extend(drawing.steps(0, random));
    }
    if drawing.is_doomed {
        steps.push(drawing.step(Action::Doomed));
    }
    Machine { name: name.to_owned(), steps }
}

struct Drawing {
    mix: Mix,
    next: u64,
    left: u64,
    /// Whether a failure has to be put somewhere: one, so that the machine's result is the same however fast its branches are.
    is_doomed: bool,
}

impl Drawing {
    fn step(&mut self, action: Action) -> Step {
        let number = self.next;
        self.next += 1;
        Step { number, action }
    }

    fn steps(&mut self, depth: u32, random: &mut StdRng) -> Vec<Step> {
        let count = random.random_range(1..=4);
        let mut steps = Vec::new();
        for _ in 0..count {
            if self.left == 0 && !steps.is_empty() {
                break;
            }
            self.left = self.left.saturating_sub(1);
            let action = self.action(depth, random);
            steps.push(self.step(action));
        }
        steps
    }

    fn action(&mut self, depth: u32, random: &mut StdRng) -> Action {
        let is_doomed = self.is_doomed && random.random_ratio(1, 6);
        if is_doomed {
            self.is_doomed = false;
            return Action::Doomed;
        }
        let longest = self.mix.longest_wait.as_secs();
        match random.random_range(0..20) {
            0..3 => Action::Wait(Duration::from_secs(skewed(longest, random))),
            3..6 => Action::Work {
                failures: random.random_range(1..=self.mix.most_failures),
                interval: Duration::from_secs(skewed((longest / 8).max(1), random).max(1)),
            },
            6 => Action::Caught,
            7..9 if self.mix.has_tokens => Action::Ask,
            9 if self.mix.has_activities => Action::Activity,
            10..13 if depth < 3 => {
                let branches = random.random_range(1..=3);
                Action::Parallel((0..branches).map(|_| self.steps(depth + 1, random)).collect())
            }
            13..16 if depth < 2 => Action::Map {
                items: random.random_range(0..=5),
                max_concurrency: random.random_range(0..=3),
                steps: self.steps(depth + 1, random),
            },
            _ => Action::Work { failures: 0, interval: Duration::from_secs(1) },
        }
    }
}

/// One of these.
pub fn one_of<T: Copy + Default>(choices: &[T], random: &mut StdRng) -> T {
    choices.get(random.random_range(0..choices.len().max(1))).copied().unwrap_or_default()
}

/// A number up to `most`, of any order of magnitude.
fn skewed(most: u64, random: &mut StdRng) -> u64 {
    let most = random.random_range(0..=most);
    random.random_range(0..=most)
}
