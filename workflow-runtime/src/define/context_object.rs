//! `execution_id()`, `execution_name()` and `execution_start_time()`.

use super::drawn::as_written;
use crate::context_object::{ContextObject, execution_id, execution_name, execution_start_time};
use crate::{Context, WorkflowData};
use workflow_asl::jsonata::Expr;

/// A function that reads the context object.
#[diagnostic::on_unimplemented(
    message = "[W0810] this function is not `workflow_runtime`'s of that name",
    label = "what it gives is not known to the definition",
    note = "use `execution_id`, `execution_name` and `execution_start_time` of `workflow_runtime::prelude`, and give another function another name"
)]
pub trait OfContext {
    /// What it gives.
    type Value: WorkflowData;

    /// Its value for an execution.
    fn read(object: &ContextObject) -> Self::Value;

    /// Its value in a definition.
    fn define() -> Expr;
}

/// The context object of a scope's execution.
pub fn of<C: Context>(context: &C) -> ContextObject {
    context.context_object()
}

#[diagnostic::do_not_recommend]
impl OfContext for execution_id {
    type Value = String;

    fn read(object: &ContextObject) -> String {
        object.execution_id().to_owned()
    }

    fn define() -> Expr {
        Expr::States("context.Execution.Id")
    }
}

#[diagnostic::do_not_recommend]
impl OfContext for execution_name {
    type Value = String;

    fn read(object: &ContextObject) -> String {
        object.execution_name().to_owned()
    }

    fn define() -> Expr {
        Expr::States("context.Execution.Name")
    }
}

#[diagnostic::do_not_recommend]
impl OfContext for execution_start_time {
    type Value = jiff::Timestamp;

    fn read(object: &ContextObject) -> jiff::Timestamp {
        object.execution_start_time()
    }

    /// How many digits Step Functions writes is not documented, so it is written anew.
    fn define() -> Expr {
        let milliseconds = Expr::Call("toMillis", vec![Expr::States("context.Execution.StartTime")]);
        as_written(Expr::Call("fromMillis", vec![milliseconds]))
    }
}
