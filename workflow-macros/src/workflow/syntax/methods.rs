//! The methods that have a form in Amazon States Language.

use super::{Expr, ExprKind, MethodCall};

/// Methods of plain values, with their number of arguments.
const VALUE_METHODS: &[(&str, usize)] = &[
    ("as_deref", 0),
    ("as_ref", 0),
    ("as_slice", 0),
    ("as_str", 0),
    ("chars", 0),
    ("chunks", 1),
    ("clone", 0),
    ("cloned", 0),
    ("concat", 0),
    ("contains", 1),
    ("contains_key", 1),
    ("copied", 0),
    ("expect", 1),
    ("failure", 0),
    ("first", 0),
    ("get", 1),
    ("into", 0),
    ("into_iter", 0),
    ("into_keys", 0),
    ("into_values", 0),
    ("is_empty", 0),
    ("is_err", 0),
    ("is_none", 0),
    ("is_ok", 0),
    ("is_some", 0),
    ("is_some_and", 1),
    ("iter", 0),
    ("join", 1),
    ("keys", 0),
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
    ("to_vec", 0),
    ("unwrap", 0),
    ("unwrap_or", 1),
    ("values", 0),
    ("windows", 1),
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
const BEGINNINGS: &[&str] =
    &["chars", "chunks", "into_iter", "into_keys", "into_values", "iter", "keys", "values", "windows"];

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

/// Methods whose last argument is a closure.
const WITH_CLOSURE: &[&str] = &[
    "all",
    "any",
    "filter",
    "filter_map",
    "find",
    "find_map",
    "flat_map",
    "fold",
    "is_some_and",
    "map",
    "map_err",
    "max_by_key",
    "min_by_key",
    "ok_or_else",
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

/// What to say about `list[a..b]` and `list.get(a..b)`.
pub(super) const PART_OF_A_LIST: &str =
    "a part of a list has no form in Amazon States Language here\n  = help: write `.iter().skip(..).take(..)`";

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
    let fails = ["unwrap", "expect", "sum", "product", "abs"];
    let size = call.args.first().filter(|_| has_size(call));
    fails.contains(&call.method.to_string().as_str()) || size.is_some_and(|size| !is_positive(size))
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
pub(super) fn laziness(iterator: &Expr, user: &str) -> Option<String> {
    let adapter = faulting_adapter(iterator)?;
    Some(format!(
        "{user} may stop before `.{}(..)` has seen every item, and that may fail: in Rust only for the items that are asked for, in Amazon States Language for all\n  = help: collect the items into a `Vec` first",
        adapter.method
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

/// What to say about a method that has no form here.
pub(super) fn refusal(call: &MethodCall) -> Option<String> {
    let name = call.method.to_string();
    let iterator = is_iterator(&call.receiver);
    let known = if iterator { ITERATOR_METHODS } else { VALUE_METHODS };
    let chars = matches!(&call.receiver.kind, ExprKind::Method(inner) if inner.method == "chars");
    let within = matches!(call.receiver.kind, ExprKind::Range(..)) && name == "contains" && call.args.len() == 1;
    if within || known.contains(&(name.as_str(), call.args.len())) && (!chars || name == "count") {
        return arguments(call, &name, iterator).or_else(|| stops_early(call, &name));
    }
    let help = match name.as_str() {
        "trim" => "JSONata's `$trim` also collapses spaces inside the text; trim inside a task".to_owned(),
        "unwrap_or_else" if !iterator => "`match` the task's result".to_owned(),
        "for_each" | "inspect" if iterator => {
            "a closure computes a value and nothing else; write a `for` loop".to_owned()
        }
        "max_by" | "min_by" if iterator => format!("write `.{name}_key(..)` with a number for each item"),
        "scan" | "try_fold" | "try_for_each" if iterator => "write `.fold(..)` or a `for` loop".to_owned(),
        "map_while" if iterator => "write `.map(..).take_while(..)`".to_owned(),
        "sorted" => "collect into a variable and `.sort()` that".to_owned(),
        "sort_by" | "sort_unstable" => "write `.sort()` or `.sort_by_key(..)`".to_owned(),
        _ => format!("these can stand here: {}; or move it into a `#[task]`", names(known)),
    };
    Some(format!("`.{name}(..)` has no exact form in Amazon States Language here\n  = help: {help}"))
}

/// What to say about a method's arguments.
fn arguments(call: &MethodCall, name: &str, iterator: bool) -> Option<String> {
    let last = call.args.last()?;
    if matches!(last.kind, ExprKind::Refused) {
        return None;
    }
    let closure = matches!(last.kind, ExprKind::Closure(_));
    if closure != WITH_CLOSURE.contains(&name) {
        return Some(match closure {
            true => format!(
                "`.{name}(..)` of a closure has no form in Amazon States Language\n  = help: give it a value, or use an iterator chain"
            ),
            false => format!(
                "`.{name}(..)` needs a closure here: what a function does cannot be seen\n  = help: write `.{name}(|item| ..)`"
            ),
        });
    }
    if !iterator && matches!(last.kind, ExprKind::Range(..)) {
        return Some(PART_OF_A_LIST.into());
    }
    None
}

fn stops_early(call: &MethodCall, name: &str) -> Option<String> {
    let user = format!("`.{name}(..)`");
    let mut iterators = std::iter::once(asked_one_by_one(call).0).chain(&call.args);
    STOP_EARLY.contains(&name).then(|| iterators.find_map(|iterator| laziness(iterator, &user)))?
}

fn names(methods: &[(&str, usize)]) -> String {
    methods.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}
