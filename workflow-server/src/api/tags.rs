//! Tags of state machines and activities.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{ApiError, Shared, arn, nothing};
use crate::registry::Tags;

/// How many tags a resource may have.
const MAX_TAGS: usize = 50;

#[derive(Debug, Deserialize)]
pub(super) struct Tag {
    key: String,
    value: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct List {
    resource_arn: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TagResource {
    resource_arn: String,
    tags: Vec<Tag>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UntagResource {
    resource_arn: String,
    tag_keys: Vec<String>,
}

/// The tags that a resource is created with.
///
/// # Errors
///
/// `TooManyTags`.
pub(super) fn of_new(tags: Option<Vec<Tag>>) -> Result<Tags, ApiError> {
    with(Tags::new(), tags.unwrap_or_default(), "")
}

fn with(mut tags: Tags, more: Vec<Tag>, resource_arn: &str) -> Result<Tags, ApiError> {
    tags.extend(more.into_iter().map(|tag| (tag.key, tag.value)));
    if tags.len() > MAX_TAGS {
        let message = format!("Too Many Tags: a resource may have {MAX_TAGS}: '{resource_arn}'");
        return Err(ApiError::new("TooManyTags", message));
    }
    Ok(tags)
}

fn find(service: &Shared, resource_arn: &str) -> Result<Tags, ApiError> {
    arn::check_taggable(resource_arn)?;
    service.registry.tags(resource_arn).ok_or_else(|| ApiError::no_resource(resource_arn))
}

pub(super) fn list(service: &Shared, request: List) -> Result<Value, ApiError> {
    let tags = find(service, &request.resource_arn)?;
    let tags: Vec<Value> = tags.iter().map(|(key, value)| json!({"key": key, "value": value})).collect();
    Ok(json!({"tags": tags}))
}

pub(super) async fn tag(service: &Shared, request: TagResource) -> Result<Value, ApiError> {
    let TagResource { resource_arn, tags } = request;
    change(service, &resource_arn, |current| with(current, tags, &resource_arn)).await
}

pub(super) async fn untag(service: &Shared, request: UntagResource) -> Result<Value, ApiError> {
    let UntagResource { resource_arn, tag_keys } = request;
    change(service, &resource_arn, |mut current| {
        current.retain(|key, _| !tag_keys.contains(key));
        Ok(current)
    })
    .await
}

async fn change(
    service: &Shared,
    resource_arn: &str,
    change: impl FnOnce(Tags) -> Result<Tags, ApiError> + Send,
) -> Result<Value, ApiError> {
    arn::check_taggable(resource_arn)?;
    let changed = service.registry.change_tags(resource_arn, change).await?;
    changed.ok_or_else(|| ApiError::no_resource(resource_arn))??;
    Ok(nothing())
}
