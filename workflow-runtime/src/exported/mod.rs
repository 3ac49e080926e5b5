//! Exported definitions, run by the interpreter with the tasks of this process.

mod called;
mod children;
mod fill;
mod included;
mod task;

pub(crate) use called::{AnyWorkflow, Called};
pub use included::{IncludedAsl, IncludedTasks};
pub(crate) use task::{Interpreted, Submitted};

use crate::{Runtime, Workflow};
use called::AnyTask;
use children::Children;
use std::any::TypeId;
use std::fmt;
use workflow_asl::{Diagnostic, StateMachine};
use workflow_engine::{Engine, EngineOptions, Program, RustTasks, Targets};

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
}

/// A definition whose functions and state machines are named by ARN.
#[derive(Clone, Debug)]
pub struct ExportedDefinition {
    /// The workflow's name.
    pub name: &'static str,
    /// The state machine's ARN.
    pub state_machine_arn: String,
    /// The definition, in which every substitution is an ARN.
    pub definition: StateMachine,
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

    /// Adds a workflow, those that it starts, and all their tasks.
    ///
    /// # Errors
    ///
    /// Where two tasks or two workflows have one name.
    pub fn with<W: Workflow>(mut self) -> Result<Self, SameName> {
        self.add(AnyWorkflow::of::<W>())?;
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
            left.extend(called.workflows.into_iter().rev());
        }
        Ok(())
    }

    /// The definitions, each that was added before those that it starts executions of. Functions are called like the
    /// tasks, and state machines like the workflows.
    pub fn definitions(&self, region: &str, account_id: &str) -> Vec<ExportedDefinition> {
        let arns = fill::Arns { region, account_id };
        let definition = |workflow: &AnyWorkflow| {
            let mut definition = (workflow.define)().machine;
            arns.fill(&mut definition, self);
            ExportedDefinition { name: workflow.name, state_machine_arn: arns.state_machine(workflow.name), definition }
        };
        self.workflows.iter().map(definition).collect()
    }

    /// The tasks as the target of an engine, with what this runtime provides. Give the engine the runtime's
    /// [`callbacks`](Runtime::engine_options), too.
    pub fn tasks(&self, runtime: &Runtime) -> RustTasks {
        self.tasks.iter().fold(RustTasks::new().keeping_time(), |tasks, task| {
            let runtime = runtime.clone();
            let attempt = task.attempt;
            tasks.with_input(task.name, move |input| attempt(runtime.clone(), input))
        })
    }

    /// An engine that does the tasks in this process, with what this runtime provides, and starts executions of these
    /// workflows in it.
    pub fn engine(&self, runtime: &Runtime) -> Engine {
        let (region, account_id) = NOWHERE;
        let options = EngineOptions { targets: Targets::new().with(self.tasks(runtime)), ..runtime.engine_options() };
        Children::new(self.definitions(region, account_id), options).engine()
    }

    /// The definition of the workflow that was added first, ready to run.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub(crate) fn program(&self) -> Result<Program, Vec<Diagnostic>> {
        let (region, account_id) = NOWHERE;
        let mut definition = self.workflows.first().map(|workflow| (workflow.define)().machine).unwrap_or_default();
        fill::Arns { region, account_id }.fill(&mut definition, self);
        Program::new(definition)
    }
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
