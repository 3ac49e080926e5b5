use serde_json::json;

use super::super::Endpoints;
use super::super::fixture::{Stub, answer, aws, deserted, failure, request, run, without_id};
use super::*;

const ARN: &str = "arn:aws:lambda:us-east-1:111111111111:function:charge";
const INVOKE: &str = "arn:aws:states:::lambda:invoke";

async fn stub(bytes: Vec<u8>) -> (Stub, LambdaTarget) {
    let stub = Stub::answering(bytes).await;
    let target = LambdaTarget(stub.aws("lambda"));
    (stub, target)
}

#[tokio::test]
async fn a_function_by_its_arn_returns_its_result() {
    let (stub, target) = stub(answer("200 OK", &[], r#"{"b": 1, "a": [2.0]}"#)).await;
    let result = run(&target, &format!("{ARN}:prod"), json!({"z": 1, "a": null})).await.unwrap();
    assert_eq!(result.to_string(), r#"{"b":1,"a":[2.0]}"#);
    let sent = &stub.sent()[0];
    assert!(sent.head.starts_with("POST /2015-03-31/functions/charge/invocations?Qualifier=prod HTTP/1.1\n"));
    assert_eq!(sent.body, r#"{"z":1,"a":null}"#);
    assert!(sent.header("authorization").unwrap().contains("/us-east-1/lambda/aws4_request"));
}

#[tokio::test]
async fn an_invocation_is_wrapped_with_the_headers_of_aws() {
    let headers = [
        "X-Amz-Executed-Version: 7",
        "X-Amzn-Trace-Id: Root=1",
        "X-Amzn-Requestid: r",
        "Content-Type: application/json",
        "Server: stub",
        "Date: today",
    ];
    let (stub, target) = stub(answer("200 OK", &headers, r#"{"a": 1}"#)).await;
    let input = json!({"FunctionName": ARN, "Payload": {"x": 1}, "Qualifier": "q", "ClientContext": "e30="});
    let result = run(&target, INVOKE, input).await.unwrap();
    let expected = concat!(
        r#"{"ExecutedVersion":"7","Payload":{"a":1},"SdkHttpMetadata":{"AllHttpHeaders":{"#,
        r#""X-Amz-Executed-Version":["7"],"x-amzn-Remapped-Content-Length":["0"],"Connection":["close"],"#,
        r#""x-amzn-RequestId":["r"],"Content-Length":["8"],"Date":["today"],"X-Amzn-Trace-Id":["Root=1"],"#,
        r#""Content-Type":["application/json"]},"HttpHeaders":{"Connection":"close","Content-Length":"8","#,
        r#""Content-Type":"application/json","Date":"today","X-Amz-Executed-Version":"7","#,
        r#""x-amzn-Remapped-Content-Length":"0","x-amzn-RequestId":"r","X-Amzn-Trace-Id":"Root=1"},"#,
        r#""HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"r"},"StatusCode":200}"#
    );
    assert_eq!(result.to_string(), expected);
    let sent = &stub.sent()[0];
    assert!(sent.head.starts_with("POST /2015-03-31/functions/charge/invocations?Qualifier=q HTTP/1.1\n"));
    assert_eq!((sent.body.as_str(), sent.header("x-amz-client-context")), (r#"{"x":1}"#, Some("e30=")));
}

#[tokio::test]
async fn a_payload_that_is_json_text_is_sent_as_it_is() {
    for (payload, body) in [
        (json!("\"HelloWorld\""), "\"HelloWorld\""),
        (json!("0.0"), "0.0"),
        (json!("plain"), "\"plain\""),
        (json!(""), "\"\""),
        (json!([1]), "[1]"),
        (json!(null), "{}"),
    ] {
        let (stub, target) = stub(answer("200 OK", &[], "null")).await;
        let result = run(&target, INVOKE, json!({"FunctionName": "charge", "Payload": payload})).await.unwrap();
        assert_eq!((stub.sent()[0].body.as_str(), &result["Payload"]), (body, &json!(null)));
    }
}

#[tokio::test]
async fn an_event_has_no_result_and_a_tail_has_a_log() {
    let (stub, target) = stub(answer("202 Accepted", &[], "")).await;
    let input = json!({"FunctionName": "charge", "InvocationType": "Event"});
    let result = run(&target, INVOKE, input).await.unwrap();
    assert_eq!((&result["StatusCode"], &result["Payload"]), (&json!(202), &json!("")));
    assert_eq!(result.get("ExecutedVersion"), None);
    assert_eq!(stub.sent()[0].header("x-amz-invocation-type"), Some("Event"));

    for (headers, log) in [
        (["X-Amz-Log-Result: bG9n", "X-Amzn-Requestid: r"], "bG9n".to_owned()),
        (["X-A: b", "X-Amzn-Requestid: r"], BASE64.encode("START RequestId: r Version: $LATEST\nEND RequestId: r\n")),
    ] {
        let (_stub, target) = self::stub(answer("200 OK", &headers, "1")).await;
        let result = run(&target, INVOKE, json!({"FunctionName": "charge", "LogType": "Tail"})).await.unwrap();
        assert_eq!(result["LogResult"], log);
        assert_eq!(result["SdkHttpMetadata"]["AllHttpHeaders"]["X-Amz-Log-Result"], json!([log]));
    }
}

#[tokio::test]
async fn a_functions_error_is_its_type_and_its_response() {
    let body = r#"{"errorMessage": "no", "errorType": "Declined", "stackTrace": []}"#;
    let headers = ["X-Amz-Function-Error: Unhandled"];
    let (_stub, target) = stub(answer("200 OK", &headers, body)).await;
    let by_arn = failure(run(&target, ARN, json!({})).await);
    assert_eq!(by_arn, Failure::new("Declined", body));
    let invoked = failure(run(&target, INVOKE, json!({"FunctionName": "charge"})).await);
    assert_eq!(invoked, Failure::new("Declined", r#"{"errorMessage":"no","errorType":"Declined","stackTrace":[]}"#));

    let (_stub, target) = stub(answer("200 OK", &headers, r#"{"errorMessage": "died"}"#)).await;
    let unknown = failure(run(&target, ARN, json!({})).await);
    assert_eq!(unknown.name(), "Lambda.Unknown");
    assert!(unknown.cause.unwrap().ends_with(r#"Returned payload: {"errorMessage": "died"}"#));
}

#[tokio::test]
async fn what_the_service_refuses_is_worded_as_by_aws() {
    let refusal = |status, error, message: &str| answer(status, &[error, "x-amzn-RequestId: r"], message);
    for (bytes, error, cause) in [
        (
            refusal("404 Not Found", "X-Amzn-ErrorType: ResourceNotFoundException:http://x", r#"{"Message":"gone"}"#),
            "Lambda.ResourceNotFoundException",
            "gone (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: ID; \
             Proxy: null)",
        ),
        (
            refusal("429 Busy", "X-Amzn-ErrorType: TooManyRequestsException", r#"{"message":"Rate Exceeded."}"#),
            "Lambda.TooManyRequestsException",
            "Rate Exceeded. (Service: AWSLambda; Status Code: 429; Error Code: TooManyRequestsException; \
             Request ID: ID; Proxy: null)",
        ),
        (
            refusal("403 No", "X-Amzn-ErrorType: AccessDeniedException", r#"{"Message":"no"}"#),
            "Lambda.AWSLambdaException",
            "no (Service: AWSLambda; Status Code: 403; Error Code: AccessDeniedException; Request ID: ID; Proxy: null)",
        ),
        (
            refusal("502 Bad", "X: y", "<html>"),
            "Lambda.AWSLambdaException",
            "null (Service: AWSLambda; Status Code: 502; Error Code: null; Request ID: ID; Proxy: null)",
        ),
    ] {
        let (_stub, target) = stub(bytes).await;
        let failure = failure(run(&target, ARN, json!({})).await);
        assert_eq!(without_id(failure), (error.to_owned(), cause.to_owned()));
    }
}

#[tokio::test]
async fn a_result_that_is_no_json_is_text() {
    let (_stub, target) = stub(answer("200 OK", &[], "plain")).await;
    assert_eq!(run(&target, ARN, json!({})).await, Ok(json!("plain")));
    let (_stub, target) = stub(answer("200 OK", &[], &"[".repeat(1000))).await;
    assert_eq!(failure(run(&target, ARN, json!({})).await).name(), Failure::RUNTIME);
}

#[tokio::test]
async fn a_result_that_is_too_long_is_refused() {
    let cause = |task: &str| {
        format!(
            "The state/task '{task}' returned a result with a size exceeding the maximum number of bytes service limit."
        )
    };
    for length in [263_168, super::super::client::MAX_BODY + 1] {
        let (_stub, target) = stub(answer("200 OK", &[], &"a".repeat(length))).await;
        let by_arn = failure(run(&target, ARN, json!({})).await);
        assert_eq!(by_arn, Failure::new("States.DataLimitExceeded", cause(ARN)));
        let invoked = failure(run(&target, INVOKE, json!({"FunctionName": "charge"})).await);
        assert_eq!(invoked, Failure::new("States.DataLimitExceeded", cause("lambda")));
    }
}

#[tokio::test]
async fn without_an_answer_the_client_has_failed() {
    let truncated = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"a\"".to_vec();
    for bytes in [truncated, b"nonsense\r\n\r\n".to_vec(), Vec::new()] {
        let (_stub, target) = stub(bytes).await;
        let failure = failure(run(&target, ARN, json!({})).await);
        assert_eq!(failure.name(), "Lambda.SdkClientException");
        assert!(failure.cause.unwrap().starts_with("Unable to execute HTTP request: "));
    }
    let target = LambdaTarget(aws(Endpoints::default().with("lambda", &deserted().await)));
    let refused = failure(run(&target, ARN, json!({})).await);
    assert_eq!(refused.name(), "Lambda.SdkClientException");
    assert!(refused.cause.unwrap().contains("refused"));
    let target = LambdaTarget(aws(Endpoints::default().with("lambda", "no address")));
    assert_eq!(failure(run(&target, ARN, json!({})).await).name(), "Lambda.SdkClientException");
}

#[tokio::test]
async fn a_slow_function_is_dropped() {
    let stub = Stub::new(|_| None).await;
    let target = LambdaTarget(stub.aws("lambda"));
    let progress = super::super::fixture::Progress::default();
    let attempt = target.run(request(ARN, json!({})), &progress);
    let asked = async {
        while stub.sent().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        result = attempt => panic!("there is no answer: {result:?}"),
        () = asked => {}
    }
}

#[tokio::test]
async fn without_an_endpoint_there_are_no_functions() {
    let target = LambdaTarget(aws(Endpoints::default()));
    let expected = |arn: &str| {
        let cause = format!(
            "Function not found: {arn} (Service: AWSLambda; Status Code: 404; Error Code: \
             ResourceNotFoundException; Request ID: ID; Proxy: null)"
        );
        ("Lambda.ResourceNotFoundException".to_owned(), cause)
    };
    let by_arn = failure(run(&target, ARN, json!({})).await);
    assert_eq!(without_id(by_arn), expected(&format!("{ARN}:$LATEST")));
    let by_name = failure(run(&target, INVOKE, json!({"FunctionName": "charge:prod"})).await);
    assert_eq!(without_id(by_name), expected("arn:aws:lambda:us-east-1:123456789012:function:charge:prod"));
}

#[tokio::test]
async fn parameters_that_cannot_be_used_are_named() {
    let target = LambdaTarget(aws(Endpoints::default()));
    let missing = failure(run(&target, INVOKE, json!({})).await);
    assert_eq!(missing.name(), Failure::RUNTIME);
    assert!(missing.cause.unwrap().contains("\"FunctionName\" is required"));
    let wrong = failure(run(&target, INVOKE, json!({"FunctionName": "f", "Qualifier": 1})).await);
    assert!(wrong.cause.unwrap().contains("'Qualifier' must be a STRING"));
}

#[test]
fn other_resources_are_not_accepted() {
    let target = LambdaTarget(aws(Endpoints::default()));
    for resource in [
        "arn:aws:states:::lambda:invoke.sync",
        "arn:aws:states:::aws-sdk:lambda:invoke",
        "arn:aws:states:::sqs:sendMessage",
    ] {
        assert!(!target.accepts(&Resource::parse(resource), &Payload::from(json!({}))), "{resource}");
    }
}
