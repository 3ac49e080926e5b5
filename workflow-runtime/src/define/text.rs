//! Text: formatting and string methods.

use super::Wit;
use super::pattern::null;
use super::value::{bind_simple, error, not};
use crate::WorkflowData;
use crate::data::Shape;
use serde_json::Value;
use workflow_asl::jsonata::{BinaryOp, Expr};

/// What `{}` writes as JSONata does.
#[diagnostic::on_unimplemented(
    message = "[W0820] `{Self}` has no exact text form in a workflow",
    label = "text, integers and booleans can be formatted here",
    note = "JSONata writes floats with 15 digits; format inside a task"
)]
pub trait Text: WorkflowData {}

macro_rules! texts {
    ($($type:ty)*) => { $(
        #[diagnostic::do_not_recommend]
        impl Text for $type {}
    )* };
}

texts! { bool char i8 i16 i32 i64 isize u8 u16 u32 u64 usize String }

/// A part of a `format!`.
pub enum Part {
    /// Text between the arguments.
    Literal(&'static str),
    /// An argument.
    Value(Expr),
}

/// An argument of a `format!`, which `&` turns into text as `{}` does.
pub fn argument<T: Text>(wit: Wit<T>, value: Expr) -> Part {
    Part::Value(string(wit, value))
}

/// A value as text.
pub(super) fn string<T: Text>(_: Wit<T>, value: Expr) -> Expr {
    let is_text = matches!(T::SHAPE, Shape::Text);
    if is_text { value } else { Expr::Call("string", vec![value]) }
}

/// `format!(..)`.
pub fn concatenate(parts: Vec<Part>) -> Expr {
    let joined = parts
        .into_iter()
        .map(|part| match part {
            Part::Literal(text) => Expr::string(text),
            Part::Value(value) => value,
        })
        .reduce(|left, right| left.binary(BinaryOp::Concat, right));
    joined.unwrap_or_else(|| Expr::string(""))
}

/// `.to_string()`
pub fn to_string<T: Text>(wit: Wit<T>, value: Expr) -> Expr {
    concatenate(vec![argument(wit, value)])
}

/// Text only: the methods that have no meaning elsewhere.
#[diagnostic::on_unimplemented(message = "[W0821] this method works on text only", label = "not text")]
pub trait Str: WorkflowData {}

#[diagnostic::do_not_recommend]
impl Str for String {}

/// `left + right` on text.
pub fn append<T: Str>(_: Wit<T>, left: Expr, right: Expr) -> Expr {
    left.binary(BinaryOp::Concat, right)
}

/// `.chars().count()`
pub fn char_count<T: Str>(_: Wit<T>, value: Expr) -> Expr {
    Expr::Call("length", vec![value])
}

/// What is looked for in text.
#[diagnostic::on_unimplemented(
    message = "[W0806] `{Self}` cannot be looked for in text in a workflow",
    label = "look for text or one character here"
)]
pub trait Pattern: WorkflowData {}

#[diagnostic::do_not_recommend]
impl Pattern for String {}
#[diagnostic::do_not_recommend]
impl Pattern for char {}

/// The end of the text. `$` also stands before a line break at the end on AWS, whose regular expressions are Java's.
pub(super) const END: &str = r"(?![\s\S])";

/// Unicode's White_Space, which is what Rust trims; `\s` is something else in every dialect.
const SPACE: &str = r"[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]";

fn call(name: &'static str, arguments: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::Call(name, arguments.into_iter().collect())
}

fn empty() -> Expr {
    Expr::string("")
}

pub(super) fn contains_regex(text: Expr, regex: String) -> Expr {
    call("contains", [text, Expr::Regex(regex)])
}

fn without(text: Expr, regex: String) -> Expr {
    call("replace", [text, Expr::Regex(regex), empty()])
}

/// A literal as part of a regular expression: printable ASCII, everything that may mean something there escaped.
fn literal_regex(expr: &Expr) -> Option<String> {
    let Expr::Literal(Value::String(text)) = expr else { return None };
    let plain = |letter: char| letter.is_ascii_alphanumeric() || " _-:;,=<>@#%&'\"!~`".contains(letter);
    let mut regex = String::new();
    for letter in text.chars() {
        match letter {
            _ if plain(letter) => regex.push(letter),
            '.' | '*' | '+' | '?' | '^' | '$' | '|' => regex.extend(['\\', letter]),
            // JSONata counts brackets to find the end of the expression.
            _ if letter.is_ascii_graphic() => regex.push_str(&format!("\\x{:02x}", u32::from(letter))),
            _ => return None,
        }
    }
    Some(regex)
}

/// `.starts_with(pattern)`
pub fn starts_with<T: Str, P: Pattern>(_: Wit<T>, text: Expr, _: Wit<P>, pattern: Expr) -> Expr {
    if let Some(regex) = literal_regex(&pattern) {
        return contains_regex(text, format!("^{regex}"));
    }
    bind_simple("_s", text, |text| bind_simple("_p", pattern, |pattern| begins(text, pattern)))
}

/// Whether what stands before the first occurrence is nothing.
fn begins(text: Expr, pattern: Expr) -> Expr {
    let before = call("substringBefore", [text.clone(), pattern.clone()]).binary(BinaryOp::Eq, empty());
    call("contains", [text, pattern]).binary(BinaryOp::And, before)
}

/// `.ends_with(pattern)`
pub fn ends_with<T: Str, P: Pattern>(_: Wit<T>, text: Expr, _: Wit<P>, pattern: Expr) -> Expr {
    if let Some(regex) = literal_regex(&pattern) {
        return contains_regex(text, format!("{regex}{END}"));
    }
    // A tilde alone stands nowhere in a text whose tildes are doubled, so it can mark the end of both.
    let ended = |text: Expr| {
        let doubled = call("replace", [text, Expr::string("~"), Expr::string("~~")]);
        doubled.binary(BinaryOp::Concat, Expr::string("|~|"))
    };
    call("contains", [ended(text), ended(pattern)])
}

/// `.strip_prefix(pattern)`
pub fn strip_prefix<T: Str, P: Pattern>(_: Wit<T>, text: Expr, _: Wit<P>, pattern: Expr) -> Expr {
    bind_simple("_s", text, |text| {
        bind_simple("_p", pattern, |pattern| {
            let rest = call("substringAfter", [text.clone(), pattern.clone()]);
            begins(text, pattern).conditional(rest, null())
        })
    })
}

/// `.strip_suffix("literal")`
pub fn strip_suffix<T: Str, P: Pattern>(_: Wit<T>, text: Expr, _: Wit<P>, pattern: Expr) -> Expr {
    match literal_regex(&pattern) {
        Some(regex) if regex.is_empty() => text,
        Some(regex) => bind_simple("_s", text, |text| {
            let ends = contains_regex(text.clone(), format!("{regex}{END}"));
            ends.conditional(without(text, format!("{regex}{END}")), null())
        }),
        // The macro takes literals only; one that is not ASCII is split off as text.
        None => bind_simple("_s", text, |text| {
            let ends = ends_with(Wit::<T>::new(), text.clone(), Wit::<P>::new(), pattern.clone());
            let doubled = |text| call("replace", [text, Expr::string("~"), Expr::string("~~")]);
            let marked = doubled(text).binary(BinaryOp::Concat, Expr::string("|~|"));
            let mark = doubled(pattern).binary(BinaryOp::Concat, Expr::string("|~|"));
            let kept = call("replace", [marked, mark, empty()]);
            ends.conditional(call("replace", [kept, Expr::string("~~"), Expr::string("~")]), null())
        }),
    }
}

/// `.split_once(pattern)`
pub fn split_once<T: Str, P: Pattern>(_: Wit<T>, text: Expr, _: Wit<P>, pattern: Expr) -> Expr {
    bind_simple("_s", text, |text| {
        bind_simple("_p", pattern, |pattern| {
            let part = |name| call(name, [text.clone(), pattern.clone()]);
            let parts = Expr::List(vec![part("substringBefore"), part("substringAfter")]);
            part("contains").conditional(parts, null())
        })
    })
}

/// `result` of a pattern that is not empty, else an evaluation fault.
fn unless_empty(pattern: Expr, result: impl FnOnce(Expr) -> Expr) -> Expr {
    match &pattern {
        Expr::Literal(Value::String(text)) if !text.is_empty() => result(pattern),
        _ => bind_simple("_p", pattern, |pattern| {
            let found = pattern.clone().binary(BinaryOp::Ne, empty());
            found.conditional(result(pattern), error("an empty pattern"))
        }),
    }
}

/// `.split(pattern)`
pub fn split<T: Str, P: Pattern>(_: Wit<T>, text: Expr, _: Wit<P>, pattern: Expr) -> Expr {
    unless_empty(pattern, |pattern| call("split", [text, pattern]))
}

/// `.replace(pattern, to)`
pub fn replace<T: Str, P: Pattern, To: Str>(
    _: Wit<T>,
    text: Expr,
    _: Wit<P>,
    pattern: Expr,
    _: Wit<To>,
    to: Expr,
) -> Expr {
    // Implementations differ in what `$` means in the text that `$replace` puts in; joining puts it in as it is.
    let plain = matches!(&to, Expr::Literal(Value::String(to)) if !to.contains('$'));
    unless_empty(pattern, |pattern| match plain {
        true => call("replace", [text, pattern, to]),
        false => call("join", [call("split", [text, pattern]), to]),
    })
}

/// `.trim()`
pub fn trim<T: Str>(_: Wit<T>, text: Expr) -> Expr {
    without(text, format!("^{SPACE}+|{SPACE}+{END}"))
}

/// `.trim_start()`
pub fn trim_start<T: Str>(_: Wit<T>, text: Expr) -> Expr {
    without(text, format!("^{SPACE}+"))
}

/// `.trim_end()`
pub fn trim_end<T: Str>(_: Wit<T>, text: Expr) -> Expr {
    without(text, format!("{SPACE}+{END}"))
}

/// The parts between separators, none of an empty text.
fn parts(text: Expr, separator: &str) -> Expr {
    bind_simple("_s", text, |text| {
        let none = text.clone().binary(BinaryOp::Eq, empty());
        none.conditional(Expr::List(Vec::new()), call("split", [text, Expr::string(separator)]))
    })
}

/// `.split_whitespace()`
pub fn split_whitespace<T: Str>(w: Wit<T>, text: Expr) -> Expr {
    parts(call("replace", [trim(w, text), Expr::Regex(format!("{SPACE}+")), Expr::string(" ")]), " ")
}

/// `.lines()`: a line break at the end begins no line.
pub fn lines<T: Str>(_: Wit<T>, text: Expr) -> Expr {
    let broken = |text: Expr| call("replace", [text, Expr::string("\r\n"), Expr::string("\n")]);
    bind_simple("_s", text, |text| {
        let none = text.clone().binary(BinaryOp::Eq, empty());
        let lines = call("split", [without(broken(text), format!("\\n{END}")), Expr::string("\n")]);
        none.conditional(Expr::List(Vec::new()), lines)
    })
}

/// `.is_ascii()`
pub fn is_ascii<T: Str>(_: Wit<T>, text: Expr) -> Expr {
    not(contains_regex(text, r"[^\x00-\x7f]".into()))
}

/// `.to_ascii_uppercase()`
pub fn to_ascii_uppercase<T: Str>(_: Wit<T>, text: Expr) -> Expr {
    ascii_case(text, "[a-z]+", "uppercase")
}

/// `.to_ascii_lowercase()`
pub fn to_ascii_lowercase<T: Str>(_: Wit<T>, text: Expr) -> Expr {
    ascii_case(text, "[A-Z]+", "lowercase")
}

fn ascii_case(text: Expr, letters: &str, name: &'static str) -> Expr {
    let changed = call(name, [Expr::variable("_m").field("match")]);
    let function = Expr::Lambda(vec!["_m".into()], Box::new(changed));
    call("replace", [text, Expr::Regex(letters.into()), function])
}

/// `.eq_ignore_ascii_case(other)`
pub fn eq_ignore_ascii_case<T: Str, P: Str>(w: Wit<T>, text: Expr, of: Wit<P>, other: Expr) -> Expr {
    to_ascii_lowercase(w, text).binary(BinaryOp::Eq, to_ascii_lowercase(of, other))
}
