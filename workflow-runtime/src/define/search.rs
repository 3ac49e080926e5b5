//! Methods that end an iterator with a value.
//!
//! Rust asks a closure until it knows the answer. Where the closure may be an evaluation fault, so does the definition.

use super::Wit;
use super::closure::Closure;
use super::collection::{empty, item, listed, may_be_array, or_null};
use super::iterator::{filtered, present, whole};
use super::number::{self, Ordered};
use super::pattern::null;
use super::value::bind_simple;
use crate::WorkflowData;
use crate::data::{NeverNull, Shape};
use std::collections::BTreeMap;
use workflow_asl::jsonata::{BinaryOp, Expr};

/// `.any(closure)`
pub fn any(list: Expr, closure: Closure<'_>) -> Expr {
    decided(list, closure, BinaryOp::Or, false)
}

/// `.all(closure)`
pub fn all(list: Expr, closure: Closure<'_>) -> Expr {
    decided(list, closure, BinaryOp::And, true)
}

/// Whether the closure is true for one or all: `or` and `and` stop where they know.
fn decided(list: Expr, closure: Closure<'_>, op: BinaryOp, start: bool) -> Expr {
    let next = closure.within(["_so_far"], [], |others, _, condition| match others {
        [so_far] => so_far.clone().binary(op, condition),
        _ => condition,
    });
    Expr::Call("reduce", vec![list, next, Expr::Literal(start.into())])
}

/// `.position(closure)`
pub fn position(list: Expr, closure: Closure<'_>) -> Expr {
    bind_simple("_n", position_of(list, closure, |condition| condition), |n| {
        n.clone().binary(BinaryOp::Ge, Expr::integer(0)).conditional(n, null())
    })
}

/// The position of the first item that fulfils a condition made of the closure's, -1 for none.
pub(super) fn position_of(list: Expr, closure: Closure<'_>, condition: impl FnOnce(Expr) -> Expr) -> Expr {
    let next = closure.within(["_n"], ["_i"], |others, _, value| match others {
        [found, position] => {
            let known = found.clone().binary(BinaryOp::Ge, Expr::integer(0));
            let here = condition(value).conditional(position.clone(), Expr::integer(-1));
            known.conditional(found.clone(), here)
        }
        _ => value,
    });
    Expr::Call("reduce", vec![list, next, Expr::integer(-1)])
}

/// `.find(closure)`: the items are `T`s.
pub fn find<T: NeverNull>(_: Wit<Option<T>>, list: Expr, closure: Closure<'_>) -> Expr {
    if closure.may_fault() {
        return first_of::<T>(list, closure, |item, condition| (condition, item));
    }
    let found = filtered(list, closure.function());
    let found = if may_be_array::<T>() { listed::<T>(found) } else { found };
    or_null(found.index(Expr::integer(0)))
}

/// `.find_map(closure)`: the closure gives an option of `T`.
pub fn find_map<T: NeverNull>(_: Wit<Option<T>>, list: Expr, closure: Closure<'_>) -> Expr {
    if closure.may_fault() {
        let kept = |_, value: Expr| (value.clone().binary(BinaryOp::Ne, null()), value);
        return first_of::<T>(list, closure, kept);
    }
    let mapped = listed::<T>(Expr::Call("map", vec![list, closure.function()]));
    or_null(present::<T>(mapped).index(Expr::integer(0)))
}

/// The first value that `kept` gives with a condition that is true; it gets the item and what the closure gives for it.
fn first_of<T: WorkflowData>(list: Expr, closure: Closure<'_>, kept: impl FnOnce(Expr, Expr) -> (Expr, Expr)) -> Expr {
    let next = closure.within(["_found"], [], |others, item, value| {
        let found = others.first().cloned().unwrap_or_else(null);
        let known = Expr::Call("count", vec![found.clone()]).binary(BinaryOp::Gt, Expr::integer(0));
        let here = bind_simple("_v", value, |value| {
            let (condition, value) = kept(item, value);
            condition.conditional(Expr::List(vec![whole::<T>(value)]), empty())
        });
        known.conditional(found, here)
    });
    or_null(Expr::Call("reduce", vec![list, next, empty()]).index(Expr::integer(0)))
}

/// `.next()`
pub fn next<T: NeverNull>(_: Wit<Option<T>>, list: Expr) -> Expr {
    or_null(list.index(Expr::integer(0)))
}

/// `.last()`
pub fn last<T: NeverNull>(_: Wit<Option<T>>, list: Expr) -> Expr {
    or_null(list.index(Expr::integer(-1)))
}

/// `.nth(position)`
pub fn nth<T: NeverNull>(_: Wit<Option<T>>, list: Expr, position: Expr) -> Expr {
    item(list, position)
}

/// `.count()` and `.len()`
pub fn count(list: Expr) -> Expr {
    Expr::Call("count", vec![list])
}

/// `.sum()`, an evaluation fault on overflow as in the native body.
pub fn sum<T: WorkflowData>(wit: Wit<T>, list: Expr) -> Expr {
    number::sum(wit, list)
}

/// `.product()`, an evaluation fault on overflow as in the native body.
pub fn product<T: WorkflowData>(wit: Wit<T>, list: Expr) -> Expr {
    number::product(wit, list)
}

/// `.max()` and `.min()`: nothing of an empty list.
pub fn extreme<T: Ordered>(_: Wit<Option<T>>, name: &'static str, list: Expr) -> Expr {
    or_null(Expr::Call(name, vec![list]))
}

/// `.min_by_key(closure)`: of several least items the first.
pub fn min_by_key<T: NeverNull, K: Ordered>(_: Wit<Option<T>>, _: Wit<K>, list: Expr, closure: Closure<'_>) -> Expr {
    extreme_by_key(list, closure, BinaryOp::Le)
}

/// `.max_by_key(closure)`: of several greatest items the last.
pub fn max_by_key<T: NeverNull, K: Ordered>(_: Wit<Option<T>>, _: Wit<K>, list: Expr, closure: Closure<'_>) -> Expr {
    extreme_by_key(list, closure, BinaryOp::Gt)
}

/// The item whose key stays where its predecessors' and successors' do not: the best so far is kept with its key.
fn extreme_by_key(list: Expr, closure: Closure<'_>, stays: BinaryOp) -> Expr {
    let next = closure.within(["_best"], [], |others, item, key| {
        let best = others.first().cloned().unwrap_or_else(null);
        bind_simple("_k", key, |key| {
            let known = Expr::Call("exists", vec![best.clone().field("key")]);
            let better = known.binary(BinaryOp::And, best.clone().field("key").binary(stays, key.clone()));
            better.conditional(best, Expr::Object(vec![("key".into(), key), ("item".into(), item)]))
        })
    });
    let best = Expr::Call("reduce", vec![list, next, Expr::Object(Vec::new())]);
    or_null(best.field("item"))
}

/// `.fold(start, closure)`: `T` is what it gives. A start that may be null is the first item, as it could be taken for none.
pub fn fold<T: WorkflowData>(_: Wit<T>, list: Expr, start: Expr, closure: Closure<'_>) -> Expr {
    if let Shape::Option | Shape::Opaque | Shape::Unit = T::SHAPE {
        let all = Expr::Call("append", vec![Expr::List(vec![whole::<T>(start)]), list]);
        return Expr::Call("reduce", vec![all, closure.function()]);
    }
    Expr::Call("reduce", vec![list, closure.function(), start])
}

/// `.reduce(closure)`
pub fn reduce<T: NeverNull>(_: Wit<Option<T>>, list: Expr, closure: Closure<'_>) -> Expr {
    or_null(Expr::Call("reduce", vec![list, closure.function()]))
}

/// What an iterator of such items can be collected into.
#[diagnostic::on_unimplemented(
    message = "[W0819] `.collect()` into `{Self}` has no exact form in a workflow",
    label = "items can be collected into a `Vec`, pairs into a `BTreeMap<String, _>` and `String`s into a `String` here"
)]
pub trait Collect: WorkflowData {}

impl<T: WorkflowData> Collect for Vec<T> {}
impl<T: WorkflowData> Collect for BTreeMap<String, T> {}
impl Collect for String {}

/// `.collect()`: `T` is what it gives.
pub fn collect<T: Collect>(_: Wit<T>, list: Expr) -> Expr {
    match T::SHAPE {
        Shape::Text => Expr::Call("join", vec![list]),
        Shape::Dictionary => super::dictionary::collected(list),
        _ => list,
    }
}
