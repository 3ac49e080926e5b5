//! Where Step Functions differs from JSONata 2.0.6: functions of its own, one that is missing, and what others do.
//!
//! Seen in recordings of executions (R), measured by sfnx 3.1.0 and described in its documentation (M), or said in
//! <https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html> (D):
//!
//! | | what Step Functions does | |
//! |---|---|---|
//! | `$partition $range $hash $random $uuid $parse` | are there; given undefined they return nothing | D, M |
//! | `$eval` | is not: calling it fails with `T1006` | D, R |
//! | `$range` | is a sequence: no number is nothing, one is itself; a fraction is cut | R, M |
//! | `$partition` | keeps a single part in its array; a size of 0 is nothing, below it fails; without one all is one part | R, M |
//! | `$hash` | takes exactly `MD5`, `SHA-1`, `SHA-256`, `SHA-384` and `SHA-512`; without one it is nothing, and fails with an undefined one | R, M |
//! | `$random(seed)` | gives the same number for the same seed | D, M |
//! | `$parse` | takes text in single quotes, refuses a key that stands twice, `NaN` and numbers past a double | M |
//! | `$count(null)` | is 0 | M |
//! | `$base64encode`, `$base64decode` | write and read UTF-8; padding may be missing, other characters fail | M |
//! | `$decodeUrlComponent` | takes `+` for a space, and broken UTF-8 for U+FFFD | M |
//! | `$now`, `$fromMillis` | take a time zone that is not `±HHMM` for UTC | M |
//! | `\s` and `\S` in a regular expression | know the blanks of ASCII only | M |
//! | an operator `??` or `?:` | is a later version's, and does not parse | M |
//! | a function in a result | fails: "returned an unsupported result type." | R |
//! | `a / 0` as a result | is the text `"Infinity"`, `"-Infinity"` or `"NaN"` | M |
//! | `a % 0` | fails | M |
//! | `$string(x)`, `a & b` | cut a fraction to 15 digits, towards the lower number: `0.666666666666666` | M |
//!
//! Known and not imitated: other uses of a division by zero, and an overflow, fail here with `D1001` (M: they are
//! numbers, even `0 / 0 > 5` is true, and fail in arithmetic alone; an overflow leaves as `"Infinity"`); `$string` that
//! is not called by its name with arguments (`$map($x, $string)`) rounds to 15 digits; `$substring` and `$split` count characters
//! (M: beyond the BMP sometimes halves of them); `$formatNumber` writes all digits of a double past 2^53 (M: zeros).

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use jlens_core::{Ast, Error, HostCall, HostFunction, Result};
use serde_json::Value;

use super::references::References;
use super::{Conditions, operations, randomness, regular_expressions, rewrite};

mod encoding;
mod lists;
mod numbers;
mod text;
mod time;

/// Arguments as they come from an expression: nothing for undefined.
type Arguments<'a> = &'a [Option<Value>];

/// The functions that need nothing but their arguments.
static FUNCTIONS: LazyLock<jlens_core::Bindings> = LazyLock::new(|| {
    let functions: [(&str, &str, Function); 8] = [
        ("range", "<n?n?n?:a>", lists::range),
        ("partition", "<x?n?:a>", lists::partition),
        ("parse", "<s?:x>", encoding::parse),
        ("base64encode", "<s-:s>", encoding::base64_encode),
        ("base64decode", "<s-:s>", encoding::base64_decode),
        ("decodeUrlComponent", "<s-:s>", encoding::decode_url_component),
        ("fromMillis", "<n-s?s?:s>", time::from_millis),
        ("eval", "<x?x?:x>", missing),
    ];
    let bindings = functions.into_iter().fold(jlens_core::Bindings::new(), |bindings, (name, signature, function)| {
        let function = move |arguments: Arguments<'_>, _: &HostCall<'_>| function(arguments);
        add(bindings, name, signature, function)
    });
    // Without a signature: these look at their arguments themselves.
    let others: [(&str, Function); 4] = [
        ("hash", encoding::hash),
        (operations::QUOTIENT, numbers::quotient),
        (operations::DIVIDE, numbers::divide),
        (operations::REMAINDER, numbers::remainder),
    ];
    let bindings = others.into_iter().fold(bindings, |bindings, (name, function)| {
        let function = HostFunction::new(2, move |arguments, _| function(arguments));
        bindings.function(name, function.without_input())
    });
    let bindings = bindings.function(MANY, HostFunction::new(1, |items, _| lists::are_many(items)).without_input());
    let bindings = bindings.function(DISTINCT, HostFunction::new(1, |items, _| lists::distinct(items)).without_input());
    let bindings = bindings.function(operations::TEXT, HostFunction::new(2, text::text).without_input());
    let is_function = |_: Arguments<'_>, call: &HostCall<'_>| Ok(Some(Value::Bool(call.function(0).is_some())));
    bindings.function(IS_FUNCTION, HostFunction::new(1, is_function).without_input())
});

type Function = fn(Arguments<'_>) -> Result<Option<Value>>;

/// A function of this module alone, which no name of a variable can hide.
const IS_FUNCTION: &str = "_aws_is_function";

/// Whether a list has so many items that the evaluator's `$distinct`, which compares each with each, would take long.
const MANY: &str = "_aws_many";
/// `$distinct` of many items.
const DISTINCT: &str = "_aws_distinct";

/// Adds a function. A signature that does not parse leaves it out, which the tests would notice.
fn add<F>(bindings: jlens_core::Bindings, name: &str, signature: &str, function: F) -> jlens_core::Bindings
where
    F: Fn(Arguments<'_>, &HostCall<'_>) -> Result<Option<Value>> + Send + Sync + 'static,
{
    match HostFunction::with_signature(signature, function) {
        Ok(function) => bindings.function(name, function.without_input()),
        Err(_) => bindings,
    }
}

/// The functions that every expression finds.
pub(super) fn bindings() -> &'static jlens_core::Bindings {
    &FUNCTIONS
}

/// The functions for one evaluation: those that depend on its conditions are made only where they are named.
pub(super) fn with_conditions(
    names: &BTreeSet<String>,
    conditions: &Conditions,
    place: &str,
) -> Cow<'static, jlens_core::Bindings> {
    if !["now", "random", "uuid"].iter().any(|name| names.contains(*name)) {
        return Cow::Borrowed(&FUNCTIONS);
    }
    let random = randomness::Randomness::new(conditions.seed, place);
    let uuid = random.clone();
    let now = conditions.now;
    let [of_now, of_random, of_uuid] = [(); 3].map(|()| conditions.draws.clone());
    let mut bindings = FUNCTIONS.clone();
    bindings = add(bindings, "random", "<n?:n>", move |arguments, _| {
        let number = match number(arguments, 0) {
            Some(seed) => randomness::seeded(seed),
            None => of_random.as_ref().and_then(|draws| draws.random()).unwrap_or_else(|| random.number()),
        };
        Ok(Some(Value::from(number)))
    });
    bindings = add(bindings, "uuid", "<:s>", move |_, _| {
        let drawn = of_uuid.as_ref().and_then(|draws| draws.uuid());
        Ok(Some(Value::String(drawn.unwrap_or_else(|| uuid.uuid()))))
    });
    bindings = add(bindings, "now", "<s?s?:s>", move |arguments, _| {
        time::now(of_now.as_ref().and_then(|draws| draws.now()).unwrap_or(now), arguments)
    });
    Cow::Owned(bindings)
}

/// The text of an expression with what has to be another, or nothing if it stays as it is.
pub(super) fn prepare(ast: &Ast, references: &References) -> Option<String> {
    let text = &ast.source;
    let mut edits = regular_expressions::with_ascii_blanks(text, &references.regexes);
    edits.extend(operations::edits(&ast.root));
    let rewritten = rewrite::apply(text, edits);
    let text = rewritten.as_deref().unwrap_or(text);
    // A variable of such a name is no function and stays.
    let replaced = [
        ("count", "function($a)<x:n>{$a=null?0:$_aws_count($a)}".to_owned(), "_aws_count"),
        ("distinct", format!("function($a)<x:x>{{${MANY}($a)?${DISTINCT}($a):$_aws_few($a)}}"), "_aws_few"),
    ];
    let named = replaced.iter().filter(|(name, ..)| references.names.contains(*name));
    let definitions: String = named
        .map(|(name, function, original)| {
            format!("${name}:=${IS_FUNCTION}(${name})?(${original}:=${name};{function}):${name};")
        })
        .collect();
    if definitions.is_empty() { rewritten } else { Some(format!("({definitions}{text}\n)")) }
}

/// `$eval`, which Step Functions does not have.
fn missing(_arguments: Arguments<'_>) -> Result<Option<Value>> {
    Err(Error::new("T1006"))
}

fn number(arguments: Arguments<'_>, index: usize) -> Option<f64> {
    arguments.get(index)?.as_ref()?.as_f64()
}

fn text_of(arguments: Arguments<'_>, index: usize) -> Option<&str> {
    arguments.get(index)?.as_ref()?.as_str()
}

/// A failure that JSONata has no code for, in the form of `$error`.
fn failure(message: String) -> Error {
    Error::new("D3137").with("message", message)
}
