//! `TestState`: one state, without an execution.

use serde_json::Value;

use super::{ApiError, Shared};

/// Not there yet: whoever calls it is told so.
pub(super) async fn test(_service: &Shared, _request: &Value) -> Result<Value, ApiError> {
    Err(ApiError::new("UnknownOperationException", "TestState is not supported yet"))
}
