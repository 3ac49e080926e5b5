use serde_json::Value;

use super::errors::{catch, retry};
use super::object::Object;
use super::state::transition;
use super::{ThenClose, states};
use crate::model::{Branch, ExecutionType, ItemProcessor, Map, Parallel, ProcessorConfig, ProcessorMode};
use crate::{Diagnostic, field};

pub(super) fn parallel(object: &mut Object<'_>) -> Parallel {
    let branches = object.required_list(field::BRANCHES);
    Parallel {
        branches: branches.into_iter().map(|(at, item)| branch(item, at, object.out())).collect(),
        arguments: object.template(field::ARGUMENTS),
        retry: retry(object),
        catch: catch(object),
        assign: object.assign(field::ASSIGN),
        output: object.template(field::OUTPUT),
        transition: transition(object),
    }
}

fn branch(value: Value, at: String, out: &mut Vec<Diagnostic>) -> Branch {
    let mut object = Object::open(value, at, out);
    Branch {
        order: object.order(),
        states: states(&mut object),
        start_at: object.required_text(field::START_AT),
        comment: object.text(field::COMMENT),
    }
    .then_close(object)
}

pub(super) fn map(object: &mut Object<'_>) -> Map {
    Map {
        item_processor: item_processor(object),
        items: object.template(field::ITEMS),
        item_selector: object.template(field::ITEM_SELECTOR),
        max_concurrency: object.template(field::MAX_CONCURRENCY),
        item_reader: object.template(field::ITEM_READER),
        item_batcher: object.template(field::ITEM_BATCHER),
        result_writer: object.template(field::RESULT_WRITER),
        label: object.text(field::LABEL),
        tolerated_failure_count: object.template(field::TOLERATED_FAILURE_COUNT),
        tolerated_failure_percentage: object.template(field::TOLERATED_FAILURE_PERCENTAGE),
        retry: retry(object),
        catch: catch(object),
        assign: object.assign(field::ASSIGN),
        output: object.template(field::OUTPUT),
        transition: transition(object),
    }
}

/// `ItemProcessor`, or `Iterator` where the legacy spelling is used.
fn item_processor(map: &mut Object<'_>) -> ItemProcessor {
    map.one_field_of(&[field::ITEM_PROCESSOR, field::ITERATOR]);
    let name = map.order().item_processor_name();
    let both = map.has(field::ITEM_PROCESSOR) && map.has(field::ITERATOR);
    if both {
        map.template(field::ITERATOR);
    }
    let Some(value) = map.template(name) else { return ItemProcessor::default() };
    let mut object = Object::open(value, map.pointer_to(name), map.out());
    ItemProcessor {
        order: object.order(),
        states: states(&mut object),
        start_at: object.required_text(field::START_AT),
        comment: object.text(field::COMMENT),
        config: processor_config(&mut object),
    }
    .then_close(object)
}

fn processor_config(processor: &mut Object<'_>) -> Option<ProcessorConfig> {
    let value = processor.template(field::PROCESSOR_CONFIG)?;
    let mut object = Object::open(value, processor.pointer_to(field::PROCESSOR_CONFIG), processor.out());
    let modes = [ProcessorMode::Inline, ProcessorMode::Distributed].map(|mode| (mode.as_str(), mode));
    let types = [ExecutionType::Standard, ExecutionType::Express].map(|kind| (kind.as_str(), kind));
    let config = ProcessorConfig {
        order: object.order(),
        mode: object.one_of(field::MODE, &modes).unwrap_or_default(),
        execution_type: object.one_of(field::EXECUTION_TYPE, &types),
    };
    Some(config.then_close(object))
}
