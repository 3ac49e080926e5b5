//! Iterators: where they begin, and their adapters. An iterator is the list of its items.

use super::Wit;
use super::closure::{Closure, function};
use super::collection::{empty, listed};
use super::pattern::{is_some, null};
use super::search::position_of;
use super::value::{bind_simple, error, not};
use crate::WorkflowData;
use crate::data::{NeverNull, Shape};
use std::collections::BTreeMap;
use workflow_asl::jsonata::{BinaryOp, Expr};

/// What can be iterated over.
#[diagnostic::on_unimplemented(
    message = "[W0816] `{Self}` cannot be iterated over in a workflow",
    label = "lists, maps by `String` and options of what is not null itself have items here"
)]
pub trait Iterate: WorkflowData {
    /// What it gives one by one.
    type Item: WorkflowData;
    #[doc(hidden)]
    fn items(value: Expr) -> Expr;
}

impl<T: WorkflowData> Iterate for Vec<T> {
    type Item = T;

    fn items(value: Expr) -> Expr {
        value
    }
}

impl<T: NeverNull> Iterate for Option<T> {
    type Item = T;

    fn items(value: Expr) -> Expr {
        bind_simple("_v", value.or_missing(), |v| {
            is_some(v.clone()).conditional(Expr::List(vec![whole::<T>(v)]), empty())
        })
    }
}

impl<T: WorkflowData> Iterate for BTreeMap<String, T> {
    type Item = (String, T);

    fn items(value: Expr) -> Expr {
        super::dictionary::pairs::<T>(value)
    }
}

/// `.iter()` and `.into_iter()`, and what a `for` loop or a Map state goes through: the list itself, a map's pairs in the
/// order of their keys, what an option holds. Another type that Rust can iterate over does so in code of its own.
pub fn iterate<T: Iterate>(_: Wit<T>, value: Expr) -> Expr {
    T::items(value)
}

/// An item of a list or tuple that is written out.
pub(super) fn whole<T: WorkflowData>(value: Expr) -> Expr {
    super::value::item(Wit::<T>::new(), value)
}

/// `.map(closure)`: `T` is what the closure gives.
pub fn map<T: WorkflowData>(_: Wit<T>, list: Expr, closure: Closure<'_>) -> Expr {
    listed::<T>(Expr::Call("map", vec![list, closure.function()]))
}

/// `.filter(closure)`
pub fn filter<T: WorkflowData>(_: Wit<T>, list: Expr, closure: Closure<'_>) -> Expr {
    listed::<T>(filtered(list, closure.function()))
}

pub(super) fn filtered(list: Expr, function: Expr) -> Expr {
    Expr::Call("filter", vec![list, function])
}

/// `.filter_map(closure)`: the closure gives an option of `T`.
pub fn filter_map<T: NeverNull>(_: Wit<Option<T>>, list: Expr, closure: Closure<'_>) -> Expr {
    present::<T>(listed::<T>(Expr::Call("map", vec![list, closure.function()])))
}

/// The items that are not null.
pub(super) fn present<T: WorkflowData>(list: Expr) -> Expr {
    let present = function(&["_v"], |parameters| match parameters {
        [v] => v.clone().binary(BinaryOp::Ne, null()),
        _ => null(),
    });
    listed::<T>(filtered(list, present))
}

/// `.flat_map(closure)`: the closure gives a `T` that has items.
pub fn flat_map<T: Iterate>(wit: Wit<T>, list: Expr, closure: Closure<'_>) -> Expr {
    if let Shape::Option = T::SHAPE {
        return present::<T::Item>(listed::<T::Item>(Expr::Call("map", vec![list, closure.function()])));
    }
    let joined = closure.within(["_all"], [], |others, _, items| {
        let items = iterate(wit, items);
        Expr::Call("append", others.iter().cloned().chain([items]).collect())
    });
    Expr::Call("reduce", vec![list, joined, empty()])
}

/// `.flatten()`: the items are `T`s that have items.
pub fn flatten<T: Iterate>(wit: Wit<T>, list: Expr) -> Expr {
    match T::SHAPE {
        Shape::Option => present::<T::Item>(list),
        Shape::List => flattened(list),
        _ => flat_map(wit, list, Closure::new(&["_x"], |items| super::closure::parameter(items, 0))),
    }
}

/// The lists in a list, one after the other.
pub(super) fn flattened(list: Expr) -> Expr {
    let joined = function(&["_all", "_x"], |parameters| Expr::Call("append", parameters.to_vec()));
    Expr::Call("reduce", vec![list, joined, empty()])
}

/// `.enumerate()`: the items are `T`s.
pub fn enumerate<T: WorkflowData>(_: Wit<(usize, T)>, list: Expr) -> Expr {
    let numbered = by_position(|item, position| Expr::List(vec![position, whole::<T>(item)]));
    listed::<(usize, T)>(Expr::Call("map", vec![list, numbered]))
}

/// `function($_x, $_i) { body }`: `$map` and `$filter` pass an item's position after it.
pub(super) fn by_position(body: impl FnOnce(Expr, Expr) -> Expr) -> Expr {
    function(&["_x", "_i"], |parameters| match parameters {
        [item, position] => body(item.clone(), position.clone()),
        _ => null(),
    })
}

/// `.rev()`
pub fn rev(list: Expr) -> Expr {
    Expr::Call("reverse", vec![list])
}

/// `.chain(other)`
pub fn chain(list: Expr, other: Expr) -> Expr {
    Expr::Call("append", vec![list, other])
}

/// `.zip(other)`
pub fn zip(list: Expr, other: Expr) -> Expr {
    Expr::Call("zip", vec![list, other])
}

/// `.take(count)`: the items are `T`s.
pub fn take<T: WorkflowData>(_: Wit<T>, list: Expr, count: Expr) -> Expr {
    bind_simple("_n", count, |n| {
        listed::<T>(filtered(list, by_position(|_, position| position.binary(BinaryOp::Lt, n))))
    })
}

/// `.skip(count)`: the items are `T`s.
pub fn skip<T: WorkflowData>(_: Wit<T>, list: Expr, count: Expr) -> Expr {
    bind_simple("_n", count, |n| {
        listed::<T>(filtered(list, by_position(|_, position| position.binary(BinaryOp::Ge, n))))
    })
}

/// `.step_by(step)`: the items are `T`s.
pub fn step_by<T: WorkflowData>(_: Wit<T>, list: Expr, step: Expr) -> Expr {
    bind_simple("_n", step, |n| {
        let zero = || Expr::integer(0);
        let taken = by_position(|_, position| position.binary(BinaryOp::Rem, n.clone()).binary(BinaryOp::Eq, zero()));
        at_least_one(n, listed::<T>(filtered(list, taken)))
    })
}

/// `value`, or an evaluation fault where `n` is zero.
pub(super) fn at_least_one(n: Expr, value: Expr) -> Expr {
    match n {
        Expr::Literal(serde_json::Value::Number(n)) if n.as_i64().is_some_and(|n| n > 0) => value,
        n => n.binary(BinaryOp::Gt, Expr::integer(0)).conditional(value, error("a size or step of zero")),
    }
}

/// `.take_while(closure)`: the items are `T`s. Nothing is asked after the first that is not taken.
pub fn take_while<T: WorkflowData>(_: Wit<T>, list: Expr, closure: Closure<'_>) -> Expr {
    split_where(list, closure, |list, end| {
        let all = end.clone().binary(BinaryOp::Lt, Expr::integer(0));
        let before = by_position(|_, position| all.binary(BinaryOp::Or, position.binary(BinaryOp::Lt, end)));
        listed::<T>(filtered(list, before))
    })
}

/// `.skip_while(closure)`: the items are `T`s. Nothing is asked after the first that is not skipped.
pub fn skip_while<T: WorkflowData>(_: Wit<T>, list: Expr, closure: Closure<'_>) -> Expr {
    split_where(list, closure, |list, start| {
        let some = start.clone().binary(BinaryOp::Ge, Expr::integer(0));
        let after = by_position(|_, position| some.binary(BinaryOp::And, position.binary(BinaryOp::Ge, start)));
        listed::<T>(filtered(list, after))
    })
}

/// Gives `body` the list and the position of the first item that the closure is not true for, -1 for none.
fn split_where(list: Expr, closure: Closure<'_>, body: impl FnOnce(Expr, Expr) -> Expr) -> Expr {
    bind_simple("_l", list, |list| {
        let position = position_of(list.clone(), closure, not);
        bind_simple("_n", position, |n| body(list, n))
    })
}

/// `.windows(size)` of a list of `T`s.
pub fn windows<T: WorkflowData>(_: Wit<Vec<T>>, list: Expr, size: Expr) -> Expr {
    parts::<T>(list, size, |count, size| {
        Expr::Range(Box::new(Expr::integer(0)), Box::new(count.binary(BinaryOp::Sub, size)))
    })
}

/// `.chunks(size)` of a list of `T`s.
pub fn chunks<T: WorkflowData>(_: Wit<Vec<T>>, list: Expr, size: Expr) -> Expr {
    parts::<T>(list, size, |count, size| {
        let all = Expr::Range(Box::new(Expr::integer(0)), Box::new(count.binary(BinaryOp::Sub, Expr::integer(1))));
        let starts =
            by_position(|_, position| position.binary(BinaryOp::Rem, size).binary(BinaryOp::Eq, Expr::integer(0)));
        Expr::Array(vec![filtered(all, starts)])
    })
}

/// Parts of a list that begin at `starts`, which is given the number of items and the size.
fn parts<T: WorkflowData>(list: Expr, size: Expr, starts: impl FnOnce(Expr, Expr) -> Expr) -> Expr {
    bind_simple("_l", list, |list| {
        bind_simple("_n", size, |n| {
            let count = Expr::Call("count", vec![list.clone()]);
            let starts = starts(count, n.clone());
            let part = function(&["_s"], |parameters| {
                let start = parameters.first().cloned().unwrap_or_else(null);
                let end = start.clone().binary(BinaryOp::Add, n.clone());
                let inside = by_position(|_, position| {
                    let after = position.clone().binary(BinaryOp::Ge, start);
                    after.binary(BinaryOp::And, position.binary(BinaryOp::Lt, end))
                });
                listed::<T>(filtered(list, inside))
            });
            at_least_one(n, listed::<Vec<T>>(Expr::Call("map", vec![starts, part])))
        })
    })
}

/// `.partition(closure)`: two lists of `T`s.
pub fn partition<T: WorkflowData>(_: Wit<(Vec<T>, Vec<T>)>, list: Expr, closure: Closure<'_>) -> Expr {
    bind_simple("_l", list, |list| {
        let chosen = closure.function();
        let others = match chosen.clone() {
            Expr::Lambda(parameters, body) => Expr::Lambda(parameters, Box::new(not(*body))),
            other => other,
        };
        let side = |function| Expr::Whole(Box::new(listed::<T>(filtered(list.clone(), function))), true);
        Expr::List(vec![side(chosen), side(others)])
    })
}

/// `.unzip()`: a list of `A`s and one of `B`s.
pub fn unzip<A: WorkflowData, B: WorkflowData>(_: Wit<(Vec<A>, Vec<B>)>, list: Expr) -> Expr {
    bind_simple("_l", list, |list| {
        let side = |position| {
            let element = function(&["_p"], |parameters| {
                let pair = parameters.first().cloned().unwrap_or_else(null);
                pair.index(Expr::integer(position))
            });
            Expr::Call("map", vec![list.clone(), element])
        };
        let (left, right) = (listed::<A>(side(0)), listed::<B>(side(1)));
        Expr::List(vec![Expr::Whole(Box::new(left), true), Expr::Whole(Box::new(right), true)])
    })
}
