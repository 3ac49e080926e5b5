//! Retriers and Catchers: what becomes of the failure of a Task, Parallel or Map.
//!
//! Follows "Handling errors in Step Functions workflows" of the AWS developer guide.

use std::time::Duration;

use workflow_asl::{JitterStrategy, Retrier};

use super::branch::{Branch, Step, Visit};
use super::fields;
use super::halt::Halt;
use crate::history::{Event, StateType};
use crate::program::{CatcherPlan, Kind, StatePlan};
use crate::test_state::DataStep;
use crate::{Failure, Payload};

impl Branch<'_> {
    /// Runs a state that may be retried and may catch.
    pub(crate) async fn with_recovery(&mut self, visit: &mut Visit<'_>) -> Result<Step, Halt> {
        let mut used = vec![0; visit.state.retry.len()];
        visit.retry_count = Some(0);
        loop {
            let halt = match self.attempt(visit).await {
                Ok(step) => return Ok(step),
                Err(halt) => halt,
            };
            let Halt::Failed(failure) = halt else { return Err(halt) };
            if let Some(delay) = self.retry_delay(&visit.state.retry, &mut used, &failure) {
                self.pause(visit, delay).await;
                visit.retry_count = visit.retry_count.map(|count| count + 1);
                continue;
            }
            return self.catch(visit, failure);
        }
    }

    pub(super) async fn attempt(&mut self, visit: &mut Visit<'_>) -> Result<Step, Halt> {
        let result = match &visit.state.kind {
            Kind::Task(task) => {
                let result = self.task(visit, task).await?;
                self.inspect_step(visit, DataStep::Result, &result);
                result
            }
            Kind::Parallel(branches) => self.parallel(visit, branches).await?,
            Kind::Map(map) => self.map(visit, map).await?,
            Kind::Pass { .. } | Kind::Choice(_) | Kind::Wait(_) | Kind::Succeed | Kind::Fail(_) => visit.raw.clone(),
        };
        let outcome = self.outcome(visit, result);
        let (output, assigned) = outcome.map_err(|error| self.evaluation_failed(visit, error))?;
        self.exit(visit, visit.state.next, output, assigned)
    }

    /// How long to wait before the next attempt; none if there is no other. The first Retrier that names the error
    /// decides, and each counts its own retries.
    fn retry_delay(&self, retriers: &[Retrier], used: &mut [u64], failure: &Failure) -> Option<Duration> {
        let (index, retrier) = retrier_of(retriers, failure)?;
        let used = used.get_mut(index)?;
        let delay = retrier.interval(*used)?;
        *used += 1;
        Some(match retrier.jitter_strategy.unwrap_or_default() {
            JitterStrategy::None => delay,
            JitterStrategy::Full => self.jittered(delay),
        })
    }

    /// Goes on where the first Catcher that names the error says, or fails.
    fn catch(&mut self, visit: &Visit<'_>, failure: Failure) -> Result<Step, Halt> {
        let failed = match visit.state.state_type {
            StateType::Parallel => Some(Event::ParallelStateFailed),
            StateType::Map => Some(Event::MapStateFailed),
            _ => None,
        };
        if let Some(event) = failed {
            self.record(|| event)?;
        }
        match catcher_of(visit.state, &failure) {
            Some((_, catcher)) => self.go_on(visit, catcher, &failure),
            None => Err(Halt::Failed(failure)),
        }
    }

    /// Leaves a state that failed for where a Catcher says.
    pub(super) fn go_on(&mut self, visit: &Visit<'_>, catcher: &CatcherPlan, failure: &Failure) -> Result<Step, Halt> {
        let error_output = Payload::from(failure.to_error_output());
        let outcome = self.caught(visit, catcher, &error_output);
        let (output, assigned) = outcome.map_err(|error| self.evaluation_failed(visit, error))?;
        self.exit(visit, Some(catcher.next), output, assigned)
    }

    fn caught(
        &self,
        visit: &Visit<'_>,
        catcher: &CatcherPlan,
        error_output: &Payload,
    ) -> Result<(Payload, super::branch::Assigned), workflow_asl::EvaluationError> {
        match visit.state.language {
            workflow_asl::QueryLanguage::JsonPath => {
                let assigned = fields::assigned(&catcher.assign, &self.reading(visit, error_output))?;
                Ok((fields::placed(&catcher.result_path, &visit.raw, error_output.clone())?, assigned))
            }
            workflow_asl::QueryLanguage::JsonAta => {
                let reading = self.reading(visit, &visit.raw).with_error_output(error_output);
                let assigned = fields::assigned(&catcher.assign, &reading)?;
                Ok((fields::output(catcher.output.as_ref(), &reading, error_output)?, assigned))
            }
        }
    }
}

/// The first Retrier that names the failure, and its index.
pub(super) fn retrier_of<'r>(retriers: &'r [Retrier], failure: &Failure) -> Option<(usize, &'r Retrier)> {
    retriers.iter().enumerate().find(|(_, retrier)| matches(&retrier.error_equals, failure))
}

/// The first Catcher that names the failure, and its index.
pub(super) fn catcher_of<'s>(state: &'s StatePlan, failure: &Failure) -> Option<(usize, &'s CatcherPlan)> {
    state.catch.iter().enumerate().find(|(_, catcher)| matches(&catcher.error_equals, failure))
}

/// Whether one of these names stands for the failure.
///
/// `States.TaskFailed` does not stand for `States.Timeout` and `States.QueryEvaluationError`. Both it and `States.ALL`
/// stand for the `States.DataLimitExceeded` of a task's result, as recorded; that of a state's own output is a
/// [`Halt::Execution`] and does not come here.
fn matches(error_equals: &[String], failure: &Failure) -> bool {
    let name = failure.name();
    error_equals.iter().any(|named| match named.as_str() {
        "States.ALL" => true,
        Failure::TASK_FAILED => !UNNAMED_BY_TASK_FAILED.contains(&name),
        named => named == name,
    })
}

/// What `States.TaskFailed` does not stand for.
const UNNAMED_BY_TASK_FAILED: &[&str] = &[Failure::TIMEOUT, Failure::QUERY_EVALUATION_ERROR];

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_names_stand_for() {
        let cases: &[(&str, &str, bool)] = &[
            ("States.ALL", "Boom", true),
            ("States.ALL", "States.Timeout", true),
            ("States.ALL", "States.QueryEvaluationError", true),
            ("States.ALL", "States.DataLimitExceeded", true),
            ("States.TaskFailed", "Boom", true),
            ("States.TaskFailed", "States.Timeout", false),
            ("States.TaskFailed", "States.QueryEvaluationError", false),
            ("States.DataLimitExceeded", "States.DataLimitExceeded", true),
            ("Boom", "Boom", true),
            ("Boom", "boom", false),
        ];
        for (named, name, expected) in cases {
            assert_eq!(matches(&names(&["Other", named]), &Failure::named(*name)), *expected, "{named} {name}");
        }
        assert!(matches(&names(&["States.ALL"]), &Failure::default()), "a failure without a name");
    }
}
