//! What executions cost: per workflow and per way through it, as Standard and as Express executions.
//!
//! A [`Cost`] has for each [`End`] that executions may come to (the states that end it with success, the errors that nothing
//! catches) the cheapest way there, one in the middle, the dearest and the slowest: their transitions and history events,
//! how long they take, and what they cost a month. What a definition does not say is [assumed](Assumptions), and said so.
//!
//! Transitions are what AWS bills: "each time a step of your workflow is executed", retries included. Events are those that
//! AWS writes ([`workflow_asl::events`]). Money is counted in whole billionths of a dollar, and rounded once.
//!
//! ```
//! use workflow_deploy::cost::{Assumptions, Durations, cost};
//! use workflow_deploy::{Machine, Settings};
//!
//! let text = r#"{"StartAt": "Charge", "States": {"Charge": {
//!     "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
//!     "Parameters": {"FunctionName": "charge"}
//! }}}"#;
//! let machine = Machine {
//!     name: "fulfil".to_owned(),
//!     definition: workflow_asl::StateMachine::from_json(text).unwrap(),
//!     execution_type: workflow_asl::ExecutionType::Standard,
//!     settings: Settings::default(),
//! };
//! let durations = Durations::from_json(&serde_json::json!({"charge": 2})).unwrap();
//! let cost = cost(&machine, &Assumptions { durations, ..Assumptions::default() }).unwrap();
//!
//! let fine = &cost.ends[0].dearest;
//! assert_eq!((fine.usage.transitions, fine.usage.events), (1, 7));
//! assert_eq!(fine.standard.to_string(), "$25.00");
//! // $1.00 of requests, and two seconds of 64 MB: 34.72 GB-hours at $0.06.
//! assert_eq!(fine.express.price().unwrap().to_string(), "$3.08");
//! ```

mod assumptions;
mod durations;
mod error;
mod json;
mod path;
mod price;
mod state;
mod table;
mod usage;
mod walk;
mod warning;
mod way;

pub use assumptions::Assumptions;
pub use durations::{Durations, history_events};
pub use error::CostError;
pub use path::{Express, Path};
pub use price::{
    DURATION_STEP, Dollars, EXPRESS_GB_HOUR, EXPRESS_REQUEST, FREE_TRANSITIONS, LONGEST_EXPRESS, MEMORY_CHUNK_MB,
    PRICES, TRANSITION, Tier, break_even_duration, break_even_transitions, express, express_at_first_tier,
    free_of_standard, standard,
};
pub use usage::Usage;
pub use way::End;

use crate::Machine;
use std::collections::BTreeMap;
use walk::Scope;
use way::{Goal, Way};
use workflow_asl::events::OF_AN_EXECUTION;
use workflow_asl::{ExecutionType, validate_template};

/// What the executions of a state machine cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Cost {
    /// The state machine's name.
    pub name: String,
    /// The type that it has.
    pub execution_type: ExecutionType,
    /// What was assumed.
    pub assumptions: Assumptions,
    /// Where executions may come to: success first, each in the order of how dear it is.
    pub ends: Vec<Ending>,
    /// What to look out for, a sentence each.
    pub warnings: Vec<String>,
}

/// What the ways to one end cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Ending {
    /// The end.
    pub end: End,
    /// How many ways lead there, loops and what goes on in iterations counted once; at most [`u64::MAX`].
    pub ways: u64,
    /// The way with the fewest transitions.
    pub cheapest: Path,
    /// The way in the middle, by transitions. Where there are many ways, it is about there.
    pub typical: Path,
    /// The way with the most transitions.
    pub dearest: Path,
    /// The way that takes longest, as far as durations are known.
    pub slowest: Path,
}

/// Counts what the executions of a state machine use, and what that costs.
///
/// # Errors
///
/// Where ways cannot be counted: [`CostError`] says why.
pub fn cost(machine: &Machine, assumptions: &Assumptions) -> Result<Cost, CostError> {
    let definition = &machine.definition;
    let scope = Scope { start_at: &definition.start_at, states: &definition.states };
    let found = walk::ways(scope, assumptions)?;
    let mut by_end: BTreeMap<End, Vec<Way<'_>>> = BTreeMap::new();
    for mut way in found.ways {
        way.usage = Usage::of(0, OF_AN_EXECUTION).then(&way.usage);
        if let Goal::End(end) = way.goal.clone() {
            by_end.entry(end).or_default().push(way);
        }
    }
    let refused = validate_template(definition, ExecutionType::Express).into_iter().find(|problem| problem.is_error());
    let refused = refused.map(|problem| problem.message);
    let path =
        |way: &Way<'_>| Path::new(found.steps.names(way.steps), way.usage.clone(), assumptions, refused.as_deref());
    let mut ends: Vec<Ending> = by_end.into_iter().filter_map(|(end, ways)| ending(end, &ways, path)).collect();
    ends.sort_by_key(|ending| (!ending.end.is_success(), ending.dearest.usage.transitions));
    let warnings = warning::warnings(machine, &ends);
    let (name, execution_type) = (machine.name.clone(), machine.execution_type);
    Ok(Cost { name, execution_type, assumptions: assumptions.clone(), ends, warnings })
}

/// The ways to an end, which are in the order of their transitions.
fn ending(end: End, ways: &[Way<'_>], path: impl Fn(&Way<'_>) -> Path) -> Option<Ending> {
    let count = ways.iter().fold(0_u64, |count, way| count.saturating_add(way.count));
    let mut before = 0_u64;
    let typical = ways.iter().find(|way| {
        before = before.saturating_add(way.count);
        before > count.saturating_sub(1) / 2
    });
    let slowest = ways.iter().max_by_key(|way| way.usage.duration);
    Some(Ending {
        end,
        ways: count,
        cheapest: path(ways.first()?),
        typical: path(typical?),
        dearest: path(ways.last()?),
        slowest: path(slowest?),
    })
}
