use serde_json::json;

use super::super::Endpoints;
use super::super::fixture::{Stub, answer, aws, deserted, failure, run, without_id};
use super::*;

async fn stub(service: &str, bytes: Vec<u8>) -> (Stub, ServiceTarget) {
    let stub = Stub::answering(bytes).await;
    let target = ServiceTarget(stub.aws(service));
    (stub, target)
}

#[tokio::test]
async fn an_item_is_put_with_metadata_or_without() {
    let headers = ["x-amzn-RequestId: r", "Server: Server", "x-amz-crc32: 1", "Content-Type: c", "Date: d"];
    let (stub, target) = stub("dynamodb", answer("200 OK", &headers, r#"{"Item":{"id":{"S":"1"}}}"#)).await;
    let input = json!({"TableName": "t", "Item": {"id": {"S": "1"}}});
    let result = run(&target, "arn:aws:states:::dynamodb:putItem", input.clone()).await.unwrap();
    let expected = concat!(
        r#"{"Item":{"id":{"S":"1"}},"SdkHttpMetadata":{"AllHttpHeaders":{"Server":["Server"],"Connection":["close"],"#,
        r#""x-amzn-RequestId":["r"],"x-amz-crc32":["1"],"Content-Length":["25"],"Date":["d"],"Content-Type":["c"]},"#,
        r#""HttpHeaders":{"Connection":"close","Content-Length":"25","Content-Type":"c","Date":"d","Server":"Server","#,
        r#""x-amz-crc32":"1","x-amzn-RequestId":"r"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"r"}}"#
    );
    assert_eq!(result.to_string(), expected);
    let result = run(&target, "arn:aws:states:::aws-sdk:dynamodb:putItem", input.clone()).await;
    assert_eq!(result, Ok(json!({"Item": {"id": {"S": "1"}}})));
    for sent in stub.sent() {
        assert_eq!((sent.header("x-amz-target"), sent.json()), (Some("DynamoDB_20120810.PutItem"), input.clone()));
        assert_eq!(sent.header("content-type"), Some("application/x-amz-json-1.0"));
        assert!(sent.header("authorization").unwrap().contains("/us-east-1/dynamodb/aws4_request"));
    }
}

#[tokio::test]
async fn failures_are_worded_as_by_the_sdk_that_each_goes_through() {
    let refusal = |code: &str| {
        let body = json!({"__type": format!("com.amazonaws.dynamodb.v20120810#{code}"), "message": "why"});
        answer("400 Bad Request", &["x-amzn-RequestId: r"], &body.to_string())
    };
    for (code, optimised, sdk) in [
        ("ResourceNotFoundException", "DynamoDB.ResourceNotFoundException", "DynamoDb.ResourceNotFoundException"),
        ("ValidationException", "DynamoDB.AmazonDynamoDBException", "DynamoDb.DynamoDbException"),
    ] {
        let (_stub, target) = stub("dynamodb", refusal(code)).await;
        let failed = failure(run(&target, "arn:aws:states:::dynamodb:getItem", json!({})).await);
        let cause = format!(
            "why (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: {code}; Request ID: ID; Proxy: null)"
        );
        assert_eq!(without_id(failed), (optimised.to_owned(), cause));
        let failed = failure(run(&target, "arn:aws:states:::aws-sdk:dynamodb:getItem", json!({})).await);
        let cause = "why (Service: DynamoDb, Status Code: 400, Request ID: ID) (SDK Attempt Count: 1)";
        assert_eq!(without_id(failed), (sdk.to_owned(), cause.to_owned()));
    }
}

#[tokio::test]
async fn a_queue_has_a_code_and_an_exception() {
    let headers = ["x-amzn-RequestId: r", "x-amzn-query-error: AWS.SimpleQueueService.NonExistentQueue;Sender"];
    let body = r#"{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"none"}"#;
    let (stub, target) = stub("sqs", answer("400 Bad Request", &headers, body)).await;
    let message = json!({"QueueUrl": "q", "MessageBody": {"a": 1}});
    let task = "arn:aws:states:::sqs:sendMessage.waitForTaskToken";
    let Err(TaskError::SubmitFailed(failed)) = run(&target, task, message).await else { panic!("not submitted") };
    assert_eq!(failed.name(), "SQS.QueueDoesNotExistException");
    assert!(failed.cause.unwrap().contains("Error Code: AWS.SimpleQueueService.NonExistentQueue;"));
    assert_eq!(stub.sent()[0].json(), json!({"QueueUrl": "q", "MessageBody": "{\"a\":1}"}));
}

#[tokio::test]
async fn events_say_who_has_sent_them_and_fail_together() {
    let (stub, target) =
        stub("events", answer("200 OK", &[], r#"{"FailedEntryCount":0,"Entries":[{"EventId":"e"}]}"#)).await;
    let task = "arn:aws:states:::events:putEvents";
    let entry = json!({"Detail": {"a": 1}, "DetailType": "d", "Source": "s", "Resources": ["r"]});
    let result = run(&target, task, json!({"Entries": [entry]})).await.unwrap();
    assert_eq!(result.to_string(), r#"{"Entries":[{"EventId":"e"}],"FailedEntryCount":0}"#);
    let sent = stub.sent()[0].json()["Entries"][0].clone();
    assert_eq!(sent["Detail"], "{\"a\":1}");
    let execution = "arn:aws:states:us-east-1:123456789012:execution:parent:e";
    assert_eq!(sent["Resources"], json!(["r", execution, "arn:aws:states:us-east-1:123456789012:stateMachine:parent"]));

    let body = r#"{"FailedEntryCount":1,"Entries":[{"ErrorCode":"E"}]}"#;
    let (_stub, target) = self::stub("events", answer("200 OK", &[], body)).await;
    let failed = failure(run(&target, task, json!({"Entries": []})).await);
    let cause = r#"{"Entries":[{"ErrorCode":"E"}],"FailedEntryCount":1}"#;
    assert_eq!(failed, Failure::new("EventBridge.FailedEntry", cause));
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_is_none() {
    for bytes in [
        answer("200 OK", &[], "<html>"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".to_vec(),
        answer("200 OK", &[], &" ".repeat(super::super::client::MAX_BODY + 1)),
    ] {
        let (_stub, target) = stub("ssm", bytes).await;
        let failed = failure(run(&target, "arn:aws:states:::aws-sdk:ssm:getParameter", json!({})).await);
        assert_eq!(failed.name(), "Ssm.SdkClientException");
    }
    let target = ServiceTarget(aws(Endpoints::default().with("sqs", &deserted().await)));
    let failed = failure(run(&target, "arn:aws:states:::sqs:sendMessage", json!({})).await);
    assert_eq!(failed.name(), "SQS.SdkClientException");
}

#[tokio::test]
async fn a_service_that_is_not_there_or_not_known_says_so() {
    let target = ServiceTarget(aws(Endpoints::default()));
    let failed = failure(run(&target, "arn:aws:states:::sqs:sendMessage", json!({})).await);
    let cause = "Unable to execute HTTP request: no endpoint is configured for sqs";
    assert_eq!(failed, Failure::new("SQS.SdkClientException", cause));
    for resource in ["arn:aws:states:::aws-sdk:s3:getObject", "arn:aws:states:::ecs:runTask.sync"] {
        let failed = run(&target, resource, json!({})).await;
        let cause = format!("This server does not support the resource '{resource}'");
        assert_eq!(failed, Err(TaskError::Failed(Failure::new(Failure::RUNTIME, cause))));
    }
}

#[tokio::test]
async fn a_result_that_is_too_long_is_refused() {
    let body = json!({"Parameter": {"Value": "a".repeat(workflow_engine::MAX_PAYLOAD)}}).to_string();
    let (_stub, target) = stub("ssm", answer("200 OK", &[], &body)).await;
    let failed = failure(run(&target, "arn:aws:states:::aws-sdk:ssm:getParameter", json!({})).await);
    assert_eq!(failed.name(), Failure::DATA_LIMIT_EXCEEDED);
    assert!(failed.cause.unwrap().starts_with("The state/task 'aws-sdk:ssm' returned a result"));
}
