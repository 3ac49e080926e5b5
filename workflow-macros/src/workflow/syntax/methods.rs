//! The methods that have a form in Amazon States Language.

use super::{Expr, ExprKind, MethodCall};
use proc_macro2::Ident;

/// What a method is given.
#[derive(Clone, Copy)]
enum Argument {
    Value,
    Closure,
    /// A literal: what is made of it depends on the text itself.
    Literal,
}

const NOTHING: &[Argument] = &[];
const VALUE: &[Argument] = &[Argument::Value];
const VALUES: &[Argument] = &[Argument::Value, Argument::Value];
const CLOSURE: &[Argument] = &[Argument::Closure];
const LITERAL: &[Argument] = &[Argument::Literal];

/// Methods of plain values.
const VALUE_METHODS: &[(&str, &[Argument])] = &[
    ("abs", NOTHING),
    ("abs_diff", VALUE),
    ("and", VALUE),
    ("and_then", CLOSURE),
    ("as_deref", NOTHING),
    ("as_ref", NOTHING),
    ("as_slice", NOTHING),
    ("as_str", NOTHING),
    ("ceil", NOTHING),
    ("chars", NOTHING),
    ("checked_add", VALUE),
    ("checked_div", VALUE),
    ("checked_mul", VALUE),
    ("checked_rem", VALUE),
    ("checked_sub", VALUE),
    ("clamp", VALUES),
    ("clone", NOTHING),
    ("cloned", NOTHING),
    ("contains", VALUE),
    ("copied", NOTHING),
    ("div_euclid", VALUE),
    ("ends_with", VALUE),
    ("eq_ignore_ascii_case", VALUE),
    ("expect", VALUE),
    ("failure", NOTHING),
    ("filter", CLOSURE),
    ("first", NOTHING),
    ("flatten", NOTHING),
    ("floor", NOTHING),
    ("get", VALUE),
    ("into", NOTHING),
    ("into_iter", NOTHING),
    ("is_ascii", NOTHING),
    ("is_empty", NOTHING),
    ("is_negative", NOTHING),
    ("is_none", NOTHING),
    ("is_none_or", CLOSURE),
    ("is_positive", NOTHING),
    ("is_some", NOTHING),
    ("is_some_and", CLOSURE),
    ("iter", NOTHING),
    ("last", NOTHING),
    ("len", NOTHING),
    ("lines", NOTHING),
    ("map", CLOSURE),
    ("map_or", &[Argument::Value, Argument::Closure]),
    ("map_or_else", &[Argument::Closure, Argument::Closure]),
    ("max", VALUE),
    ("min", VALUE),
    ("or", VALUE),
    ("or_else", CLOSURE),
    ("parse", NOTHING),
    ("pow", VALUE),
    ("rem_euclid", VALUE),
    ("replace", VALUES),
    ("round", NOTHING),
    ("saturating_add", VALUE),
    ("saturating_mul", VALUE),
    ("saturating_sub", VALUE),
    ("signum", NOTHING),
    ("split", VALUE),
    ("split_once", VALUE),
    ("split_whitespace", NOTHING),
    ("sqrt", NOTHING),
    ("starts_with", VALUE),
    ("strip_prefix", VALUE),
    ("strip_suffix", LITERAL),
    ("then", CLOSURE),
    ("then_some", VALUE),
    ("to_ascii_lowercase", NOTHING),
    ("to_ascii_uppercase", NOTHING),
    ("to_owned", NOTHING),
    ("to_string", NOTHING),
    ("trim", NOTHING),
    ("trim_end", NOTHING),
    ("trim_start", NOTHING),
    ("trunc", NOTHING),
    ("unwrap", NOTHING),
    ("unwrap_or", VALUE),
    ("unwrap_or_default", NOTHING),
    ("unwrap_or_else", CLOSURE),
    ("xor", VALUE),
    ("zip", VALUE),
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

/// Methods of what `.parse()` gives.
const PARSED_METHODS: &[(&str, &[Argument])] = &[
    ("expect", VALUE),
    ("ok", NOTHING),
    ("unwrap", NOTHING),
    ("unwrap_or", VALUE),
    ("unwrap_or_default", NOTHING),
    ("unwrap_or_else", CLOSURE),
];

/// Methods whose value may not exist.
const FAULTING: &[&str] = &[
    "abs",
    "abs_diff",
    "clamp",
    "div_euclid",
    "expect",
    "parse",
    "pow",
    "rem_euclid",
    "replace",
    "split",
    "sqrt",
    "sum",
    "unwrap",
];

/// Whether the value of a method may not exist.
pub(super) fn may_fault(call: &MethodCall) -> bool {
    FAULTING.contains(&call.method.to_string().as_str())
}

/// Whether an expression is an iterator rather than a value: what ranges, `.iter()` and its like begin and adapters
/// continue.
pub(crate) fn is_iterator(expr: &Expr) -> bool {
    let call = match &expr.kind {
        ExprKind::Method(call) => call,
        ExprKind::Range(..) => return true,
        _ => return false,
    };
    match call.method.to_string().as_str() {
        "iter" | "into_iter" | "chars" | "lines" | "split" | "split_whitespace" => true,
        "map" | "filter" | "cloned" | "copied" => is_iterator(&call.receiver),
        _ => false,
    }
}

/// The text that is parsed, of `text.parse()`.
pub(crate) fn parsed(expr: &Expr) -> Option<&MethodCall> {
    match &expr.kind {
        ExprKind::Method(call) if call.method == "parse" => Some(call),
        _ => None,
    }
}

/// What to say about a method that has a form only where another follows it.
pub(super) fn unfinished(expr: &Expr) -> Option<(Ident, &'static str)> {
    let ExprKind::Method(call) = &expr.kind else { return None };
    let message = match call.method.to_string().as_str() {
        "parse" => {
            "what `.parse()` gives cannot be kept here\n  = help: take the value at once: `.parse().ok()`, `.parse().unwrap_or(..)` or `.parse().unwrap()`"
        }
        "chars" => {
            "the characters of a text have no exact form yet\n  = help: `.chars().count()` can stand here; take text apart with `.split(..)` or inside a task"
        }
        _ => return None,
    };
    Some((call.method.clone(), message))
}

/// What to say about a method that has no form here.
pub(super) fn refusal(call: &MethodCall) -> Option<String> {
    let name = call.method.to_string();
    if let ExprKind::Await(_) = call.receiver.kind {
        return Some(format!(
            "`.{name}(..)` of what a task gives has no form in Amazon States Language\n  = help: write `?` after `.await`, or `match` it"
        ));
    }
    if is_iterator(&call.receiver) {
        return iterator_refusal(call, &name);
    }
    let known = if parsed(&call.receiver).is_some() { PARSED_METHODS } else { VALUE_METHODS };
    let found = known.iter().find(|(known, arguments)| *known == name && arguments.len() == call.args.len());
    if let Some((_, arguments)) = found {
        let wrong = arguments.iter().zip(&call.args).find_map(|(wanted, given)| argument_refusal(*wanted, given));
        return wrong.map(|wrong| format!("`.{name}(..)` has no exact form with this argument\n  = help: {wrong}"));
    }
    let help = help(&name).map_or_else(
        || "docs/methods.md lists the methods that can stand here; anything else goes into a `#[task]`".to_owned(),
        str::to_owned,
    );
    Some(format!("`.{name}(..)` has no exact form in Amazon States Language here\n  = help: {help}"))
}

/// What is wrong with an argument.
fn argument_refusal(wanted: Argument, given: &Expr) -> Option<&'static str> {
    let is_closure = matches!(given.kind, ExprKind::Closure(_));
    match wanted {
        Argument::Value if is_closure => Some("give it a value; a closure can stand in an iterator chain"),
        Argument::Closure if !is_closure => Some("write a closure: `|value| ..`"),
        Argument::Literal if !matches!(given.kind, ExprKind::Lit(_)) => Some("write the text as a literal"),
        _ => None,
    }
}

/// What to write instead of what people would write first.
fn help(name: &str) -> Option<&'static str> {
    Some(match name {
        "to_uppercase" => {
            "which letters have another case depends on the version of Unicode; write `.to_ascii_uppercase()`, or use a task"
        }
        "to_lowercase" => {
            "which letters have another case depends on the version of Unicode; write `.to_ascii_lowercase()`, or use a task"
        }
        "as_bytes" | "bytes" | "char_indices" | "find" | "rfind" | "get_mut" => {
            "Rust counts bytes and JSONata characters; use `.contains(..)`, `.split_once(..)` or `.strip_prefix(..)`, or a task"
        }
        "powi" | "powf" | "exp" | "ln" | "log10" | "sin" | "cos" => {
            "its last digits depend on the platform; multiply, or compute inside a task"
        }
        "repeat" => "write the text out, or repeat it inside a task",
        "is_nan" | "is_finite" | "is_infinite" => {
            "a float is always finite in a workflow: what is not is an evaluation fault"
        }
        "wrapping_add" | "wrapping_sub" | "wrapping_mul" => {
            "compute with a wider type and `%`, or use `.checked_add(..)` and its like"
        }
        "ok" | "map_err" | "unwrap_err" => "`match` the task's result",
        "take" | "insert" | "get_or_insert" | "get_or_insert_with" => {
            "it changes its variable; assign the new value instead"
        }
        "push" => "build the list with `vec![..]` or an iterator chain",
        _ => return None,
    })
}

fn iterator_refusal(call: &MethodCall, name: &str) -> Option<String> {
    let chars = matches!(&call.receiver.kind, ExprKind::Method(inner) if inner.method == "chars");
    if ITERATOR_METHODS.contains(&(name, call.args.len())) && (!chars || name == "count") {
        let given = call.args.first().filter(|given| !matches!(given.kind, ExprKind::Closure(_)));
        return given.map(|_| {
            format!("`.{name}(..)` has no exact form with this argument\n  = help: write a closure: `|value| ..`")
        });
    }
    let known = names(ITERATOR_METHODS.iter().map(|(name, _)| *name));
    Some(format!(
        "`.{name}(..)` has no exact form in Amazon States Language here\n  = help: these can stand here: {known}; or move it into a `#[task]`"
    ))
}

fn names<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}
