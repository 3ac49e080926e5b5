//! One way through a state machine, and its price.

use super::assumptions::Assumptions;
use super::price::{
    Dollars, LONGEST_EXPRESS, break_even_duration, break_even_transitions, express, express_at_first_tier,
    free_of_standard, standard,
};
use super::usage::Usage;
use std::time::Duration;
use workflow_asl::ExecutionType;

/// A way through a state machine, with what its executions cost in a month.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// The states that it goes through, at the top level. A loop is left out of it, with what its rounds go through.
    pub states: Vec<String>,
    /// What an execution uses.
    pub usage: Usage,
    /// What the executions of a month cost as Standard ones, the free transitions of the month left aside.
    pub standard: Dollars,
    /// What of that is free, if nothing else uses the free transitions.
    pub free: Dollars,
    /// What they cost as Express ones.
    pub express: Express,
    /// Up to which duration Express costs no more than Standard; none where it never does.
    pub break_even: Option<Duration>,
    /// With how many transitions at least Express of this duration is cheaper; none where the duration is not known.
    pub break_even_transitions: Option<u64>,
}

/// What executions cost as Express ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Express {
    /// As their duration is known.
    Price {
        /// By the tiers of a month.
        tiered: Dollars,
        /// At the price of the first tier, however many they are.
        first_tier: Dollars,
    },
    /// Not known, as durations are not: see [`Usage::unknown`].
    Unknown,
    /// They take longer than [`LONGEST_EXPRESS`], and so would be ended.
    TooLong,
    /// The definition has what Express executions cannot do; with AWS's words for it.
    Refused(String),
}

impl Express {
    /// By the tiers of a month, where there is a price.
    pub fn price(&self) -> Option<Dollars> {
        match self {
            Self::Price { tiered, .. } => Some(*tiered),
            Self::Unknown | Self::TooLong | Self::Refused(_) => None,
        }
    }
}

impl Path {
    pub(super) fn new(states: Vec<String>, usage: Usage, assumed: &Assumptions, refused: Option<&str>) -> Self {
        let (executions, memory) = (assumed.executions, assumed.memory_mb);
        let duration = usage.whole_duration();
        Self {
            states,
            standard: standard(executions, usage.transitions),
            free: free_of_standard(executions, usage.transitions),
            express: match (refused, duration) {
                (Some(why), _) => Express::Refused(why.to_owned()),
                // What is not known comes on top.
                (None, _) if usage.duration > LONGEST_EXPRESS => Express::TooLong,
                (None, None) => Express::Unknown,
                (None, Some(duration)) => Express::Price {
                    tiered: express(executions, duration, memory),
                    first_tier: express_at_first_tier(executions, duration, memory),
                },
            },
            break_even: break_even_duration(executions, usage.transitions, memory),
            break_even_transitions: duration.map(|duration| break_even_transitions(executions, duration, memory)),
            usage,
        }
    }

    /// The type that is cheaper; Standard where both cost the same or Express is not possible, none where that depends on
    /// durations that are not known.
    pub fn cheaper(&self) -> Option<ExecutionType> {
        match &self.express {
            Express::Price { tiered, .. } if *tiered < self.standard => Some(ExecutionType::Express),
            Express::Price { .. } | Express::TooLong | Express::Refused(_) => Some(ExecutionType::Standard),
            Express::Unknown => None,
        }
    }
}
