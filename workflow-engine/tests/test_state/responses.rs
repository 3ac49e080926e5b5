//! Mocked results compared with what services answer.

use serde_json::{Value, json};
use workflow_engine::{FieldValidationMode, TestStateError};

use super::{mocked, of, run, strictness, task};

/// What is wrong with a result.
async fn wrong(action: &str, result: &Value, mode: FieldValidationMode) -> Option<String> {
    let task = task(&json!({"Resource": format!("arn:aws:states:::{action}")}));
    match run(strictness(mocked(of(&task), result), mode)).await {
        Ok(_) => None,
        Err(TestStateError::Invalid(why)) => {
            Some(why.strip_prefix("Mock result schema validation error: ").expect("the prefix").to_owned())
        }
        Err(other) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_is_there_has_to_fit() {
    let cases = [
        ("lambda:invoke", json!({"StatusCode": "200"}), "Field 'StatusCode' must be a number"),
        ("dynamodb:putItem", json!({"Attributes": []}), "Field 'Attributes' must be an object"),
        ("dynamodb:getItem", json!({"Item": {"a": {"BOOL": 1}}}), "Field 'BOOL' must be a boolean"),
        ("events:putEvents", json!({"Entries": {}}), "Field 'Entries' must be an array"),
        ("events:putEvents", json!({"Entries": [{}, {"EventId": 1}]}), "Field 'EventId' must be a string"),
        ("aws-sdk:kms:encrypt", json!({"CiphertextBlob": 1}), "Field 'CiphertextBlob' must be a string"),
        (
            "aws-sdk:kms:encrypt",
            json!({"CiphertextBlob": ""}),
            "Field 'CiphertextBlob' is smaller than the minimum length",
        ),
        ("aws-sdk:kms:encrypt", json!({"KeyId": "k".repeat(2049)}), "Field 'KeyId' exceeds the maximum length"),
        ("aws-sdk:s3:getObject", json!({"StorageClass": "Papyrus"}), "Field 'StorageClass' is not an expected value"),
        ("aws-sdk:s3:getObject", json!({"SsekmsKeyId": 1}), "Field 'SsekmsKeyId' must be a string"),
        (
            "aws-sdk:lambda:getFunction",
            json!({"Configuration": {"Timeout": 0}}),
            "Field 'Timeout' is less than the minimum value",
        ),
        ("aws-sdk:sfn:describeExecution", json!({"StartDate": 1}), "Field 'StartDate' must be a string"),
        ("states:startExecution.sync", json!({"Status": "DONE"}), "Field 'Status' is not an expected value"),
        ("batch:submitJob", json!({"JobId": 1}), "Field 'JobId' must be a string"),
        ("sns:publish", json!([]), "Mock result must be a JSON object"),
    ];
    for (action, result, expected) in cases {
        let found = wrong(action, &result, FieldValidationMode::Present).await;
        assert_eq!(found.as_deref(), Some(expected), "{action} {result}");
        assert_eq!(wrong(action, &result, FieldValidationMode::None).await, None, "{action} {result}");
    }
}

#[tokio::test]
async fn what_is_required_has_to_be_there_if_asked() {
    let nothing = json!({});
    let expected = Some("Required field 'ExecutionArn' is missing".to_owned());
    assert_eq!(wrong("states:startExecution", &nothing, FieldValidationMode::Strict).await, expected);
    assert_eq!(wrong("states:startExecution", &nothing, FieldValidationMode::Present).await, None);
    let whole = json!({"ExecutionArn": "arn", "StartDate": "2025-01-01T00:00:00Z"});
    assert_eq!(wrong("states:startExecution", &whole, FieldValidationMode::Strict).await, None);
}

#[tokio::test]
async fn what_is_not_known_is_accepted() {
    let cases = [
        ("events:putEvents", json!({"random": 1})),
        ("lambda:invoke", json!({"Payload": {"any": 1}})),
        ("aws-sdk:other:action", json!(1)),
        ("aws-sdk:s3:noSuchAction", json!(1)),
        ("apigateway:invoke", json!({"approval": true})),
        ("ecs:runTask.sync", json!({"Tasks": 1})),
        ("sqs:sendMessage.waitForTaskToken", json!(1)),
    ];
    for (action, result) in cases {
        assert_eq!(wrong(action, &result, FieldValidationMode::Strict).await, None, "{action}");
    }
}

#[tokio::test]
async fn functions_by_their_arn_answer_anything() {
    let task = task(&json!({"Resource": "arn:aws:lambda:us-east-1:123456789012:function:f"}));
    assert!(run(mocked(of(&task), &json!("anything"))).await.is_ok());
}
