//! Reading documents, and saying in one line where they are wrong.

use super::entry::{Entry, Prepared};
use crate::InputError;
use std::path::Path;
use workflow_cli::{Stop, Streams, origin as name, read};
pub(super) use workflow_cli::{parse, reason};

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

fn misfit(origin: &str, error: &InputError) -> String {
    match error.path.as_str() {
        "." => format!("{origin}: {}", error.message),
        path => format!("{origin}: {path}: {}", error.message),
    }
}
