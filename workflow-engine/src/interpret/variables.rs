//! The variables of workflows: scopes that read outwards.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::Payload;

/// The variables of one scope, which reads those around it.
///
/// See "Passing data between states with variables" in the AWS developer guide.
#[derive(Debug, Default)]
pub(crate) struct Variables<'o> {
    own: HashMap<Arc<str>, Payload>,
    outer: Option<&'o Variables<'o>>,
}

impl<'o> Variables<'o> {
    /// The scope of a branch or an iteration, around which is `outer`.
    pub(crate) fn within(outer: &'o Variables<'o>) -> Self {
        Self { own: HashMap::new(), outer: Some(outer) }
    }

    /// Sets variables, which only the states after this one see.
    pub(crate) fn assign(&mut self, values: impl IntoIterator<Item = (Arc<str>, Payload)>) {
        self.own.extend(values);
    }

    /// The variables of this scope alone, by name.
    pub(crate) fn own(&self) -> Map<String, Value> {
        let mut own: Vec<_> = self.own.iter().collect();
        own.sort_by_key(|(name, _)| *name);
        own.into_iter().map(|(name, value)| (name.to_string(), Value::clone(value))).collect()
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        match self.own.get(name) {
            Some(value) => Some(value),
            None => self.outer?.get(name),
        }
    }
}

impl workflow_asl::jsonata::Variables for Variables<'_> {
    fn get(&self, name: &str) -> Option<&Value> {
        self.get(name)
    }
}

impl workflow_asl::jsonpath::Variables for Variables<'_> {
    fn variable(&self, name: &str) -> Option<&Value> {
        self.get(name)
    }
}
