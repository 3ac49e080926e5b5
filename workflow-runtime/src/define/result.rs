//! `Result`s as values: `{"Ok": value}` or `{"Err": {"Error": .., "Cause": ..}}`.

use super::Wit;
use super::value::bind_simple;
use crate::WorkflowData;
use workflow_asl::jsonata::Expr;

/// An `Option` or a `Result`: what may hold a value.
#[diagnostic::on_unimplemented(
    message = "[W0811] `{Self}` is neither an `Option` nor a `Result`",
    label = "in a workflow one of these stands here"
)]
pub trait Holder: WorkflowData {
    /// What it may hold.
    type Value: WorkflowData;
    /// Whether it does.
    fn holds(value: Expr) -> Expr;
    /// What it does hold.
    fn held(value: Expr) -> Expr;
}

#[diagnostic::do_not_recommend]
impl<T: WorkflowData> Holder for Option<T> {
    type Value = T;

    fn holds(value: Expr) -> Expr {
        super::pattern::is_some(value)
    }

    fn held(value: Expr) -> Expr {
        super::pattern::payload(value)
    }
}

#[diagnostic::do_not_recommend]
impl<T: WorkflowData, E: 'static> Holder for Result<T, E> {
    type Value = T;

    fn holds(value: Expr) -> Expr {
        is_ok(value)
    }

    fn held(value: Expr) -> Expr {
        value_in(value)
    }
}

/// Whether there is a value.
pub fn holds<T: Holder>(_: Wit<T>, value: Expr) -> Expr {
    T::holds(value)
}

/// The type of what an `Option` or `Result` may hold.
pub fn value_of<T: Holder>(_: Wit<T>) -> Wit<T::Value> {
    Wit::new()
}

/// The value that there is.
pub fn held<T: Holder>(_: Wit<T>, value: Expr) -> Expr {
    T::held(value)
}

/// `Ok(value)`
pub fn ok(value: Expr) -> Expr {
    Expr::Object(vec![("Ok".into(), value)])
}

/// `Err(error)`
pub fn err(error: Expr) -> Expr {
    Expr::Object(vec![("Err".into(), error)])
}

/// An error as a value.
pub fn error((name, cause): (Expr, Option<Expr>)) -> Expr {
    let cause = cause.unwrap_or_else(|| Expr::string(""));
    Expr::Object(vec![("Error".into(), name), ("Cause".into(), cause)])
}

/// Whether a result is `Ok`.
pub fn is_ok(result: Expr) -> Expr {
    Expr::Call("exists", vec![result.field("Ok")])
}

/// Whether a result is `Err`.
pub fn is_err(result: Expr) -> Expr {
    Expr::Call("exists", vec![result.field("Err")])
}

/// What `Ok` holds.
pub fn value_in(result: Expr) -> Expr {
    result.field("Ok")
}

/// What `Err` holds.
pub fn error_in(result: Expr) -> Expr {
    result.field("Err")
}

/// `.is_ok()`
pub fn has_value<T: WorkflowData, E: 'static>(_: Wit<Result<T, E>>, result: Expr) -> Expr {
    is_ok(result)
}

/// `.is_err()`
pub fn has_error<T: WorkflowData, E: 'static>(_: Wit<Result<T, E>>, result: Expr) -> Expr {
    is_err(result)
}

/// `.ok()`
pub fn to_option<T: WorkflowData, E: 'static>(_: Wit<Result<T, E>>, result: Expr) -> Expr {
    bind_simple("_v", result, |result| is_ok(result.clone()).conditional(value_in(result), super::value::null()))
}

/// `.ok_or(error)` and `.ok_or_else(|| error)`
pub fn ok_or<T: WorkflowData>(_: Wit<Option<T>>, option: Expr, error: Expr) -> Expr {
    bind_simple("_v", option.or_missing(), |value| {
        super::pattern::is_some(value.clone()).conditional(ok(value), err(error))
    })
}

/// `.map_err(|_| error)`
pub fn map_err<T: WorkflowData, E: 'static>(
    _: Wit<Result<T, E>>,
    result: Expr,
    other: impl FnOnce(Expr) -> Expr,
) -> Expr {
    bind_simple("_v", result, |result| is_ok(result.clone()).conditional(result.clone(), err(other(error_in(result)))))
}
