use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use workflow_engine::durable::{AslExecutable, ExecutionId, ListFilter, StoreError};
use workflow_engine::{ExecutionType, Program};

use super::{Alias, Entry, Registry, Tags, documents};

/// What an update may change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
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
    /// What it is kept under. No two have the same, be it of other state machines or of one that was deleted.
    pub(crate) key: String,
    pub(crate) machine_arn: String,
    /// None before the first update.
    pub(crate) id: Option<String>,
    pub(crate) settings: Settings,
    /// What its executions run.
    pub(crate) executable: Arc<AslExecutable>,
    pub(crate) date: Timestamp,
}

impl Revision {
    /// What a state machine of this ARN and name is when it is created.
    pub(crate) fn first(arn: &str, name: &str, settings: Settings, program: Arc<Program>, date: Timestamp) -> Self {
        let executable = Arc::new(AslExecutable::new(name, &settings.definition, program));
        Self { key: new_key(), machine_arn: arn.to_owned(), id: None, settings, executable, date }
    }

    /// What it runs, made ready.
    pub(crate) fn program(&self) -> &Arc<Program> {
        self.executable.program()
    }
}

fn new_key() -> String {
    uuid::Uuid::new_v4().simple().to_string()
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
#[derive(Clone, Debug)]
pub(super) struct Entity {
    pub(super) place: u64,
    pub(super) machine: StateMachine,
    pub(super) tags: Tags,
    pub(super) last_version: u64,
    pub(super) versions: BTreeMap<u64, Version>,
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
        if let Some(published) = self.versions.values().find(|version| version.revision.key == revision.key) {
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

impl StateMachine {
    fn update(&mut self, change: Change, now: Timestamp) {
        let current = &self.revision;
        let mut settings = current.settings.clone();
        let mut program = Arc::clone(current.program());
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
            self.revision = Arc::new(Revision { id, ..Revision::first(&self.arn, &self.name, settings, program, now) });
        }
    }
}

impl Registry {
    /// Changes a state machine with all that belongs to it, or creates or removes it: there is what `change` leaves. It is
    /// given a place, too, for what it adds.
    pub(super) async fn change_machine<T>(
        &self,
        arn: &str,
        change: impl FnOnce(&mut Option<Entity>, u64) -> T + Send,
    ) -> Result<T, StoreError> {
        let _changing = self.changing.lock().await;
        let (current, place) = {
            let mut resources = self.resources();
            (resources.state_machines.get(arn).cloned(), resources.place())
        };
        let before = current.as_ref().map(documents::machine).transpose()?;
        let mut changed = current;
        let result = change(&mut changed, place);
        let after = changed.as_ref().map(documents::machine).transpose()?;
        if after == before {
            return Ok(result);
        }
        if let Some(entity) = &changed {
            self.keep_revision(&entity.machine.revision).await?;
        }
        self.store.put_document(documents::STATE_MACHINES, arn, after).await?;
        let machines = &mut self.resources().state_machines;
        match changed {
            Some(entity) => drop(machines.insert(arn.to_owned(), entity)),
            None => drop(machines.shift_remove(arn)),
        }
        Ok(result)
    }

    async fn keep_revision(&self, revision: &Arc<Revision>) -> Result<(), StoreError> {
        if self.revision(&revision.key).is_some() {
            return Ok(());
        }
        self.store.put_document(documents::REVISIONS, &revision.key, Some(documents::revision(revision)?)).await?;
        self.resources().revisions.insert(revision.key.clone(), Arc::clone(revision));
        Ok(())
    }

    /// A revision by its key, be it that of a state machine that was changed or deleted since.
    pub(crate) fn revision(&self, key: &str) -> Option<Arc<Revision>> {
        self.resources().revisions.get(key).cloned()
    }

    /// Whether there is an execution of a state machine, be it one that was deleted.
    pub(super) async fn has_executions(&self, machine_arn: &str) -> Result<bool, StoreError> {
        let filter = ListFilter { state_machine_arn: Some(machine_arn.to_owned()), ..ListFilter::default() };
        Ok(!self.store.list(filter, None::<ExecutionId>, 1).await?.is_empty())
    }

    /// Adds a state machine.
    ///
    /// # Errors
    ///
    /// The outer ones are the store's; the inner one is the state machine that has its ARN already.
    pub(crate) async fn create_state_machine(
        &self,
        machine: StateMachine,
        tags: Tags,
    ) -> Result<Result<(), StateMachine>, StoreError> {
        let arn = machine.arn.clone();
        self.change_machine(&arn, |entity, place| {
            if let Some(existing) = entity {
                return Err(existing.machine.clone());
            }
            let (versions, aliases) = (BTreeMap::new(), BTreeMap::new());
            *entity = Some(Entity { place, machine, tags, last_version: 0, versions, aliases });
            Ok(())
        })
        .await
    }

    pub(crate) fn state_machine(&self, arn: &str) -> Option<StateMachine> {
        self.resources().state_machines.get(arn).map(|entity| entity.machine.clone())
    }

    /// What a state machine is now; none if there is no such machine.
    pub(crate) fn current_revision(&self, arn: &str) -> Option<Arc<Revision>> {
        self.resources().state_machines.get(arn).map(|entity| Arc::clone(&entity.machine.revision))
    }

    /// Changes a state machine, which has a new revision if anything is different then.
    pub(crate) async fn update_state_machine(
        &self,
        arn: &str,
        change: Change,
        now: Timestamp,
    ) -> Result<Option<StateMachine>, StoreError> {
        self.change_machine(arn, |entity, _| {
            let machine = &mut entity.as_mut()?.machine;
            machine.update(change, now);
            Some(machine.clone())
        })
        .await
    }

    /// Removes a state machine with its versions, aliases and tags.
    pub(crate) async fn delete_state_machine(&self, arn: &str) -> Result<(), StoreError> {
        self.change_machine(arn, |entity, _| *entity = None).await
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
    /// The outer ones are the store's; the inner ones are that `revision_id` is that of another revision, or that there are
    /// too many versions.
    pub(crate) async fn publish_version(
        &self,
        machine_arn: &str,
        revision_id: Option<&str>,
        description: Option<String>,
        now: Timestamp,
    ) -> Result<Result<Version, PublishError>, StoreError> {
        self.change_machine(machine_arn, |entity, _| {
            let entity = entity.as_mut().ok_or(PublishError::NoStateMachine)?;
            let current = &entity.machine.revision.id;
            if revision_id.is_some_and(|asked| current.as_deref().unwrap_or(INITIAL) != asked) {
                return Err(PublishError::OtherRevision(current.clone()));
            }
            entity.publish(description, now)
        })
        .await
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
    /// The outer ones are the store's; the inner one is that an alias routes to it.
    pub(crate) async fn delete_version(
        &self,
        machine_arn: &str,
        number: u64,
    ) -> Result<Result<(), DeleteVersionError>, StoreError> {
        self.change_machine(machine_arn, |entity, _| {
            let Some(entity) = entity else { return Ok(()) };
            let arn = format!("{machine_arn}:{number}");
            let routes_to_it = |alias: &&Alias| alias.routing.iter().any(|route| route.version_arn == arn);
            let referencing: Vec<String> =
                entity.aliases.values().filter(routes_to_it).map(|alias| alias.name.clone()).collect();
            if !referencing.is_empty() {
                return Err(DeleteVersionError::Referenced(referencing));
            }
            entity.versions.remove(&number);
            Ok(())
        })
        .await
    }
}

/// The id by which clients name the revision that has none.
const INITIAL: &str = "INITIAL";
