//! Items and parts of what is indexed: `list[at]`, `map[key]`, `&list[start..end]`.

use super::Wit;
use super::closure::function;
use super::collection::{List, listed};
use super::value::{bind_simple, error, null};
use crate::WorkflowData;
use std::collections::BTreeMap;
use workflow_asl::jsonata::{BinaryOp, Expr};

/// What has items between brackets.
#[diagnostic::on_unimplemented(
    message = "[W0834] an item of `{Self}` has no exact form in a workflow",
    label = "lists, and maps by `String`, have items here"
)]
pub trait Indexed: WorkflowData {
    #[doc(hidden)]
    fn item(whole: Expr, at: Expr) -> Expr;
}

impl<T: WorkflowData> Indexed for Vec<T> {
    fn item(list: Expr, at: Expr) -> Expr {
        bind_simple("_l", list, |list| {
            bind_simple("_i", at, |i| {
                let count = Expr::Call("count", vec![list.clone()]);
                let item = list.index(i.clone());
                i.binary(BinaryOp::Lt, count).conditional(item, error("index out of range"))
            })
        })
    }
}

impl<T: WorkflowData> Indexed for BTreeMap<String, T> {
    fn item(map: Expr, key: Expr) -> Expr {
        bind_simple("_v", Expr::Call("lookup", vec![map, key]), |value| {
            Expr::Call("exists", vec![value.clone()]).conditional(value, error("there is no such key"))
        })
    }
}

/// `list[at]` and `map[key]`, an evaluation fault where there is none.
pub fn item<T: Indexed>(_: Wit<T>, whole: Expr, at: Expr) -> Expr {
    T::item(whole, at)
}

/// `&list[start..end]`, an evaluation fault where the list is shorter.
pub fn of<T: List>(_: Wit<T>, list: Expr, start: Option<Expr>, end: Option<Expr>, closed: bool) -> Expr {
    cut::<T>(list, start, end, closed, error("range out of the list"))
}

/// `list.get(start..end)`, null where the list is shorter.
pub fn get<T: List>(_: Wit<T>, list: Expr, start: Option<Expr>, end: Option<Expr>, closed: bool) -> Expr {
    cut::<T>(list, start, end, closed, null())
}

fn cut<T: List>(list: Expr, start: Option<Expr>, end: Option<Expr>, closed: bool, otherwise: Expr) -> Expr {
    let end = end.map(|end| if closed { after(end) } else { end });
    bind_simple("_l", list, |list| {
        bound("_s", start, |start| {
            bound("_e", end, |end| {
                let count = Expr::Call("count", vec![list.clone()]);
                let fits = match (start.clone(), end.clone()) {
                    (Some(start), Some(end)) => {
                        let fits = end.clone().binary(BinaryOp::Le, count);
                        start.binary(BinaryOp::Le, end).binary(BinaryOp::And, fits)
                    }
                    (Some(only), None) | (None, Some(only)) => only.binary(BinaryOp::Le, count),
                    (None, None) => return list,
                };
                let kept = function(&["_v", "_j"], |parameters| {
                    let position = || parameters.last().cloned().unwrap_or_else(null);
                    let starts = start.map(|start| position().binary(BinaryOp::Ge, start));
                    let ends = end.map(|end| position().binary(BinaryOp::Lt, end));
                    let both = starts.into_iter().chain(ends).reduce(|a, b| a.binary(BinaryOp::And, b));
                    both.unwrap_or_else(null)
                });
                let items = listed::<T::Item>(Expr::Call("filter", vec![list, kept]));
                fits.conditional(items, otherwise)
            })
        })
    })
}

fn bound(name: &str, value: Option<Expr>, body: impl FnOnce(Option<Expr>) -> Expr) -> Expr {
    match value {
        Some(value) => bind_simple(name, value, |value| body(Some(value))),
        None => body(None),
    }
}

/// The position after one.
fn after(position: Expr) -> Expr {
    match &position {
        Expr::Literal(number) if let Some(number) = number.as_i64() => Expr::integer(number + 1),
        _ => position.binary(BinaryOp::Add, Expr::integer(1)),
    }
}
