//! `states:startExecution.sync:2` in this process.

use super::ExportedDefinition;
use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use workflow_asl::field;
use workflow_asl::{Resource, StateMachine};
use workflow_engine::{
    Engine, EngineOptions, ExecutionIdentity, ExecutionStatus, ExecutionType, Failure, Payload, Program,
    StartExecution, TaskError, TaskProgress, TaskRequest, TaskTarget,
};

const EXECUTION: &str = "arn:aws:states:::states:startExecution.sync:2";

/// Runs the executions that a definition starts.
#[derive(Clone, Debug)]
pub(super) struct Children(Arc<Family>);

#[derive(Debug)]
struct Family {
    /// The state machines by ARN.
    machines: HashMap<String, Machine>,
    /// What the parent has, but for this target.
    options: EngineOptions,
}

/// A state machine, made ready when it is first started.
#[derive(Debug)]
struct Machine {
    definition: StateMachine,
    execution_type: ExecutionType,
    /// None of a definition that is not valid.
    program: OnceLock<Option<Arc<Program>>>,
}

impl Machine {
    fn program(&self) -> Option<Arc<Program>> {
        let program = || Program::new(self.definition.clone()).ok().map(Arc::new);
        self.program.get_or_init(program).clone()
    }
}

impl Children {
    pub(super) fn new(definitions: Vec<ExportedDefinition>, options: EngineOptions) -> Self {
        let machines = definitions.into_iter().map(|exported| {
            let ExportedDefinition { definition, execution_type, .. } = exported;
            let machine = Machine { definition, execution_type, program: OnceLock::new() };
            (exported.state_machine_arn, machine)
        });
        Children(Arc::new(Family { machines: machines.collect(), options }))
    }

    /// What a parent's engine is made with.
    pub(super) fn engine(&self) -> Engine {
        let options = self.0.options.clone();
        Engine::new(EngineOptions { targets: options.targets.clone().with(self.clone()), ..options })
    }

    async fn start(&self, request: TaskRequest) -> Result<Payload, TaskError> {
        let arn = request.input.get("StateMachineArn").and_then(Value::as_str).unwrap_or_default();
        let machine = self.0.machines.get(arn);
        let Some((program, execution_type)) =
            machine.and_then(|machine| Some((machine.program()?, machine.execution_type)))
        else {
            let cause = format!("State Machine Does Not Exist: '{arn}'");
            return Err(Failure::new("StepFunctions.StateMachineDoesNotExistException", cause).into());
        };
        let input = request.input.get("Input").cloned().unwrap_or_else(|| json!({}));
        let name = uuid::Uuid::new_v4().to_string();
        let identity = ExecutionIdentity {
            execution_arn: format!("{}:{name}", arn.replace(":stateMachine:", ":execution:")).into(),
            name: name.into(),
            state_machine_arn: arn.into(),
            state_machine_name: arn.rsplit(':').next().unwrap_or_default().into(),
            ..ExecutionIdentity::default()
        };
        let start = StartExecution {
            identity: identity.clone(),
            execution_type,
            is_synchronous: false,
            ..StartExecution::new(program, input.clone())
        };
        let status = self.engine().run(start).await;
        let description = described(&identity, input, &status);
        match status {
            ExecutionStatus::Succeeded(_) => Ok(description.into()),
            _ => Err(Failure::new(Failure::TASK_FAILED, description.to_string()).into()),
        }
    }
}

/// What a `.sync:2` task gives, or has in its cause: the description of the execution.
fn described(identity: &ExecutionIdentity, input: Value, status: &ExecutionStatus) -> Value {
    let (output, failure) = match status {
        ExecutionStatus::Succeeded(output) => (Some(Value::clone(output)), None),
        ExecutionStatus::Failed(failure) | ExecutionStatus::TimedOut(failure) | ExecutionStatus::Aborted(failure) => {
            (None, Some(failure))
        }
        ExecutionStatus::Running => (None, None),
    };
    let text = |text: &Option<String>| text.clone().map(Value::String);
    let members = [
        ("ExecutionArn", Some(json!(*identity.execution_arn))),
        ("Input", Some(input)),
        ("Name", Some(json!(*identity.name))),
        ("StateMachineArn", Some(json!(*identity.state_machine_arn))),
        ("Status", Some(json!(status.as_str()))),
        (field::OUTPUT, output),
        (field::ERROR, failure.and_then(|failure| text(&failure.error))),
        (field::CAUSE, failure.and_then(|failure| text(&failure.cause))),
    ];
    members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

impl TaskTarget for Children {
    fn accepts(&self, resource: &Resource, _: &Payload) -> bool {
        resource.to_string() == EXECUTION
    }

    /// All that a child does is in its own states and tasks.
    fn keeps_time(&self) -> bool {
        true
    }

    fn run<'a>(&'a self, request: TaskRequest, _: &'a dyn TaskProgress) -> BoxFuture<'a, Result<Payload, TaskError>> {
        Box::pin(self.start(request))
    }
}
