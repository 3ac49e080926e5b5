use serde_json::Value;

use super::fields::Fields;
use super::state::{errors, transition};
use super::states;
use crate::field;
use crate::model::{Branch, ItemProcessor, Map, Parallel, ProcessorConfig, ProcessorMode};

pub(super) fn parallel(fields: &mut Fields<'_>, parallel: &Parallel) {
    fields.put(field::ARGUMENTS, parallel.arguments.clone());
    fields.put(field::BRANCHES, Some(parallel.branches.iter().map(branch).collect::<Vec<_>>()));
    errors(fields, &parallel.retry, &parallel.catch);
    fields.put_assign(field::ASSIGN, &parallel.assign);
    fields.put(field::OUTPUT, parallel.output.clone());
    transition(fields, &parallel.transition);
}

fn branch(branch: &Branch) -> Value {
    let mut fields = Fields::new(&branch.order);
    fields.put(field::COMMENT, branch.comment.as_deref());
    fields.put(field::START_AT, Some(branch.start_at.as_str()));
    fields.put(field::STATES, Some(states(&branch.states)));
    fields.finish()
}

pub(super) fn map(fields: &mut Fields<'_>, map: &Map) {
    fields.put(field::ITEMS, map.items.clone());
    fields.put(field::ITEM_READER, map.item_reader.clone());
    fields.put(field::ITEM_SELECTOR, map.item_selector.clone());
    fields.put(field::ITEM_BATCHER, map.item_batcher.clone());
    fields.put(field::MAX_CONCURRENCY, map.max_concurrency.clone());
    fields.put(field::TOLERATED_FAILURE_COUNT, map.tolerated_failure_count.clone());
    fields.put(field::TOLERATED_FAILURE_PERCENTAGE, map.tolerated_failure_percentage.clone());
    fields.put(field::LABEL, map.label.as_deref());
    fields.put(fields.order().item_processor_name(), Some(item_processor(&map.item_processor)));
    fields.put(field::RESULT_WRITER, map.result_writer.clone());
    errors(fields, &map.retry, &map.catch);
    fields.put_assign(field::ASSIGN, &map.assign);
    fields.put(field::OUTPUT, map.output.clone());
    transition(fields, &map.transition);
}

fn item_processor(processor: &ItemProcessor) -> Value {
    let mut fields = Fields::new(&processor.order);
    fields.put(field::PROCESSOR_CONFIG, processor.config.as_ref().map(processor_config));
    fields.put(field::COMMENT, processor.comment.as_deref());
    fields.put(field::START_AT, Some(processor.start_at.as_str()));
    fields.put(field::STATES, Some(states(&processor.states)));
    fields.finish()
}

fn processor_config(config: &ProcessorConfig) -> Value {
    let mut fields = Fields::new(&config.order);
    // A config may leave the mode out; one that was read so stays so while the mode is the default.
    let left_out = config.order.was_read() && !config.order.contains(field::MODE);
    if !left_out || config.mode != ProcessorMode::default() {
        fields.put(field::MODE, Some(config.mode.as_str()));
    }
    fields.put(field::EXECUTION_TYPE, config.execution_type.map(|kind| kind.as_str()));
    fields.finish()
}
