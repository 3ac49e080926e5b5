//! The methods that have a form in Amazon States Language.

use super::{Expr, ExprKind, MethodCall};

/// Methods of plain values, with their number of arguments.
const VALUE_METHODS: &[(&str, usize)] = &[
    ("as_deref", 0),
    ("as_ref", 0),
    ("as_slice", 0),
    ("as_str", 0),
    ("chars", 0),
    ("clone", 0),
    ("contains", 1),
    ("expect", 1),
    ("failure", 0),
    ("first", 0),
    ("get", 1),
    ("into", 0),
    ("into_iter", 0),
    ("is_empty", 0),
    ("is_err", 0),
    ("is_none", 0),
    ("is_ok", 0),
    ("is_some", 0),
    ("is_some_and", 1),
    ("iter", 0),
    ("last", 0),
    ("len", 0),
    ("map", 1),
    ("map_err", 1),
    ("ok", 0),
    ("ok_or", 1),
    ("ok_or_else", 1),
    ("to_lowercase", 0),
    ("to_owned", 0),
    ("to_string", 0),
    ("to_uppercase", 0),
    ("unwrap", 0),
    ("unwrap_or", 1),
];

/// Methods of iterators.
const ITERATOR_METHODS: &[(&str, usize)] = &[
    ("all", 1),
    ("any", 1),
    ("cloned", 0),
    ("collect", 0),
    ("copied", 0),
    ("count", 0),
    ("filter", 1),
    ("into_iter", 0),
    ("map", 1),
    ("max", 0),
    ("min", 0),
    ("sum", 0),
];

/// Whether an expression is an iterator rather than a value: what ranges, `.iter()` and its like begin and adapters
/// continue.
pub(crate) fn is_iterator(expr: &Expr) -> bool {
    let call = match &expr.kind {
        ExprKind::Method(call) => call,
        ExprKind::Range(..) => return true,
        _ => return false,
    };
    match call.method.to_string().as_str() {
        "iter" | "into_iter" | "chars" => true,
        "map" | "filter" | "cloned" | "copied" => is_iterator(&call.receiver),
        _ => false,
    }
}

/// What to say about a method that has no form here.
pub(super) fn refusal(call: &MethodCall) -> Option<String> {
    let name = call.method.to_string();
    let iterator = is_iterator(&call.receiver);
    let known = if iterator { ITERATOR_METHODS } else { VALUE_METHODS };
    let chars = matches!(&call.receiver.kind, ExprKind::Method(inner) if inner.method == "chars");
    if known.contains(&(name.as_str(), call.args.len())) && (!chars || name == "count") {
        return None;
    }
    let help = match name.as_str() {
        "trim" => "JSONata's `$trim` also collapses spaces inside the text; trim inside a task".to_owned(),
        "unwrap_or_else" if !iterator => "`match` the task's result".to_owned(),
        _ => format!("these can stand here: {}; or move it into a `#[task]`", names(known)),
    };
    Some(format!("`.{name}(..)` has no exact form in Amazon States Language here\n  = help: {help}"))
}

fn names(methods: &[(&str, usize)]) -> String {
    methods.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}
