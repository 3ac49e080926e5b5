//! Workflows whose states call services and an activity, for which tasks stand in.

use super::workflows::{ShopError, World};
use std::sync::Arc;
use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowData)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Published {
    message_id: u32,
}

/// 13 is sold out.
#[task(resource = "arn:aws:states:::sns:publish", arguments(TopicArn = "topic"))]
pub(crate) async fn publish(
    message: u32,
    subject: Option<String>,
    world: Dep<Arc<World>>,
    context: TaskContext,
) -> Result<Published, ShopError> {
    world.run(&context).await;
    let longer = subject.map_or(0, |subject| u32::try_from(subject.len()).unwrap_or_default());
    if message == 13 {
        Err(ShopError::SoldOut { item: message })
    } else {
        Ok(Published { message_id: message + longer })
    }
}

/// Waits for someone outside.
#[task(resource = "arn:aws:states:::sqs:sendMessage.waitForTaskToken", timeout = "1d")]
pub(crate) async fn ask(
    queue_url: &str,
    #[arg(name = "MessageBody.order")] order: u32,
    #[arg(name = "MessageBody.token")] token: TaskToken<bool>,
    world: Dep<Arc<World>>,
    context: TaskContext,
) -> Result<(), ShopError> {
    assert_eq!(queue_url, "queue");
    world.run(&context).await;
    drop(world.tokens.send((order, token.to_string())));
    Ok(())
}

#[task(activity = "review")]
pub(crate) async fn review(
    item: u32,
    cents: u32,
    world: Dep<Arc<World>>,
    context: TaskContext,
) -> Result<u32, ShopError> {
    world.run(&context).await;
    Ok(item * cents)
}

#[workflow]
pub(crate) async fn messaged(item: u32) -> Result<u32, ShopError> {
    let published = publish(item, None).await?;
    let cents = review(published.message_id, 3).await?;
    let again = publish(cents, Some("again".to_string())).await?;
    Ok(again.message_id)
}

#[workflow]
pub(crate) async fn asked(order: u32) -> Result<bool, ShopError> {
    ask("queue", order).await
}
