//! Methods of floats.

use super::Wit;
use super::number::finite;
use super::value::bind_simple;
use workflow_asl::jsonata::{BinaryOp, Expr};

/// `.floor()`
pub fn floor(_: Wit<f64>, value: Expr) -> Expr {
    Expr::Call("floor", vec![value])
}

/// `.ceil()`
pub fn ceil(_: Wit<f64>, value: Expr) -> Expr {
    Expr::Call("ceil", vec![value])
}

/// `.trunc()`
pub fn trunc(_: Wit<f64>, value: Expr) -> Expr {
    truncated(value)
}

/// Towards zero.
pub(super) fn truncated(value: Expr) -> Expr {
    bind_simple("_n", value, |n| {
        let (up, down) = (Expr::Call("ceil", vec![n.clone()]), Expr::Call("floor", vec![n.clone()]));
        n.binary(BinaryOp::Lt, Expr::integer(0)).conditional(up, down)
    })
}

/// `.round()`: half away from zero, where `$round` goes to the even neighbour. What is left of a number without its
/// integer part is exact, which the number plus a half is not.
pub fn round(_: Wit<f64>, value: Expr) -> Expr {
    bind_simple("_n", value, |n| {
        let size = Expr::Call("abs", vec![n.clone()]);
        let half = Expr::literal(serde_json::json!(0.5));
        let rounded = bind_simple("_a", size, |a| {
            bind_simple("_f", Expr::Call("floor", vec![a.clone()]), |f| {
                let next = f.clone().binary(BinaryOp::Add, Expr::integer(1));
                a.binary(BinaryOp::Sub, f.clone()).binary(BinaryOp::Ge, half).conditional(next, f)
            })
        });
        bind_simple("_r", rounded, |r| {
            n.binary(BinaryOp::Lt, Expr::integer(0)).conditional(Expr::Negate(Box::new(r.clone())), r)
        })
    })
}

/// `.sqrt()`, an evaluation fault for what is negative.
pub fn sqrt(_: Wit<f64>, value: Expr) -> Expr {
    finite(Expr::Call("sqrt", vec![value]))
}
