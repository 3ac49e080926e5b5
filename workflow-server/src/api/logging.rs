//! What is logged of executions: as the `loggingConfiguration` of their state machines says, which is nothing unless set.

use std::sync::Arc;

use serde_json::Value;
use workflow_engine::ExecutionIdentity;
use workflow_engine::durable::{LogLevel, Logging, LoggingConfiguration};

use crate::registry::Registry;

/// The configurations of the state machines.
#[derive(Debug)]
pub(super) struct MachineLogging(pub(super) Arc<Registry>);

impl Logging for MachineLogging {
    fn configuration(&self, execution: &ExecutionIdentity) -> LoggingConfiguration {
        let revision = self.0.current_revision(&execution.state_machine_arn);
        revision.map_or(NOTHING, |revision| configuration(&revision.settings.logging))
    }
}

const NOTHING: LoggingConfiguration = LoggingConfiguration { level: LogLevel::Off, include_execution_data: false };

/// Reads a configuration as it is described.
fn configuration(described: &Value) -> LoggingConfiguration {
    let level = described.get("level").and_then(Value::as_str).and_then(|level| level.parse().ok());
    let has_data = described.get("includeExecutionData").and_then(Value::as_bool);
    LoggingConfiguration { level: level.unwrap_or(LogLevel::Off), include_execution_data: has_data.unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nothing_is_logged_unless_set() {
        assert_eq!(configuration(&json!({"includeExecutionData": false, "level": "OFF"})), NOTHING);
        let all = LoggingConfiguration { level: LogLevel::All, include_execution_data: true };
        assert_eq!(configuration(&json!({"includeExecutionData": true, "level": "ALL"})), all);
        assert_eq!(configuration(&Value::Null), NOTHING);
    }
}
