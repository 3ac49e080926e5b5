//! JSON that an evaluation reads where it stands: nothing is copied but the scalars that are reached.

use jlens_core::input::{Sink, Source};
use serde_json::{Map, Value};

use super::Bindings;

/// The name under which an expression finds `$states` in its input.
pub(super) const STATES: &str = "states";

/// The input that the prepared text of an expression reads: `$states` and the variables, by name.
pub(super) struct Input<'a> {
    pub(super) bindings: Bindings<'a>,
    pub(super) variables: &'a [String],
}

impl<'a> Source<'a> for Input<'a> {
    fn read(&self, sink: &mut Sink<'_, 'a>) -> Result<(), String> {
        sink.object(Names { bindings: self.bindings, variables: self.variables });
        Ok(())
    }
}

struct Names<'a> {
    bindings: Bindings<'a>,
    variables: &'a [String],
}

impl<'a> Source<'a> for Names<'a> {
    fn read(&self, sink: &mut Sink<'_, 'a>) -> Result<(), String> {
        for name in self.variables {
            if let Some(value) = self.bindings.variables.get(name) {
                sink.key(name);
                write(value, sink);
            }
        }
        sink.key(STATES);
        sink.object(States(self.bindings));
        Ok(())
    }

    fn read_field(&self, key: &str, sink: &mut Sink<'_, 'a>) -> Result<bool, String> {
        if key == STATES {
            sink.object(States(self.bindings));
        } else if let Some(value) = self.bindings.variables.get(key) {
            write(value, sink);
        }
        Ok(true)
    }
}

struct States<'a>(Bindings<'a>);

impl<'a> Source<'a> for States<'a> {
    fn read(&self, sink: &mut Sink<'_, 'a>) -> Result<(), String> {
        for (name, value) in self.0.states() {
            sink.key(name);
            write(value, sink);
        }
        Ok(())
    }

    fn read_field(&self, key: &str, sink: &mut Sink<'_, 'a>) -> Result<bool, String> {
        if let Some((_, value)) = self.0.states().find(|(name, _)| *name == key) {
            write(value, sink);
        }
        Ok(true)
    }
}

struct Object<'a>(&'a Map<String, Value>);

impl<'a> Source<'a> for Object<'a> {
    fn read(&self, sink: &mut Sink<'_, 'a>) -> Result<(), String> {
        sink.reserve(self.0.len());
        for (key, value) in self.0 {
            sink.key(key);
            write(value, sink);
        }
        Ok(())
    }

    fn read_field(&self, key: &str, sink: &mut Sink<'_, 'a>) -> Result<bool, String> {
        if let Some(value) = self.0.get(key) {
            write(value, sink);
        }
        Ok(true)
    }
}

struct Array<'a>(&'a [Value]);

impl<'a> Source<'a> for Array<'a> {
    fn read(&self, sink: &mut Sink<'_, 'a>) -> Result<(), String> {
        sink.reserve(self.0.len());
        for value in self.0 {
            write(value, sink);
        }
        Ok(())
    }

    fn length(&self) -> Option<usize> {
        Some(self.0.len())
    }

    fn read_item(&self, index: usize, sink: &mut Sink<'_, 'a>) -> Result<bool, String> {
        if let Some(value) = self.0.get(index) {
            write(value, sink);
        }
        Ok(true)
    }
}

fn write<'a>(value: &'a Value, sink: &mut Sink<'_, 'a>) {
    match value {
        Value::Null => sink.null(),
        Value::Bool(value) => sink.bool(*value),
        // Every number of serde_json has a nearest double.
        Value::Number(number) => sink.number(number.as_f64().unwrap_or(f64::NAN)),
        Value::String(text) => sink.string(text),
        Value::Array(items) => sink.array(Array(items)),
        Value::Object(fields) => sink.object(Object(fields)),
    }
}
