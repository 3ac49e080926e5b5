//! The names of executions that tasks start: an attempt that is made again after a crash finds the execution that it started.

use serde_json::Value;
use sha2::{Digest, Sha256};
use workflow_engine::TaskRequest;

use super::super::failures::ServiceError;

/// The request of `StartExecution`. Without a name it gets one, and comes with the ARN of the execution that has it.
pub(super) fn of_task(mut request: Value, task: &TaskRequest) -> (Value, Option<String>) {
    let Some(members) = request.as_object_mut().filter(|members| !members.contains_key("name")) else {
        return (request, None);
    };
    let name = name(task);
    let machine_arn = members.get("stateMachineArn").and_then(Value::as_str).unwrap_or_default();
    let execution_arn = execution_arn(machine_arn, &name);
    members.insert("name".to_owned(), Value::from(name));
    (request, execution_arn)
}

/// The same for every time that the attempt is begun, and for no other one: like those that are drawn, a UUID.
fn name(task: &TaskRequest) -> String {
    let digest = Sha256::new()
        .chain_update(&*task.execution_arn)
        .chain_update([0])
        .chain_update(task.entered_event_id.to_be_bytes())
        .chain_update(task.attempt.to_be_bytes())
        .chain_update(task.redrive_count.to_be_bytes())
        .finalize();
    let bytes = digest.first_chunk().copied().unwrap_or_default();
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

/// `arn:..:stateMachine:machine:version` starts `arn:..:execution:machine:name`.
fn execution_arn(machine_arn: &str, name: &str) -> Option<String> {
    let (prefix, machine) = machine_arn.split_once(":stateMachine:")?;
    let machine = machine.split(':').next()?;
    Some(format!("{prefix}:execution:{machine}:{name}"))
}

/// Whether `StartExecution` was refused because there is an execution of this name, which has ended meanwhile.
pub(super) fn is_started(error: &ServiceError) -> bool {
    error.code.as_deref() == Some("ExecutionAlreadyExists")
}
