//! Maps by text: `BTreeMap<String, _>`, which JSON has as an object.

use super::Wit;
use super::closure::function;
use super::collection::listed;
use super::iterator::whole;
use super::pattern::null;
use super::value::{bind_simple, not};
use crate::WorkflowData;
use crate::data::Field;
use std::collections::BTreeMap;
use workflow_asl::jsonata::{BinaryOp, Expr};

/// A map by text.
#[diagnostic::on_unimplemented(
    message = "[W0832] this method works on a map by `String` only in a workflow",
    label = "not a `BTreeMap<String, _>`"
)]
pub trait Dictionary: WorkflowData {
    /// What it holds.
    type Value: WorkflowData;
}

impl<T: WorkflowData> Dictionary for BTreeMap<String, T> {
    type Value = T;
}

/// `.contains_key(key)`
pub fn contains_key<T: Dictionary>(_: Wit<T>, map: Expr, key: Expr) -> Expr {
    Expr::Call("exists", vec![Expr::Call("lookup", vec![map, key])])
}

/// `.keys()`, in the order of a `BTreeMap`.
pub fn keys<T: Dictionary>(_: Wit<T>, map: Expr) -> Expr {
    sorted_keys(map)
}

/// `.values()`, in the order of their keys.
pub fn values<T: Dictionary>(_: Wit<T>, map: Expr) -> Expr {
    by_key::<T::Value>(map, |_, value| value)
}

/// The pairs of keys and values, in the order of the keys.
pub(super) fn pairs<V: WorkflowData>(map: Expr) -> Expr {
    by_key::<(String, V)>(map, |key, value| Expr::List(vec![key, whole::<V>(value)]))
}

fn by_key<T: WorkflowData>(map: Expr, entry: impl FnOnce(Expr, Expr) -> Expr) -> Expr {
    bind_simple("_m", map, |map| {
        let entry = function(&["_k"], |parameters| {
            let key = parameters.first().cloned().unwrap_or_else(null);
            let value = Expr::Call("lookup", vec![map.clone(), key.clone()]);
            entry(key, value)
        });
        listed::<T>(Expr::Call("map", vec![sorted_keys(map), entry]))
    })
}

/// A map's keys by code points, as Rust orders text. JSONata orders by UTF-16 units, which has the characters from U+E000
/// to U+FFFF after those beyond. U+D7FF, which is no character, in front of each of them puts them before.
fn sorted_keys(map: Expr) -> Expr {
    let ordered = |key: &Expr| {
        let late = Expr::Regex(r"[\uD7FF\uE000-\uFFFF]".into());
        Expr::Call("replace", vec![key.clone(), late, Expr::string("\u{D7FF}$0")])
    };
    let after = function(&["_a", "_b"], |parameters| match parameters {
        [a, b] => ordered(a).binary(BinaryOp::Gt, ordered(b)),
        _ => null(),
    });
    Expr::Call("sort", vec![Expr::Array(vec![Expr::Call("keys", vec![map])]), after])
}

/// `.collect()` of pairs: of several with one key the last stays.
pub(super) fn collected(pairs: Expr) -> Expr {
    let entry = function(&["_p"], |parameters| {
        let pair = parameters.first().cloned().unwrap_or_else(null);
        Expr::Entry(Box::new(pair.clone().index(Expr::integer(0))), Box::new(pair.index(Expr::integer(1))))
    });
    Expr::Call("merge", vec![Expr::Array(vec![Expr::Call("map", vec![pairs, entry])])])
}

/// A map beside other fields (`#[serde(flatten)]`): what has none of their names. `$sift` gives nothing for none.
pub(super) fn rest(fields: &[Field], base: Expr) -> Expr {
    let named = fields.iter().filter(|field| !field.flatten).map(|field| Expr::string(field.name));
    let named = Expr::List(named.collect());
    let other = function(&["_v", "_k"], |parameters| {
        let key = parameters.last().cloned().unwrap_or_else(null);
        not(key.binary(BinaryOp::In, named))
    });
    Expr::Call("merge", vec![Expr::Array(vec![Expr::Call("sift", vec![base, other])])])
}
