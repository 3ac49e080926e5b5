//! Maps, whose iterations are not run.

use serde_json::{Value, json};
use workflow_engine::{Failure, StateConfiguration, TestState, TestStatus};

use super::{assert_seen, failing, mocked, outcome, payload, refusal, with_input};

fn map(mode: &str, fields: &Value) -> Value {
    let processor = json!({
        "ProcessorConfig": {"Mode": mode, "ExecutionType": "STANDARD"},
        "StartAt": "Inner", "States": {"Inner": {"Type": "Pass", "End": true}},
    });
    let mut map = json!({"Type": "Map", "ItemProcessor": processor, "End": true});
    if mode == "INLINE" {
        map["ItemProcessor"]["ProcessorConfig"] = json!({"Mode": mode});
    }
    if let (Some(map), Some(fields)) = (map.as_object_mut(), fields.as_object()) {
        map.extend(fields.clone());
    }
    map
}

fn with_failures(test: TestState, count: usize) -> TestState {
    let configuration = StateConfiguration { map_iteration_failure_count: count, ..StateConfiguration::default() };
    TestState { configuration, ..test }
}

#[tokio::test]
async fn items_and_limits_are_shown() {
    let fields = json!({
        "ItemsPath": "$.items", "MaxConcurrency": 3, "ToleratedFailureCount": 1, "ToleratedFailurePercentage": 50,
        "ItemSelector": {"v.$": "$$.Map.Item.Value"}, "ItemBatcher": {"MaxItemsPerBatch": 1},
    });
    let input = json!({"items": [1, 2]});
    let outcome = outcome(mocked(with_input(&map("DISTRIBUTED", &fields), input.clone()), &json!(["a", "b"]))).await;
    assert_eq!(outcome.output, payload(json!(["a", "b"])));
    let seen = outcome.inspection;
    assert_eq!(seen.max_concurrency, Some(3));
    assert_eq!((seen.tolerated_failure_count, seen.tolerated_failure_percentage), (Some(1.0), Some(50.0)));
    let steps = [
        ("input", input.clone()),
        ("afterInputPath", input),
        ("afterItemsPath", json!([1, 2])),
        ("afterItemSelector", json!([{"v": 1}, {"v": 2}])),
        ("afterItemBatcher", json!([{"Items": [{"v": 1}]}, {"Items": [{"v": 2}]}])),
        ("afterResultSelector", json!(["a", "b"])),
        ("afterResultPath", json!(["a", "b"])),
    ];
    assert_seen(&seen, &steps);
}

#[tokio::test]
async fn jsonata_shows_the_limits_alone() {
    let fields = json!({"QueryLanguage": "JSONata", "Items": "{% [1, 2] %}"});
    let outcome = outcome(mocked(with_input(&map("INLINE", &fields), json!(0)), &json!([1, 4]))).await;
    assert_eq!(outcome.inspection.max_concurrency, Some(0));
    assert_eq!(outcome.inspection.tolerated_failure_count, None);
    assert_seen(&outcome.inspection, &[("input", json!(0))]);
}

#[tokio::test]
async fn more_failures_than_are_tolerated_fail_the_map() {
    let catch = json!([{"ErrorEquals": ["States.ExceedToleratedFailureThreshold"], "Next": "Caught"}]);
    let tolerant = map("DISTRIBUTED", &json!({"ToleratedFailureCount": 1, "Catch": catch}));
    for (failures, status) in [(1, TestStatus::Succeeded), (2, TestStatus::CaughtError)] {
        let test = mocked(with_input(&tolerant, json!([1, 2, 3])), &json!([1, 2, 3]));
        assert_eq!(outcome(with_failures(test, failures)).await.status, status);
    }
    let without_threshold = mocked(with_input(&map("DISTRIBUTED", &json!({})), json!([1, 2])), &json!([1, 2]));
    assert_eq!(outcome(with_failures(without_threshold, 2)).await.status, TestStatus::Succeeded);
}

#[tokio::test]
async fn numbers_of_iterations_have_to_fit() {
    let test = || with_input(&map("DISTRIBUTED", &json!({})), json!([1, 2]));
    assert_eq!(
        refusal(with_failures(mocked(test(), &json!([1, 2])), 3)).await,
        "Map iteration failure count must be less than or equal to the number of Map iterations"
    );
    assert_eq!(
        refusal(mocked(test(), &json!([1]))).await,
        "Input array does not equal the mocked result array's size."
    );
    let without_the_failed = with_failures(mocked(test(), &json!([1])), 1);
    assert_eq!(outcome(without_the_failed).await.status, TestStatus::Succeeded);
}

#[tokio::test]
async fn items_that_are_no_list_fail_the_map() {
    for (path, named) in [("$.a", "$.a"), ("$$.Execution.Input", "$.Execution.Input")] {
        let test = mocked(with_input(&map("INLINE", &json!({"ItemsPath": path})), json!({"a": 1})), &json!([]));
        let outcome = outcome(test).await;
        assert_eq!(outcome.status, TestStatus::Failed);
        let cause = format!("Reference path \"{named}\" must point to array.");
        assert_eq!(outcome.failure, Some(Failure::new(Failure::RUNTIME, cause)));
        assert_eq!(outcome.inspection.max_concurrency, None);
    }
}

#[tokio::test]
async fn a_mocked_error_comes_after_the_items() {
    let test = failing(with_input(&map("INLINE", &json!({})), json!([1])), "Mocked", 0);
    let inner = StateConfiguration { error_caused_by_state: Some("Inner".to_owned()), ..StateConfiguration::default() };
    let outcome = outcome(TestState { configuration: inner, ..test.clone() }).await;
    assert_eq!(outcome.status, TestStatus::Failed);
    assert_eq!(outcome.inspection.after_items_path, payload(json!([1])));
    let other = StateConfiguration { error_caused_by_state: Some("None".to_owned()), ..StateConfiguration::default() };
    assert_eq!(refusal(TestState { configuration: other, ..test }).await, "State not found in definition");
}

#[tokio::test]
async fn an_item_reader_reads_what_is_given() {
    let reader = |config: Value| {
        let arguments = json!({"Bucket": "b", "Key": "k"});
        json!({"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": config, "Parameters": arguments})
    };
    let cases = [
        (json!({"InputType": "JSON"}), "[1, 2]"),
        (json!({"InputType": "JSON", "ItemsPointer": "/a/b"}), r#"{"a": {"b": [1, 2]}}"#),
        (json!({"InputType": "JSON", "MaxItems": 2}), "[1, 2, 3]"),
        (json!({"InputType": "JSONL"}), "1\n2\n"),
    ];
    for (config, data) in cases {
        let map = map("DISTRIBUTED", &json!({"ItemReader": reader(config)}));
        let test = mocked(with_input(&map, json!({})), &json!([1, 4]));
        assert!(refusal(test.clone()).await.starts_with("ItemReader data must be specified"));
        let map_item_reader_data = Some(data.to_owned());
        let configuration = StateConfiguration { map_item_reader_data, ..StateConfiguration::default() };
        let outcome = outcome(TestState { configuration, ..test }).await;
        assert_eq!(outcome.inspection.after_items_path, payload(json!([1, 2])));
        assert_eq!(outcome.output, payload(json!([1, 4])));
    }
}
