//! What the API keeps with an execution besides what runs it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use workflow_engine::durable::StoredExecution;

use super::{ApiError, Shared};
use crate::registry::Revision;

/// [`NewExecution::details`](workflow_engine::durable::NewExecution::details) of the executions that the API starts.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Details {
    /// The key of the revision that it runs.
    #[serde(default)]
    revision: String,
    /// `traceHeader`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) trace_header: Option<String>,
    /// The input as it was given, if that is not how the execution has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    input: Option<String>,
}

impl Details {
    /// Those of an execution with this input, which it has as `text`.
    pub(super) fn new(revision: &Revision, trace_header: Option<String>, input: String, text: &str) -> Self {
        Self { revision: revision.key.clone(), trace_header, input: (input != text).then_some(input) }
    }

    /// As they are stored.
    pub(super) fn text(&self) -> Result<Arc<str>, ApiError> {
        let text = serde_json::to_string(self).map_err(|error| ApiError::internal(error.to_string()))?;
        Ok(text.into())
    }

    /// Those that an execution was started with. One that another program has started has none.
    pub(super) fn of(stored: &StoredExecution) -> Self {
        let details = stored.new.details.as_deref();
        details.and_then(|details| serde_json::from_str(details).ok()).unwrap_or_default()
    }

    /// The input as it was given.
    pub(super) fn input<'a>(&'a self, stored: &'a StoredExecution) -> &'a str {
        self.input.as_deref().unwrap_or(&stored.new.input)
    }

    /// What the state machine was when the execution was started.
    ///
    /// # Errors
    ///
    /// `StateMachineDoesNotExist`, if no state machine was created for it.
    pub(super) fn revision(&self, service: &Shared) -> Result<Arc<Revision>, ApiError> {
        let revision = service.registry.revision(&self.revision);
        revision.ok_or_else(|| ApiError::new("StateMachineDoesNotExist", "State Machine Does Not Exist"))
    }
}
