use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;
use workflow_engine::{ExecutionType, Program};

use super::{Alias, Entry, Registry, Tags};

/// What an update may change.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Settings {
    /// The text, as it was given.
    pub(crate) definition: String,
    pub(crate) role_arn: String,
    /// `loggingConfiguration`, as it is described.
    pub(crate) logging: Value,
    /// `tracingConfiguration`, as it is described.
    pub(crate) tracing: Value,
    /// `encryptionConfiguration`, as it is described.
    pub(crate) encryption: Value,
}

/// What a state machine was between two updates.
#[derive(Debug)]
pub(crate) struct Revision {
    /// None before the first update.
    pub(crate) id: Option<String>,
    pub(crate) settings: Settings,
    pub(crate) program: Arc<Program>,
    pub(crate) date: Timestamp,
}

/// A state machine as it is now.
#[derive(Clone, Debug)]
pub(crate) struct StateMachine {
    pub(crate) arn: String,
    pub(crate) name: String,
    pub(crate) execution_type: ExecutionType,
    pub(crate) creation_date: Timestamp,
    pub(crate) revision: Arc<Revision>,
    /// `publish` and `versionDescription` of its creation, by which a repeated one is known.
    pub(crate) created_with: (bool, Option<String>),
}

/// A revision under a number, which never changes.
#[derive(Clone, Debug)]
pub(crate) struct Version {
    pub(crate) arn: String,
    pub(crate) description: Option<String>,
    pub(crate) creation_date: Timestamp,
    pub(crate) revision: Arc<Revision>,
}

/// What an update asks for; none keeps what is.
#[derive(Debug, Default)]
pub(crate) struct Change {
    pub(crate) definition: Option<(String, Arc<Program>)>,
    pub(crate) role_arn: Option<String>,
    pub(crate) logging: Option<Value>,
    pub(crate) tracing: Option<Value>,
    pub(crate) encryption: Option<Value>,
}

/// A state machine with all that belongs to it.
#[derive(Debug)]
pub(super) struct Entity {
    place: u64,
    machine: StateMachine,
    pub(super) tags: Tags,
    last_version: u64,
    versions: BTreeMap<u64, Version>,
    pub(super) aliases: BTreeMap<u64, Alias>,
}

/// Why a version was not published.
#[derive(Debug, PartialEq)]
pub(crate) enum PublishError {
    NoStateMachine,
    /// The current revision has another id.
    OtherRevision(Option<String>),
    /// There are so many already.
    TooMany(usize),
}

/// Why a version was not deleted.
#[derive(Debug, PartialEq)]
pub(crate) enum DeleteVersionError {
    /// These aliases route to it.
    Referenced(Vec<String>),
}

/// How many versions a state machine may have.
const MAX_VERSIONS: usize = 1000;

impl Entity {
    fn publish(&mut self, description: Option<String>, now: Timestamp) -> Result<Version, PublishError> {
        let revision = &self.machine.revision;
        if let Some(published) = self.versions.values().find(|version| Arc::ptr_eq(&version.revision, revision)) {
            return Ok(published.clone());
        }
        if self.versions.len() >= MAX_VERSIONS {
            return Err(PublishError::TooMany(MAX_VERSIONS));
        }
        self.last_version += 1;
        let number = self.last_version;
        let arn = format!("{}:{number}", self.machine.arn);
        let version = Version { arn, description, creation_date: now, revision: Arc::clone(revision) };
        self.versions.insert(number, version.clone());
        Ok(version)
    }
}

impl Registry {
    /// Adds a state machine.
    ///
    /// # Errors
    ///
    /// The one that has its ARN already.
    pub(crate) fn create_state_machine(&self, machine: StateMachine, tags: Tags) -> Result<(), StateMachine> {
        let mut resources = self.resources();
        if let Some(existing) = resources.state_machines.get(&machine.arn) {
            return Err(existing.machine.clone());
        }
        let place = resources.place();
        let (versions, aliases) = (BTreeMap::new(), BTreeMap::new());
        let arn = machine.arn.clone();
        resources.state_machines.insert(arn, Entity { place, machine, tags, last_version: 0, versions, aliases });
        Ok(())
    }

    pub(crate) fn state_machine(&self, arn: &str) -> Option<StateMachine> {
        self.resources().state_machines.get(arn).map(|entity| entity.machine.clone())
    }

    /// Changes a state machine, which has a new revision if anything is different then.
    pub(crate) fn update_state_machine(&self, arn: &str, change: Change, now: Timestamp) -> Option<StateMachine> {
        let mut resources = self.resources();
        let machine = &mut resources.state_machines.get_mut(arn)?.machine;
        let current = &machine.revision;
        let mut settings = current.settings.clone();
        let mut program = Arc::clone(&current.program);
        if let Some((definition, changed)) = change.definition {
            settings.definition = definition;
            program = changed;
        }
        settings.role_arn = change.role_arn.unwrap_or(settings.role_arn);
        settings.logging = change.logging.unwrap_or(settings.logging);
        settings.tracing = change.tracing.unwrap_or(settings.tracing);
        settings.encryption = change.encryption.unwrap_or(settings.encryption);
        if settings != current.settings {
            let id = Some(uuid::Uuid::new_v4().to_string());
            machine.revision = Arc::new(Revision { id, settings, program, date: now });
        }
        Some(machine.clone())
    }

    /// Removes a state machine with its versions, aliases and tags.
    pub(crate) fn delete_state_machine(&self, arn: &str) {
        self.resources().state_machines.shift_remove(arn);
    }

    /// Up to `count` state machines, oldest first, that come after a place.
    pub(crate) fn state_machines(&self, after: Option<u64>, count: usize) -> Vec<Entry<StateMachine>> {
        let resources = self.resources();
        let later = resources.state_machines.values().filter(|entity| after.is_none_or(|after| entity.place > after));
        later.take(count).map(|entity| (entity.place, entity.machine.clone())).collect()
    }

    /// Publishes the current revision, unless it has a version, and gives its version.
    ///
    /// # Errors
    ///
    /// If `revision_id` is that of another revision, or there are too many versions.
    pub(crate) fn publish_version(
        &self,
        machine_arn: &str,
        revision_id: Option<&str>,
        description: Option<String>,
        now: Timestamp,
    ) -> Result<Version, PublishError> {
        let mut resources = self.resources();
        let entity = resources.state_machines.get_mut(machine_arn).ok_or(PublishError::NoStateMachine)?;
        let current = &entity.machine.revision.id;
        if revision_id.is_some_and(|asked| current.as_deref().unwrap_or(INITIAL) != asked) {
            return Err(PublishError::OtherRevision(current.clone()));
        }
        entity.publish(description, now)
    }

    /// A version of a state machine.
    pub(crate) fn version(&self, machine_arn: &str, number: u64) -> Option<Version> {
        self.resources().state_machines.get(machine_arn)?.versions.get(&number).cloned()
    }

    /// Up to `count` versions, newest first, that come before a number. None if there is no such state machine.
    pub(crate) fn versions(&self, machine_arn: &str, before: Option<u64>, count: usize) -> Option<Vec<Entry<Version>>> {
        let resources = self.resources();
        let versions = &resources.state_machines.get(machine_arn)?.versions;
        let earlier = versions.range(..before.unwrap_or(u64::MAX)).rev();
        Some(earlier.take(count).map(|(number, version)| (*number, version.clone())).collect())
    }

    /// Removes a version. That of a state machine or version that does not exist is removed already.
    ///
    /// # Errors
    ///
    /// If an alias routes to it.
    pub(crate) fn delete_version(&self, machine_arn: &str, number: u64) -> Result<(), DeleteVersionError> {
        let mut resources = self.resources();
        let Some(entity) = resources.state_machines.get_mut(machine_arn) else { return Ok(()) };
        let arn = format!("{machine_arn}:{number}");
        let routes_to_it = |alias: &&Alias| alias.routing.iter().any(|route| route.version_arn == arn);
        let referencing: Vec<String> =
            entity.aliases.values().filter(routes_to_it).map(|alias| alias.name.clone()).collect();
        if !referencing.is_empty() {
            return Err(DeleteVersionError::Referenced(referencing));
        }
        entity.versions.remove(&number);
        Ok(())
    }
}

/// The id by which clients name the revision that has none.
const INITIAL: &str = "INITIAL";
