//! `Result`s as values: `{"Ok": value}` or `{"Err": {"Error": .., "Cause": ..}}`.

use super::Wit;
use super::value::bind_simple;
use crate::WorkflowData;
use crate::data::NeverNull;
use workflow_asl::jsonata::{BinaryOp, Expr};

/// An `Option` or a `Result`: what may hold a value.
#[diagnostic::on_unimplemented(
    message = "[W0811] `{Self}` is neither an `Option` nor a `Result`",
    label = "in a workflow one of these stands here"
)]
pub trait Holder: WorkflowData {
    /// What it may hold.
    type Value: WorkflowData;
    /// The value itself, as what follows reads it.
    fn read(value: Expr) -> Expr;
    /// Whether it does.
    fn holds(value: Expr) -> Expr;
    /// What it does hold.
    fn held(value: Expr) -> Expr;
    /// One that holds a value.
    fn holding(value: Expr) -> Expr;
    /// The same where it holds none.
    fn without(value: Expr) -> Expr;
    /// The error where it holds no value.
    fn error(value: Expr) -> Expr;
}

impl<T: NeverNull> Holder for Option<T> {
    type Value = T;

    fn read(value: Expr) -> Expr {
        value.or_missing()
    }

    fn holds(value: Expr) -> Expr {
        super::pattern::is_some(value)
    }

    fn held(value: Expr) -> Expr {
        super::pattern::payload(value)
    }

    fn holding(value: Expr) -> Expr {
        value
    }

    fn without(_: Expr) -> Expr {
        super::value::null()
    }

    fn error(_: Expr) -> Expr {
        super::value::null()
    }
}

#[diagnostic::do_not_recommend]
impl<T: WorkflowData, E> Holder for Result<T, E> {
    type Value = T;

    fn read(value: Expr) -> Expr {
        value
    }

    fn holds(value: Expr) -> Expr {
        is_ok(value)
    }

    fn held(value: Expr) -> Expr {
        value_in(value)
    }

    fn holding(value: Expr) -> Expr {
        ok(value)
    }

    fn without(value: Expr) -> Expr {
        value
    }

    fn error(value: Expr) -> Expr {
        error_in(value)
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

/// What may be missing as a result, whose error holds nothing.
pub(super) fn of_option(value: Expr) -> Expr {
    bind_simple("_v", value, |v| super::pattern::is_some(v.clone()).conditional(ok(v), err(super::value::null())))
}

/// Whether a result is `Ok`.
pub fn is_ok(result: Expr) -> Expr {
    Expr::Call("exists", vec![result.field("Ok")])
}

/// Whether a result is `Err`.
pub fn is_err(result: Expr) -> Expr {
    Expr::Call("exists", vec![result.field("Err")])
}

/// Whether a result is an error for which `test` is true. A test that needs the error to be there says so itself.
pub fn fails_with(result: Expr, test: Expr) -> Expr {
    if needs_error(&test) { test } else { is_err(result).binary(BinaryOp::And, test) }
}

fn needs_error(test: &Expr) -> bool {
    match test {
        Expr::Binary(BinaryOp::And, first, _) => needs_error(first),
        Expr::Binary(BinaryOp::Eq | BinaryOp::In, name, _) => {
            matches!(&**name, Expr::Field(_, field) if field == "Error")
        }
        _ => false,
    }
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
pub fn has_value<T: WorkflowData, E>(_: Wit<Result<T, E>>, result: Expr) -> Expr {
    is_ok(result)
}

/// `.is_err()`
pub fn has_error<T: WorkflowData, E>(_: Wit<Result<T, E>>, result: Expr) -> Expr {
    is_err(result)
}

/// `.is_err_and(closure)`
pub fn is_err_and<T: WorkflowData, E>(
    _: Wit<Result<T, E>>,
    result: Expr,
    condition: impl FnOnce(Expr) -> Expr,
) -> Expr {
    bind_simple("_v", result, |result| is_err(result.clone()).binary(BinaryOp::And, condition(error_in(result))))
}

/// `.ok()`
pub fn to_option<T: NeverNull, E>(_: Wit<Result<T, E>>, result: Expr) -> Expr {
    bind_simple("_v", result, |result| is_ok(result.clone()).conditional(value_in(result), super::value::null()))
}

/// `.ok_or(error)` and `.ok_or_else(|| error)`
pub fn ok_or<T: NeverNull>(_: Wit<Option<T>>, option: Expr, error: Expr) -> Expr {
    bind_simple("_v", option.or_missing(), |value| {
        super::pattern::is_some(value.clone()).conditional(ok(value), err(error))
    })
}

/// `.map_err(|_| error)`
pub fn map_err<T: WorkflowData, E>(_: Wit<Result<T, E>>, result: Expr, other: impl FnOnce(Expr) -> Expr) -> Expr {
    bind_simple("_v", result, |result| is_ok(result.clone()).conditional(result.clone(), err(other(error_in(result)))))
}
