//! Width, fill and base of a `format!` argument.

use super::Wit;
use super::text::{Part, Text, string};
use super::value::bind_simple;
use crate::WorkflowData;
use crate::data::Shape;
use workflow_asl::jsonata::{BinaryOp, Expr};

/// What stands after the colon.
pub struct Layout {
    /// What fills the width.
    pub fill: char,
    /// Whether the value stands on the left; numbers stand on the right and text on the left if nothing is said.
    pub left: Option<bool>,
    /// Whether zeros stand between a number's sign and its digits.
    pub zeros: bool,
    /// The least number of characters.
    pub width: u16,
    /// The base of the digits.
    pub base: u8,
    /// Whether digits above 9 are capitals.
    pub capitals: bool,
}

/// Integers that have digits in another base: Rust writes the bits of a negative number.
#[diagnostic::on_unimplemented(
    message = "[W0831] `{Self}` has no exact form in another base in a workflow",
    label = "unsigned integers can be written so here"
)]
pub trait Digits: WorkflowData {}

macro_rules! digits {
    ($($type:ty)*) => { $(
        #[diagnostic::do_not_recommend]
        impl Digits for $type {}
    )* };
}

digits! { u8 u16 u32 u64 usize }

/// `{:08x}` and its like.
pub fn based<T: Digits>(_: Wit<T>, value: Expr, layout: &Layout) -> Part {
    let digits = Expr::Call("formatBase", vec![value, Expr::integer(layout.base.into())]);
    let digits = if layout.capitals { Expr::Call("uppercase", vec![digits]) } else { digits };
    let (fill, left) = if layout.zeros { ('0', false) } else { (layout.fill, layout.left.unwrap_or(false)) };
    Part::Value(padded(digits, layout.width, fill, left))
}

/// `{:>8}`, `{:08}` and their like.
pub fn argument<T: Text>(wit: Wit<T>, value: Expr, layout: &Layout) -> Part {
    let range = match T::SHAPE {
        Shape::Integer(range) => Some(range),
        _ => None,
    };
    Part::Value(match range {
        Some(range) if layout.zeros && range.min < 0 => signed(value, layout.width),
        Some(_) if layout.zeros => padded(string(wit, value), layout.width, '0', false),
        _ => padded(string(wit, value), layout.width, layout.fill, layout.left.unwrap_or(range.is_none())),
    })
}

/// Zeros between the sign and the digits.
fn signed(value: Expr, width: u16) -> Expr {
    bind_simple("_n", value, |n| {
        let text = |n: Expr, width: u16| padded(Expr::Call("string", vec![n]), width, '0', false);
        let size = Expr::Call("abs", vec![n.clone()]);
        let negative = Expr::string("-").binary(BinaryOp::Concat, text(size, width.saturating_sub(1)));
        n.clone().binary(BinaryOp::Lt, Expr::integer(0)).conditional(negative, text(n, width))
    })
}

fn padded(text: Expr, width: u16, fill: char, left: bool) -> Expr {
    if width == 0 {
        return text;
    }
    let width = i64::from(width) * if left { 1 } else { -1 };
    let fill = (fill != ' ').then(|| Expr::string(fill));
    Expr::Call("pad", [text, Expr::integer(width)].into_iter().chain(fill).collect())
}
