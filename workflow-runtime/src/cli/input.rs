//! Reading documents, and saying in one line where they are wrong.

use super::entry::{Entry, Prepared};
use crate::InputError;
use serde_json::Value;
use std::path::Path;
use workflow_cli::{Stop, Streams, origin as name, read};
pub(super) use workflow_cli::{parse, reason};

/// The run that a workflow's input makes.
pub(super) fn prepare(entry: Entry, file: Option<&Path>, streams: &mut Streams) -> Result<Prepared, Stop> {
    let prepare = entry.prepare;
    let (origin, input) = found(entry, file, streams)?;
    prepare(input).map_err(|error| Stop::usage(misfit(&origin, &error)))
}

/// The input document of a workflow, which holds its parameters.
#[cfg(feature = "durable")]
pub(super) fn document(entry: Entry, file: Option<&Path>, streams: &mut Streams) -> Result<Value, Stop> {
    let prepare = entry.prepare;
    let (origin, input) = found(entry, file, streams)?;
    drop(prepare(input.clone()).map_err(|error| Stop::usage(misfit(&origin, &error)))?);
    Ok(input)
}

fn found(mut entry: Entry, file: Option<&Path>, streams: &mut Streams) -> Result<(String, Value), Stop> {
    Ok(match (file, entry.default_input.take()) {
        (Some(file), _) => (name(file), read(file, streams)?),
        (None, Some(input)) => ("the default input".to_owned(), input()),
        (None, None) => match entry.without_input.take() {
            Some(input) => (String::new(), input),
            None => return Err(Stop::usage("this workflow needs an input: --input FILE")),
        },
    })
}

fn misfit(origin: &str, error: &InputError) -> String {
    match error.path.as_str() {
        "." => format!("{origin}: {}", error.message),
        path => format!("{origin}: {path}: {}", error.message),
    }
}
