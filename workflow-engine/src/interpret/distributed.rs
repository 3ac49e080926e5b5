//! Distributed Maps: each item, or batch of items, is an execution of its own, whose events are not the Map's.
//!
//! Follows "Using Map state in Distributed mode" of the AWS developer guide. Items come from the state's data;
//! `ItemReader` and `ResultWriter` are refused.

use std::pin::pin;
use std::sync::Arc;

use futures_util::future::{BoxFuture, Either, select};
use futures_util::stream::{FuturesUnordered, StreamExt};
use serde_json::{Map, Value, json};
use workflow_asl::field;
use workflow_asl::jsonata::Expected;

use super::branch::{Branch, Visit};
use super::halt::{Halt, in_state};
use super::map::Item;
use super::run::{Journal, Run};
use crate::history::Event;
use crate::map_runs::{MapRunLimits, MapRunStatus, NewMapRun, RunningMapRun};
use crate::program::{DistributedPlan, MapPlan, Source};
use crate::{ExecutionIdentity, Failure, Payload};

/// How many child executions run at the same time at most.
const DISTRIBUTED_CONCURRENCY: usize = 10_000;

/// The input of one child execution, and how many items it stands for.
pub(crate) struct Child {
    pub(crate) input: Payload,
    items: u64,
}

impl Branch<'_> {
    /// The iterations of a distributed Map, after `MapStateStarted`.
    pub(crate) async fn distributed(
        &mut self,
        visit: &Visit<'_>,
        map: &MapPlan,
        plan: &DistributedPlan,
        items: &[Item],
    ) -> Result<Payload, Halt> {
        if let Some(field) = plan.unsupported {
            let cause = format!("'{field}' is not supported by this engine: items and results have to be state data.");
            return Err(self.runtime_failure(visit, &cause));
        }
        let limits = self.limits(visit, map, plan)?;
        let children = self.children(visit, map, plan, items)?;
        // Children number their events by themselves, so what tells those of two attempts apart is their scope.
        if let (Some(scope), Some(1..)) = (&mut self.scope, visit.retry_count) {
            scope.visits(&visit.state.name);
        }
        let label = plan.label.as_deref().unwrap_or(&visit.state.name);
        let map_run_arn = map_run_arn(&self.run.identity, label, self.draw());
        let new = NewMapRun {
            arn: &map_run_arn,
            execution_arn: &self.run.identity.execution_arn,
            limits,
            items: items.len() as u64,
            executions: children.len() as u64,
        };
        let mut map_run = self.run.engine.map_runs.start(new, self.keeper());
        self.record(|| Event::MapRunStarted { map_run_arn: Arc::clone(&map_run_arn) })?;
        match self.map_run(visit, map, &mut map_run, children).await {
            Ok(outputs) => {
                map_run.end(MapRunStatus::Succeeded);
                self.record(|| Event::MapRunSucceeded)?;
                self.note(|| Event::MapStateSucceeded)?;
                Ok(Value::Array(outputs).into())
            }
            Err(failure) => {
                map_run.end(MapRunStatus::Failed);
                self.record(|| Event::MapRunFailed(failure.clone()))?;
                Err(Halt::Failed(failure))
            }
        }
    }

    fn runtime_failure(&self, visit: &Visit<'_>, cause: &str) -> Halt {
        let cause = in_state(&visit.state.name, visit.entered, cause);
        Halt::Execution(Failure::new(Failure::RUNTIME, cause))
    }

    pub(crate) fn limits(
        &mut self,
        visit: &Visit<'_>,
        map: &MapPlan,
        plan: &DistributedPlan,
    ) -> Result<MapRunLimits, Halt> {
        let count =
            self.number(visit, plan.tolerated_failure_count.as_ref(), field::TOLERATED_FAILURE_COUNT, "long")?;
        let percentage = self.number(
            visit,
            plan.tolerated_failure_percentage.as_ref(),
            field::TOLERATED_FAILURE_PERCENTAGE,
            "float",
        )?;
        if percentage.is_some_and(|percentage| !(0.0..=100.0).contains(&percentage)) {
            return Err(self.runtime_failure(visit, "ToleratedFailurePercentage must be between 0 and 100."));
        }
        if count.is_some_and(|count| count < 0.0) {
            return Err(self.runtime_failure(visit, "ToleratedFailureCount cannot be negative."));
        }
        self.inspect(|seen| (seen.tolerated_failure_count, seen.tolerated_failure_percentage) = (count, percentage));
        let max_concurrency = match self.concurrency(visit, map)? {
            usize::MAX => 0,
            limit => limit as u64,
        };
        Ok(MapRunLimits {
            max_concurrency,
            tolerated_failure_count: count.unwrap_or_default() as u64,
            tolerated_failure_percentage: percentage.unwrap_or_default(),
        })
    }

    fn number(
        &mut self,
        visit: &Visit<'_>,
        source: Option<&Source>,
        name: &str,
        kind: &str,
    ) -> Result<Option<f64>, Halt> {
        let Some(source) = source else { return Ok(None) };
        let path = if let Source::Path(path) = source { Some(path.as_str().to_owned()) } else { None };
        let name = if path.is_some() { format!("{name}Path") } else { name.to_owned() };
        let value = self
            .effective_input(visit)
            .and_then(|input| source.read_as(Expected::Number, &name, &self.reading(visit, &input)));
        let value = value.map_err(|error| self.evaluation_failed(visit, error))?;
        if let Some(number) = value.as_f64() {
            return Ok(Some(number));
        }
        let shown = value.as_str().map_or_else(|| value.to_text(), str::to_owned);
        let path = path.unwrap_or_default();
        let cause = format!("The {name} field refers to value \"{shown}\" which is not a valid {kind}: {path}");
        Err(self.runtime_failure(visit, &cause))
    }

    /// The inputs of the child executions: one per item, or per batch.
    pub(crate) fn children(
        &mut self,
        visit: &Visit<'_>,
        map: &MapPlan,
        plan: &DistributedPlan,
        items: &[Item],
    ) -> Result<Vec<Child>, Halt> {
        let mut inputs = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let input = self.iteration_input(visit, map, index, item);
            inputs.push(input.map_err(|error| self.evaluation_failed(visit, error))?);
        }
        let most = self.number(visit, plan.max_items_per_batch.as_ref(), field::MAX_ITEMS_PER_BATCH, "long")?;
        let bytes =
            self.number(visit, plan.max_input_bytes_per_batch.as_ref(), field::MAX_INPUT_BYTES_PER_BATCH, "long")?;
        if !plan.is_batched() {
            return Ok(inputs.into_iter().map(|input| Child { input, items: 1 }).collect());
        }
        let batch_input = match &plan.batch_input {
            Some(source) => {
                let read = self
                    .effective_input(visit)
                    .and_then(|input| source.read("ItemBatcher/BatchInput", &self.reading(visit, &input)));
                Some(read.map_err(|error| self.evaluation_failed(visit, error))?)
            }
            None => None,
        };
        Ok(batches(inputs, most, bytes, batch_input.as_ref()))
    }

    async fn map_run(
        &self,
        visit: &Visit<'_>,
        map: &MapPlan,
        map_run: &mut RunningMapRun,
        children: Vec<Child>,
    ) -> Result<Vec<Value>, Failure> {
        let mut outputs = vec![Value::Null; children.len()];
        let mut running = FuturesUnordered::new();
        let mut waiting = children.into_iter().enumerate();
        let map_run_arn = map_run.arn();
        loop {
            if map_run.exceeds_limits() {
                return Err(threshold_exceeded());
            }
            let concurrency = concurrency(&map_run.limits());
            while running.len() < concurrency {
                let Some((index, child)) = waiting.next() else { break };
                map_run.child_started(child.items);
                running.push(self.child(visit, map, &map_run_arn, index, child));
            }
            // Limits that change are looked at again at once.
            let (index, items, result) = match select(running.next(), pin!(map_run.limits_changed())).await {
                Either::Left((Some(ended), _)) => ended,
                Either::Left((None, _)) => return Ok(outputs),
                Either::Right(_) => continue,
            };
            let output = match result {
                Ok(output) => {
                    map_run.child_succeeded(items);
                    output.into_value()
                }
                Err(failure) => {
                    map_run.child_failed(items);
                    failed_output(&failure)
                }
            };
            if let Some(slot) = outputs.get_mut(index) {
                *slot = output;
            }
        }
    }

    /// One child execution: its own context, no variables of the Map's, no history.
    fn child<'b>(
        &'b self,
        visit: &Visit<'_>,
        map: &'b MapPlan,
        map_run_arn: &Arc<str>,
        index: usize,
        child: Child,
    ) -> BoxFuture<'b, (usize, u64, Result<Payload, Failure>)> {
        let run = Run {
            engine: Arc::clone(&self.run.engine),
            identity: Arc::new(child_identity(&self.run.identity, map_run_arn, self.draw_child(map_run_arn, index))),
            input: child.input.clone(),
            start_time: self.run.now(),
            is_synchronous: false,
            journal: Journal::nowhere(),
            recorder: self.run.recorder.clone(),
            redrives_before: self.run.redrives(),
            test: None,
        };
        let scope = self.scope.as_ref().map(|scope| Box::new(scope.child(&visit.state.name, index)));
        Box::pin(async move {
            let mut branch = Branch { scope, ..Branch::root(&run) };
            let result = branch.scope(&map.processor, child.input).await;
            (index, child.items, result.map_err(Halt::into_failure))
        })
    }
}

/// How many child executions may run at the same time: at least one, so that there is an end.
fn concurrency(limits: &MapRunLimits) -> usize {
    match usize::try_from(limits.max_concurrency) {
        Ok(limit) if limit > 0 => limit.min(DISTRIBUTED_CONCURRENCY),
        _ => DISTRIBUTED_CONCURRENCY,
    }
}

/// More iterations failed than are tolerated.
pub(crate) fn threshold_exceeded() -> Failure {
    let cause = "The specified tolerated failure threshold was exceeded";
    Failure::new("States.ExceedToleratedFailureThreshold", cause)
}

/// What stands in the result for a child execution that failed and was tolerated.
fn failed_output(failure: &Failure) -> Value {
    json!({"Status": "FAILED", field::ERROR: failure.error, field::CAUSE: failure.cause})
}

/// Batches of at most so many items, whose input has at most so many bytes; each at least one item.
fn batches(inputs: Vec<Payload>, most: Option<f64>, bytes: Option<f64>, batch_input: Option<&Payload>) -> Vec<Child> {
    let most = most.map_or(usize::MAX, |most| most.max(1.0) as usize);
    let bytes = bytes.map_or(usize::MAX, |bytes| bytes as usize);
    let mut children = Vec::new();
    let mut batch: Vec<Value> = Vec::new();
    let mut size = 0;
    for input in inputs {
        let length = input.to_text().len() + 1;
        if !batch.is_empty() && (batch.len() >= most || size + length > bytes) {
            children.push(batch_of(std::mem::take(&mut batch), batch_input));
            size = 0;
        }
        size += length;
        batch.push(input.into_value());
    }
    if !batch.is_empty() {
        children.push(batch_of(batch, batch_input));
    }
    children
}

fn batch_of(items: Vec<Value>, batch_input: Option<&Payload>) -> Child {
    let count = items.len() as u64;
    let mut input = Map::new();
    if let Some(batch_input) = batch_input {
        input.insert(field::BATCH_INPUT.to_owned(), Value::clone(batch_input));
    }
    input.insert(field::ITEMS.to_owned(), Value::Array(items));
    Child { input: Value::Object(input).into(), items: count }
}

/// `arn:aws:states:region:account:mapRun:machine/label:id`.
fn map_run_arn(identity: &ExecutionIdentity, label: &str, drawn: u128) -> Arc<str> {
    let id = uuid_of(drawn);
    let machine = identity.state_machine_arn.replacen(":stateMachine:", ":mapRun:", 1);
    format!("{machine}/{label}:{id}").into()
}

/// The random UUID of these bits.
fn uuid_of(drawn: u128) -> uuid::Uuid {
    uuid::Builder::from_random_bytes(drawn.to_be_bytes()).into_uuid()
}

fn child_identity(parent: &ExecutionIdentity, map_run_arn: &str, drawn: u128) -> ExecutionIdentity {
    let name = uuid_of(drawn).to_string();
    let label = map_run_arn.rsplit_once('/').map_or("", |(_, label)| label);
    let label = label.split_once(':').map_or(label, |(label, _)| label);
    let machine = parent.state_machine_arn.replacen(":stateMachine:", ":execution:", 1);
    ExecutionIdentity {
        execution_arn: format!("{machine}/{label}:{name}").into(),
        name: name.into(),
        role_arn: parent.role_arn.clone(),
        state_machine_arn: format!("{}/{label}", parent.state_machine_arn).into(),
        state_machine_name: Arc::clone(&parent.state_machine_name),
        state_machine_alias_arn: None,
        state_machine_version_arn: None,
    }
}
