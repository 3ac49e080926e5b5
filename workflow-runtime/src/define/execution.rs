//! Child executions: `start_execution(workflow(..))`.

use super::Wit;
use super::pattern::{ANY, Caught, error_equals};
use super::state::{Defined, Edge, catcher as catcher_of, document, name_of_arn};
use crate::exported::Called;
use crate::start::StartExecution;
use crate::{Failure, Workflow, WorkflowData, WorkflowError};
use serde_json::json;
use workflow_asl::Catcher;
use workflow_asl::jsonata::{BinaryOp, Expr};

/// What a workflow may start.
#[diagnostic::on_unimplemented(
    message = "[W0810] `{Self}` is not `workflow_runtime`'s `start_execution`",
    label = "this would not be part of the definition",
    note = "use `workflow_runtime::start_execution`, which starts an execution of another workflow"
)]
pub trait IsExecution {
    /// The other workflow.
    type Workflow: Workflow;

    /// Its arguments.
    fn args(self) -> <Self::Workflow as Workflow>::Args;
}

#[diagnostic::do_not_recommend]
impl<W: Workflow> IsExecution for StartExecution<W> {
    type Workflow = W;

    fn args(self) -> W::Args {
        self.into_args()
    }
}

/// Tells which workflow is started, and gives its arguments.
#[inline]
pub fn started<X: IsExecution>(_: Wit<X::Workflow>, execution: X) -> <X::Workflow as Workflow>::Args {
    execution.args()
}

/// The type that a child execution gives.
pub fn output_of<W: Workflow>(_: Wit<W>) -> Wit<<W::Output as WorkflowData>::Erased>
where
    W::Output: WorkflowData,
{
    Wit::new()
}

/// The type that a child execution fails with.
pub fn error_of<W: Workflow>(_: Wit<W>) -> Wit<W::Error> {
    Wit::new()
}

/// A Task state that starts an execution and waits for its end.
pub fn state<W: Workflow>(_: Wit<W>, arguments: Vec<Expr>, next: Edge, catch: Vec<Catcher>) -> Defined {
    let machine = format!("${{{}}}", name_of_arn(W::INFO.name, "StateMachineArn"));
    let input = document(W::INFO.parameters, arguments);
    let arguments = json!({ "StateMachineArn": machine, "Input": input });
    let kind = next.task("arn:aws:states:::states:startExecution.sync:2", arguments, catch);
    Defined { kind, called: Called::workflow::<W>() }
}

/// What the execution gave, in its state's own `Assign` and `Output`.
pub fn result() -> Expr {
    Expr::States("result.Output")
}

/// The Catcher of a child execution: whatever it failed with is one error of its state.
pub fn catcher(edge: Edge) -> Catcher {
    catcher_of(vec![Failure::TASK_FAILED.to_owned()], edge)
}

/// The `Error` and `Cause` that an execution failed with: its state's cause describes the execution. Another error is of
/// the call that starts it.
pub fn failure() -> Expr {
    let caught = || Expr::States("errorOutput");
    let described = || Expr::variable("_c");
    let fields = ["Error", "Cause"].map(|name| (name.to_owned(), described().field(name)));
    // An execution that was stopped has no error of its own.
    let otherwise = Expr::Object(vec![("Error".to_owned(), Expr::string(Failure::TASK_FAILED))]);
    let merged = Expr::Call("merge", vec![Expr::Array(vec![otherwise, Expr::Object(fields.to_vec())])]);
    let cause = Expr::Call("parse", vec![caught().field("Cause")]);
    let own = Expr::Block(vec![("_c".to_owned(), cause)], Box::new(merged));
    let is_own = caught().field("Error").binary(BinaryOp::Eq, Expr::string(Failure::TASK_FAILED));
    is_own.conditional(own, caught())
}

/// Whether an execution failed with an error that an arm takes.
pub fn failed_with<E: WorkflowError>(wit: Wit<E>, patterns: &[Caught], failure: Expr) -> Expr {
    let names = error_equals(wit, patterns);
    let error = failure.field("Error");
    let list = |names: &[&str]| Expr::List(names.iter().map(|name| Expr::string(*name)).collect());
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    match names.as_slice() {
        // Every error: but what no program can catch it cannot catch here either.
        names if names == ANY => {
            let uncaught = error.binary(BinaryOp::In, list(&[Failure::QUERY_EVALUATION_ERROR, Failure::RUNTIME]));
            Expr::Call("not", vec![uncaught])
        }
        [only] => error.binary(BinaryOp::Eq, Expr::string(*only)),
        several => error.binary(BinaryOp::In, list(several)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ErrorKind, ErrorVariant};

    macro_rules! errors {
        ($name:ident: $($variant:expr),*) => {
            struct $name;

            impl WorkflowError for $name {
                const VARIANTS: &'static [ErrorVariant] = &[$($variant),*];

                fn failure(&self) -> Failure {
                    Failure::named("A")
                }

                fn from_failure(failure: Failure) -> Result<Self, Failure> {
                    Err(failure)
                }
            }
        };
    }

    const A: ErrorVariant = ErrorVariant { ident: "A", kind: ErrorKind::Named { error: "A", fields: &[] } };
    const B: ErrorVariant =
        ErrorVariant { ident: "B", kind: ErrorKind::Named { error: "States.Timeout", fields: &[] } };
    const OTHER: ErrorVariant = ErrorVariant { ident: "Other", kind: ErrorKind::Other };

    errors!(Closed: A, B);
    errors!(Open: A, OTHER);

    fn condition<E: WorkflowError>(patterns: &[Caught]) -> String {
        failed_with::<E>(Wit::new(), patterns, Expr::variable("failure")).to_string()
    }

    #[test]
    fn arms_take_the_errors_of_the_child() {
        assert_eq!(condition::<Closed>(&[Caught::Variant(&["A"])]), r#"$failure.Error = "A""#);
        assert_eq!(condition::<Closed>(&[Caught::Any]), r#"$failure.Error in ["A", "States.Timeout"]"#);
    }

    #[test]
    fn no_arm_takes_what_no_program_can_catch() {
        let every = r#"$not($failure.Error in ["States.QueryEvaluationError", "States.Runtime"])"#;
        assert_eq!(condition::<Open>(&[Caught::Any]), every);
        assert_eq!(condition::<Open>(&[Caught::Variant(&["Other"])]), every);
    }
}
