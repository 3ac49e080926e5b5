//! Reading documents, and saying in one line where they are wrong.

use std::path::Path;

use serde_json::Value;

use crate::{Stop, Streams};

/// Parses a JSON document. `origin` is what it is called in messages.
///
/// # Errors
///
/// Where it is wrong.
pub fn parse(origin: &str, text: &str) -> Result<Value, Stop> {
    serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let message = error.to_string();
        let message = message.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&message);
        Stop::usage(format!("{origin}:{line}:{column}: {message}"))
    })
}

/// Reads a JSON document from a file, or from stdin for `-`.
///
/// # Errors
///
/// Where it is wrong, or why it cannot be read.
pub fn read(file: &Path, streams: &mut Streams) -> Result<Value, Stop> {
    let origin = origin(file);
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

/// What a file is called in messages.
pub fn origin(file: &Path) -> String {
    if is_stdin(file) { "stdin".to_owned() } else { file.display().to_string() }
}

/// An I/O error in the system's words, without the number.
pub fn reason(error: &std::io::Error) -> String {
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
