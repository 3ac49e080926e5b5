//! How many events the history of an execution gets of what.
//!
//! These are the counts of AWS's own histories, and those that `workflow-engine` writes. Follows `HistoryEventType` of the
//! [API reference](https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html) and "Execution
//! guarantees and quotas" of the developer guide.

use crate::resource::{IntegrationPattern, Resource};

/// How many events the history of a Standard execution may have.
pub const MOST: u64 = 25_000;

/// `ExecutionStarted`, and how it ended.
pub const OF_AN_EXECUTION: u64 = 2;

/// `StateEntered` and `StateExited` of whatever state but Fail.
pub const OF_A_STATE: u64 = 2;

/// `FailStateEntered`: it is never left.
pub const OF_A_FAIL_STATE: u64 = 1;

/// `ParallelStateStarted` and `ParallelStateSucceeded` or `ParallelStateFailed`, and the same for a Map.
pub const OF_BRANCHES: u64 = 2;

/// `MapIterationStarted`, and how it ended.
pub const OF_AN_ITERATION: u64 = 2;

/// `MapRunStarted`, and how it ended: what a distributed Map has in the place of iterations.
pub const OF_A_MAP_RUN: u64 = 2;

/// One attempt of a Task: it is scheduled, started and ended, and a job or a callback is submitted in between.
///
/// ```
/// use workflow_asl::{Resource, events};
///
/// assert_eq!(events::of_an_attempt(&Resource::parse("arn:aws:states:::lambda:invoke")), 3);
/// assert_eq!(events::of_an_attempt(&Resource::parse("arn:aws:states:::lambda:invoke.waitForTaskToken")), 4);
/// ```
pub fn of_an_attempt(resource: &Resource) -> u64 {
    let submits = match resource {
        Resource::Integration(integration) => integration.pattern != IntegrationPattern::RequestResponse,
        Resource::Lambda { .. } | Resource::Activity { .. } | Resource::Other { .. } => false,
    };
    if submits { 4 } else { 3 }
}
