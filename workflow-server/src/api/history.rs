//! `GetExecutionHistory`.

use serde::Deserialize;
use serde_json::Value;

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

pub(super) fn get(service: &Shared, request: Get) -> Result<Value, ApiError> {
    let record = executions::find(service, &request.execution_arn)?;
    let history = record.execution.history().ok_or_else(|| ApiError::no_execution(&request.execution_arn))?;
    let is_reversed = request.reverse_order.unwrap_or_default();
    let list = ("history", &request.execution_arn, is_reversed);
    let page = Page::read(request.max_results, request.next_token.as_deref(), list)?;
    let events = if is_reversed {
        // Ids are dense, so those above the last one seen are what to skip, however many have come since.
        let seen = page.after.map_or(0, |after| (history.len() as u64 + 1).saturating_sub(after));
        history.page_reversed(usize::try_from(seen).unwrap_or(usize::MAX), page.lookup())
    } else {
        history.page(usize::try_from(page.after.unwrap_or(0)).unwrap_or(usize::MAX), page.lookup())
    };
    let includes_data = request.include_execution_data.unwrap_or(true);
    let events = events.into_iter().map(|event| (event.id, event)).collect();
    Ok(page.write("events", events, |event| event.to_json(includes_data)))
}
