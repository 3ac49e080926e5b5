//! Stored executions as the operations of the API show them.

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use workflow_engine::durable::{Record, StoredExecution};
use workflow_engine::{Event, Failure};

use crate::text::api_date as date;

/// An execution as `ListExecutions` shows it.
pub(crate) fn item(stored: &StoredExecution) -> Map<String, Value> {
    let identity = &stored.new.identity;
    let mut fields = Map::new();
    let mut put = |name: &str, value: Option<Value>| drop(value.map(|value| fields.insert(name.to_owned(), value)));
    put("executionArn", Some(json!(&*identity.execution_arn)));
    put("stateMachineArn", Some(json!(&*identity.state_machine_arn)));
    put("name", Some(json!(&*identity.name)));
    put("status", Some(json!(stored.status.as_str())));
    put("startDate", Some(date(stored.new.start_date)));
    put("stopDate", stored.stop_date.map(date));
    put("stateMachineVersionArn", identity.state_machine_version_arn.as_deref().map(Value::from));
    put("stateMachineAliasArn", identity.state_machine_alias_arn.as_deref().map(Value::from));
    put("redriveCount", Some(json!(stored.redrive_count)));
    put("redriveDate", stored.redrive_date.map(date));
    put("suspendedReason", stored.suspended.as_deref().map(Value::from));
    fields
}

/// An execution as `DescribeExecution` shows it. `last` is the end of its record.
pub(crate) fn description(stored: &StoredExecution, last: &[Record], now: Timestamp) -> Value {
    let mut fields = item(stored);
    fields.insert("input".to_owned(), json!(&*stored.new.input));
    fields.insert("inputDetails".to_owned(), json!({"included": true}));
    let events = last.iter().rev().flat_map(|record| record.events.iter().rev());
    match events.map(|event| &event.event).find(|event| is_end(event)).filter(|_| stored.stop_date.is_some()) {
        Some(Event::ExecutionSucceeded { output }) => {
            fields.insert("output".to_owned(), json!(output.to_text()));
            fields.insert("outputDetails".to_owned(), json!({"included": true}));
        }
        Some(
            Event::ExecutionFailed(failure) | Event::ExecutionTimedOut(failure) | Event::ExecutionAborted(failure),
        ) => put_failure(&mut fields, failure),
        _ => {}
    }
    let refusal = stored.redrive_refusal(now);
    let status = if refusal.is_some() { "NOT_REDRIVABLE" } else { "REDRIVABLE" };
    fields.insert("redriveStatus".to_owned(), json!(status));
    refusal.into_iter().for_each(|refusal| drop(fields.insert("redriveStatusReason".to_owned(), json!(refusal))));
    Value::Object(fields)
}

fn is_end(event: &Event) -> bool {
    matches!(
        event,
        Event::ExecutionSucceeded { .. }
            | Event::ExecutionFailed(_)
            | Event::ExecutionTimedOut(_)
            | Event::ExecutionAborted(_)
    )
}

fn put_failure(fields: &mut Map<String, Value>, failure: &Failure) {
    for (name, text) in [("error", &failure.error), ("cause", &failure.cause)] {
        text.iter().for_each(|text| drop(fields.insert(name.to_owned(), json!(text))));
    }
}
