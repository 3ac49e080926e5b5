//! `now()`, `uuid()` and `random()`.

use crate::drawn::{now, random, uuid};
use crate::{Context, WorkflowData};
use workflow_asl::jsonata::Expr;

/// A function that gives another value each time, through the context.
#[diagnostic::on_unimplemented(
    message = "[W0810] this function is not `workflow_runtime`'s of that name",
    label = "what it gives would not be recorded",
    note = "use `now`, `uuid` and `random` of `workflow_runtime::prelude`, and give another function another name"
)]
pub trait Drawn {
    /// What it gives.
    type Value: WorkflowData;

    /// Its value for an execution.
    fn draw<C: Context>(context: &C) -> Self::Value;

    /// Its value in a definition.
    fn define() -> Expr;
}

/// A moment with three digits after the second, as a timestamp is written.
pub(super) fn as_written(moment: Expr) -> Expr {
    Expr::Call("replace", vec![moment, Expr::Regex(r"\.?0+Z$".into()), Expr::string("Z")])
}

#[diagnostic::do_not_recommend]
impl Drawn for now {
    type Value = jiff::Timestamp;

    fn draw<C: Context>(context: &C) -> jiff::Timestamp {
        context.now()
    }

    /// A timestamp is written without the zeros that `$now()` has at the end of its milliseconds.
    fn define() -> Expr {
        as_written(Expr::Call("now", Vec::new()))
    }
}

#[diagnostic::do_not_recommend]
impl Drawn for uuid {
    type Value = String;

    fn draw<C: Context>(context: &C) -> String {
        context.uuid()
    }

    fn define() -> Expr {
        Expr::Call("uuid", Vec::new())
    }
}

#[diagnostic::do_not_recommend]
impl Drawn for random {
    type Value = f64;

    fn draw<C: Context>(context: &C) -> f64 {
        context.random()
    }

    fn define() -> Expr {
        Expr::Call("random", Vec::new())
    }
}
