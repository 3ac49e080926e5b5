//! What methods that change a list or a map give, of the list or map as it was.

use super::Wit;
use super::collection::{List, or_null};
use super::part::Indexed;
use crate::WorkflowData;
use crate::data::NeverNull;
use std::collections::BTreeMap;
use workflow_asl::jsonata::Expr;

/// `list.pop()`
pub fn last<T: List, V: NeverNull>(_: Wit<T>, found: Wit<Option<V>>, list: Expr) -> Expr {
    super::search::last(found, list)
}

/// What `.remove(..)` gives.
#[diagnostic::on_unimplemented(
    message = "[W0822] what `.remove(..)` of `{Self}` gives has no exact form in a workflow",
    label = "items of lists and values of maps that are never null can be taken here",
    note = "`None` and a value that is null are the same JSON"
)]
pub trait Removed<Found>: WorkflowData {
    #[doc(hidden)]
    fn removed(whole: Expr, at: Expr) -> Expr;
}

impl<T: WorkflowData> Removed<T> for Vec<T> {
    fn removed(list: Expr, at: Expr) -> Expr {
        <Self as Indexed>::item(list, at)
    }
}

impl<T: NeverNull> Removed<Option<T>> for BTreeMap<String, T> {
    fn removed(map: Expr, key: Expr) -> Expr {
        or_null(Expr::Call("lookup", vec![map, key]))
    }
}

/// `list.remove(position)`, `map.remove(key)`
pub fn removed<T: Removed<V>, V>(_: Wit<T>, _: Wit<V>, whole: Expr, at: Expr) -> Expr {
    T::removed(whole, at)
}
