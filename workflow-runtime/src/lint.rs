//! Warnings about a workflow's definition.

use crate::{ExecutionType, Workflow, definition};
use workflow_asl::{Diagnostic, StateMachine};

/// What a workflow's definition may say and probably should not: what may wait for ever, never happen or outgrow a limit.
///
/// A workflow allows what is meant: `#[workflow(allow(history_limit))]`. The lints are listed in `docs/lints.md`.
///
/// ```
/// # use workflow_runtime::prelude::*;
/// # #[derive(Debug, WorkflowError)]
/// # enum DeskError { Closed }
/// #[task]
/// async fn ask(question: &str, token: TaskToken<String>) -> Result<(), DeskError> {
/// #   let _ = (question, token);
///     Ok(())
/// }
///
/// #[workflow]
/// async fn asked(question: String) -> Result<String, DeskError> {
///     ask(&question).await
/// }
///
/// #[workflow(allow(callback_without_timeout))]
/// async fn patient(question: String) -> Result<String, DeskError> {
///     ask(&question).await
/// }
///
/// assert_eq!(workflow_runtime::lints::<asked>()[0].code.lint_name(), "callback_without_timeout");
/// assert!(workflow_runtime::lints::<patient>().is_empty());
/// ```
pub fn lints<W: Workflow>() -> Vec<Diagnostic> {
    of(&definition::<W>(), W::INFO.execution_type, W::INFO.allow)
}

/// The warnings of a definition that are not allowed.
pub(crate) fn of(machine: &StateMachine, execution_type: ExecutionType, allowed: &[&str]) -> Vec<Diagnostic> {
    let mut found = workflow_asl::validate_template(machine, execution_type);
    found.retain(|problem| !problem.is_error());
    found.extend(workflow_asl::lint(machine));
    found.retain(|warning| !allowed.contains(&warning.code.lint_name().as_str()));
    found
}
