//! Versions: revisions of a state machine under a number.

use serde::Deserialize;
use serde_json::{Value, json};

use super::arn::{self, Qualifier, StateMachineArn};
use super::page::Page;
use super::{ApiError, Shared, date, nothing};
use crate::registry::{DeleteVersionError, PublishError, Version};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Publish {
    state_machine_arn: String,
    revision_id: Option<String>,
    description: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Delete {
    state_machine_version_arn: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct List {
    state_machine_arn: String,
    max_results: Option<usize>,
    next_token: Option<String>,
}

pub(super) async fn publish(service: &Shared, request: Publish) -> Result<Value, ApiError> {
    arn::state_machine(&request.state_machine_arn)?;
    let version =
        publish_version(service, &request.state_machine_arn, request.revision_id.as_deref(), request.description)
            .await?;
    Ok(item(&version))
}

/// Publishes the current revision.
///
/// # Errors
///
/// Those of `PublishStateMachineVersion`.
pub(super) async fn publish_version(
    service: &Shared,
    machine_arn: &str,
    revision_id: Option<&str>,
    description: Option<String>,
) -> Result<Version, ApiError> {
    let published = service.registry.publish_version(machine_arn, revision_id, description, service.now()).await?;
    published.map_err(|error| match error {
        PublishError::NoStateMachine => ApiError::no_state_machine(machine_arn),
        PublishError::OtherRevision(current) => ApiError::conflict(format!(
            "Failed to publish the State Machine version for revision {}. The current State Machine revision is {}.",
            revision_id.unwrap_or_default(),
            current.as_deref().unwrap_or("null")
        )),
        PublishError::TooMany(quota) => ApiError::quota(format!("A state machine may have {quota} versions.")),
    })
}

fn item(version: &Version) -> Value {
    json!({"creationDate": date(version.creation_date), "stateMachineVersionArn": version.arn})
}

pub(super) async fn delete(service: &Shared, request: Delete) -> Result<Value, ApiError> {
    let StateMachineArn { machine, qualifier: Some(Qualifier::Version(number)) } =
        arn::state_machine(&request.state_machine_version_arn)?
    else {
        return Err(ApiError::validation(format!(
            "The ARN is not that of a state machine version: '{}'",
            request.state_machine_version_arn
        )));
    };
    match service.registry.delete_version(&machine, number).await? {
        Ok(()) => Ok(nothing()),
        Err(DeleteVersionError::Referenced(aliases)) => Err(ApiError::conflict(format!(
            "Version to be deleted must not be referenced by an alias. Current list of aliases referencing this \
             version: [{}]",
            aliases.join(", ")
        ))),
    }
}

pub(super) fn list(service: &Shared, request: List) -> Result<Value, ApiError> {
    let machine_arn = &request.state_machine_arn;
    arn::state_machine(machine_arn)?;
    let page = Page::read(request.max_results, request.next_token.as_deref(), ("versions", machine_arn))?;
    let versions = service.registry.versions(machine_arn, page.after, page.lookup()).unwrap_or_default();
    Ok(page.write("stateMachineVersions", versions, item))
}
