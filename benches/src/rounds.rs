//! Both sides measured in turn, so that what else the machine does meets both alike.

use crate::cases::Case;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// What one execution took on each side.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// The workflow's best round.
    pub workflow: Duration,
    /// The hand-written code's best round.
    pub by_hand: Duration,
    /// The median over the rounds of the workflow's time divided by the hand-written code's.
    pub ratio: f64,
}

/// How executions run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Awaited in place.
    Inline,
    /// Spawned, many in flight.
    Spawned,
}

impl Mode {
    /// Runs `times` executions of both sides of a case, and says what each took.
    fn round(self, runtime: &Runtime, case: &Case, times: usize, workflow_first: bool) -> (Duration, Duration) {
        let (workflow, by_hand) = match self {
            Mode::Inline => (case.workflow.inline, case.by_hand.inline),
            Mode::Spawned => (case.workflow.spawned, case.by_hand.spawned),
        };
        if workflow_first {
            let workflow = timed(|| workflow(runtime, times));
            (workflow, timed(|| by_hand(runtime, times)))
        } else {
            let by_hand = timed(|| by_hand(runtime, times));
            (timed(|| workflow(runtime, times)), by_hand)
        }
    }
}

/// Measures a case in many short rounds of both sides, each first in every other round.
pub fn measure(runtime: &Runtime, case: &Case, mode: Mode, rounds: usize) -> Measured {
    mode.round(runtime, case, case.round, true);
    let mut taken: Vec<(Duration, Duration)> =
        (0..rounds).map(|n| mode.round(runtime, case, case.round, n % 2 == 0)).collect();
    let times = u32::try_from(case.round).unwrap_or(u32::MAX);
    let best = |side: fn(&(Duration, Duration)) -> Duration| taken.iter().map(side).min().unwrap_or_default() / times;
    let (workflow, by_hand) = (best(|round| round.0), best(|round| round.1));
    taken.sort_by(|one, other| quotient(one).total_cmp(&quotient(other)));
    Measured { workflow, by_hand, ratio: taken.get(taken.len() / 2).map_or(f64::NAN, quotient) }
}

fn quotient(round: &(Duration, Duration)) -> f64 {
    round.0.as_secs_f64() / round.1.as_secs_f64()
}

#[expect(clippy::disallowed_methods, reason = "real time is what is measured")]
fn timed(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}
