//! `GetExecutionHistory`.

use serde::Deserialize;
use serde_json::Value;
use workflow_engine::HistoryEvent;

use super::page::Page;
use super::{ApiError, Shared, executions};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Get {
    execution_arn: String,
    max_results: Option<usize>,
    reverse_order: Option<bool>,
    next_token: Option<String>,
    include_execution_data: Option<bool>,
}

pub(super) async fn get(service: &Shared, request: Get) -> Result<Value, ApiError> {
    let stored = executions::find(service, &request.execution_arn).await?;
    let is_reversed = request.reverse_order.unwrap_or_default();
    let list = ("history", &request.execution_arn, is_reversed);
    let page = Page::read(request.max_results, request.next_token.as_deref(), list)?;
    let records = service.standard.records(stored.id).await?;
    let mut events: Vec<HistoryEvent> = records.into_iter().flat_map(|record| record.events).collect();
    if is_reversed {
        events.reverse();
    }
    // Those above the last one seen are passed over, however many have come since.
    let is_next =
        |event: &HistoryEvent| page.after.is_none_or(|after| (event.id < after) == is_reversed && event.id != after);
    let events: Vec<HistoryEvent> = events.into_iter().filter(is_next).take(page.lookup()).collect();
    let includes_data = request.include_execution_data.unwrap_or(true);
    let events = events.into_iter().map(|event| (event.id, event)).collect();
    Ok(page.write("events", events, |event| event.to_json(includes_data)))
}
