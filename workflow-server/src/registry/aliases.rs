use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use workflow_engine::durable::StoreError;

use super::{Entry, Registry};

/// A name that routes to one or two versions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Alias {
    pub(crate) arn: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) routing: Vec<Route>,
    pub(crate) creation_date: Timestamp,
    pub(crate) update_date: Timestamp,
}

/// Where an alias routes a share of the executions to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Route {
    pub(crate) version_arn: String,
    /// The share, in percent.
    pub(crate) weight: u64,
}

/// Why an alias was not created.
#[derive(Debug, PartialEq)]
pub(crate) enum AliasError {
    NoStateMachine,
    /// There is a different one of this name.
    Exists,
    /// There are so many already.
    TooMany(usize),
}

/// How many aliases a state machine may have.
const MAX_ALIASES: usize = 100;

impl Registry {
    /// Adds an alias unless there is the same one, and gives the one that there is then.
    ///
    /// # Errors
    ///
    /// The outer ones are the store's; the inner ones are that there is a different one of this name, or too many.
    pub(crate) async fn create_alias(
        &self,
        machine_arn: &str,
        alias: Alias,
    ) -> Result<Result<Alias, AliasError>, StoreError> {
        self.change_machine(machine_arn, |entity, place| {
            let entity = entity.as_mut().ok_or(AliasError::NoStateMachine)?;
            if let Some(existing) = entity.aliases.values().find(|existing| existing.name == alias.name) {
                let is_same = existing.description == alias.description && existing.routing == alias.routing;
                return if is_same { Ok(existing.clone()) } else { Err(AliasError::Exists) };
            }
            if entity.aliases.len() >= MAX_ALIASES {
                return Err(AliasError::TooMany(MAX_ALIASES));
            }
            entity.aliases.insert(place, alias.clone());
            Ok(alias)
        })
        .await
    }

    pub(crate) fn alias(&self, machine_arn: &str, name: &str) -> Option<Alias> {
        let resources = self.resources();
        resources.state_machines.get(machine_arn)?.aliases.values().find(|alias| alias.name == name).cloned()
    }

    /// Changes an alias; none if there is no such one.
    pub(crate) async fn update_alias(
        &self,
        machine_arn: &str,
        name: &str,
        description: Option<String>,
        routing: Option<Vec<Route>>,
        now: Timestamp,
    ) -> Result<Option<Alias>, StoreError> {
        self.change_machine(machine_arn, |entity, _| {
            let alias = entity.as_mut()?.aliases.values_mut().find(|alias| alias.name == name)?;
            alias.description = description.or_else(|| alias.description.take());
            alias.routing = routing.unwrap_or_else(|| std::mem::take(&mut alias.routing));
            alias.update_date = now;
            Some(alias.clone())
        })
        .await
    }

    pub(crate) async fn delete_alias(&self, machine_arn: &str, name: &str) -> Result<(), StoreError> {
        self.change_machine(machine_arn, |entity, _| {
            if let Some(entity) = entity {
                entity.aliases.retain(|_, alias| alias.name != name);
            }
        })
        .await
    }

    /// Up to `count` aliases, oldest first, that come after a place and route to the version, if one is given. None if
    /// there is no such state machine.
    pub(crate) fn aliases(
        &self,
        machine_arn: &str,
        version_arn: Option<&str>,
        after: Option<u64>,
        count: usize,
    ) -> Option<Vec<Entry<Alias>>> {
        let resources = self.resources();
        let aliases = &resources.state_machines.get(machine_arn)?.aliases;
        let routes = |alias: &Alias| {
            version_arn.is_none_or(|version| alias.routing.iter().any(|route| route.version_arn == version))
        };
        let later = aliases.range(after.map_or(0, |after| after.saturating_add(1))..);
        let listed = later.filter(|(_, alias)| routes(alias)).take(count);
        Some(listed.map(|(place, alias)| (*place, alias.clone())).collect())
    }
}
