//! `TestState`: one attempt at one state, where each step of its data flow is seen and work outside may be mocked.

use std::pin::pin;
use std::sync::Arc;

use futures_util::future::{Either, select};
use serde_json::Value;

use super::EXPRESS_TIMEOUT;
use super::branch::{Branch, Step, Visit};
use super::distributed::threshold_exceeded;
use super::halt::Halt;
use super::map::Item;
use super::recover::{catcher_of, retrier_of};
use super::run::{Journal, Run};
use crate::engine::Shared;
use crate::program::{Kind, MapPlan, StatePlan};
use crate::test_state::{DataStep, ErrorDetails, InspectionData, Test, TestStatus};
use crate::{ExecutionIdentity, Failure, MapRunLimits, Payload};

/// What became of a tested state.
pub(crate) struct Tested {
    pub(crate) status: TestStatus,
    /// Where it goes on, if it does.
    pub(crate) step: Option<Step>,
    pub(crate) failure: Option<Failure>,
    pub(crate) inspection: InspectionData,
    /// Why the test makes no sense, which shows only while it runs.
    pub(crate) refusal: Option<String>,
}

/// Tests a state.
pub(crate) async fn test(
    engine: Arc<Shared>,
    identity: ExecutionIdentity,
    state: &StatePlan,
    input: Payload,
    variables: serde_json::Map<String, Value>,
    test: Test,
) -> Tested {
    let clock = engine.options.clock.clone();
    let run = Run {
        start_time: clock.now(),
        engine,
        identity: Arc::new(identity),
        input: input.clone(),
        is_synchronous: true,
        journal: Journal::nowhere(),
        recorder: None,
        redrives_before: 0,
        test: Some(test),
    };
    let mut branch = Branch::root(&run);
    let variables = variables.into_iter().map(|(name, value)| (name.into(), value.into()));
    let too_large = branch.variables.assign(variables.collect()).err();
    let (status, step, failure) = {
        let attempt = branch.test(state, input);
        match select(pin!(attempt), pin!(clock.sleep(EXPRESS_TIMEOUT))).await {
            Either::Left((ended, _)) => ended,
            Either::Right(_) => failed(Failure::named(Failure::TIMEOUT)),
        }
    };
    let variables = branch.variables.own();
    drop(branch);
    let (mut inspection, refusal) = run.test.map(Test::into_seen).unwrap_or_default();
    inspection.variables = (!variables.is_empty()).then(|| Value::Object(variables).into());
    Tested { status, step, failure, inspection, refusal: refusal.or(too_large) }
}

/// The status, where the state goes on, and its failure.
type Ended = (TestStatus, Option<Step>, Option<Failure>);

fn failed(failure: Failure) -> Ended {
    (TestStatus::Failed, None, Some(failure))
}

fn succeeded(step: Step) -> Ended {
    (TestStatus::Succeeded, Some(step), None)
}

impl Branch<'_> {
    async fn test(&mut self, state: &StatePlan, input: Payload) -> Ended {
        self.inspect(|seen| seen.input = Some(input.clone()));
        let may_recover = matches!(state.kind, Kind::Task(_) | Kind::Parallel(_) | Kind::Map(_));
        if may_recover {
            return self.test_with_recovery(state, input).await;
        }
        match self.state(state, input).await {
            Ok(step) => succeeded(step),
            Err(halt) => failed(halt.into_failure()),
        }
    }

    /// One attempt, and what would become of its failure.
    async fn test_with_recovery(&mut self, state: &StatePlan, input: Payload) -> Ended {
        let run = self.run;
        let retries = run.test.as_ref().map_or(0, |test| test.configuration.retrier_retry_count);
        let mut visit = match self.enter(state, input) {
            Ok(visit) => visit,
            Err(halt) => return failed(halt.into_failure()),
        };
        visit.retry_count = Some(u32::try_from(retries).unwrap_or(u32::MAX));
        let failure = match self.attempt(&mut visit).await {
            Ok(step) => return succeeded(step),
            Err(Halt::Execution(failure)) => return failed(failure),
            Err(Halt::Failed(failure)) => failure,
        };
        let retrier = retrier_of(&state.retry, &failure);
        let interval = retrier.and_then(|(_, retrier)| retrier.interval(retries));
        let catcher = if interval.is_none() { catcher_of(state, &failure) } else { None };
        let details = ErrorDetails {
            catch_index: catcher.map(|(index, _)| index),
            retry_index: retrier.map(|(index, _)| index),
            retry_backoff_interval_seconds: interval.map(|interval| interval.as_secs()),
        };
        self.inspect(|seen| seen.error_details = (details != ErrorDetails::default()).then_some(details));
        if interval.is_some() {
            return (TestStatus::Retriable, None, Some(failure));
        }
        let Some((_, catcher)) = catcher else { return failed(failure) };
        match self.go_on(&visit, catcher, &failure) {
            Ok(step) => (TestStatus::CaughtError, Some(step), Some(failure)),
            Err(halt) => failed(halt.into_failure()),
        }
    }

    /// The iterations of a Map, without running one.
    pub(super) fn tested_map(&mut self, visit: &Visit<'_>, map: &MapPlan, test: &Test) -> Result<Payload, Halt> {
        let items = match &test.item_reader_data {
            Some(items) => items.iter().map(|item| (None, item.clone())).collect(),
            None => self.items(visit, map)?,
        };
        self.inspect_step(visit, DataStep::Items, &list(items.iter().map(|(_, item)| item.clone())));
        let iterations = self.tested_iterations(visit, map, &items)?;
        let limits = match &map.distributed {
            Some(distributed) => Some(self.limits(visit, map, distributed)?),
            None => self.concurrency(visit, map).map(|_| None)?,
        };
        let failures = test.configuration.map_iteration_failure_count;
        if failures > iterations {
            let limit = "Map iteration failure count must be less than or equal to the number of Map iterations";
            return Err(test.refuse(limit));
        }
        // As recorded, failures are no matter where the definition says nothing of them.
        let limits = limits.filter(MapRunLimits::has_threshold);
        if limits.is_some_and(|limits| limits.are_exceeded(failures as u64, iterations as u64)) {
            return Err(Halt::Failed(threshold_exceeded()));
        }
        let result = self.mocked().unwrap_or_else(|| Ok(list(None))).map_err(Halt::of)?;
        let is_written = map.distributed.as_ref().is_some_and(|distributed| distributed.writes_results);
        let count = result.as_array().map(Vec::len);
        // Iterations that failed may have a place in the result or not.
        if !is_written && !count.is_some_and(|count| count == iterations || count + failures == iterations) {
            return Err(test.refuse("Input array does not equal the mocked result array's size."));
        }
        Ok(result)
    }

    /// How many iterations there are.
    fn tested_iterations(&mut self, visit: &Visit<'_>, map: &MapPlan, items: &[Item]) -> Result<usize, Halt> {
        if map.item_selector.is_some() {
            let mut selected = Vec::with_capacity(items.len());
            for (index, item) in items.iter().enumerate() {
                let input = self.iteration_input(visit, map, index, item);
                selected.push(input.map_err(|error| self.evaluation_failed(visit, error))?.into_value());
            }
            self.inspect_step(visit, DataStep::ItemSelector, &list(selected));
        }
        let Some(plan) = &map.distributed else { return Ok(items.len()) };
        let children = self.children(visit, map, plan, items)?;
        let count = children.len();
        if plan.is_batched() {
            let batches = list(children.into_iter().map(|child| child.input.into_value()));
            self.inspect_step(visit, DataStep::ItemBatcher, &batches);
        }
        Ok(count)
    }

    /// What a mock puts in place of work outside; none without a mock.
    pub(super) fn mocked(&self) -> Option<Result<Payload, Failure>> {
        self.run.test.as_ref()?.mocked.clone()
    }

    /// Shows something to whoever tests the state.
    pub(super) fn inspect(&self, show: impl FnOnce(&mut InspectionData)) {
        if let Some(test) = &self.run.test {
            test.inspect(show);
        }
    }

    /// Shows what a step of the data flow gave.
    pub(super) fn inspect_step(&self, visit: &Visit<'_>, step: DataStep, value: &Payload) {
        self.inspect(|seen| seen.see(visit.state, step, value));
    }
}

fn list(items: impl IntoIterator<Item = Value>) -> Payload {
    Value::Array(items.into_iter().collect()).into()
}
