//! What a definition does not say.

use super::durations::Durations;

/// What is assumed of executions, as a definition does not say it.
///
/// Each task that has a Retrier is retried [`retries`](Self::retries) times wherever it is called, but at most as often as
/// its Retriers allow; all iterations of a Map go the same way; a loop's rounds are its dearest. States that only compute
/// take no time.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumptions {
    /// Executions a month.
    pub executions: u64,
    /// The memory in MB that AWS bills an Express execution for.
    ///
    /// AWS's [estimate](https://aws.amazon.com/step-functions/pricing/) is 50 MB, the size of the definition, and for each
    /// branch or iteration at the same time the size of its data.
    pub memory_mb: u64,
    /// Items of a Map, unless its definition lists them.
    pub items: u64,
    /// How often a loop comes back to its start.
    pub loops: u64,
    /// How often a Task is retried.
    pub retries: u64,
    /// How long tasks and waits take.
    pub durations: Durations,
}

/// A million executions a month in 64 MB; ten items; loops that come back ten times; no retries; no durations.
impl Default for Assumptions {
    fn default() -> Self {
        Self { executions: 1_000_000, memory_mb: 64, items: 10, loops: 10, retries: 0, durations: Durations::default() }
    }
}

impl Assumptions {
    /// A line for each, for people.
    pub fn told(&self) -> Vec<String> {
        let times = |count: u64| if count == 1 { "once".to_owned() } else { format!("{count} times") };
        vec![
            format!("a Map whose items are not written in the definition has {}", self.items),
            format!("a loop comes back to its start {}, by its dearest round", times(self.loops)),
            match self.retries {
                0 => "nothing is retried".to_owned(),
                count => format!("a Task with a Retrier is retried {}, if it may be", times(count)),
            },
            "where a branch or an iteration fails, the others have ended before".to_owned(),
            "states that only compute take no time".to_owned(),
        ]
    }
}
