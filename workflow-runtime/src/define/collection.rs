//! Lists and iterator chains.

use super::Wit;
use super::pattern::null;
use super::value::bind_simple;
use crate::WorkflowData;
use crate::data::{NeverNull, Shape};
use serde_json::Value;
use std::collections::BTreeMap;
use workflow_asl::jsonata::{BinaryOp, Expr};

/// What has a number of items that JSONata counts as Rust does.
#[diagnostic::on_unimplemented(
    message = "[W0823] `.len()` of `{Self}` has no exact form in a workflow",
    label = "`.len()` works on lists here; for text write `.chars().count()` (Rust's `.len()` counts bytes)"
)]
pub trait Len: WorkflowData {}

#[diagnostic::do_not_recommend]
impl<T: WorkflowData> Len for Vec<T> {}
#[diagnostic::do_not_recommend]
impl<T: WorkflowData> Len for BTreeMap<String, T> {}

/// `.len()`
pub fn len<T: Len>(_: Wit<T>, value: Expr) -> Expr {
    size(T::SHAPE, value)
}

/// The number of items of a list or of entries of a map.
fn size(shape: Shape, value: Expr) -> Expr {
    let counted = if matches!(shape, Shape::Dictionary) { Expr::Call("keys", vec![value]) } else { value };
    Expr::Call("count", vec![counted])
}

/// What can be empty.
#[diagnostic::on_unimplemented(
    message = "[W0824] `.is_empty()` of `{Self}` has no exact form in a workflow",
    label = "lists, maps and text can be empty"
)]
pub trait Empty: WorkflowData {}

impl<T: WorkflowData> Empty for Vec<T> {}
impl<T: WorkflowData> Empty for BTreeMap<String, T> {}
impl Empty for String {}

/// `.is_empty()`
pub fn is_empty<T: Empty>(_: Wit<T>, value: Expr) -> Expr {
    match T::SHAPE {
        Shape::Text => value.binary(BinaryOp::Eq, Expr::string("")),
        shape => size(shape, value).binary(BinaryOp::Eq, Expr::integer(0)),
    }
}

/// What `.contains(..)` looks into.
#[diagnostic::on_unimplemented(
    message = "[W0825] `.contains(..)` of `{Self}` has no exact form in a workflow",
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
#[diagnostic::on_unimplemented(
    message = "[W0826] this works on lists only in a workflow",
    label = "not a `Vec` or slice"
)]
pub trait List: WorkflowData {
    /// What it holds.
    type Item: WorkflowData;
}

impl<T: WorkflowData> List for Vec<T> {
    type Item = T;
}

/// What a range counts over.
#[diagnostic::on_unimplemented(
    message = "[W0827] a range of `{Self}` has no exact form in a workflow",
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

/// Whether a counter has not got to the end of its range.
pub fn is_before<T: Countable>(_: Wit<T>, counter: Expr, end: Expr, closed: bool) -> Expr {
    counter.binary(if closed { BinaryOp::Le } else { BinaryOp::Lt }, end)
}

/// What a value is looked up in: a list by position, a map by key.
#[diagnostic::on_unimplemented(
    message = "[W0828] `.get(..)` of `{Self}` has no exact form in a workflow",
    label = "lists, and maps by `String`, can be looked up in here"
)]
pub trait Lookup: WorkflowData {}

impl<T: WorkflowData> Lookup for Vec<T> {}
impl<T: WorkflowData> Lookup for BTreeMap<String, T> {}

/// `.get(position)` of a list, `.get(key)` of a map.
pub fn get<T: Lookup, V: NeverNull>(_: Wit<T>, _: Wit<Option<V>>, whole: Expr, at: Expr) -> Expr {
    match T::SHAPE {
        Shape::Dictionary => or_null(Expr::Call("lookup", vec![whole, at])),
        _ => item(whole, at),
    }
}

/// `.first()`
pub fn first<T: List, V: NeverNull>(_: Wit<T>, found: Wit<Option<V>>, list: Expr) -> Expr {
    super::search::next(found, list)
}

/// `.last()`
pub fn last<T: List, V: NeverNull>(_: Wit<T>, found: Wit<Option<V>>, list: Expr) -> Expr {
    super::search::last(found, list)
}

/// An item or null. JSONata evaluates what stands between brackets once for each item, of an empty list never.
pub(super) fn item(list: Expr, position: Expr) -> Expr {
    bind_simple("_i", position, |i| or_null(list.index(i)))
}

/// What can be joined.
#[diagnostic::on_unimplemented(
    message = "[W0829] `.join(..)` of `{Self}` has no exact form in a workflow",
    label = "lists of `String` can be joined here",
    note = "for a list of lists use `.concat()` or `.iter().flatten()`"
)]
pub trait Join: WorkflowData {}

impl Join for Vec<String> {}

/// `.join(separator)`
pub fn join<T: Join>(_: Wit<T>, list: Expr, separator: Expr) -> Expr {
    Expr::Call("join", vec![list, separator])
}

/// What can be put together.
#[diagnostic::on_unimplemented(
    message = "[W0830] `.concat()` of `{Self}` has no exact form in a workflow",
    label = "lists of `String` and lists of lists can be put together here"
)]
pub trait Concat: WorkflowData {}

impl Concat for Vec<String> {}
impl<T: WorkflowData> Concat for Vec<Vec<T>> {}

/// `.concat()`: `result` is what it gives.
pub fn concat<T: Concat, R: WorkflowData>(_: Wit<T>, _: Wit<R>, list: Expr) -> Expr {
    match R::SHAPE {
        Shape::Text => Expr::Call("join", vec![list]),
        _ => super::iterator::flattened(list),
    }
}

pub(super) fn or_null(value: Expr) -> Expr {
    bind_simple("_v", value, |v| Expr::Call("exists", vec![v.clone()]).conditional(v, null()))
}

/// A list of what `items` gives: JSONata gives the only item for itself, and nothing for none.
pub(super) fn listed<T: WorkflowData>(items: Expr) -> Expr {
    if may_be_array::<T>() {
        // Brackets would splice an item that is itself an array.
        return Expr::Call("append", vec![empty(), Expr::KeepArray(Box::new(items))]);
    }
    Expr::Array(vec![items])
}

/// Whether values of the type may be arrays in JSON.
pub(super) fn may_be_array<T: WorkflowData>() -> bool {
    matches!(T::SHAPE, Shape::List | Shape::Tuple(_) | Shape::Option | Shape::Opaque)
}

/// `[]`
pub(super) fn empty() -> Expr {
    Expr::List(Vec::new())
}
