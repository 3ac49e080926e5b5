//! Activities, and the tasks that their workers fetch.

use std::time::Duration;

use futures_util::future::{Either, select};
use serde::Deserialize;
use serde_json::{Value, json};

use super::fields::Fields;
use super::page::Page;
use super::tags::{self, Tag};
use super::{ApiError, Shared, arn, date, name, nothing};
use crate::registry::Activity;

/// How long a worker waits for a task before it gets an empty answer.
const POLL: Duration = Duration::from_secs(60);

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Create {
    name: String,
    tags: Option<Vec<Tag>>,
    encryption_configuration: Option<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct One {
    activity_arn: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GetTask {
    activity_arn: String,
    worker_name: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct List {
    max_results: Option<usize>,
    next_token: Option<String>,
}

pub(super) async fn create(service: &Shared, request: Create) -> Result<Value, ApiError> {
    name::check(&request.name)?;
    let tags = tags::of_new(request.tags)?;
    let arn = service.arn(&format!("activity:{}", request.name));
    let encryption = request.encryption_configuration.unwrap_or_else(aws_owned_key);
    let activity = Activity::new(arn, request.name, service.now(), encryption, tags);
    let encryption = activity.encryption.clone();
    let created = service.registry.create_activity(activity).await?;
    if created.encryption != encryption {
        return Err(ApiError::new("ActivityAlreadyExists", format!("Activity Already Exists: '{}'", created.arn)));
    }
    service.engine.activities().create(&created.arn);
    Ok(json!({"activityArn": created.arn, "creationDate": date(created.creation_date)}))
}

/// `encryptionConfiguration` of what is not encrypted by a key of the customer's.
pub(super) fn aws_owned_key() -> Value {
    json!({"type": "AWS_OWNED_KEY"})
}

pub(super) async fn delete(service: &Shared, request: One) -> Result<Value, ApiError> {
    arn::check_activity(&request.activity_arn)?;
    service.registry.delete_activity(&request.activity_arn).await?;
    service.engine.activities().delete(&request.activity_arn);
    Ok(nothing())
}

fn find(service: &Shared, activity_arn: &str) -> Result<Activity, ApiError> {
    arn::check_activity(activity_arn)?;
    service.registry.activity(activity_arn).ok_or_else(|| ApiError::no_activity(activity_arn))
}

pub(super) fn describe(service: &Shared, request: One) -> Result<Value, ApiError> {
    let activity = find(service, &request.activity_arn)?;
    let encryption = activity.encryption.clone();
    Ok(summary(&activity).with("encryptionConfiguration", encryption).into())
}

fn item(activity: &Activity) -> Value {
    summary(activity).into()
}

fn summary(activity: &Activity) -> Fields {
    Fields::default()
        .with("activityArn", activity.arn.as_str())
        .with("name", activity.name.as_str())
        .with("creationDate", date(activity.creation_date))
}

pub(super) fn list(service: &Shared, request: List) -> Result<Value, ApiError> {
    let page = Page::read(request.max_results, request.next_token.as_deref(), "activities")?;
    let activities = service.registry.activities(page.after, page.lookup());
    Ok(page.write("activities", activities, item))
}

pub(super) async fn get_task(service: &Shared, request: GetTask) -> Result<Value, ApiError> {
    if let Some(worker_name) = &request.worker_name {
        name::check(worker_name)?;
    }
    let activity = find(service, &request.activity_arn)?;
    let task = service.standard.take_activity_task(&activity.arn, request.worker_name);
    let over = service.engine.clock().sleep(POLL);
    match select(std::pin::pin!(task), std::pin::pin!(over)).await {
        Either::Left((task, _)) => {
            let task = task?;
            Ok(json!({"taskToken": task.token, "input": task.input.to_text()}))
        }
        Either::Right(_) => Ok(nothing()),
    }
}
