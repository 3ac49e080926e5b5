//! Assignments to a part of a variable: Amazon States Language assigns variables as a whole.

use super::Closure;
use super::Wit;
use super::closure::function;
use super::collection::{List, listed};
use super::number::{Comparable, Ordered};
use super::value::{bind_simple, error};
use crate::WorkflowData;
use crate::data::Shape;
use serde_json::json;
use std::collections::BTreeMap;
use workflow_asl::jsonata::{BinaryOp, Expr};

/// A struct or tuple, with `value` in one of its fields.
pub fn field<T: WorkflowData>(_: Wit<T>, ident: &str, whole: Expr, value: Expr) -> Expr {
    const {
        assert!(
            !flattens(T::SHAPE),
            "a field of a struct with `#[serde(flatten)]` cannot be assigned: JSON does not tell which fields belong \
             together; build the new value with a struct literal"
        );
    }
    let name = match T::SHAPE {
        _ if T::TRANSPARENT => return value,
        Shape::Struct(fields) => fields.iter().find(|field| field.ident == ident).map(|field| field.name),
        _ => None,
    };
    match (name, ident.parse()) {
        (Some(name), _) => {
            let field = Expr::Object(vec![(name.to_owned(), value)]);
            Expr::Call("merge", vec![Expr::Array(vec![whole, field])])
        }
        (None, Ok(position)) => with_item::<serde_json::Value>(whole, Expr::integer(position), value),
        (None, Err(_)) => value,
    }
}

#[expect(clippy::indexing_slicing, reason = "a const fn has no iterators; every index is below the length")]
const fn flattens(shape: Shape) -> bool {
    let Shape::Struct(fields) = shape else { return false };
    let mut i = 0;
    while i < fields.len() {
        if fields[i].flatten {
            return true;
        }
        i += 1;
    }
    false
}

/// `list[position] = value`, an evaluation fault where there is no such item.
pub fn item<T: List>(_: Wit<T>, list: Expr, position: Expr, value: Expr) -> Expr {
    bind_simple("_l", list, |list| {
        bind_simple("_p", position, |position| {
            let exists = position.clone().binary(BinaryOp::Lt, Expr::Call("count", vec![list.clone()]));
            let replaced = with_item::<T::Item>(list, position, value);
            exists.conditional(replaced, error("index out of range"))
        })
    })
}

fn with_item<T: WorkflowData>(list: Expr, position: Expr, value: Expr) -> Expr {
    let replace = function(&["_v", "_j"], |parameters| {
        let [v, j] = parameters else { return value };
        j.clone().binary(BinaryOp::Eq, position).conditional(value, v.clone())
    });
    listed::<T>(Expr::Call("map", vec![list, replace]))
}

/// What can be added to at its end.
#[diagnostic::on_unimplemented(
    message = "[W0822] nothing can be pushed to `{Self}` in a workflow",
    label = "lists and text can grow here"
)]
pub trait Growing: WorkflowData {
    #[doc(hidden)]
    fn pushed(whole: Expr, last: Expr) -> Expr;
}

impl<T: WorkflowData> Growing for Vec<T> {
    fn pushed(list: Expr, last: Expr) -> Expr {
        Expr::Call("append", vec![list, Expr::List(vec![super::value::item(Wit::<T>::new(), last)])])
    }
}

#[diagnostic::do_not_recommend]
impl Growing for String {
    fn pushed(text: Expr, last: Expr) -> Expr {
        text.binary(BinaryOp::Concat, last)
    }
}

/// `.push(last)`
pub fn push<T: Growing>(_: Wit<T>, whole: Expr, last: Expr) -> Expr {
    T::pushed(whole, last)
}

/// `.push_str(text)`
pub fn push_str<T: super::text::Str>(_: Wit<T>, whole: Expr, text: Expr) -> Expr {
    whole.binary(BinaryOp::Concat, text)
}

/// `.extend(items)`
pub fn extend<T: List>(_: Wit<T>, list: Expr, items: Expr) -> Expr {
    Expr::Call("append", vec![list, items])
}

/// `.clear()`
pub fn clear<T: List>(_: Wit<T>, _: Expr) -> Expr {
    Expr::literal(json!([]))
}

/// `.reverse()`
pub fn reverse<T: List>(_: Wit<T>, list: Expr) -> Expr {
    Expr::Call("reverse", vec![list])
}

/// `.truncate(length)`
pub fn truncate<T: List>(_: Wit<T>, list: Expr, length: Expr) -> Expr {
    bind_simple("_p", length, |length| before::<T>(list, length))
}

/// `.pop()`, of which the item is not used.
pub fn pop<T: List>(_: Wit<T>, list: Expr) -> Expr {
    bind_simple("_l", list, |list| {
        let last = Expr::Call("count", vec![list.clone()]).binary(BinaryOp::Sub, Expr::integer(1));
        bind_simple("_p", last, |last| before::<T>(list, last))
    })
}

/// The items before a position.
fn before<T: List>(list: Expr, position: Expr) -> Expr {
    where_position::<T>(list, BinaryOp::Lt, position)
}

fn where_position<T: List>(list: Expr, op: BinaryOp, position: Expr) -> Expr {
    let kept = function(&["_v", "_j"], |parameters| match parameters {
        [_, j] => j.clone().binary(op, position),
        _ => position,
    });
    listed::<T::Item>(Expr::Call("filter", vec![list, kept]))
}

/// What values are put into and taken out of.
#[diagnostic::on_unimplemented(
    message = "[W0822] `.insert(..)` and `.remove(..)` of `{Self}` have no exact form in a workflow",
    label = "lists, and maps by `String`, can change so here"
)]
pub trait Changing: WorkflowData {
    #[doc(hidden)]
    fn inserted(whole: Expr, at: Expr, value: Expr) -> Expr;
    #[doc(hidden)]
    fn removed(whole: Expr, at: Expr) -> Expr;
}

impl<T: WorkflowData> Changing for Vec<T> {
    fn inserted(list: Expr, position: Expr, value: Expr) -> Expr {
        bind_simple("_l", list, |list| {
            bind_simple("_p", position, |position| {
                let fits = position.clone().binary(BinaryOp::Le, Expr::Call("count", vec![list.clone()]));
                let value = Expr::List(vec![super::value::item(Wit::<T>::new(), value)]);
                let start = Expr::Call("append", vec![before::<Self>(list.clone(), position.clone()), value]);
                let end = where_position::<Self>(list, BinaryOp::Ge, position);
                fits.conditional(Expr::Call("append", vec![start, end]), error("index out of range"))
            })
        })
    }

    fn removed(list: Expr, position: Expr) -> Expr {
        bind_simple("_l", list, |list| {
            bind_simple("_p", position, |position| {
                let exists = position.clone().binary(BinaryOp::Lt, Expr::Call("count", vec![list.clone()]));
                let others = where_position::<Self>(list, BinaryOp::Ne, position);
                exists.conditional(others, error("index out of range"))
            })
        })
    }
}

impl<T: WorkflowData> Changing for BTreeMap<String, T> {
    fn inserted(map: Expr, key: Expr, value: Expr) -> Expr {
        let entry = Expr::Entry(Box::new(key), Box::new(value));
        Expr::Call("merge", vec![Expr::Array(vec![map, entry])])
    }

    fn removed(map: Expr, key: Expr) -> Expr {
        bind_simple("_p", key, |key| {
            let other = function(&["_v", "_k"], |parameters| match parameters {
                [_, k] => k.clone().binary(BinaryOp::Ne, key),
                _ => key,
            });
            // `$sift` gives nothing for none.
            Expr::Call("merge", vec![Expr::Array(vec![Expr::Call("sift", vec![map, other])])])
        })
    }
}

/// `list.insert(position, value)`, an evaluation fault past its end; `map.insert(key, value)`.
pub fn insert<T: Changing>(_: Wit<T>, whole: Expr, at: Expr, value: Expr) -> Expr {
    T::inserted(whole, at, value)
}

/// `list.remove(position)`, an evaluation fault where there is none; `map.remove(key)`.
pub fn remove<T: Changing>(_: Wit<T>, whole: Expr, at: Expr) -> Expr {
    T::removed(whole, at)
}

/// `list.swap(a, b)`, an evaluation fault where one of them does not exist.
pub fn swap<T: List>(_: Wit<T>, list: Expr, a: Expr, b: Expr) -> Expr {
    bind_simple("_l", list, |list| {
        bind_simple("_p", a, |a| {
            bind_simple("_q", b, |b| {
                let count = || Expr::Call("count", vec![list.clone()]);
                let exists = |at: &Expr| at.clone().binary(BinaryOp::Lt, count());
                let exist = exists(&a).binary(BinaryOp::And, exists(&b));
                let swapped = function(&["_v", "_j"], |parameters| {
                    let [v, j] = parameters else { return super::value::null() };
                    let other =
                        j.clone().binary(BinaryOp::Eq, b.clone()).conditional(list.clone().index(a.clone()), v.clone());
                    j.clone().binary(BinaryOp::Eq, a.clone()).conditional(list.clone().index(b), other)
                });
                let swapped = listed::<T::Item>(Expr::Call("map", vec![list.clone(), swapped]));
                exist.conditional(swapped, error("index out of range"))
            })
        })
    })
}

/// `.dedup()` of numbers, booleans or text.
pub fn dedup<T: List>(_: Wit<T>, list: Expr) -> Expr
where
    T::Item: Comparable,
{
    bind_simple("_l", list, |list| {
        let changes = function(&["_v", "_j"], |parameters| {
            let [v, j] = parameters else { return super::value::null() };
            let last = list.clone().index(j.clone().binary(BinaryOp::Sub, Expr::integer(1)));
            let first = j.clone().binary(BinaryOp::Eq, Expr::integer(0));
            first.binary(BinaryOp::Or, v.clone().binary(BinaryOp::Ne, last))
        });
        listed::<T::Item>(Expr::Call("filter", vec![list, changes]))
    })
}

/// `.retain(closure)`
pub fn retain<T: List>(_: Wit<T>, list: Expr, _: Wit<bool>, closure: Closure<'_>) -> Expr {
    listed::<T::Item>(Expr::Call("filter", vec![list, closure.function()]))
}

/// `.sort()` of numbers.
pub fn sort<T: List>(_: Wit<T>, list: Expr) -> Expr
where
    T::Item: Ordered,
{
    Expr::Call("sort", vec![list])
}

/// `.sort_by_key(closure)`, where the closure gives numbers; `falling` is of `Reverse(key)`. Items of one key stay in their
/// order: by their positions, as not every JSONata evaluator sorts so that they do.
pub fn sort_by_key<T: List, K: Ordered>(_: Wit<T>, list: Expr, _: Wit<K>, closure: Closure<'_>, falling: bool) -> Expr {
    let may_fault = closure.may_fault();
    bind_simple("_l", list, |list| {
        let keyed = closure.within([], ["_j"], |others, item, key| {
            let position = others.first().cloned().unwrap_or_else(super::value::null);
            Expr::Object(vec![("k".into(), key), ("j".into(), position), ("v".into(), item)])
        });
        let keyed = Expr::Call("map", vec![list.clone(), keyed]);
        let after = function(&["_a", "_b"], |parameters| {
            let [a, b] = parameters else { return super::value::null() };
            let of = |name: &str, op| a.clone().field(name).binary(op, b.clone().field(name));
            let tie = of("k", BinaryOp::Eq).binary(BinaryOp::And, of("j", BinaryOp::Gt));
            of("k", if falling { BinaryOp::Lt } else { BinaryOp::Gt }).binary(BinaryOp::Or, tie)
        });
        let sorted = Expr::Call("sort", vec![Expr::Array(vec![keyed]), after]);
        let item = function(&["_a"], |parameters| match parameters {
            [a] => a.clone().field("v"),
            _ => super::value::null(),
        });
        let items = listed::<T::Item>(Expr::Call("map", vec![sorted, item]));
        if !may_fault {
            return items;
        }
        // A list of one item is sorted without its key.
        let few = Expr::Call("count", vec![list.clone()]).binary(BinaryOp::Lt, Expr::integer(2));
        few.conditional(list, items)
    })
}
