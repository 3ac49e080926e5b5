//! What the API creates, behind narrow methods: nothing else knows how it is kept. It is kept in memory.

mod activities;
mod aliases;
mod executions;
mod state_machines;

use std::sync::{Mutex, MutexGuard, PoisonError};

use indexmap::IndexMap;

pub(crate) use activities::Activity;
pub(crate) use aliases::{Alias, AliasError, Route};
pub(crate) use executions::{ExecutionQuery, ExecutionRecord};
pub(crate) use state_machines::{Change, DeleteVersionError, PublishError, Revision, Settings, StateMachine, Version};

/// The tags of a resource, in the order in which their keys came.
pub(crate) type Tags = IndexMap<String, String>;

/// An entry of a list: its place, by which the next page begins, and what it is.
pub(crate) type Entry<T> = (u64, T);

/// All that the API created.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    resources: Mutex<Resources>,
    executions: Mutex<executions::Executions>,
}

/// State machines and activities, by ARN.
#[derive(Debug, Default)]
struct Resources {
    /// The place that the next resource gets.
    next_place: u64,
    state_machines: IndexMap<String, state_machines::Entity>,
    activities: IndexMap<String, Activity>,
}

impl Resources {
    fn place(&mut self) -> u64 {
        self.next_place += 1;
        self.next_place
    }

    fn tags_mut(&mut self, arn: &str) -> Option<&mut Tags> {
        let machine = self.state_machines.get_mut(arn).map(|entity| &mut entity.tags);
        machine.or_else(|| self.activities.get_mut(arn).map(|activity| &mut activity.tags))
    }
}

/// What can be locked is a plain table, which no panic leaves half changed.
fn lock<T>(table: &Mutex<T>) -> MutexGuard<'_, T> {
    table.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Registry {
    fn resources(&self) -> MutexGuard<'_, Resources> {
        lock(&self.resources)
    }

    /// The tags of a state machine or an activity; none if there is no such thing.
    pub(crate) fn tags(&self, arn: &str) -> Option<Tags> {
        self.resources().tags_mut(arn).cloned()
    }

    /// Replaces them; `false` if there is no such thing.
    pub(crate) fn set_tags(&self, arn: &str, tags: Tags) -> bool {
        self.resources().tags_mut(arn).map(|current| *current = tags).is_some()
    }
}
