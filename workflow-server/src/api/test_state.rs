//! `TestState`: one state, without an execution.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value};
use workflow_engine::{
    ErrorDetails, ExecutionIdentity, Failure, FieldValidationMode, HttpRequest, HttpResponse, InspectionData, Mock,
    Payload, StateConfiguration, TestState, TestStateError, TestStateOutcome,
};

use super::fields::Fields;
use super::{ApiError, Shared, definition, start};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Test {
    definition: String,
    role_arn: Option<String>,
    input: Option<String>,
    #[serde(default)]
    inspection_level: InspectionLevel,
    reveal_secrets: Option<bool>,
    variables: Option<String>,
    state_name: Option<String>,
    mock: Option<MockInput>,
    context: Option<String>,
    state_configuration: Option<Configuration>,
}

/// How much the caller wants to see; `TRACE` adds what an HTTP task asked and was answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum InspectionLevel {
    #[default]
    Info,
    Debug,
    Trace,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct MockInput {
    result: Option<String>,
    error_output: Option<ErrorOutput>,
    field_validation_mode: Option<Mode>,
}

#[derive(Debug, Deserialize)]
struct ErrorOutput {
    error: Option<String>,
    cause: Option<String>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Mode {
    Strict,
    Present,
    None,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Configuration {
    retrier_retry_count: Option<u64>,
    error_caused_by_state: Option<String>,
    map_iteration_failure_count: Option<usize>,
    map_item_reader_data: Option<String>,
}

pub(super) async fn test(service: &Shared, request: Test) -> Result<Value, ApiError> {
    let level = request.inspection_level;
    let test = read(service, request)?;
    let outcome = service.engine.test_state(test).await.map_err(refused)?;
    Ok(answer(outcome, level))
}

fn read(service: &Shared, request: Test) -> Result<TestState, ApiError> {
    let configuration = request.state_configuration.unwrap_or_default();
    Ok(TestState {
        definition: request.definition,
        state_name: request.state_name,
        input: start::read_input(request.input.as_deref().unwrap_or(start::NO_INPUT))?.into(),
        variables: variables(request.variables.as_deref())?,
        context: request.context,
        mock: request.mock.map(mock),
        reveal_secrets: request.reveal_secrets.unwrap_or_default(),
        configuration: StateConfiguration {
            retrier_retry_count: configuration.retrier_retry_count.unwrap_or_default(),
            error_caused_by_state: configuration.error_caused_by_state,
            map_iteration_failure_count: configuration.map_iteration_failure_count.unwrap_or_default(),
            map_item_reader_data: configuration.map_item_reader_data,
        },
        identity: identity(service, request.role_arn.as_deref()),
    })
}

/// The execution that the context object tells of: an Express one of a state machine that is not there.
fn identity(service: &Shared, role_arn: Option<&str>) -> ExecutionIdentity {
    let name = uuid::Uuid::new_v4().to_string();
    let machine = uuid::Uuid::new_v4().to_string();
    ExecutionIdentity {
        execution_arn: service.arn(&format!("express:{machine}:{name}")).into(),
        name: name.into(),
        role_arn: role_arn.map(Arc::from),
        state_machine_arn: service.arn(&format!("stateMachine:{machine}")).into(),
        state_machine_name: machine.into(),
        state_machine_alias_arn: None,
        state_machine_version_arn: None,
    }
}

fn variables(text: Option<&str>) -> Result<Map<String, Value>, ApiError> {
    match text.map(serde_json::from_str) {
        None => Ok(Map::new()),
        Some(Ok(Value::Object(variables))) => Ok(variables),
        Some(_) => Err(ApiError::validation("Variables must be a valid JSON object")),
    }
}

fn mock(mock: MockInput) -> Mock {
    Mock {
        result: mock.result,
        error_output: mock.error_output.map(|output| Failure { error: output.error, cause: output.cause }),
        field_validation_mode: match mock.field_validation_mode {
            Some(Mode::Strict) | None => FieldValidationMode::Strict,
            Some(Mode::Present) => FieldValidationMode::Present,
            Some(Mode::None) => FieldValidationMode::None,
        },
    }
}

fn refused(error: TestStateError) -> ApiError {
    match error {
        TestStateError::Definition(errors) => definition::invalid(&errors),
        TestStateError::Unsupported(why) => ApiError::new("InvalidDefinition", why),
        TestStateError::Invalid(why) => ApiError::validation(why),
    }
}

fn answer(outcome: TestStateOutcome, level: InspectionLevel) -> Value {
    let failure = outcome.failure.unwrap_or_default();
    let fields = Fields::default()
        .with("status", outcome.status.as_str())
        .with_some("output", outcome.output.map(|output| output.to_text()))
        .with_some("error", failure.error)
        .with_some("cause", failure.cause)
        .with_some("nextState", outcome.next_state);
    match level {
        InspectionLevel::Info => fields.into(),
        InspectionLevel::Debug => fields.with("inspectionData", inspection(outcome.inspection)).into(),
        InspectionLevel::Trace => {
            let (request, response) = (outcome.inspection.request.clone(), outcome.inspection.response.clone());
            let inspection = inspection(outcome.inspection)
                .with_some("request", request.map(http_request))
                .with_some("response", response.map(http_response));
            fields.with("inspectionData", inspection).into()
        }
    }
}

fn inspection(seen: InspectionData) -> Fields {
    let text = |data: Option<Payload>| data.map(|data| data.to_text());
    Fields::default()
        .with_some("input", text(seen.input))
        .with_some("afterArguments", text(seen.after_arguments))
        .with_some("afterInputPath", text(seen.after_input_path))
        .with_some("afterParameters", text(seen.after_parameters))
        .with_some("result", text(seen.result))
        .with_some("afterResultSelector", text(seen.after_result_selector))
        .with_some("afterResultPath", text(seen.after_result_path))
        .with_some("afterItemsPath", text(seen.after_items_path))
        .with_some("afterItemsPointer", text(seen.after_items_pointer))
        .with_some("afterItemSelector", text(seen.after_item_selector))
        .with_some("afterItemBatcher", text(seen.after_item_batcher))
        .with_some("variables", text(seen.variables))
        .with_some("errorDetails", seen.error_details.map(error_details))
        // The service model has an integer here.
        .with_some("toleratedFailureCount", seen.tolerated_failure_count.map(|count| count as u64))
        .with_some("toleratedFailurePercentage", seen.tolerated_failure_percentage)
        .with_some("maxConcurrency", seen.max_concurrency)
}

fn http_request(request: HttpRequest) -> Value {
    Fields::default()
        .with("protocol", request.protocol)
        .with("method", request.method)
        .with("url", request.url)
        .with("headers", request.headers)
        .with_some("body", request.body)
        .into()
}

fn http_response(response: HttpResponse) -> Value {
    Fields::default()
        .with("protocol", response.protocol)
        .with("statusCode", response.status_code.to_string())
        .with("statusMessage", response.status_message)
        .with("headers", response.headers)
        .with_some("body", response.body)
        .into()
}

fn error_details(details: ErrorDetails) -> Value {
    Fields::default()
        .with_some("catchIndex", details.catch_index)
        .with_some("retryIndex", details.retry_index)
        .with_some("retryBackoffIntervalSeconds", details.retry_backoff_interval_seconds)
        .into()
}
