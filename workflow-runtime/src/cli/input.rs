//! Reading documents, and saying in one line where they are wrong.

use super::entry::{Entry, Prepared};
use super::stop::Stop;
use super::streams::Streams;
use crate::InputError;
use serde_json::Value;
use std::io::Read;
use std::path::Path;

/// The run that a workflow's input makes.
pub(super) fn prepare(mut entry: Entry, file: Option<&Path>, streams: &mut Streams) -> Result<Prepared, Stop> {
    let (origin, input) = match (file, entry.default_input.take()) {
        (Some(file), _) => (name(file), read(file, streams)?),
        (None, Some(input)) => ("the default input".to_owned(), input()),
        (None, None) => match entry.without_input.take() {
            Some(input) => (String::new(), input),
            None => return Err(Stop::usage("this workflow needs an input: --input FILE")),
        },
    };
    (entry.prepare)(input).map_err(|error| Stop::usage(misfit(&origin, &error)))
}

/// Parses a JSON document.
pub(super) fn parse(origin: &str, text: &str) -> Result<Value, Stop> {
    serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let message = error.to_string();
        let message = message.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&message);
        Stop::usage(format!("{origin}:{line}:{column}: {message}"))
    })
}

fn read(file: &Path, streams: &mut Streams) -> Result<Value, Stop> {
    let origin = name(file);
    let mut bytes = Vec::new();
    let read = match is_stdin(file) {
        true => streams.input.read_to_end(&mut bytes).map(|_| bytes),
        false => std::fs::read(streams.path(file)),
    };
    let bytes = read.map_err(|error| Stop::usage(format!("{origin}: {}", reason(&error))))?;
    let text =
        std::str::from_utf8(&bytes).map_err(|error| Stop::usage(not_utf8(&origin, &bytes, error.valid_up_to())))?;
    parse(&origin, text)
}

fn is_stdin(file: &Path) -> bool {
    file.as_os_str() == "-"
}

fn name(file: &Path) -> String {
    if is_stdin(file) { "stdin".to_owned() } else { file.display().to_string() }
}

/// An I/O error in the system's words, without the number.
pub(super) fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let number = text.rfind(" (os error ").unwrap_or(text.len());
    text.get(..number).unwrap_or_default().to_owned()
}

fn not_utf8(origin: &str, bytes: &[u8], valid: usize) -> String {
    let before = bytes.get(..valid).unwrap_or_default();
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let column = before.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
    format!("{origin}:{line}:{column}: not UTF-8")
}

fn misfit(origin: &str, error: &InputError) -> String {
    match error.path.as_str() {
        "." => format!("{origin}: {}", error.message),
        path => format!("{origin}: {path}: {}", error.message),
    }
}
