//! `RedriveExecution`.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use workflow_engine::clock::later;
use workflow_engine::durable::{RedriveError, StoredExecution};

use super::{ApiError, Shared, date, executions};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Redrive {
    execution_arn: String,
    client_token: Option<String>,
}

/// By which client an execution was redriven last, by its ARN.
const REDRIVES: &str = "redrives";

/// How long a client may ask for the same redrive again.
///
/// See `clientToken` of `RedriveExecution` in the Step Functions API reference.
const REPEATABLE: Duration = Duration::from_secs(15 * 60);

/// A redrive that a client has asked for. It is written before the redrive is.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    client_token: String,
    /// How often the execution was redriven with it.
    redrive_count: u32,
    date: Timestamp,
}

/// # Errors
///
/// `ExecutionNotRedrivable`, with AWS's reason.
pub(super) async fn redrive(service: &Shared, request: Redrive) -> Result<Value, ApiError> {
    let stored = executions::find(service, &request.execution_arn).await?;
    if let Some(client_token) = request.client_token {
        let last = last_asked(service, &request.execution_arn).await?;
        let is_done = |last: &Asked| last.client_token == client_token && last.redrive_count == stored.redrive_count;
        if last.as_ref().is_some_and(is_done) {
            return Ok(redriven(service, &stored));
        }
        if stored.redrive_refusal(service.now()).is_none() {
            let asked = Asked { client_token, redrive_count: stored.redrive_count + 1, date: service.now() };
            let text = serde_json::to_string(&asked).map_err(|error| ApiError::internal(error.to_string()))?;
            service.standard.store().put_document(REDRIVES, &request.execution_arn, Some(text)).await?;
        }
    }
    match service.standard.redrive(stored.id).await {
        Ok(stored) => Ok(redriven(service, &stored)),
        Err(RedriveError::ExecutionDoesNotExist) => Err(ApiError::no_execution(&request.execution_arn)),
        Err(RedriveError::NotRedrivable(reason)) => {
            Err(ApiError::new("ExecutionNotRedrivable", format!("Execution Not Redrivable: '{reason}'")))
        }
        Err(RedriveError::Store(error)) => Err(error.into()),
    }
}

/// One that was suspended goes on, but that is no redrive that is counted.
fn redriven(service: &Shared, stored: &StoredExecution) -> Value {
    json!({"redriveDate": date(stored.redrive_date.unwrap_or_else(|| service.now()))})
}

/// The last redrive of an execution that may still be asked for again. Those that may not are forgotten.
async fn last_asked(service: &Shared, execution_arn: &str) -> Result<Option<Asked>, ApiError> {
    let store = service.standard.store();
    let mut found = None;
    for (arn, text) in store.documents(REDRIVES).await? {
        let asked = serde_json::from_str::<Asked>(&text).ok();
        match asked.filter(|asked| later(asked.date, REPEATABLE) >= service.now()) {
            Some(asked) if arn == execution_arn => found = Some(asked),
            Some(_) => {}
            None => store.put_document(REDRIVES, &arn, None).await?,
        }
    }
    Ok(found)
}
