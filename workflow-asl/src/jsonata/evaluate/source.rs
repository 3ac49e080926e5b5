//! JSON that an evaluation reads where it stands: nothing is copied but the scalars that are reached, and what of it
//! is in the result.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use jlens_core::input::{Sink, Source, Sources};
use jlens_core::output::Member;
use serde_json::Value;

use super::Bindings;

/// The name under which an expression finds `$states` in its input.
pub(super) const STATES: &str = "states";

/// The input that the prepared text of an expression reads: `$states` and the variables, by name.
pub(super) struct Input<'a>(Rc<Reading<'a>>);

/// What an evaluation has come to so far.
struct Reading<'a> {
    itself: Weak<Reading<'a>>,
    bindings: Bindings<'a>,
    variables: &'a [String],
    /// The arrays and objects that were reached.
    reached: RefCell<Vec<&'a Value>>,
}

/// The member that is the object of the names.
const NAMES: u32 = 0;
/// The member that is `$states`.
const STATES_OBJECT: u32 = 1;
/// How many members are none of the JSON.
const OWN: usize = 2;

impl<'a> Input<'a> {
    pub(super) fn new(bindings: Bindings<'a>, variables: &'a [String]) -> Self {
        Self(Rc::new_cyclic(|itself| Reading {
            itself: itself.clone(),
            bindings,
            variables,
            reached: RefCell::default(),
        }))
    }

    /// The array or object that a part of a result is, unchanged.
    pub(super) fn unchanged(&self, member: Member) -> Option<&'a Value> {
        if member.of(&self.0) { self.0.value(member.index()) } else { None }
    }
}

impl<'a> Source<'a> for Input<'a> {
    fn read(&self, sink: &mut Sink<'_, 'a>) -> Result<(), String> {
        sink.object_of(&self.0, NAMES);
        Ok(())
    }
}

impl<'a> Reading<'a> {
    fn value(&self, index: u32) -> Option<&'a Value> {
        let index = usize::try_from(index).ok()?.checked_sub(OWN)?;
        self.reached.borrow().get(index).copied()
    }

    fn write(&self, value: &'a Value, sink: &mut Sink<'_, 'a>) -> Result<(), String> {
        match value {
            Value::Null => sink.null(),
            Value::Bool(value) => sink.bool(*value),
            // Every number of serde_json has a nearest double.
            Value::Number(number) => sink.number(number.as_f64().unwrap_or(f64::NAN)),
            Value::String(text) => sink.string(text),
            Value::Array(_) | Value::Object(_) => {
                let mut reached = self.reached.borrow_mut();
                let gone = || "the input is too large".to_owned();
                let index = u32::try_from(reached.len() + OWN).map_err(|_| gone())?;
                let itself = self.itself.upgrade().ok_or_else(gone)?;
                reached.push(value);
                if value.is_array() { sink.array_of(&itself, index) } else { sink.object_of(&itself, index) }
            }
        }
        Ok(())
    }

    fn write_found(&self, value: Option<&'a Value>, sink: &mut Sink<'_, 'a>) -> Result<bool, String> {
        if let Some(value) = value {
            self.write(value, sink)?;
        }
        Ok(true)
    }

    fn write_states(&self, sink: &mut Sink<'_, 'a>) -> Result<(), String> {
        let itself = self.itself.upgrade().ok_or("the input is gone")?;
        sink.object_of(&itself, STATES_OBJECT);
        Ok(())
    }

    fn read_names(&self, sink: &mut Sink<'_, 'a>) -> Result<(), String> {
        for name in self.variables {
            if let Some(value) = self.bindings.variables.get(name) {
                sink.key(name);
                self.write(value, sink)?;
            }
        }
        sink.key(STATES);
        self.write_states(sink)
    }
}

impl<'a> Sources<'a> for Reading<'a> {
    fn read(&self, index: u32, sink: &mut Sink<'_, 'a>) -> Result<(), String> {
        match (index, self.value(index)) {
            (NAMES, _) => self.read_names(sink)?,
            (STATES_OBJECT, _) => {
                for (name, value) in self.bindings.states() {
                    sink.key(name);
                    self.write(value, sink)?;
                }
            }
            (_, Some(Value::Array(items))) => {
                sink.reserve(items.len());
                for value in items {
                    self.write(value, sink)?;
                }
            }
            (_, Some(Value::Object(fields))) => {
                sink.reserve(fields.len());
                for (key, value) in fields {
                    sink.key(key);
                    self.write(value, sink)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn read_field(&self, index: u32, key: &str, sink: &mut Sink<'_, 'a>) -> Result<bool, String> {
        match (index, self.value(index)) {
            (NAMES, _) if key == STATES => {
                self.write_states(sink)?;
                Ok(true)
            }
            (NAMES, _) => self.write_found(self.bindings.variables.get(key), sink),
            (STATES_OBJECT, _) => {
                let found = self.bindings.states().find(|(name, _)| *name == key);
                self.write_found(found.map(|(_, value)| value), sink)
            }
            (_, value) => self.write_found(value.and_then(|value| value.get(key)), sink),
        }
    }

    fn length(&self, index: u32) -> Option<usize> {
        self.value(index)?.as_array().map(Vec::len)
    }

    fn read_item(&self, index: u32, item: usize, sink: &mut Sink<'_, 'a>) -> Result<bool, String> {
        self.write_found(self.value(index).and_then(|value| value.get(item)), sink)
    }
}
