//! JSON that comes as text in a request.

use serde_json::Value;
use workflow_asl::json;

/// Reads a JSON text.
///
/// # Errors
///
/// What AWS says of it.
pub(super) fn parse(text: &str) -> Result<Value, String> {
    if text.trim().is_empty() {
        return Err("Invalid execution input.".to_owned());
    }
    json::parse(text).map_err(|error| error.message().to_owned())
}
