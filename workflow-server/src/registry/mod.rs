//! What the API creates besides executions, behind narrow methods: nothing else knows how it is kept.
//!
//! It is kept in memory, where it is read, and in the store: a change is there for others once it is durable, and one that
//! cannot be written has not happened.

mod activities;
mod aliases;
mod documents;
mod state_machines;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use indexmap::IndexMap;
use workflow_engine::durable::{Store, StoreError};

pub(crate) use activities::Activity;
pub(crate) use aliases::{Alias, AliasError, Route};
pub(crate) use state_machines::{Change, DeleteVersionError, PublishError, Revision, Settings, StateMachine, Version};

/// The tags of a resource, in the order in which their keys came.
pub(crate) type Tags = IndexMap<String, String>;

/// An entry of a list: its place, by which the next page begins, and what it is.
pub(crate) type Entry<T> = (u64, T);

/// All that the API created but executions.
#[derive(Debug)]
pub(crate) struct Registry {
    store: Arc<dyn Store>,
    resources: Mutex<Resources>,
    /// Changes come one after the other.
    changing: tokio::sync::Mutex<()>,
}

/// State machines and activities, by ARN.
#[derive(Debug, Default)]
struct Resources {
    /// The place that the next resource gets.
    next_place: u64,
    state_machines: IndexMap<String, state_machines::Entity>,
    activities: IndexMap<String, Activity>,
    /// Every revision that a state machine or an execution may be of, by its key.
    revisions: HashMap<String, Arc<Revision>>,
}

impl Resources {
    fn place(&mut self) -> u64 {
        self.next_place += 1;
        self.next_place
    }
}

impl Registry {
    /// A registry that keeps nothing yet, over a store that keeps nothing.
    pub(crate) fn new(store: Arc<dyn Store>) -> Self {
        Self { store, resources: Mutex::default(), changing: tokio::sync::Mutex::default() }
    }

    fn resources(&self) -> MutexGuard<'_, Resources> {
        // What can be locked is a plain table, which no panic leaves half changed.
        self.resources.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The tags of a state machine or an activity; none if there is no such thing.
    pub(crate) fn tags(&self, arn: &str) -> Option<Tags> {
        let resources = self.resources();
        let machine = resources.state_machines.get(arn).map(|entity| entity.tags.clone());
        machine.or_else(|| resources.activities.get(arn).map(|activity| activity.tags.clone()))
    }

    /// Changes them; none if there is no such thing.
    ///
    /// # Errors
    ///
    /// The outer ones are the store's, the inner ones those of `change`.
    pub(crate) async fn change_tags<E>(
        &self,
        arn: &str,
        change: impl FnOnce(Tags) -> Result<Tags, E> + Send,
    ) -> Result<Option<Result<(), E>>, StoreError> {
        let is_activity = self.resources().activities.contains_key(arn);
        let apply = |tags: &mut Tags| {
            *tags = change(tags.clone())?;
            Ok(())
        };
        if is_activity {
            self.change_activity(arn, |activity| activity.as_mut().map(|activity| apply(&mut activity.tags))).await
        } else {
            self.change_machine(arn, |entity, _| entity.as_mut().map(|entity| apply(&mut entity.tags))).await
        }
    }
}
