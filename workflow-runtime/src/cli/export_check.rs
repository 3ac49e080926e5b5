//! `export --check`: whether what was written to files is still what the code says.

use super::args::Format;
use super::export::Product;
use super::file;
use super::input::{parse, reason};
use crate::SourceMap;
use serde_json::Value;
use std::path::{Path, PathBuf};
use workflow_asl::{field, state_at};
use workflow_cli::{Stop, Streams};

/// Compares exports with files; nothing is written. In a folder each workflow has its file, `NAME.asl.json`.
///
/// Two definitions are the same if they have the same fields, however the text is laid out; other exports if they have the
/// same lines.
pub(super) fn check(products: &[Product], path: &Path, streams: &mut Streams) -> Result<(), Stop> {
    let is_folder = streams.path(path).is_dir();
    if products.len() > 1 && !is_folder {
        return Err(Stop::usage(format!("{} is no folder: name the workflow that it is of", path.display())));
    }
    let mut stale = Vec::new();
    for product in products {
        let file = if is_folder { product.within(path) } else { path.to_owned() };
        if is_folder && !streams.path(&file).exists() {
            stale.push(format!("error: {} is missing", file.display()));
            continue;
        }
        stale.extend(difference(product, &file, streams)?);
    }
    if stale.is_empty() { Ok(()) } else { Err(Stop::saying(1, stale.join("\n"))) }
}

/// The path of `--check`, which may be that of `--out`.
pub(super) fn path(check: Option<PathBuf>, out: Option<PathBuf>) -> Result<PathBuf, Stop> {
    match (check, out.filter(|out| out.as_os_str() != "-")) {
        (Some(path), None) | (None, Some(path)) => Ok(path),
        (Some(_), Some(_)) => Err(Stop::usage("name the file once: with --check or with --out")),
        (None, None) => Err(Stop::usage("what is to be checked? --check FILE")),
    }
}

/// The first place where two definitions differ.
#[derive(Debug, PartialEq)]
struct Difference {
    /// A JSON pointer.
    pointer: String,
    /// What the file has there.
    file: Option<Value>,
    /// What the code says.
    code: Option<Value>,
}

/// What is said of a file that is stale.
fn difference(product: &Product, path: &Path, streams: &mut Streams) -> Result<Option<String>, Stop> {
    let shown = path.display().to_string();
    let old =
        file::read(path, streams).map_err(|error| Stop::usage(format!("cannot read {shown}: {}", reason(&error))))?;
    if old == product.text {
        return Ok(None);
    }
    if product.format != Format::Asl {
        return Ok(line_that_differs(&shown, &old, &product.text));
    }
    let code = parse("the definition", &product.text)?;
    Ok(first(&parse(&shown, &old)?, &code, &mut String::new()).map(|difference| told(product, &shown, &difference)))
}

/// The first line that differs; line ends do not.
fn line_that_differs(shown: &str, old: &str, code: &str) -> Option<String> {
    let (mut old, mut code) = (old.lines(), code.lines());
    (1..)
        .map(|line: usize| (line, old.next(), code.next()))
        .take_while(|(_, old, code)| old.or(*code).is_some())
        .find_map(|(line, old, code)| {
            let sign = |sign, text: Option<&str>| text.map(|text| format!("\n  {sign} {text}")).unwrap_or_default();
            let message = || format!("error: {shown} is not what the code says any more: line {line} differs");
            (old != code).then(|| message() + &sign('-', old) + &sign('+', code))
        })
}

/// The first difference, in the order of the code's definition; what only the file has comes last.
fn first(file: &Value, code: &Value, pointer: &mut String) -> Option<Difference> {
    let children: Vec<(String, Option<&Value>, Option<&Value>)> = match (file, code) {
        (Value::Object(file), Value::Object(code)) => {
            let both = code.iter().map(|(name, value)| (name.clone(), file.get(name), Some(value)));
            let more = file.iter().filter(|(name, _)| !code.contains_key(*name));
            both.chain(more.map(|(name, value)| (name.clone(), Some(value), None))).collect()
        }
        (Value::Array(file), Value::Array(code)) => {
            let at = |index: usize| (index.to_string(), file.get(index), code.get(index));
            (0..file.len().max(code.len())).map(at).collect()
        }
        _ if file == code => return None,
        _ => return Some(Difference { pointer: pointer.clone(), file: Some(file.clone()), code: Some(code.clone()) }),
    };
    for (name, file, code) in children {
        let length = pointer.len();
        *pointer = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
        let found = match (file, code) {
            (Some(file), Some(code)) => first(file, code, pointer),
            (file, code) => Some(Difference { pointer: pointer.clone(), file: file.cloned(), code: code.cloned() }),
        };
        if found.is_some() {
            return found;
        }
        pointer.truncate(length);
    }
    None
}

fn told(product: &Product, shown: &str, difference: &Difference) -> String {
    let Difference { pointer, file: old, code } = difference;
    let (name, source_map) = product.workflow.unwrap_or(("", SourceMap::EMPTY));
    let what = match state_at(pointer) {
        Some(state) => {
            let place = source_map.find(&state).map(|place| format!(" at {place}")).unwrap_or_default();
            let is_whole = pointer.rsplit('/').nth(1) == Some(field::STATES);
            match (is_whole, old, code) {
                (true, None, _) => format!("it has no state `{state}`{place}"),
                (true, _, None) => format!("its state `{state}` is gone"),
                _ => format!("state `{state}` differs{place}"),
            }
        }
        None => "it differs outside of states".to_owned(),
    };
    let mut text = format!("error: {shown} is not the definition of `{name}` any more: {what}\n  {pointer}");
    text += &lines('-', old.as_ref());
    text += &lines('+', code.as_ref());
    text
}

/// How many lines of a value are shown.
const MOST_LINES: usize = 12;

fn lines(sign: char, value: Option<&Value>) -> String {
    let Some(value) = value else { return String::new() };
    let text = format!("{value:#}");
    let more = text.lines().count().saturating_sub(MOST_LINES);
    let mut shown: String = text.lines().take(MOST_LINES).map(|line| format!("\n  {sign} {line}")).collect();
    if more > 0 {
        shown += &format!("\n  {sign} .. and {more} lines more");
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn pointer(file: &Value, code: &Value) -> Option<String> {
        first(file, code, &mut String::new()).map(|found| found.pointer)
    }

    #[test]
    fn the_first_difference_is_found_in_the_order_of_the_code() {
        let code = json!({"States": {"B": {"a": [1, {"x/y": 2}]}, "A": 1}});
        assert_eq!(pointer(&json!({"States": {"A": 1, "B": {"a": [1, {"x/y": 2}]}}}), &code), None);
        assert_eq!(
            pointer(&json!({"States": {"A": 2, "B": {"a": [1, {"x/y": 3}]}}}), &code).unwrap(),
            "/States/B/a/1/x~1y"
        );
        assert_eq!(pointer(&json!({"States": {"A": 2}}), &code).unwrap(), "/States/B");
        assert_eq!(pointer(&json!({"States": {"C": 1, "B": {"a": [1]}, "A": 1}}), &code).unwrap(), "/States/B/a/1");
        assert_eq!(pointer(&json!({"C": 1, "States": code["States"]}), &code).unwrap(), "/C");
        assert_eq!(pointer(&json!([]), &code).unwrap(), "");
    }

    #[test]
    fn texts_are_compared_by_lines() {
        assert_eq!(line_that_differs("f", "a\r\nb\n", "a\nb"), None);
        let told = |old, code| line_that_differs("f", old, code).unwrap();
        let expected = "error: f is not what the code says any more: line 2 differs\n  - b\n  + c";
        assert_eq!(told("a\nb", "a\nc\nd"), expected);
        assert!(told("a", "a\nc").ends_with("line 2 differs\n  + c"));
        assert!(told("a\nb", "a").ends_with("line 2 differs\n  - b"));
    }

    #[test]
    fn the_file_is_named_once() {
        let path_of =
            |check: Option<&str>, out: Option<&str>| path(check.map(PathBuf::from), out.map(PathBuf::from)).ok();
        assert_eq!(path_of(Some("a"), None), Some(PathBuf::from("a")));
        assert_eq!(path_of(None, Some("b")), Some(PathBuf::from("b")));
        assert_eq!(path_of(Some("a"), Some("b")), None);
        assert_eq!(path_of(None, None), None);
        assert_eq!(path_of(None, Some("-")), None);
    }
}
