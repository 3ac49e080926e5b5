//! The variables of workflows: scopes that read outwards.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Map, Value};

use crate::{MAX_PAYLOAD, Payload};

/// How many bytes all variables of an execution may have together, as JSON.
///
/// See "Variable limits" under "Passing data between states with variables" in the AWS developer guide.
const MAX_VARIABLES: usize = 10 * 1024 * 1024;

/// The variables of one scope, which reads those around it.
///
/// See "Passing data between states with variables" in the AWS developer guide.
#[derive(Debug, Default)]
pub(crate) struct Variables<'o> {
    own: HashMap<Arc<str>, Payload>,
    /// How many bytes its own have.
    size: usize,
    /// How many bytes those of all scopes of the execution have.
    total: Arc<AtomicUsize>,
    outer: Option<&'o Variables<'o>>,
}

impl<'o> Variables<'o> {
    /// The scope of a branch or an iteration, around which is `outer`.
    pub(crate) fn within(outer: &'o Variables<'o>) -> Self {
        Self { own: HashMap::new(), size: 0, total: Arc::clone(&outer.total), outer: Some(outer) }
    }

    /// Sets variables, which only the states after this one see.
    ///
    /// # Errors
    ///
    /// What keeps them from being set: one of them, or all that the state assigns, is larger than 256 KiB, or all of
    /// the execution's are larger than 10 MiB. Nothing is set then.
    pub(crate) fn assign(&mut self, values: Vec<(Arc<str>, Payload)>) -> Result<(), String> {
        if values.is_empty() {
            return Ok(());
        }
        let sizes: Vec<usize> = values.iter().map(|(_, value)| value.size()).collect();
        let added: usize = sizes.iter().sum();
        if added > MAX_PAYLOAD {
            let large = values.iter().zip(&sizes).find(|(_, size)| **size > MAX_PAYLOAD);
            return Err(match large {
                Some(((name, _), _)) => format!("The variable '{name}' is larger than {MAX_PAYLOAD} bytes."),
                None => format!("The variables that the state assigns are larger than {MAX_PAYLOAD} bytes."),
            });
        }
        let replaced: usize = values.iter().filter_map(|(name, _)| self.own.get(name)).map(Payload::size).sum();
        let total = self.total.load(Ordering::Relaxed) + added;
        if total.saturating_sub(replaced) > MAX_VARIABLES {
            return Err(format!("The variables of the execution are larger than {MAX_VARIABLES} bytes."));
        }
        self.total.fetch_add(added, Ordering::Relaxed);
        self.total.fetch_sub(replaced, Ordering::Relaxed);
        self.size = (self.size + added).saturating_sub(replaced);
        self.own.extend(values);
        Ok(())
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

/// The variables of a scope end with it.
impl Drop for Variables<'_> {
    fn drop(&mut self) {
        self.total.fetch_sub(self.size, Ordering::Relaxed);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn text(length: usize) -> Payload {
        Value::from("x".repeat(length)).into()
    }

    #[test]
    fn what_is_too_large_is_not_set() {
        let mut variables = Variables::default();
        assert!(variables.assign(vec![("a".into(), text(MAX_PAYLOAD - 2))]).is_ok());
        assert!(variables.assign(vec![("b".into(), text(MAX_PAYLOAD - 1))]).is_err());
        assert!(
            variables.assign(vec![("b".into(), text(MAX_PAYLOAD / 2)), ("c".into(), text(MAX_PAYLOAD / 2))]).is_err()
        );
        assert!(variables.get("a").is_some() && variables.get("b").is_none());
    }

    #[test]
    fn all_variables_of_an_execution_count_and_those_of_a_scope_end_with_it() {
        let mut outer = Variables::default();
        let fill = |variables: &mut Variables<'_>, from: usize, to: usize| {
            (from..to).all(|n| variables.assign(vec![(n.to_string().into(), text(MAX_PAYLOAD - 2))]).is_ok())
        };
        assert!(fill(&mut outer, 0, 20));
        assert!(fill(&mut Variables::within(&outer), 20, 40), "40 times 256 KiB are 10 MiB");
        assert!(!fill(&mut Variables::within(&outer), 20, 41));
        assert!(fill(&mut outer, 0, 20), "what is replaced counts no more");
        assert!(fill(&mut outer, 20, 40) && !fill(&mut outer, 40, 41));
    }
}
