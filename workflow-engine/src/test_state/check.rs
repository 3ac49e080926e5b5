//! Whether a test fits its state.

use serde_json::Value;
use workflow_asl::{Integration, IntegrationPattern, Map, Resource, State, StateKind};

use super::definition::{Definition, find_within, not_found};
use super::{FieldValidationMode, Mock, Test, TestState, TestStateError, context, items, response};
use crate::{Failure, Payload};

/// Checks a test and takes out of it what the run needs.
pub(super) fn check(test: &TestState, definition: &Definition) -> Result<Test, TestStateError> {
    let state = definition.state()?;
    let mocked = match &test.mock {
        Some(mock) => Some(mocked(test, state, mock)?),
        None => {
            without_mock(test, state)?;
            None
        }
    };
    let context = test.context.as_deref().map(|text| context::read(text, state)).transpose()?;
    if let Some(name) = &test.configuration.error_caused_by_state {
        find_within(state, name).ok_or_else(not_found)?;
    }
    let item_reader_data = match &state.kind {
        StateKind::Map(map) => reader_data(test, map)?,
        _ => None,
    };
    let (configuration, reveal_secrets) = (test.configuration.clone(), test.reveal_secrets);
    Ok(Test { mocked, context, item_reader_data, configuration, reveal_secrets, ..Test::default() })
}

fn reader_data(test: &TestState, map: &Map) -> Result<Option<Vec<Value>>, TestStateError> {
    let Some(reader) = &map.item_reader else { return Ok(None) };
    let Some(data) = &test.configuration.map_item_reader_data else {
        let why = "ItemReader data must be specified when testing a Map state with ItemReader specified.";
        return Err(TestStateError::invalid(why));
    };
    items::read(data, reader).map(Some)
}

/// What can be tested without a mock.
fn without_mock(test: &TestState, state: &State) -> Result<(), TestStateError> {
    if test.context.is_some() {
        return Err(TestStateError::invalid("A Context object is only supported when a mock is specified"));
    }
    let task = match &state.kind {
        StateKind::Map(_) | StateKind::Parallel(_) => {
            let why = "TestState API does not support Map or Parallel states. \
                       Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]";
            return Err(TestStateError::Unsupported(why.to_owned()));
        }
        StateKind::Task(task) => task,
        _ => return Ok(()),
    };
    let unsupported = match Resource::parse(&task.resource) {
        Resource::Activity { .. } => Some("TestState API does not support Activity tasks without a mock"),
        Resource::Integration(of) if of.pattern != IntegrationPattern::RequestResponse => {
            Some("TestState API does not support '.sync' or '.waitForTaskToken' integration patterns without a mock")
        }
        _ => None,
    };
    if let Some(why) = unsupported {
        return Err(TestStateError::Unsupported(why.to_owned()));
    }
    match test.identity.role_arn {
        Some(_) => Ok(()),
        None => Err(TestStateError::invalid("RoleArn must be specified when testing a Task state")),
    }
}

/// What a mock puts in place of work outside.
fn mocked(test: &TestState, state: &State, mock: &Mock) -> Result<Result<Payload, Failure>, TestStateError> {
    if !matches!(state.kind, StateKind::Task(_) | StateKind::Parallel(_) | StateKind::Map(_)) {
        let why = format!("State type '{}' is not supported when a mock is specified", state.kind.type_name());
        return Err(TestStateError::Invalid(why));
    }
    if test.reveal_secrets {
        return Err(TestStateError::invalid("TestState does not support RevealSecrets when a mock is specified."));
    }
    match (&mock.result, &mock.error_output) {
        (Some(result), None) => {
            let Ok(result) = serde_json::from_str(result) else {
                return Err(TestStateError::invalid("Mocked result must be valid JSON"));
            };
            check_result(state, &result, mock.field_validation_mode)?;
            Ok(Ok(Payload::from(result)))
        }
        (None, Some(failure)) if failure.name().is_empty() => {
            Err(TestStateError::invalid("An error was not specified in the mocked error output."))
        }
        (None, Some(failure)) => Ok(Err(failure.clone())),
        (Some(_), Some(_)) | (None, None) => {
            let why = "A test mock should have only one of the following fields: [result, errorOutput].";
            Err(TestStateError::invalid(why))
        }
    }
}

fn check_result(state: &State, result: &Value, mode: FieldValidationMode) -> Result<(), TestStateError> {
    match &state.kind {
        StateKind::Map(map) if map.result_writer.is_some() => match result {
            Value::Object(_) => Ok(()),
            _ => Err(TestStateError::invalid("Mocked result must be a JSON object.")),
        },
        StateKind::Map(_) => items_of(result).map(drop),
        StateKind::Parallel(parallel) if items_of(result)? != parallel.branches.len() => {
            let why = "Mocked result must contain the same number of items as number of Parallel branches.";
            Err(TestStateError::invalid(why))
        }
        StateKind::Task(task) if mode != FieldValidationMode::None => match Resource::parse(&task.resource) {
            Resource::Integration(of) => check_response(&of, result, mode),
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

fn items_of(result: &Value) -> Result<usize, TestStateError> {
    let items = result.as_array().map(Vec::len);
    items.ok_or_else(|| TestStateError::invalid("Mocked result must be an array."))
}

fn check_response(of: &Integration, result: &Value, mode: FieldValidationMode) -> Result<(), TestStateError> {
    let is_strict = mode == FieldValidationMode::Strict;
    response::check(of, result, is_strict)
        .map_err(|why| TestStateError::Invalid(format!("Mock result schema validation error: {why}")))
}
