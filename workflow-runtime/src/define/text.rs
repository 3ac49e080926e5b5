//! Text: formatting and string methods.

use super::Wit;
use crate::WorkflowData;
use crate::data::Shape;
use workflow_asl::jsonata::{BinaryOp, Expr};

/// What `{}` writes as JSONata does.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no exact text form in a workflow",
    label = "text, integers and booleans can be formatted here",
    note = "JSONata writes floats with 15 digits; format inside a task"
)]
pub trait Text: WorkflowData {}

macro_rules! texts {
    ($($type:ty)*) => { $(
        #[diagnostic::do_not_recommend]
        impl Text for $type {}
    )* };
}

texts! { bool i8 i16 i32 i64 isize u8 u16 u32 u64 usize String }

/// A part of a `format!`.
pub enum Part {
    /// Text between the arguments.
    Literal(&'static str),
    /// An argument.
    Value(Expr),
}

/// An argument of a `format!`, which `&` turns into text as `{}` does.
pub fn argument<T: Text>(_: Wit<T>, value: Expr) -> Part {
    let is_text = matches!(T::SHAPE, Shape::Text);
    Part::Value(if is_text { value } else { Expr::Call("string", vec![value]) })
}

/// `format!(..)`.
pub fn concatenate(parts: Vec<Part>) -> Expr {
    let joined = parts
        .into_iter()
        .map(|part| match part {
            Part::Literal(text) => Expr::string(text),
            Part::Value(value) => value,
        })
        .reduce(|left, right| left.binary(BinaryOp::Concat, right));
    joined.unwrap_or_else(|| Expr::string(""))
}

/// `.to_string()`
pub fn to_string<T: Text>(wit: Wit<T>, value: Expr) -> Expr {
    concatenate(vec![argument(wit, value)])
}

/// Text only: the methods that have no meaning elsewhere.
#[diagnostic::on_unimplemented(message = "this method works on text only", label = "not text")]
pub trait Str: WorkflowData {}

#[diagnostic::do_not_recommend]
impl Str for String {}

/// `left + right` on text.
pub fn append<T: Str>(_: Wit<T>, left: Expr, right: Expr) -> Expr {
    left.binary(BinaryOp::Concat, right)
}

/// `.to_uppercase()`
pub fn to_uppercase<T: Str>(_: Wit<T>, value: Expr) -> Expr {
    Expr::Call("uppercase", vec![value])
}

/// `.to_lowercase()`
pub fn to_lowercase<T: Str>(_: Wit<T>, value: Expr) -> Expr {
    Expr::Call("lowercase", vec![value])
}

/// `.chars().count()`
pub fn char_count<T: Str>(_: Wit<T>, value: Expr) -> Expr {
    Expr::Call("length", vec![value])
}
