use std::sync::Mutex;

use serde_json::json;

use super::super::Endpoints;
use super::super::fixture::{Progress, Stub, answer, aws, failure, request, run, without_id};
use super::*;

const CHILD: &str = "arn:aws:states:us-east-1:123456789012:execution:m:child";
const START: &str = "arn:aws:states:::states:startExecution";

/// A server whose executions are over at once.
struct Server {
    description: Value,
    calls: Mutex<Vec<(String, Value)>>,
}

impl Executions for Server {
    fn call<'a>(&'a self, operation: &'a str, request: Value) -> BoxFuture<'a, Result<Value, RefusedRequest>> {
        self.calls.lock().unwrap().push((operation.to_owned(), request));
        let refused =
            |code: &str, message: &str| Err(RefusedRequest { code: code.to_owned(), message: message.to_owned() });
        let result = match operation {
            "StartExecution" => Ok(json!({"executionArn": CHILD, "startDate": 1_712_345_678.901})),
            "DescribeExecution" => Ok(self.description.clone()),
            "SendTaskSuccess" => refused("InvalidToken", "Invalid Token: 'Invalid token'"),
            _ => refused("StateMachineDoesNotExist", "State Machine Does Not Exist: 'x'"),
        };
        std::future::ready(result).boxed()
    }

    fn ended<'a>(&'a self, _execution_arn: &'a str) -> BoxFuture<'a, Result<(), RefusedRequest>> {
        std::future::ready(Ok(())).boxed()
    }
}

fn server(status: &str) -> (Arc<Server>, StepFunctionsTarget) {
    let description = json!({
        "executionArn": CHILD, "stateMachineArn": "m", "name": "child", "status": status,
        "startDate": 1_712_345_678.901, "stopDate": 1_712_345_679.0, "input": "{}",
        "inputDetails": {"included": true}, "output": "{\"a\":1}", "outputDetails": {"included": true},
        "redriveCount": 0, "redriveStatus": "NOT_REDRIVABLE"
    });
    let server = Arc::new(Server { description, calls: Mutex::default() });
    let executions: Arc<dyn Executions> = Arc::<Server>::clone(&server);
    (server, StepFunctionsTarget { aws: aws(Endpoints::default()), executions })
}

#[tokio::test]
async fn a_request_gives_the_arn_and_the_metadata_of_a_response() {
    let (server, target) = server("SUCCEEDED");
    let input = json!({"StateMachineArn": "m", "Input": {"b": [1]}, "Name": "child"});
    let result = run(&target, START, input).await.unwrap();
    let members: Vec<&String> = result.as_object().unwrap().keys().collect();
    assert_eq!(members, ["ExecutionArn", "SdkHttpMetadata", "SdkResponseMetadata", "StartDate"]);
    assert_eq!((&result["ExecutionArn"], &result["StartDate"]), (&json!(CHILD), &json!(1_712_345_678_901_u64)));
    let headers = result["SdkHttpMetadata"]["HttpHeaders"].as_object().unwrap();
    let names: Vec<&String> = headers.keys().collect();
    assert_eq!(names, ["connection", "Content-Length", "Content-Type", "Date", "x-amzn-RequestId"]);
    let sent = format!(r#"{{"executionArn":"{CHILD}","startDate":1.712345678901E9}}"#);
    assert_eq!(headers["Content-Length"], sent.len().to_string());
    assert_eq!(headers["x-amzn-RequestId"], result["SdkResponseMetadata"]["RequestId"]);
    let request = json!({"stateMachineArn": "m", "input": "{\"b\":[1]}", "name": "child"});
    assert_eq!(*server.calls.lock().unwrap(), [("StartExecution".to_owned(), request)]);
}

#[tokio::test]
async fn a_job_gives_the_description() {
    let description = |input: &str, output: &str| {
        format!(
            concat!(
                r#"{{"ExecutionArn":"{}","Input":{},"InputDetails":{{"Included":true}},"Name":"child","Output":{},"#,
                r#""OutputDetails":{{"Included":true}},"StartDate":1712345678901,"StateMachineArn":"m","#,
                r#""Status":"STATUS","StopDate":1712345679000}}"#
            ),
            CHILD, input, output
        )
    };
    let text = description(r#""{}""#, r#""{\"a\":1}""#);
    let parsed = description("{}", r#"{"a":1}"#);
    for (suffix, expected) in [(".sync", text), (".sync:2", parsed)] {
        let (_server, target) = server("SUCCEEDED");
        let progress = Progress::default();
        let task = request(&format!("{START}{suffix}"), json!({"StateMachineArn": "m", "Input": null}));
        let result = target.run(task, &progress).await.unwrap();
        assert_eq!(result.to_text(), expected.replace("STATUS", "SUCCEEDED"));
        assert_eq!(progress.0.lock().unwrap()[0]["ExecutionArn"], CHILD);

        let (_server, target) = server("TIMED_OUT");
        let failure = failure(run(&target, &format!("{START}{suffix}"), json!({"StateMachineArn": "m"})).await);
        assert_eq!(failure, Failure::new("States.TaskFailed", expected.replace("STATUS", "TIMED_OUT")));
    }
}

#[tokio::test]
async fn any_operation_is_a_task() {
    let (server, target) = server("SUCCEEDED");
    let result =
        run(&target, "arn:aws:states:::aws-sdk:sfn:startExecution", json!({"StateMachineArn": "m", "Input": {}}));
    assert_eq!(result.await, Ok(json!({"ExecutionArn": CHILD, "StartDate": "2024-04-05T19:34:38.901Z"})));
    let request = json!({"stateMachineArn": "m", "input": "{}"});
    assert_eq!(*server.calls.lock().unwrap(), [("StartExecution".to_owned(), request)]);

    let refused = run(&target, "arn:aws:states:::aws-sdk:sfn:sendTaskSuccess", json!({"TaskToken": "t"})).await;
    let cause =
        "Invalid Token: 'Invalid token' (Service: Sfn, Status Code: 400, Request ID: ID) (SDK Attempt Count: 1)";
    assert_eq!(without_id(failure(refused)), ("Sfn.InvalidTokenException".to_owned(), cause.to_owned()));
}

#[tokio::test]
async fn another_server_is_asked_over_http() {
    let stub = Stub::new(|sent| {
        Some(match sent.header("x-amz-target") {
            Some("AWSStepFunctions.StartExecution") if sent.body.contains("none") => answer(
                "400 Bad Request",
                &["x-amzn-RequestId: r"],
                r#"{"__type":"com.amazonaws#StateMachineDoesNotExist","message":"State Machine Does Not Exist: 'none'"}"#,
            ),
            Some("AWSStepFunctions.StartExecution") => {
                answer("200 OK", &[], &json!({"executionArn": CHILD, "startDate": 1}).to_string())
            }
            _ => answer("200 OK", &[], r#"{"status": "SUCCEEDED", "output": "1"}"#),
        })
    })
    .await;
    let (server, _) = server("RUNNING");
    let target = StepFunctionsTarget { aws: stub.aws("states"), executions: server };
    let result = run(&target, &format!("{START}.sync:2"), json!({"StateMachineArn": "m"})).await;
    assert_eq!(result, Ok(json!({"Output": 1, "Status": "SUCCEEDED"})));
    assert!(stub.sent()[0].header("authorization").unwrap().contains("/states/aws4_request"));

    let refused = failure(run(&target, START, json!({"StateMachineArn": "none"})).await);
    let cause = "State Machine Does Not Exist: 'none' (Service: AWSStepFunctions; Status Code: 400; \
                 Error Code: StateMachineDoesNotExist; Request ID: ID; Proxy: null)";
    let error = "StepFunctions.StateMachineDoesNotExistException";
    assert_eq!(without_id(refused), (error.to_owned(), cause.to_owned()));
}

#[tokio::test]
async fn a_job_that_is_dropped_is_stopped() {
    let stub = Stub::new(|sent| match sent.header("x-amz-target") {
        Some("AWSStepFunctions.StartExecution") => {
            Some(answer("200 OK", &[], &json!({"executionArn": CHILD, "startDate": 1}).to_string()))
        }
        Some("AWSStepFunctions.DescribeExecution") => None,
        _ => Some(answer("200 OK", &[], "{}")),
    })
    .await;
    let (server, _) = server("RUNNING");
    let target = StepFunctionsTarget { aws: stub.aws("sfn"), executions: server };
    let progress = Progress::default();
    let mut attempt = target.run(request(&format!("{START}.sync"), json!({"StateMachineArn": "m"})), &progress);
    while stub.sent().len() < 2 {
        assert!(futures_util::poll!(&mut attempt).is_pending());
        tokio::task::yield_now().await;
    }
    drop(attempt);
    while stub.sent().len() < 3 {
        tokio::task::yield_now().await;
    }
    assert_eq!(stub.sent()[2].header("x-amz-target"), Some("AWSStepFunctions.StopExecution"));
    assert_eq!(stub.sent()[2].json(), json!({"executionArn": CHILD}));
}
