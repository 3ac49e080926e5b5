//! How what the API creates stands in the store.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use workflow_engine::ExecutionType;
use workflow_engine::durable::{AslExecutable, Executable, Store, StoreError};

use super::state_machines::Entity;
use super::{Activity, Alias, Registry, Resources, Revision, Settings, StateMachine, Tags, Version};

/// State machines with their versions, aliases and tags, by ARN.
pub(super) const STATE_MACHINES: &str = "stateMachines";
/// Revisions of state machines, by their keys.
pub(super) const REVISIONS: &str = "revisions";
/// Activities, by ARN.
pub(super) const ACTIVITIES: &str = "activities";

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct MachineDocument {
    place: u64,
    name: String,
    is_express: bool,
    creation_date: Timestamp,
    created_with: (bool, Option<String>),
    revision: String,
    tags: Tags,
    last_version: u64,
    versions: BTreeMap<u64, VersionDocument>,
    aliases: BTreeMap<u64, Alias>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct VersionDocument {
    description: Option<String>,
    creation_date: Timestamp,
    revision: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct RevisionDocument {
    machine_arn: String,
    machine_name: String,
    id: Option<String>,
    settings: Settings,
    date: Timestamp,
}

/// What stands in the store of something that is there.
pub(super) fn text(document: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(document).map_err(|error| StoreError::Corrupt(error.to_string()))
}

pub(super) fn machine(entity: &Entity) -> Result<String, StoreError> {
    let version = |version: &Version| VersionDocument {
        description: version.description.clone(),
        creation_date: version.creation_date,
        revision: version.revision.key.clone(),
    };
    let StateMachine { name, execution_type, creation_date, revision, created_with, .. } = &entity.machine;
    text(&MachineDocument {
        place: entity.place,
        name: name.clone(),
        is_express: *execution_type == ExecutionType::Express,
        creation_date: *creation_date,
        created_with: created_with.clone(),
        revision: revision.key.clone(),
        tags: entity.tags.clone(),
        last_version: entity.last_version,
        versions: entity.versions.iter().map(|(number, of)| (*number, version(of))).collect(),
        aliases: entity.aliases.clone(),
    })
}

pub(super) fn revision(revision: &Revision) -> Result<String, StoreError> {
    text(&RevisionDocument {
        machine_arn: revision.machine_arn.clone(),
        machine_name: revision.executable.definition().name.to_string(),
        id: revision.id.clone(),
        settings: revision.settings.clone(),
        date: revision.date,
    })
}

impl RevisionDocument {
    fn into_revision(self, key: String) -> Result<Revision, StoreError> {
        let executable = AslExecutable::from_json(&self.machine_name, &self.settings.definition).map_err(|errors| {
            let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
            let arn = &self.machine_arn;
            StoreError::Corrupt(format!("the definition of the state machine {arn} is refused: {}", errors.join(", ")))
        })?;
        let Self { machine_arn, id, settings, date, .. } = self;
        Ok(Revision { key, machine_arn, id, settings, executable: Arc::new(executable), date })
    }
}

impl MachineDocument {
    fn into_entity(self, arn: String, revisions: &HashMap<String, Arc<Revision>>) -> Result<Entity, StoreError> {
        let revision = |key: &str| {
            let lost = || StoreError::Corrupt(format!("a revision of the state machine {arn} is missing"));
            revisions.get(key).cloned().ok_or_else(lost)
        };
        let versions = self.versions.into_iter().map(|(number, document)| {
            let VersionDocument { description, creation_date, revision: key } = document;
            let arn = format!("{arn}:{number}");
            Ok((number, Version { arn, description, creation_date, revision: revision(&key)? }))
        });
        let versions = versions.collect::<Result<_, StoreError>>()?;
        let machine = StateMachine {
            name: self.name,
            execution_type: if self.is_express { ExecutionType::Express } else { ExecutionType::Standard },
            creation_date: self.creation_date,
            revision: revision(&self.revision)?,
            created_with: self.created_with,
            arn,
        };
        let Self { place, tags, last_version, aliases, .. } = self;
        Ok(Entity { place, machine, tags, last_version, versions, aliases })
    }
}

/// The documents of a collection, by name.
async fn read<T: DeserializeOwned>(
    store: &dyn Store,
    collection: &'static str,
) -> Result<Vec<(String, T)>, StoreError> {
    let documents = store.documents(collection).await?.into_iter().map(|(name, text)| {
        let document = serde_json::from_str(&text)
            .map_err(|error| StoreError::Corrupt(format!("{collection} has {name}, which cannot be read: {error}")))?;
        Ok((name, document))
    });
    documents.collect()
}

impl Registry {
    /// What a store keeps.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub(crate) async fn open(store: Arc<dyn Store>) -> Result<Self, StoreError> {
        let mut resources = Resources::default();
        for (key, document) in read::<RevisionDocument>(&*store, REVISIONS).await? {
            let revision = document.into_revision(key.clone())?;
            resources.revisions.insert(key, Arc::new(revision));
        }
        for (arn, document) in read::<MachineDocument>(&*store, STATE_MACHINES).await? {
            let entity = document.into_entity(arn.clone(), &resources.revisions)?;
            resources.state_machines.insert(arn, entity);
        }
        resources.activities.extend(read::<Activity>(&*store, ACTIVITIES).await?);
        resources.state_machines.sort_by(|_, one, _, other| one.place.cmp(&other.place));
        resources.activities.sort_by(|_, one, _, other| one.place.cmp(&other.place));
        resources.next_place = resources.last_place();
        let registry = Self::new(store);
        *registry.resources() = resources;
        Ok(registry)
    }

    /// Forgets the revisions that neither a state machine nor an execution is of.
    ///
    /// # Errors
    ///
    /// If the store cannot be read or written.
    pub(crate) async fn prune(&self) -> Result<(), StoreError> {
        let _changing = self.changing.lock().await;
        let left_over = self.resources().superseded();
        for revision in left_over {
            if !self.has_executions(&revision.machine_arn).await? {
                self.store.put_document(REVISIONS, &revision.key, None).await?;
                self.resources().revisions.remove(&revision.key);
            }
        }
        Ok(())
    }
}

impl Resources {
    fn last_place(&self) -> u64 {
        let machines = self.state_machines.values();
        let machines = machines.flat_map(|entity| entity.aliases.keys().copied().chain([entity.place]));
        machines.chain(self.activities.values().map(|activity| activity.place)).max().unwrap_or_default()
    }

    /// The revisions that no state machine has any more.
    fn superseded(&self) -> Vec<Arc<Revision>> {
        let of_machines = self.state_machines.values().flat_map(|entity| {
            let versions = entity.versions.values().map(|version| &version.revision);
            versions.chain([&entity.machine.revision]).map(|revision| revision.key.as_str())
        });
        let of_machines: std::collections::HashSet<&str> = of_machines.collect();
        self.revisions.values().filter(|revision| !of_machines.contains(revision.key.as_str())).cloned().collect()
    }
}
