//! What is shown of a state that fails.

use serde_json::{Value, json};
use workflow_engine::{ErrorDetails, Failure, TestStateOutcome, TestStatus};

use super::{assert_seen, failing, mocked, of, outcome, payload, task};

fn recovering() -> Value {
    task(&json!({
        "Retry": [{"ErrorEquals": ["Other"]}, {"ErrorEquals": ["Mocked"], "IntervalSeconds": 2, "MaxAttempts": 3}],
        "Catch": [{"ErrorEquals": ["Other"], "Next": "A"},
                  {"ErrorEquals": ["States.ALL"], "Output": "{% $states.errorOutput %}", "Next": "B"}],
    }))
}

fn assert_failure(outcome: &TestStateOutcome, error: &str) {
    assert_eq!(outcome.failure, Some(Failure::new(error, "as asked")));
}

#[tokio::test]
async fn a_retrier_says_how_long_it_would_wait() {
    for (retries, seconds) in [(0, 2), (2, 8)] {
        let outcome = outcome(failing(of(&recovering()), "Mocked", retries)).await;
        assert_eq!(outcome.status, TestStatus::Retriable);
        assert_failure(&outcome, "Mocked");
        assert_eq!((&outcome.output, &outcome.next_state), (&None, &None));
        let details =
            ErrorDetails { catch_index: None, retry_index: Some(1), retry_backoff_interval_seconds: Some(seconds) };
        assert_eq!(outcome.inspection.error_details, Some(details));
        assert_seen(&outcome.inspection, &[("input", json!({})), ("afterArguments", json!({"FunctionName": "f"}))]);
    }
}

#[tokio::test]
async fn a_catcher_goes_on_when_retries_are_used_up() {
    let outcome = outcome(failing(of(&recovering()), "Mocked", 3)).await;
    assert_eq!(outcome.status, TestStatus::CaughtError);
    assert_failure(&outcome, "Mocked");
    assert_eq!(outcome.next_state.as_deref(), Some("B"));
    assert_eq!(outcome.output, payload(json!({"Error": "Mocked", "Cause": "as asked"})));
    let details = ErrorDetails { catch_index: Some(1), retry_index: Some(1), ..ErrorDetails::default() };
    assert_eq!(outcome.inspection.error_details, Some(details));
}

#[tokio::test]
async fn a_catcher_alone_has_only_its_index() {
    let outcome = outcome(failing(of(&recovering()), "Unnamed", 0)).await;
    assert_eq!(outcome.status, TestStatus::CaughtError);
    let details = ErrorDetails { catch_index: Some(1), ..ErrorDetails::default() };
    assert_eq!(outcome.inspection.error_details, Some(details));
}

#[tokio::test]
async fn nobody_takes_the_error() {
    let outcome = outcome(failing(of(&task(&json!({}))), "Mocked", 0)).await;
    assert_eq!(outcome.status, TestStatus::Failed);
    assert_failure(&outcome, "Mocked");
    assert_eq!((outcome.output, outcome.next_state, outcome.inspection.error_details), (None, None, None));
}

#[tokio::test]
async fn what_evaluation_says_is_a_failure_too() {
    let task = task(&json!({"Output": "{% $states.result.none %}", "Catch": [
        {"ErrorEquals": ["States.QueryEvaluationError"], "Next": "Caught"}]}));
    let outcome = outcome(mocked(of(&task), &json!({}))).await;
    assert_eq!(outcome.status, TestStatus::CaughtError);
    assert_eq!(outcome.failure.expect("it fails").name(), Failure::QUERY_EVALUATION_ERROR);
    assert_eq!(outcome.next_state.as_deref(), Some("Caught"));
}

#[tokio::test]
async fn a_fail_shows_its_error_and_its_input() {
    let fail = json!({"Type": "Fail", "Error": "Mine", "Cause": "as asked"});
    let outcome = outcome(of(&fail)).await;
    assert_eq!(outcome.status, TestStatus::Failed);
    assert_failure(&outcome, "Mine");
    assert_seen(&outcome.inspection, &[("input", json!({})), ("afterInputPath", json!({}))]);
}

#[tokio::test]
async fn five_minutes_are_the_most() {
    let outcome = outcome(of(&json!({"Type": "Wait", "Seconds": 301, "End": true}))).await;
    assert_eq!(outcome.status, TestStatus::Failed);
    assert_eq!(outcome.failure, Some(Failure::named(Failure::TIMEOUT)));
}
