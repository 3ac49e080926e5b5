//! JSONata as a writer needs it, and as Step Functions evaluates it.
//!
//! An [`Expression`] is one that was read, and a [`Template`] a field of a state that holds some: both are prepared
//! once and evaluated with [`Bindings`] under [`Conditions`].
//!
//! An [`Expr`] is one to be written: an expression tree with exact precedence, printed compactly. The compiler builds
//! them. Trees rather than text, because an
//! assignment that is folded into an earlier state must read the values from *before* that state (all of a
//! state's `Assign` is evaluated together), so a variable is [substituted](Expr::substitute) by what it stands for.

mod evaluate;
mod expr;
mod print;
mod shared;
mod template;

pub use evaluate::{
    Bindings, Conditions, Draws, Expected, Expression, Limits, QUERY_EVALUATION_ERROR, Stop, SyntaxError, Template,
    TemplateError, Variables, outline,
};
pub use expr::{BinaryOp, Expr};
pub use shared::Shared;
pub use template::template;

/// The names of JSONata's built-in functions and of those that Step Functions adds.
///
/// A variable of one of these names hides the function for every later expression, which AWS reports only when
/// the call is reached.
pub const FUNCTIONS: &[&str] = &[
    "abs",
    "append",
    "assert",
    "average",
    "base64decode",
    "base64encode",
    "boolean",
    "ceil",
    "clone",
    "contains",
    "count",
    "decodeUrl",
    "decodeUrlComponent",
    "distinct",
    "each",
    "encodeUrl",
    "encodeUrlComponent",
    "error",
    "eval",
    "exists",
    "filter",
    "floor",
    "formatBase",
    "formatInteger",
    "formatNumber",
    "fromMillis",
    "hash",
    "join",
    "keys",
    "length",
    "lookup",
    "lowercase",
    "map",
    "match",
    "max",
    "merge",
    "millis",
    "min",
    "not",
    "now",
    "number",
    "pad",
    "parse",
    "parseInteger",
    "partition",
    "power",
    "random",
    "range",
    "reduce",
    "replace",
    "reverse",
    "round",
    "shuffle",
    "sift",
    "single",
    "sort",
    "split",
    "spread",
    "sqrt",
    "string",
    "substring",
    "substringAfter",
    "substringBefore",
    "sum",
    "toMillis",
    "trim",
    "type",
    "uppercase",
    "uuid",
    "zip",
];

/// Whether `name` may not be a variable: it is a function's or the reserved `$states`.
pub fn is_reserved(name: &str) -> bool {
    name == "states" || is_function(name)
}

/// Whether `name` is a function's.
fn is_function(name: &str) -> bool {
    FUNCTIONS.contains(&name)
}
