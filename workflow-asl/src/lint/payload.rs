use serde_json::Value;
use std::collections::HashSet;

use super::Lint;
use crate::jsonata_text;
use crate::model::{StateKind, States, Task};
use crate::{Code, field, pointer};

/// What the whole result of a state is written as.
const RESULT: &str = "$states.result";

/// The variables that the Map states of a scope assign their whole result to.
pub(super) fn lists(states: &States) -> impl Iterator<Item = &str> {
    let maps = states.values().filter_map(|state| match &state.kind {
        StateKind::Map(map) => Some(&map.assign),
        _ => None,
    });
    maps.flatten().filter(|(_, value)| expression(value) == Some(RESULT)).map(|(name, _)| name.as_str())
}

impl Lint {
    /// The result of a Map grows with its items, and what a Task is given is limited.
    pub(super) fn payload(&mut self, task: &Task, at: &str, lists: &HashSet<&str>) {
        let at = pointer::below(at, field::ARGUMENTS);
        if let Some(arguments) = &task.arguments {
            self.look(arguments, &at, lists);
        }
    }

    fn look(&mut self, value: &Value, at: &str, lists: &HashSet<&str>) {
        match value {
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(index, item)| self.look(item, &pointer::at(at, index), lists));
            }
            Value::Object(fields) => {
                fields.iter().for_each(|(name, field)| self.look(field, &pointer::below(at, name), lists));
            }
            _ => {
                let variable = expression(value).and_then(|text| text.strip_prefix('$'));
                if let Some(name) = variable.filter(|name| lists.contains(name)) {
                    let message = format!(
                        "'${name}' is the whole result of a Map, which grows with its items; what a Task is given may \
                         have 256 KiB"
                    );
                    self.warn(Code::PayloadLimit, at, message);
                }
            }
        }
    }
}

/// What stands between `{%` and `%}`.
fn expression(value: &Value) -> Option<&str> {
    jsonata_text::body(value.as_str()?).map(str::trim)
}
