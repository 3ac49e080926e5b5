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

pub(super) fn tag(service: &Shared, request: TagResource) -> Result<Value, ApiError> {
    let tags = with(find(service, &request.resource_arn)?, request.tags, &request.resource_arn)?;
    set(service, &request.resource_arn, tags)
}

pub(super) fn untag(service: &Shared, request: UntagResource) -> Result<Value, ApiError> {
    let mut tags = find(service, &request.resource_arn)?;
    tags.retain(|key, _| !request.tag_keys.contains(key));
    set(service, &request.resource_arn, tags)
}

fn set(service: &Shared, resource_arn: &str, tags: Tags) -> Result<Value, ApiError> {
    if service.registry.set_tags(resource_arn, tags) { Ok(nothing()) } else { Err(ApiError::no_resource(resource_arn)) }
}
