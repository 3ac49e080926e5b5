use serde_json::Value;

use super::number::Expressions;
use super::{Check, expression};
use crate::model::{ExecutionType, FieldOrder, Map, ProcessorMode};
use crate::{Code, field, limit, pointer};

/// The length in characters of the longest `Label`.
const MAX_LABEL: usize = 40;
/// How many iterations of an inline Map AWS runs at the same time.
const INLINE_CONCURRENCY: u64 = 40;

impl<'m> Check<'m> {
    pub(super) fn map(&mut self, map: &'m Map, order: &FieldOrder, at: &str, expressions: Expressions) {
        if let Some(value) = &map.max_concurrency {
            self.concurrency(
                value,
                map.item_processor.mode(),
                &pointer::below(at, field::MAX_CONCURRENCY),
                expressions,
            );
        }
        if let Some(value) = &map.tolerated_failure_count {
            self.whole_number(&pointer::below(at, field::TOLERATED_FAILURE_COUNT), value, &limit::COUNT, expressions);
        }
        if let Some(value) = &map.tolerated_failure_percentage {
            self.percentage(value, &pointer::below(at, field::TOLERATED_FAILURE_PERCENTAGE), expressions);
        }
        if let Some(label) = &map.label {
            self.label(label, &pointer::below(at, field::LABEL));
        }
        self.items(map, at);
        self.item_reader(map, at);
        self.execution_type(map, &pointer::below(at, order.item_processor_name()));
    }

    fn concurrency(&mut self, value: &Value, mode: ProcessorMode, at: &str, expressions: Expressions) {
        let number = self.whole_number(at, value, &limit::COUNT, expressions);
        if let Some(number) = number.filter(|number| mode == ProcessorMode::Inline && *number > INLINE_CONCURRENCY) {
            let message = format!("An inline Map runs at most {INLINE_CONCURRENCY} iterations at a time, not {number}");
            self.warn(Code::InlineConcurrencyLimit, at, message);
        }
    }

    fn percentage(&mut self, value: &Value, at: &str, expressions: Expressions) {
        if expressions == Expressions::Allowed && expression::is_expression(value) {
            return;
        }
        if let Err(message) = limit::check(value, &limit::PERCENTAGE) {
            self.schema(at, message);
        } else if !value.is_number() {
            self.wrong_type(at, "[NUMBER]");
        }
    }

    fn label(&mut self, label: &'m str, at: &str) {
        let length = label.chars().count();
        if length > MAX_LABEL {
            let message = format!("A label must have at most {MAX_LABEL} characters, but has {length}");
            self.error(Code::InvalidLabelName, at, message);
        }
        if let Some(bad) = label.chars().find(|&character| !may_stand_in_label(character)) {
            self.error(Code::InvalidLabelName, at, format!("A label must not contain {bad:?}"));
        }
        if !self.labels.insert(label) {
            self.error(Code::DuplicateLabelName, at, format!("Duplicate label: {label}"));
        }
    }

    /// A list, an expression, or for a distributed Map also an object.
    fn items(&mut self, map: &Map, at: &str) {
        let Some(items) = &map.items else { return };
        let is_object = items.is_object() && map.item_processor.mode() == ProcessorMode::Distributed;
        if !(items.is_array() || is_object || expression::is_expression(items)) {
            self.wrong_type(&pointer::below(at, field::ITEMS), "[STRING, ARRAY]");
        }
    }

    fn execution_type(&mut self, map: &Map, processor: &str) {
        let Some(config) = &map.item_processor.config else { return };
        if config.mode == ProcessorMode::Distributed && config.execution_type.is_none() {
            let at = pointer::below(processor, field::PROCESSOR_CONFIG);
            self.schema(at, format!("These fields are required: [{}]", field::EXECUTION_TYPE));
        }
        if config.mode == ProcessorMode::Distributed && self.machine_type == ExecutionType::Express {
            let at = pointer::below(&pointer::below(processor, field::PROCESSOR_CONFIG), field::MODE);
            let mode = config.mode.as_str();
            let message =
                format!("The field 'Mode' with value '{mode}' is not supported inside 'EXPRESS' state machines");
            self.schema(at, message);
        }
    }
}

/// A label becomes part of names, so it may have what those may have.
fn may_stand_in_label(character: char) -> bool {
    !character.is_whitespace() && !character.is_control() && !"?*<>{}[]\"#%\\^|~`$&,;:/".contains(character)
}
