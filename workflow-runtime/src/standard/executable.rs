//! A workflow's native body as what Standard executions run.

use super::line::Lines;
use super::native::Native;
use super::recorded::{Recorded, Recording};
use super::states::States;
use crate::execution::result;
use crate::fault::contained;
use crate::{EventKind, ExecutionError, Failure, Runtime, Workflow};
use futures_util::future::BoxFuture;
use sha2::{Digest, Sha256};
use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Weak};
use std::time::Duration;
use workflow_asl::StateMachine;
use workflow_engine::durable::{Definition, DefinitionKind, Executable, ExecutionContext};
use workflow_engine::{Event, Payload};

/// A workflow with a runtime that provides what its tasks need.
pub(super) struct NativeExecutable<W> {
    definition: Definition,
    shared: Shared,
    workflow: PhantomData<fn() -> W>,
}

/// What all executions of a workflow have in common.
#[derive(Clone)]
struct Shared {
    states: Arc<States>,
    runtime: Runtime,
    region: Arc<str>,
    /// The workflows that it may start executions of, which hold this one.
    native: Weak<Native>,
}

impl<W: Workflow> NativeExecutable<W> {
    /// Of a workflow with its definition, in which every substitution is an ARN.
    pub(super) fn new(machine: &StateMachine, runtime: Runtime, region: Arc<str>, native: Weak<Native>) -> Self {
        let text: Arc<str> = machine.to_json_pretty().into();
        let fingerprint: String = Sha256::digest(&*text).iter().map(|byte| format!("{byte:02x}")).collect();
        let definition = Definition {
            fingerprint: fingerprint.into(),
            kind: DefinitionKind::Native,
            name: W::INFO.name.into(),
            text,
        };
        let states = Arc::new(States::of(machine));
        NativeExecutable { definition, shared: Shared { states, runtime, region, native }, workflow: PhantomData }
    }
}

impl<W: Workflow> Executable for NativeExecutable<W> {
    fn definition(&self) -> &Definition {
        &self.definition
    }

    fn timeout(&self) -> Option<Duration> {
        None
    }

    fn run(&self, context: ExecutionContext) -> BoxFuture<'static, Result<Payload, workflow_engine::Failure>> {
        Box::pin(run::<W>(self.shared.clone(), context))
    }
}

async fn run<W: Workflow>(shared: Shared, context: ExecutionContext) -> Result<Payload, workflow_engine::Failure> {
    let ExecutionContext { recorder, identity, input, start_date, .. } = context;
    let Some(native) = shared.native.upgrade() else {
        // Whoever runs this has let go of what it runs.
        return std::future::pending().await;
    };
    let mut running = shared.runtime.start();
    running.id = Arc::clone(&identity.execution_arn);
    let (states, region) = (shared.states, shared.region);
    let lines = Lines::new(recorder);
    let recorded = Recorded::new(Recording { lines, states, native, running: Arc::new(running), region, start_date });
    let started = Event::ExecutionStarted {
        input: input.clone(),
        role_arn: identity.role_arn.clone(),
        state_machine_alias_arn: identity.state_machine_alias_arn.clone(),
        state_machine_version_arn: identity.state_machine_version_arn.clone(),
    };
    recorded.recorder().record_end(&recorded.line.path, 0, started);
    recorded.tell(|| EventKind::ExecutionStarted { workflow: W::INFO.name });
    let ended = program::<W>(&recorded, input).await;
    let event = match &ended {
        Ok(output) => Event::ExecutionSucceeded { output: output.clone() },
        Err(failure) => Event::ExecutionFailed(failure.clone().into()),
    };
    recorded.recorder().record_end(&recorded.line.path, recorded.line.last(), event);
    recorded.tell(|| match &ended {
        Ok(_) => EventKind::ExecutionSucceeded,
        Err(failure) => EventKind::ExecutionFailed { failure: failure.clone() },
    });
    ended.map_err(workflow_engine::Failure::from)
}

async fn program<W: Workflow>(recorded: &Recorded, input: Payload) -> Result<Payload, Failure> {
    let args = W::from_input(input.into_value())
        .map_err(|error| Failure::new(Failure::RUNTIME, format!("this is no input of `{}`: {error}", W::INFO.name)))?;
    let ended = contained(W::program(recorded.clone(), Some(args), None)).await;
    let output = result(ended).map_err(|error: ExecutionError<W::Error>| error.failure())?;
    let output = Payload::of(&output)
        .map_err(|error| Failure::new(Failure::RUNTIME, format!("the output of `{}`: {error}", W::INFO.name)))?;
    match output.is_too_large() {
        false => Ok(output),
        true => Err(workflow_engine::Failure::result_too_large(W::INFO.name).into()),
    }
}

impl<W> fmt::Debug for NativeExecutable<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NativeExecutable").field("definition", &self.definition).finish_non_exhaustive()
    }
}
