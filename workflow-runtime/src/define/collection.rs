//! Lists and iterator chains.

use super::Wit;
use super::pattern::null;
use super::value::{bind_simple, error, not};
use crate::WorkflowData;
use crate::data::Shape;
use serde_json::{Value, json};
use workflow_asl::jsonata::{BinaryOp, Expr};

/// What has a number of items that JSONata counts as Rust does.
#[diagnostic::on_unimplemented(
    message = "`.len()` of `{Self}` has no exact form in a workflow",
    label = "`.len()` works on lists here; for text write `.chars().count()` (Rust's `.len()` counts bytes)"
)]
pub trait Len: WorkflowData {}

#[diagnostic::do_not_recommend]
impl<T: WorkflowData> Len for Vec<T> {}

/// `.len()`
pub fn len<T: Len>(_: Wit<T>, value: Expr) -> Expr {
    Expr::Call("count", vec![value])
}

/// What can be empty.
#[diagnostic::on_unimplemented(
    message = "`.is_empty()` of `{Self}` has no exact form in a workflow",
    label = "lists and text can be empty"
)]
pub trait Empty: WorkflowData {}

impl<T: WorkflowData> Empty for Vec<T> {}
impl Empty for String {}

/// `.is_empty()`
pub fn is_empty<T: Empty>(_: Wit<T>, value: Expr) -> Expr {
    match T::SHAPE {
        Shape::Text => value.binary(BinaryOp::Eq, Expr::string("")),
        _ => Expr::Call("count", vec![value]).binary(BinaryOp::Eq, Expr::integer(0)),
    }
}

/// What `.contains(..)` looks into.
#[diagnostic::on_unimplemented(
    message = "`.contains(..)` of `{Self}` has no exact form in a workflow",
    label = "lists of numbers, booleans or text, and text, can be looked into here"
)]
pub trait Contains<Item>: WorkflowData {}

impl<T: super::number::Comparable> Contains<T> for Vec<T> {}
impl Contains<String> for String {}
impl Contains<char> for String {}

/// `.contains(item)`
pub fn contains<T: Contains<Item>, Item>(_: Wit<T>, value: Expr, _: Wit<Item>, item: Expr) -> Expr {
    match T::SHAPE {
        Shape::Text => Expr::Call("contains", vec![value, item]),
        _ => item.binary(BinaryOp::In, value),
    }
}

/// A list.
#[diagnostic::on_unimplemented(message = "this works on lists only in a workflow", label = "not a `Vec` or slice")]
pub trait List: WorkflowData {
    /// What it holds.
    type Item: WorkflowData;
}

impl<T: WorkflowData> List for Vec<T> {
    type Item = T;
}

/// `.iter()` and `.into_iter()`: the list itself.
pub fn iterate<T: List>(_: Wit<T>, list: Expr) -> Expr {
    list
}

/// What a range counts over.
#[diagnostic::on_unimplemented(
    message = "a range of `{Self}` has no exact form in a workflow",
    label = "ranges count over integers here"
)]
pub trait Countable: WorkflowData {}

macro_rules! countable {
    ($($type:ty)*) => { $(
        #[diagnostic::do_not_recommend]
        impl Countable for $type {}
    )* };
}

countable! { i8 i16 i32 i64 isize u8 u16 u32 u64 usize }

/// `start..end` and `start..=end` as a list.
pub fn range<T: Countable>(_: Wit<T>, start: Expr, end: Expr, closed: bool) -> Expr {
    let last = match end {
        end if closed => end,
        Expr::Literal(Value::Number(n)) if n.is_i64() => Expr::integer(n.as_i64().unwrap_or_default() - 1),
        end => end.binary(BinaryOp::Sub, Expr::integer(1)),
    };
    Expr::Range(Box::new(start), Box::new(last))
}

/// `list[index]`, an evaluation fault where there is none.
pub fn index<T: List>(_: Wit<T>, list: Expr, index: Expr) -> Expr {
    bind_simple("_l", list, |list| {
        bind_simple("_i", index, |i| {
            let count = Expr::Call("count", vec![list.clone()]);
            let item = list.index(i.clone());
            i.binary(BinaryOp::Lt, count).conditional(item, error("index out of range"))
        })
    })
}

/// `.get(index)`
pub fn get<T: List>(_: Wit<T>, list: Expr, position: Expr) -> Expr {
    or_null(list.index(position))
}

/// `.first()`
pub fn first<T: List>(_: Wit<T>, list: Expr) -> Expr {
    or_null(list.index(Expr::integer(0)))
}

/// `.last()`
pub fn last<T: List>(_: Wit<T>, list: Expr) -> Expr {
    or_null(list.index(Expr::integer(-1)))
}

fn or_null(value: Expr) -> Expr {
    bind_simple("_v", value, |v| Expr::Call("exists", vec![v.clone()]).conditional(v, null()))
}

/// `.map(closure)`: `result` is the type that the closure gives.
pub fn map<T: WorkflowData>(_: Wit<T>, list: Expr, function: Expr) -> Expr {
    let mapped = Expr::Call("map", vec![list, function]);
    match T::SHAPE {
        // Brackets would splice a result that is itself an array.
        Shape::List | Shape::Tuple(_) | Shape::Option | Shape::Opaque => {
            Expr::Call("append", vec![Expr::literal(json!([])), Expr::KeepArray(Box::new(mapped))])
        }
        _ => Expr::Array(vec![mapped]),
    }
}

/// `.filter(closure)`: the items are of type `T`.
pub fn filter<T: WorkflowData>(_: Wit<T>, list: Expr, function: Expr) -> Expr {
    let kept = Expr::Call("filter", vec![list, function]);
    match T::SHAPE {
        Shape::List | Shape::Tuple(_) | Shape::Option | Shape::Opaque => {
            Expr::Call("append", vec![Expr::literal(json!([])), Expr::KeepArray(Box::new(kept))])
        }
        _ => Expr::Array(vec![kept]),
    }
}

/// `.any(closure)`: the items are of type `T`.
pub fn any<T: WorkflowData>(wit: Wit<T>, list: Expr, function: Expr) -> Expr {
    count(filter(wit, list, function)).binary(BinaryOp::Gt, Expr::integer(0))
}

/// `.all(closure)`: the items are of type `T`.
pub fn all<T: WorkflowData>(wit: Wit<T>, list: Expr, function: Expr) -> Expr {
    let function = match function {
        Expr::Lambda(parameters, body) => Expr::Lambda(parameters, Box::new(not(*body))),
        other => other,
    };
    count(filter(wit, list, function)).binary(BinaryOp::Eq, Expr::integer(0))
}

/// `.count()`
pub fn count(list: Expr) -> Expr {
    Expr::Call("count", vec![list])
}

/// `.sum()`, an evaluation fault on overflow as in the native body.
pub fn sum<T: WorkflowData>(wit: Wit<T>, list: Expr) -> Expr {
    super::number::sum(wit, list)
}

/// `.max()` and `.min()` of an iterator: nothing of an empty list.
pub fn extreme<T: super::number::Ordered>(_: Wit<Option<T>>, name: &'static str, list: Expr) -> Expr {
    or_null(Expr::Call(name, vec![list]))
}
