//! Moments: shifted by whole seconds, and compared.
//!
//! A timestamp in an execution's JSON has the text that it came with: any offset, any number of digits after the second.
//! JSONata counts milliseconds, so the digits are left out of what it computes and put back as they were.

use super::value::{bind_simple, error};
use crate::checked::{FIRST_SECOND, LAST_SECOND};
use workflow_asl::jsonata::{BinaryOp, Expr};

/// `moment + duration` and `moment - duration`.
pub fn shift(op: BinaryOp, moment: Expr, seconds: Expr) -> Expr {
    let milliseconds = match seconds {
        Expr::Literal(serde_json::Value::Number(n)) if n.as_i64().is_some_and(|n| n < LAST_SECOND) => {
            Expr::integer(n.as_i64().unwrap_or_default().saturating_mul(1000))
        }
        other => other.binary(BinaryOp::Mul, Expr::integer(1000)),
    };
    bind_simple("_t", moment, |t| {
        bind_simple("_m", whole_milliseconds(t.clone()).binary(op, milliseconds), |m| {
            let early = m.clone().binary(BinaryOp::Ge, Expr::integer(FIRST_SECOND * 1000));
            let fits = early.binary(BinaryOp::And, m.clone().binary(BinaryOp::Le, Expr::integer(LAST_SECOND * 1000)));
            fits.conditional(
                text(m, t).binary(BinaryOp::Concat, Expr::string("Z")),
                error("no timestamp holds this moment"),
            )
        })
    })
}

/// A moment as text that is the same for the same moment, and orders as moments do.
pub fn key(moment: Expr) -> Expr {
    bind_simple("_t", moment, |t| text(whole_milliseconds(t.clone()), t))
}

/// The milliseconds at which a moment's second begins.
fn whole_milliseconds(moment: Expr) -> Expr {
    let seconds = Expr::Call("replace", vec![moment, Expr::Regex(r"\.\d+".into()), Expr::string("")]);
    Expr::Call("toMillis", vec![seconds])
}

/// A second with the digits that a moment has after it, but for zeros at their end. There is no `Z`, so that a second
/// comes before what has digits after it.
fn text(milliseconds: Expr, moment: Expr) -> Expr {
    let second = Expr::Call("fromMillis", vec![milliseconds]);
    let second = Expr::Call("substring", vec![second, Expr::integer(0), Expr::integer(19)]);
    let digits = Expr::Call("match", vec![moment, Expr::Regex(r"\.\d*[1-9]".into())]).field("match");
    second.binary(BinaryOp::Concat, digits)
}
