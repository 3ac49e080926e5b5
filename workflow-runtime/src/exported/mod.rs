//! Exported definitions, run by the interpreter with the tasks of this process.

mod called;
mod children;
mod deployment;
mod fill;
mod included;
mod interpretation;
#[cfg(feature = "lambda")]
mod invoke;
mod runnable;
mod task;
mod told;

pub(crate) use called::{AnyWorkflow, Called, machine};
pub use included::{IncludedAsl, IncludedTasks};
pub(crate) use interpretation::Interpretation;
pub use runnable::{AnyRunnable, Runnable};
pub(crate) use task::Interpreted;
#[cfg(feature = "lambda")]
pub(crate) use {called::AnyTask, invoke::Invocation};

use crate::standard::Make;
use crate::{ExecutionType, Runtime};
#[cfg(not(feature = "lambda"))]
use called::AnyTask;
use called::StandIn;
use children::Children;
use std::any::TypeId;
use std::fmt;
use workflow_asl::{Diagnostic, StateMachine};
use workflow_engine::{Engine, EngineOptions, Program, RustTasks, Targets, TaskTarget};

/// Workflows as their exported definitions, with everything that those call: the workflows that they start executions
/// of, and all tasks.
///
/// It is what an [`Engine`] needs to run the definitions with the Rust tasks:
///
/// ```
/// # use workflow_runtime::prelude::*;
/// # #[task]
/// # async fn greet(name: &str) -> Result<String, Failure> {
/// #     Ok(format!("hello, {name}"))
/// # }
/// # #[workflow]
/// # async fn greeting(name: String) -> Result<String, Failure> {
/// #     greet(&name).await
/// # }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::sync::Arc;
/// use workflow_runtime::engine::{ExecutionStatus, Program, StartExecution};
/// use workflow_runtime::{Exported, Runtime};
///
/// let exported = Exported::new().with::<greeting>()?;
/// let engine = exported.engine(&Runtime::new());
/// let definition = exported.definitions("us-east-1", "123456789012").remove(0).definition;
/// let program = Program::new(definition).map_err(|problems| format!("{problems:?}"))?;
/// let status = engine.run(StartExecution::new(Arc::new(program), serde_json::json!("Ada"))).await;
/// assert_eq!(status, ExecutionStatus::Succeeded(serde_json::json!("hello, Ada").into()));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Exported {
    workflows: Vec<AnyWorkflow>,
    tasks: Vec<AnyTask>,
    stand_ins: Vec<StandIn>,
}

/// A definition whose functions and state machines are named by ARN.
#[derive(Clone, Debug)]
pub struct ExportedDefinition {
    /// The workflow's name.
    pub name: &'static str,
    /// The state machine's ARN.
    pub state_machine_arn: String,
    /// The type of its executions.
    pub execution_type: ExecutionType,
    /// The definition, in which every substitution is an ARN; one that was included is as it was written.
    pub definition: StateMachine,
    text: Option<&'static str>,
}

impl ExportedDefinition {
    /// The definition's JSON; of one that was included, the text of its file.
    pub fn to_json(&self) -> String {
        self.text.map_or_else(|| self.definition.to_json_pretty(), str::to_owned)
    }
}

/// Two tasks, or two workflows, have one name: a definition could not tell them apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SameName {
    /// `tasks` or `workflows`.
    what: &'static str,
    name: &'static str,
}

impl fmt::Display for SameName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "two {} are called `{}`, and a definition names them by that", self.what, self.name)
    }
}

impl std::error::Error for SameName {}

/// The account and the region that executions of a runtime itself are in.
const NOWHERE: (&str, &str) = ("us-east-1", "123456789012");

impl Exported {
    /// None.
    pub fn new() -> Self {
        Exported::default()
    }

    /// Adds a workflow, those that it starts, and all their tasks; or an included definition and its tasks.
    ///
    /// # Errors
    ///
    /// Where two tasks or two workflows have one name, or states of one name call one service by different tasks.
    pub fn with<R: Runnable>(mut self) -> Result<Self, SameName> {
        self.add(R::any().workflow)?;
        Ok(self)
    }

    pub(crate) fn add(&mut self, workflow: AnyWorkflow) -> Result<(), SameName> {
        let mut left = vec![workflow];
        while let Some(workflow) = left.pop() {
            if !is_new(
                "workflows",
                workflow.name,
                workflow.id,
                self.workflows.iter().map(|known| (known.name, known.id)),
            )? {
                continue;
            }
            self.workflows.push(workflow);
            let called = (workflow.define)().called;
            for task in called.tasks {
                if is_new("tasks", task.name, task.id, self.tasks.iter().map(|known| (known.name, known.id)))? {
                    self.tasks.push(task);
                }
            }
            self.stand_ins(called.stand_ins)?;
            left.extend(called.workflows.into_iter().rev());
        }
        Ok(())
    }

    /// Adds what stands in for services and activities, which are known by the states that call them.
    fn stand_ins(&mut self, called: Vec<StandIn>) -> Result<(), SameName> {
        for stand_in in called {
            let same = |known: &&StandIn| known.state == stand_in.state && known.resource() == stand_in.resource();
            match self.stand_ins.iter().find(same) {
                None => self.stand_ins.push(stand_in),
                Some(known) if known.task.id == stand_in.task.id => {}
                Some(_) => {
                    return Err(SameName {
                        what: "states that call one service by different tasks",
                        name: stand_in.state,
                    });
                }
            }
        }
        Ok(())
    }

    /// The definitions, each that was added before those that it starts executions of. Functions are called like the
    /// tasks, and state machines like the workflows.
    pub fn definitions(&self, region: &str, account_id: &str) -> Vec<ExportedDefinition> {
        let arns = fill::Arns { region, account_id };
        let definition = |workflow: &AnyWorkflow| {
            let (name, definition) = (workflow.name, self.machine(workflow, &arns));
            let state_machine_arn = arns.state_machine(name);
            ExportedDefinition {
                name,
                state_machine_arn,
                execution_type: workflow.execution_type,
                definition,
                text: workflow.text,
            }
        };
        self.workflows.iter().map(definition).collect()
    }

    /// The tasks, each once.
    #[cfg(feature = "lambda")]
    pub(crate) fn any_tasks(&self) -> &[AnyTask] {
        &self.tasks
    }

    /// The definitions that were included: their names and their texts.
    pub(crate) fn included(&self) -> Vec<(&'static str, &'static str)> {
        self.workflows.iter().filter_map(|workflow| Some((workflow.name, workflow.text?))).collect()
    }

    /// The workflows that have a native body: their names, their definitions, and what makes them something to run.
    pub(crate) fn native(&self, region: &str, account_id: &str) -> Vec<(&'static str, StateMachine, Make)> {
        let arns = fill::Arns { region, account_id };
        let native = self.workflows.iter().filter_map(|workflow| {
            let make = workflow.make?;
            Some((workflow.name, self.machine(workflow, &arns), make))
        });
        native.collect()
    }

    /// The first of the workflows whose executions are of a type.
    pub(crate) fn first_of(&self, execution_type: ExecutionType) -> Option<&'static str> {
        self.workflows.iter().find(|workflow| workflow.execution_type == execution_type).map(|workflow| workflow.name)
    }

    /// The tasks as the target of an engine, with what this runtime provides. Give the engine the runtime's
    /// [`callbacks`](Runtime::engine_options), too.
    pub fn tasks(&self, runtime: &Runtime) -> RustTasks {
        self.stand_ins.iter().fold(targets(&self.tasks, runtime), |targets, stand_in| {
            let (runtime, attempt) = (runtime.clone(), stand_in.task.attempt);
            targets.with_stand_in(stand_in.state, stand_in.resource(), move |input| attempt(runtime.clone(), input))
        })
    }

    /// An engine that does the tasks in this process, with what this runtime provides, and starts executions of these
    /// workflows in it.
    pub fn engine(&self, runtime: &Runtime) -> Engine {
        self.engine_of(runtime, self.tasks(runtime))
    }

    /// An engine whose tasks are done by a target.
    fn engine_of(&self, runtime: &Runtime, tasks: impl TaskTarget + 'static) -> Engine {
        let (region, account_id) = NOWHERE;
        let options = EngineOptions { targets: Targets::new().with(tasks), ..runtime.engine_options() };
        Children::new(self.definitions(region, account_id), options).engine()
    }

    /// The definition of the workflow that was added first, ready to run.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    fn program(&self) -> Result<Program, Vec<Diagnostic>> {
        let (region, account_id) = NOWHERE;
        let arns = fill::Arns { region, account_id };
        let first = self.workflows.first();
        Program::new(first.map(|workflow| self.machine(workflow, &arns)).unwrap_or_default())
    }

    /// A definition with its substitutions; one that was not made here has none.
    fn machine(&self, workflow: &AnyWorkflow, arns: &fill::Arns<'_>) -> StateMachine {
        let mut machine = (workflow.define)().machine;
        if workflow.text.is_none() {
            arns.fill(&mut machine, self);
        }
        machine
    }
}

/// Tasks as the target of an engine, with what a runtime provides.
fn targets(tasks: &[AnyTask], runtime: &Runtime) -> RustTasks {
    tasks.iter().fold(RustTasks::new().keeping_time(), |targets, task| {
        let (runtime, attempt) = (runtime.clone(), task.attempt);
        targets.with_input(task.name, move |input| attempt(runtime.clone(), input))
    })
}

/// Whether something of this name is not known yet.
fn is_new(
    what: &'static str,
    name: &'static str,
    id: TypeId,
    known: impl Iterator<Item = (&'static str, TypeId)>,
) -> Result<bool, SameName> {
    match known.into_iter().find(|(known, _)| *known == name) {
        None => Ok(true),
        Some((_, known)) if known == id => Ok(false),
        Some(_) => Err(SameName { what, name }),
    }
}
