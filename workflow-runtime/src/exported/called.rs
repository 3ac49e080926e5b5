//! What a definition calls, found while it is made.

use super::IncludedAsl;
use super::task::attempt;
use crate::define::{defined, state::Definition};
use crate::standard::{Make, make};
use crate::{ExecutionType, Runtime, Task, TaskInfo, Workflow, WorkflowSettings};
use futures_util::future::BoxFuture;
use std::any::TypeId;
use workflow_asl::StateMachine;
use workflow_engine::{Failure, Payload, TaskInput};

/// The tasks and workflows that the states of a scope call, each once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Called {
    pub(super) tasks: Vec<AnyTask>,
    pub(super) workflows: Vec<AnyWorkflow>,
}

impl Called {
    pub(crate) fn task<T: Task>() -> Self {
        Called { tasks: vec![AnyTask::of::<T>()], workflows: Vec::new() }
    }

    pub(crate) fn workflow<W: Workflow>() -> Self {
        Called { tasks: Vec::new(), workflows: vec![AnyWorkflow::of::<W>()] }
    }

    /// Adds what others call.
    pub(crate) fn add(&mut self, other: Called) {
        for task in other.tasks {
            if self.tasks.iter().all(|known| known.id != task.id) {
                self.tasks.push(task);
            }
        }
        for workflow in other.workflows {
            if self.workflows.iter().all(|known| known.id != workflow.id) {
                self.workflows.push(workflow);
            }
        }
    }
}

/// A task whose type is forgotten.
#[derive(Clone, Copy, Debug)]
pub(super) struct AnyTask {
    pub(super) id: TypeId,
    pub(super) name: &'static str,
    pub(super) info: TaskInfo,
    /// Makes one attempt, in the surroundings that the runtime provides.
    pub(super) attempt: fn(Runtime, TaskInput) -> BoxFuture<'static, Result<Payload, Failure>>,
}

impl AnyTask {
    fn of<T: Task>() -> Self {
        AnyTask::called::<T>(T::INFO.name)
    }

    /// A task that stands for a function of another name.
    pub(super) fn called<T: Task>(name: &'static str) -> Self {
        AnyTask { id: TypeId::of::<T>(), name, info: T::INFO, attempt: attempt::<T> }
    }
}

/// A workflow, or an included definition, whose type is forgotten.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AnyWorkflow {
    pub(super) id: TypeId,
    pub(super) name: &'static str,
    pub(super) define: fn() -> Definition,
    /// The text of a definition that was not made here and stays as it was written.
    pub(super) text: Option<&'static str>,
    /// The type of its executions.
    pub(crate) execution_type: ExecutionType,
    /// How its state machine is deployed.
    pub(super) settings: WorkflowSettings,
    /// Makes what Standard executions run, if it has a native body.
    pub(super) make: Option<Make>,
}

impl AnyWorkflow {
    pub(crate) fn of<W: Workflow>() -> Self {
        AnyWorkflow {
            id: TypeId::of::<W>(),
            name: W::INFO.name,
            define: defined::<W>,
            text: None,
            execution_type: W::INFO.execution_type,
            settings: W::INFO.settings,
            make: Some(make::<W>),
        }
    }

    pub(crate) fn of_included<I: IncludedAsl>() -> Self {
        AnyWorkflow {
            id: TypeId::of::<I>(),
            name: I::NAME,
            define: included::<I>,
            text: Some(I::DEFINITION),
            execution_type: ExecutionType::Standard,
            settings: WorkflowSettings::DEFAULT,
            make: None,
        }
    }
}

/// An included definition; that it can be read was seen when it was compiled.
fn included<I: IncludedAsl>() -> Definition {
    let called = Called { tasks: I::tasks().into_any(), workflows: Vec::new() };
    Definition { machine: machine::<I>(), called }
}

pub(crate) fn machine<I: IncludedAsl>() -> StateMachine {
    StateMachine::from_json(I::DEFINITION).unwrap_or_default()
}
