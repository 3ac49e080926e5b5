//! Map states: one workflow per item, inline or distributed.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt};
use serde_json::{Value, json};
use workflow_asl::field;
use workflow_asl::jsonata::Expected;
use workflow_asl::{EvaluationError, QueryLanguage};

use super::branch::{Branch, Visit};
use super::halt::{Halt, in_state};
use super::reading::MapItem;
use crate::history::{Event, IterationEvent};
use crate::program::{MapPlan, Source};
use crate::{Failure, Payload};

/// How many iterations of an inline Map run at the same time at most.
///
/// See "Using Map state in Inline mode" in the AWS developer guide.
const INLINE_CONCURRENCY: usize = 40;

/// An item of a Map; of an object, with its key.
pub(crate) type Item = (Option<String>, Value);

/// An iteration that has ended, by its index.
struct Iterated {
    index: usize,
    /// The last event of its states, on which the iteration follows that takes its place.
    last: u64,
    /// The event of its own end, on which the Map's end follows if it was the last.
    ended: u64,
    result: Result<Payload, Halt>,
}

impl Branch<'_> {
    /// One attempt of a Map: the list of its iterations' outputs.
    pub(crate) async fn map(&mut self, visit: &Visit<'_>, map: &MapPlan) -> Result<Payload, Halt> {
        let run = self.run;
        if let Some(test) = &run.test {
            return self.tested_map(visit, map, test);
        }
        let items = self.items(visit, map)?;
        self.record(|| Event::MapStateStarted { length: items.len() })?;
        if let Some(distributed) = &map.distributed {
            return self.distributed(visit, map, distributed, &items).await;
        }
        let concurrency = self.concurrency(visit, map)?.min(INLINE_CONCURRENCY);
        let outputs = self.iterations(visit, map, &items, concurrency).await?;
        self.note(|| Event::MapStateSucceeded)?;
        Ok(Value::Array(outputs.into_iter().map(Payload::into_value).collect()).into())
    }

    /// The items: a list, or of JSONata also the values of an object, which keep their keys.
    pub(crate) fn items(&mut self, visit: &Visit<'_>, map: &MapPlan) -> Result<Vec<Item>, Halt> {
        // Only a distributed Map also takes an object.
        let expected = if map.distributed.is_some() { Expected::Any } else { Expected::Array };
        let items = self.effective_input(visit).and_then(|input| match &map.items {
            Some(source) => source.read_as(expected, items_field(visit), &self.reading(visit, &input)),
            None => Ok(input),
        });
        let items = items.map_err(|error| self.evaluation_failed(visit, error))?;
        match items.into_value() {
            Value::Array(items) => Ok(items.into_iter().map(|item| (None, item)).collect()),
            Value::Object(items) if map.distributed.is_some() && visit.state.language == QueryLanguage::JsonAta => {
                Ok(items.into_iter().map(|(key, value)| (Some(key), value)).collect())
            }
            _ if self.run.test.is_some() && visit.state.language == QueryLanguage::JsonPath => {
                Err(Halt::Execution(not_an_array(map)))
            }
            other => {
                let cause = format!("Map state input must be an array but was: {other}");
                let error = EvaluationError::new(Failure::QUERY_EVALUATION_ERROR, cause);
                Err(self.evaluation_failed(visit, error))
            }
        }
    }

    /// `MaxConcurrency`, where 0 is no limit.
    pub(crate) fn concurrency(&mut self, visit: &Visit<'_>, map: &MapPlan) -> Result<usize, Halt> {
        self.inspect(|seen| seen.max_concurrency = Some(0));
        let Some(source) = &map.max_concurrency else { return Ok(usize::MAX) };
        let name = if matches!(source, Source::Path(_)) { field::MAX_CONCURRENCY_PATH } else { field::MAX_CONCURRENCY };
        let value = self
            .effective_input(visit)
            .and_then(|input| source.read_as(Expected::Integer, name, &self.reading(visit, &input)));
        let value = value.map_err(|error| self.evaluation_failed(visit, error))?;
        match value.as_f64() {
            Some(0.0) => Ok(usize::MAX),
            Some(limit) if limit > 0.0 && limit.fract() == 0.0 => {
                self.inspect(|seen| seen.max_concurrency = Some(limit as u64));
                Ok(limit as usize)
            }
            _ => {
                let cause = format!("Expected non-negative integer for '{name}' but found '{}' instead.", *value);
                let cause = in_state(&visit.state.name, visit.entered, &cause);
                Err(Halt::Execution(Failure::new(Failure::RUNTIME, cause)))
            }
        }
    }

    /// What an iteration is given: `ItemSelector` of the item, or the item itself.
    pub(crate) fn iteration_input(
        &self,
        visit: &Visit<'_>,
        map: &MapPlan,
        index: usize,
        item: &Item,
    ) -> Result<Payload, EvaluationError> {
        let (key, value) = item;
        let Some(selector) = &map.item_selector else {
            return Ok(match key {
                Some(key) => json!({"Key": key, "Value": value}).into(),
                None => value.clone().into(),
            });
        };
        let input = self.effective_input(visit)?;
        let source = map.distributed.is_some().then_some("STATE_DATA");
        let item = MapItem { index, key: key.as_deref(), value, source };
        selector.read(field::ITEM_SELECTOR, &self.reading(visit, &input).with_map_item(&item))
    }

    async fn iterations(
        &mut self,
        visit: &Visit<'_>,
        map: &MapPlan,
        items: &[Item],
        concurrency: usize,
    ) -> Result<Vec<Payload>, Halt> {
        let mut outputs: Vec<Option<Payload>> = vec![None; items.len()];
        let mut last = None;
        let mut failed = None;
        {
            let outer = &*self;
            let mut running = FuturesUnordered::new();
            let mut waiting = items.iter().enumerate();
            for (index, item) in waiting.by_ref().take(concurrency.max(1)) {
                running.push(outer.iteration(visit, map, index, item, outer.last));
            }
            while let Some(ended) = running.next().await {
                last = Some(ended.ended);
                match ended.result {
                    Ok(output) => {
                        if let Some(slot) = outputs.get_mut(ended.index) {
                            *slot = Some(output);
                        }
                    }
                    Err(halt) => {
                        failed = Some(halt);
                        break;
                    }
                }
                // The next iteration follows on the one that made place for it.
                if let Some((index, item)) = waiting.next() {
                    running.push(outer.iteration(visit, map, index, item, ended.last));
                }
            }
        }
        let outcome = failed.map_or(Ok(()), Err);
        self.settle_branches(last, outcome)?;
        Ok(outputs.into_iter().flatten().collect())
    }

    /// One iteration, whose first event follows on `after`.
    fn iteration<'b>(
        &'b self,
        visit: &'b Visit<'_>,
        map: &'b MapPlan,
        index: usize,
        item: &'b Item,
        after: u64,
    ) -> BoxFuture<'b, Iterated> {
        let mut branch = self.inner(&visit.state.name, index);
        branch.moved(after);
        Box::pin(async move {
            let name = Arc::clone(&visit.state.name);
            let event = |event| {
                let name = Arc::clone(&name);
                move || Event::MapIteration { event, name, index }
            };
            let result = match branch.record(event(IterationEvent::Started)) {
                Ok(()) => {
                    if let Some(trace) = &branch.trace {
                        trace.iterates(Arc::clone(&name), index);
                    }
                    branch.iterate(visit, map, index, item).await
                }
                Err(halt) => Err(halt),
            };
            let last = branch.last;
            let ended = match &result {
                Ok(_) => branch.note_after(last, event(IterationEvent::Succeeded)),
                // The Map's failure follows on the state's.
                Err(Halt::Failed(_)) => branch.note(event(IterationEvent::Failed)).map(|()| last),
                Err(Halt::Execution(_)) => Ok(last),
            };
            if let Some(trace) = &branch.trace {
                trace.ended();
            }
            match ended {
                Ok(ended) => Iterated { index, last, ended, result },
                Err(halt) => Iterated { index, last, ended: last, result: Err(halt) },
            }
        })
    }

    async fn iterate(&mut self, visit: &Visit<'_>, map: &MapPlan, index: usize, item: &Item) -> Result<Payload, Halt> {
        let input = self.iteration_input(visit, map, index, item);
        let input = input.map_err(|error| self.evaluation_failed(visit, error))?;
        self.scope(&map.processor, input).await
    }
}

/// What `TestState` says of items that are no array; it names the path without the `$` of the context object.
fn not_an_array(map: &MapPlan) -> Failure {
    let path = if let Some(Source::Path(path)) = &map.items { path.as_str() } else { "$" };
    let path = if path.starts_with("$$") { path.trim_start_matches("$$") } else { path.trim_start_matches('$') };
    Failure::new(Failure::RUNTIME, format!("Reference path \"${path}\" must point to array."))
}

fn items_field(visit: &Visit<'_>) -> &'static str {
    match visit.state.language {
        QueryLanguage::JsonPath => field::ITEMS_PATH,
        QueryLanguage::JsonAta => field::ITEMS,
    }
}
