//! Executions of definitions in the interpreter.

use super::replay::{Replay, Started};
use futures_util::FutureExt;
use serde_json::Value;
use std::sync::Arc;
use workflow_engine::{
    Event, Execution, ExecutionIdentity, ExecutionStatus, ExecutionType, Failure, Program, StartExecution,
};

/// An execution that has ended.
pub(super) struct Ran {
    pub(super) status: ExecutionStatus,
    /// The states entered, in order; after each that started an execution, those of that.
    pub(super) states: Vec<String>,
}

/// Runs the case's own definition; waits take no time.
pub(super) async fn run(replay: &Arc<Replay>) -> Result<Ran, String> {
    let case = &replay.case;
    let clock = Arc::clone(&replay.clock);
    clock.drive(of(replay, &case.definition, case.input.clone(), &case.execution)).await
}

/// Runs a definition.
pub(super) async fn of(replay: &Arc<Replay>, definition: &Value, input: Value, id: &str) -> Result<Ran, String> {
    let program = Program::from_json(&definition.to_string());
    let program = program.map_err(|problems| format!("the definition is not accepted: {problems:?}"))?;
    let name = id.rsplit(':').next().unwrap_or_default();
    let identity = ExecutionIdentity { execution_arn: id.into(), name: name.into(), ..ExecutionIdentity::default() };
    let executions = Started::default();
    let running = Running(replay.engine(&executions).start(StartExecution {
        program: Arc::new(program),
        input: input.into(),
        identity,
        execution_type: ExecutionType::Standard,
        is_synchronous: false,
    }));
    let status = running.0.ended().await.status;
    let events = running.0.history().map(workflow_engine::History::events).unwrap_or_default();
    let states = events.into_iter().filter_map(|event| match event.event {
        Event::StateEntered { name, .. } => Some(name.to_string()),
        _ => None,
    });
    Ok(Ran { status, states: executions.among(states) })
}

/// An execution that is stopped when nobody waits for it any more.
struct Running(Execution);

impl Drop for Running {
    fn drop(&mut self) {
        // Polled once, it tells the execution; that it has ended need not be waited for.
        let _ = self.0.stop(Failure::default()).now_or_never();
    }
}
