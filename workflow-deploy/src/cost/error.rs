//! Why there is no cost.

use std::fmt;

/// Why the cost of a state machine is not told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CostError {
    /// A loop can be entered at two states, so that it has no start: its rounds cannot be told from the ways into it.
    EnteredTwice {
        /// The state that the loop comes back to.
        state: String,
    },
    /// A distributed Map: its child executions are billed as executions of their own, by rules that are not known here.
    DistributedMap {
        /// The Map state.
        state: String,
    },
    /// What should say how long tasks take does not; with the reason.
    NoDurations(String),
}

impl fmt::Display for CostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EnteredTwice { state } => write!(
                f,
                "the loop that comes back to `{state}` can be entered at another state too, so its rounds cannot be counted"
            ),
            Self::DistributedMap { state } => write!(
                f,
                "`{state}` is a distributed Map, whose child executions are billed as executions of their own: what they \
                 cost is not counted"
            ),
            Self::NoDurations(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for CostError {}
