//! The methods that have a form in Amazon States Language.

use super::{Closure, Expr, ExprKind, MethodCall};
use crate::catalogue::{Code, code};
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
    ("chunks", VALUE),
    ("clamp", VALUES),
    ("clone", NOTHING),
    ("cloned", NOTHING),
    ("concat", NOTHING),
    ("contains", VALUE),
    ("contains_key", VALUE),
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
    ("into_keys", NOTHING),
    ("into_values", NOTHING),
    ("is_ascii", NOTHING),
    ("is_empty", NOTHING),
    ("is_err", NOTHING),
    ("is_err_and", CLOSURE),
    ("is_negative", NOTHING),
    ("is_none", NOTHING),
    ("is_none_or", CLOSURE),
    ("is_ok", NOTHING),
    ("is_ok_and", CLOSURE),
    ("is_positive", NOTHING),
    ("is_some", NOTHING),
    ("is_some_and", CLOSURE),
    ("iter", NOTHING),
    ("join", VALUE),
    ("keys", NOTHING),
    ("last", NOTHING),
    ("len", NOTHING),
    ("lines", NOTHING),
    ("map", CLOSURE),
    ("map_err", CLOSURE),
    ("map_or", &[Argument::Value, Argument::Closure]),
    ("map_or_else", &[Argument::Closure, Argument::Closure]),
    ("max", VALUE),
    ("min", VALUE),
    ("ok", NOTHING),
    ("ok_or", VALUE),
    ("ok_or_else", CLOSURE),
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
    ("to_vec", NOTHING),
    ("trim", NOTHING),
    ("trim_end", NOTHING),
    ("trim_start", NOTHING),
    ("trunc", NOTHING),
    ("try_into", NOTHING),
    ("unwrap", NOTHING),
    ("unwrap_or", VALUE),
    ("unwrap_or_default", NOTHING),
    ("unwrap_or_else", CLOSURE),
    ("values", NOTHING),
    ("windows", VALUE),
    ("xor", VALUE),
    ("zip", VALUE),
];

/// Methods of iterators.
const ITERATOR_METHODS: &[(&str, usize)] = &[
    ("all", 1),
    ("any", 1),
    ("chain", 1),
    ("cloned", 0),
    ("collect", 0),
    ("copied", 0),
    ("count", 0),
    ("enumerate", 0),
    ("filter", 1),
    ("filter_map", 1),
    ("find", 1),
    ("find_map", 1),
    ("flat_map", 1),
    ("flatten", 0),
    ("fold", 2),
    ("into_iter", 0),
    ("last", 0),
    ("len", 0),
    ("map", 1),
    ("max", 0),
    ("max_by_key", 1),
    ("min", 0),
    ("min_by_key", 1),
    ("next", 0),
    ("nth", 1),
    ("partition", 1),
    ("position", 1),
    ("product", 0),
    ("reduce", 1),
    ("rev", 0),
    ("skip", 1),
    ("skip_while", 1),
    ("step_by", 1),
    ("sum", 0),
    ("take", 1),
    ("take_while", 1),
    ("unzip", 0),
    ("zip", 1),
];

/// Methods of values that give an iterator.
const BEGINNINGS: &[&str] = &[
    "chars",
    "chunks",
    "into_iter",
    "into_keys",
    "into_values",
    "iter",
    "keys",
    "lines",
    "split",
    "split_whitespace",
    "values",
    "windows",
];

/// Methods of iterators that give another one.
const ADAPTERS: &[&str] = &[
    "chain",
    "cloned",
    "copied",
    "enumerate",
    "filter",
    "filter_map",
    "flat_map",
    "flatten",
    "map",
    "rev",
    "skip",
    "skip_while",
    "step_by",
    "take",
    "take_while",
    "zip",
];

/// Methods of iterators whose last argument is a closure.
const WITH_CLOSURE: &[&str] = &[
    "all",
    "any",
    "filter",
    "filter_map",
    "find",
    "find_map",
    "flat_map",
    "fold",
    "map",
    "max_by_key",
    "min_by_key",
    "partition",
    "position",
    "reduce",
    "skip_while",
    "take_while",
];

/// Methods of iterators that may end before all items were asked for.
const STOP_EARLY: &[&str] = &[
    "all",
    "any",
    "find",
    "find_map",
    "len",
    "next",
    "nth",
    "position",
    "skip",
    "step_by",
    "take",
    "take_while",
    "zip",
];

/// What to say about `list[a..b]` without `&`.
pub(super) const PART_OF_A_LIST: &str = "a part of a list is borrowed\n  = help: write `&list[start..end]`";

/// Methods of what `.parse()` gives that need no `Result` in between.
const PARSED_METHODS: &[&str] = &["expect", "ok", "unwrap", "unwrap_or", "unwrap_or_default", "unwrap_or_else"];

/// Methods with a closure that is given the error of a `Result`.
const WITH_ERROR: &[&str] = &["is_err_and", "map_err", "map_or_else", "or_else", "unwrap_or_else"];

/// Methods whose value may not exist.
const FAULTING: &[&str] = &[
    "abs",
    "abs_diff",
    "clamp",
    "div_euclid",
    "expect",
    "parse",
    "pow",
    "product",
    "rem_euclid",
    "replace",
    "split",
    "sqrt",
    "sum",
    "unwrap",
];

/// Whether an expression is an iterator rather than a value: what ranges, `.iter()` and its like begin and adapters
/// continue.
pub(crate) fn is_iterator(expr: &Expr) -> bool {
    let call = match &expr.kind {
        ExprKind::Method(call) => call,
        ExprKind::Range(..) => return true,
        _ => return false,
    };
    let name = call.method.to_string();
    BEGINNINGS.contains(&name.as_str()) || ADAPTERS.contains(&name.as_str()) && is_iterator(&call.receiver)
}

/// Whether the argument is a number of items that must not be zero.
pub(crate) fn has_size(call: &MethodCall) -> bool {
    matches!(call.method.to_string().as_str(), "chunks" | "step_by" | "windows")
}

/// Whether a method of its own accord may have no value: of `None`, on overflow, of parts of size zero.
pub(super) fn may_fault(call: &MethodCall) -> bool {
    let size = call.args.first().filter(|_| has_size(call));
    FAULTING.contains(&call.method.to_string().as_str()) || size.is_some_and(|size| !is_positive(size))
}

fn is_positive(number: &Expr) -> bool {
    matches!(&number.kind, ExprKind::Lit(syn::Lit::Int(digits)) if digits.base10_digits() != "0")
}

/// The first closure of an iterator's adapters that may be an evaluation fault.
fn faulting_adapter(iterator: &Expr) -> Option<&MethodCall> {
    let ExprKind::Method(call) = &iterator.kind else { return None };
    if !is_iterator(iterator) {
        return None;
    }
    let here = call.args.iter().any(|argument| matches!(argument.kind, ExprKind::Closure(_)) && argument.may_fault());
    let before = faulting_adapter(&call.receiver).or_else(|| call.args.iter().find_map(faulting_adapter));
    before.or_else(|| here.then_some(call))
}

/// Why an iterator may not be used where Rust might not ask for all of its items: the definition asks for all.
pub(super) fn laziness(iterator: &Expr, user: &str) -> Option<(Code, String)> {
    let adapter = faulting_adapter(iterator)?;
    Some((
        code::STOPS_EARLY,
        format!(
            "{user} may stop before `.{}(..)` has seen every item, and that may fail: in Rust only for the items that are asked for, in Amazon States Language for all\n  = help: collect the items into a `Vec` first",
            adapter.method
        ),
    ))
}

/// What a method that stops early asks item by item, with its own closure: the iterator before the adapters, and these. None
/// where nothing before it may be an evaluation fault.
pub(crate) fn asked_one_by_one(call: &MethodCall) -> (&Expr, Vec<&MethodCall>) {
    let adapters: &[&str] = match call.method.to_string().as_str() {
        "all" | "any" | "find" | "find_map" | "next" => &["cloned", "copied", "filter", "map"],
        "position" => &["cloned", "copied", "map"],
        _ => &[],
    };
    let (mut base, mut stages) = (&*call.receiver, Vec::new());
    while let ExprKind::Method(adapter) = &base.kind
        && faulting_adapter(base).is_some()
        && is_iterator(&adapter.receiver)
        && adapters.contains(&adapter.method.to_string().as_str())
    {
        stages.push(adapter);
        base = &adapter.receiver;
    }
    stages.reverse();
    (base, stages)
}

/// The text that is parsed, of `text.parse().ok()` and its like.
pub(crate) fn parsed(call: &MethodCall) -> Option<&Expr> {
    match &call.receiver.kind {
        ExprKind::Method(inner) if inner.method == "parse" => {
            PARSED_METHODS.contains(&call.method.to_string().as_str()).then_some(&inner.receiver)
        }
        _ => None,
    }
}

/// The closure of a method that is asked only where an `Option` or a `Result` holds no value.
pub(crate) fn without_value(call: &MethodCall) -> Option<&Closure> {
    match &call.args.first()?.kind {
        ExprKind::Closure(closure) if WITH_ERROR.contains(&call.method.to_string().as_str()) => Some(closure),
        _ => None,
    }
}

/// What to say about a method that has a form only where another follows it.
pub(super) fn unfinished(expr: &Expr) -> Option<(Code, Ident, &'static str)> {
    let ExprKind::Method(call) = &expr.kind else { return None };
    let (code, message) = match call.method.to_string().as_str() {
        "chars" => (
            code::CHARACTERS,
            "the characters of a text have no exact form\n  = help: `.chars().count()` can stand here; take text apart with `.split(..)` or inside a task",
        ),
        _ => return None,
    };
    Some((code, call.method.clone(), message))
}

/// What to say about a method that has no form here.
pub(super) fn refusal(call: &MethodCall) -> Option<(Code, String)> {
    let name = call.method.to_string();
    if is_iterator(&call.receiver) {
        return iterator_refusal(call, &name);
    }
    let found = VALUE_METHODS.iter().find(|(known, arguments)| *known == name && arguments.len() == call.args.len());
    if let Some((_, arguments)) = found {
        let wrong = arguments.iter().zip(&call.args).find_map(|(wanted, given)| argument_refusal(*wanted, given));
        return wrong.map(|wrong| {
            (code::METHOD_ARGUMENT, format!("`.{name}(..)` has no exact form with this argument\n  = help: {wrong}"))
        });
    }
    let help = help(&name).map_or_else(
        || "docs/methods.md lists the methods that can stand here; anything else goes into a `#[task]`".to_owned(),
        str::to_owned,
    );
    Some((code::METHOD, format!("`.{name}(..)` has no exact form in Amazon States Language here\n  = help: {help}")))
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
        "unwrap_err" => "`match` the result",
        "sort_by" | "sort_unstable_by" | "sort_unstable_by_key" => "write `.sort()` or `.sort_by_key(..)`",
        "entry" => "write `.get(..)` and `.insert(..)`, or an `if` with `.contains_key(..)`",
        "drain" => "take a part with `&list[..]`, then `.truncate(..)` or `.retain(..)`",
        "take" | "get_or_insert" | "get_or_insert_with" => "it changes its variable; assign the new value instead",
        _ => return None,
    })
}

/// What to say about a method of an iterator.
fn iterator_refusal(call: &MethodCall, name: &str) -> Option<(Code, String)> {
    let chars = matches!(&call.receiver.kind, ExprKind::Method(inner) if inner.method == "chars");
    let within = matches!(call.receiver.kind, ExprKind::Range(..)) && name == "contains" && call.args.len() == 1;
    if within || ITERATOR_METHODS.contains(&(name, call.args.len())) && (!chars || name == "count") {
        return arguments(call, name).or_else(|| stops_early(call, name));
    }
    let help = match name {
        "for_each" | "inspect" => "a closure computes a value and nothing else; write a `for` loop".to_owned(),
        "max_by" | "min_by" => format!("write `.{name}_key(..)` with a number for each item"),
        "scan" | "try_fold" | "try_for_each" => "write `.fold(..)` or a `for` loop".to_owned(),
        "map_while" => "write `.map(..).take_while(..)`".to_owned(),
        "sorted" => "collect into a variable and `.sort()` that".to_owned(),
        _ => format!("these can stand here: {}; or move it into a `#[task]`", names(ITERATOR_METHODS)),
    };
    Some((code::METHOD, format!("`.{name}(..)` has no exact form in Amazon States Language here\n  = help: {help}")))
}

/// What to say about the arguments of an iterator's method.
fn arguments(call: &MethodCall, name: &str) -> Option<(Code, String)> {
    let last = call.args.last()?;
    if matches!(last.kind, ExprKind::Refused) {
        return None;
    }
    let closure = matches!(last.kind, ExprKind::Closure(_));
    if closure == WITH_CLOSURE.contains(&name) {
        return None;
    }
    let message = match closure {
        true => format!(
            "`.{name}(..)` of a closure has no form in Amazon States Language\n  = help: give it a value, or use an iterator chain"
        ),
        false => format!(
            "`.{name}(..)` needs a closure here: what a function does cannot be seen\n  = help: write `.{name}(|item| ..)`"
        ),
    };
    Some((code::METHOD_ARGUMENT, message))
}

fn stops_early(call: &MethodCall, name: &str) -> Option<(Code, String)> {
    let user = format!("`.{name}(..)`");
    let mut iterators = std::iter::once(asked_one_by_one(call).0).chain(&call.args);
    STOP_EARLY.contains(&name).then(|| iterators.find_map(|iterator| laziness(iterator, &user)))?
}

fn names(methods: &[(&str, usize)]) -> String {
    methods.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}
