//! `states:startExecution.sync:2` in this process.

use super::ExportedDefinition;
use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use workflow_asl::field;
use workflow_asl::{Resource, StateMachine};
use workflow_engine::{
    Engine, EngineOptions, ExecutionIdentity, ExecutionStatus, Failure, Payload, Program, StartExecution, TaskError,
    TaskProgress, TaskRequest, TaskTarget,
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
            let machine = Machine { definition: exported.definition, program: OnceLock::new() };
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
        let Some(program) = self.0.machines.get(arn).and_then(Machine::program) else {
            let cause = format!("State Machine Does Not Exist: '{arn}'");
            return Err(Failure::new("StepFunctions.StateMachineDoesNotExistException", cause).into());
        };
        let input = request.input.get("Input").cloned().unwrap_or_else(|| json!({}));
        let name = uuid::Uuid::new_v4().to_string();
        let machine = arn.rsplit(':').next().unwrap_or_default();
        let execution = format!("{}:{name}", arn.replace(":stateMachine:", ":execution:"));
        let identity = ExecutionIdentity {
            execution_arn: execution.as_str().into(),
            name: name.as_str().into(),
            state_machine_arn: arn.into(),
            state_machine_name: machine.into(),
            ..ExecutionIdentity::default()
        };
        let start = StartExecution { identity, ..StartExecution::new(program, input.clone()) };
        let status = self.engine().run(StartExecution { is_synchronous: false, ..start }).await;
        let mut described = json!({"ExecutionArn": execution, "Input": input, "Name": name, "StateMachineArn": arn, "Status": status.as_str()});
        let mut describe = |field: &str, value: Value| {
            if let Value::Object(described) = &mut described {
                described.insert(field.to_owned(), value);
            }
        };
        let failure = match status {
            ExecutionStatus::Succeeded(output) => {
                describe(field::OUTPUT, output.into_value());
                return Ok(described.into());
            }
            ExecutionStatus::Failed(failure) | ExecutionStatus::TimedOut(failure) => failure,
            ExecutionStatus::Aborted(failure) => failure,
            ExecutionStatus::Running => Failure::default(),
        };
        failure.error.into_iter().for_each(|error| describe(field::ERROR, error.into()));
        failure.cause.into_iter().for_each(|cause| describe(field::CAUSE, cause.into()));
        Err(Failure::new(Failure::TASK_FAILED, described.to_string()).into())
    }
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
