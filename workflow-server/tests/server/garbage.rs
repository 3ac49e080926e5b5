//! Requests that make no sense: whatever comes is answered.

use serde_json::{Map, Value, json};

use crate::{ARN, Client, ROLE, pass};

const OPERATIONS: &[&str] = &[
    "CreateActivity",
    "CreateStateMachine",
    "CreateStateMachineAlias",
    "DeleteActivity",
    "DeleteStateMachine",
    "DeleteStateMachineAlias",
    "DeleteStateMachineVersion",
    "DescribeActivity",
    "DescribeExecution",
    "DescribeMapRun",
    "DescribeStateMachine",
    "DescribeStateMachineAlias",
    "DescribeStateMachineForExecution",
    "GetExecutionHistory",
    "ListActivities",
    "ListExecutions",
    "ListMapRuns",
    "ListStateMachineAliases",
    "ListStateMachineVersions",
    "ListStateMachines",
    "ListTagsForResource",
    "PublishStateMachineVersion",
    "RedriveExecution",
    "SendTaskFailure",
    "SendTaskHeartbeat",
    "SendTaskSuccess",
    "StartExecution",
    "StartSyncExecution",
    "StopExecution",
    "TagResource",
    "TestState",
    "UntagResource",
    "UpdateMapRun",
    "UpdateStateMachine",
    "UpdateStateMachineAlias",
    "ValidateStateMachineDefinition",
    "Unknown",
];

const MEMBERS: &[&str] = &[
    "name",
    "definition",
    "roleArn",
    "type",
    "loggingConfiguration",
    "level",
    "destinations",
    "tags",
    "key",
    "value",
    "tracingConfiguration",
    "publish",
    "versionDescription",
    "encryptionConfiguration",
    "description",
    "routingConfiguration",
    "weight",
    "activityArn",
    "stateMachineArn",
    "stateMachineAliasArn",
    "stateMachineVersionArn",
    "executionArn",
    "mapRunArn",
    "resourceArn",
    "includedData",
    "workerName",
    "maxResults",
    "reverseOrder",
    "nextToken",
    "statusFilter",
    "redriveFilter",
    "revisionId",
    "taskToken",
    "error",
    "cause",
    "output",
    "input",
    "tagKeys",
    "maxConcurrency",
    "toleratedFailurePercentage",
    "severity",
    "inspectionLevel",
];

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn text(&mut self) -> String {
        let texts = [
            "",
            "M",
            "a b",
            "\0ä𝄞",
            "{}",
            "[1",
            "STANDARD",
            "EXPRESS",
            "ALL",
            "RUNNING",
            "ALL_DATA",
            "arn:",
            "arn:aws:states:::::",
            ROLE,
            &pass("r"),
            &format!("{ARN}:stateMachine:M"),
            &format!("{ARN}:stateMachine:M:1"),
            &format!("{ARN}:stateMachine:M:99999999999999999999"),
            &format!("{ARN}:stateMachine:M:A"),
            &format!("{ARN}:execution:M:e"),
            &format!("{ARN}:express:M:e:r"),
            &format!("{ARN}:activity:M"),
            &format!("{ARN}:mapRun:M/L:r"),
            "AAAAffffffffffffffff0000000000000001",
            &"x".repeat(300),
        ]
        .map(str::to_owned);
        texts[self.below(texts.len())].clone()
    }

    fn value(&mut self, depth: usize) -> Value {
        let numbers = [json!(0), json!(1), json!(-1), json!(100), json!(1.5), json!(1e300), json!(u64::MAX)];
        match self.below(if depth == 0 { 8 } else { 11 }) {
            0 => Value::Null,
            1 => Value::Bool(self.below(2) == 0),
            2 => numbers[self.below(numbers.len())].clone(),
            3..=7 => Value::from(self.text()),
            8 | 9 => (0..self.below(4)).map(|_| self.value(depth - 1)).collect(),
            _ => self.request(depth - 1),
        }
    }

    fn request(&mut self, depth: usize) -> Value {
        let members = (0..self.below(8)).map(|_| (MEMBERS[self.below(MEMBERS.len())].to_owned(), self.value(depth)));
        Value::Object(members.collect::<Map<_, _>>())
    }
}

#[tokio::test]
async fn every_request_is_answered() {
    let client = Client::new();
    client.published("M", &pass("r")).await;
    let mut dice = Dice(1);
    let mut answered = 0;
    for _ in 0..20_000 {
        let operation = OPERATIONS[dice.below(OPERATIONS.len())];
        let request = if dice.below(20) == 0 { dice.value(3) } else { dice.request(3) };
        match client.0.call(operation, request.clone()).await {
            Ok(response) => {
                assert!(response.is_object(), "{operation} {request}");
                answered += 1;
            }
            Err(error) => assert_ne!(error.status, 500, "{operation} {request}: {error}"),
        }
    }
    assert!(answered > 500, "most requests are refused, but not all: {answered}");
}
