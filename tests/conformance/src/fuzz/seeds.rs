//! What mutation starts from.

use serde_json::{Value, json};

use crate::corpus::{self, Corpus};

/// Operations that a request may be for.
pub const OPERATIONS: [&str; 20] = [
    "CreateStateMachine",
    "TestState",
    "ValidateStateMachineDefinition",
    "CreateActivity",
    "StartExecution",
    "UpdateStateMachine",
    "DescribeExecution",
    "GetExecutionHistory",
    "ListExecutions",
    "ListStateMachines",
    "StopExecution",
    "CreateStateMachineAlias",
    "PublishStateMachineVersion",
    "TagResource",
    "SendTaskSuccess",
    "GetActivityTask",
    "DescribeStateMachine",
    "RedriveExecution",
    "UntagResource",
    "ListTagsForResource",
];

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Definitions: one with every state, and those of the recorded cases if they are there.
pub fn definitions() -> Vec<String> {
    let mut definitions = vec![every_state().to_string(), every_jsonata_state().to_string()];
    let recorded = Corpus::find().and_then(|corpus| corpus.recorded("cases.json").ok());
    definitions.extend(recorded.into_iter().flatten().map(|case| corpus::definition(&case)));
    definitions
}

/// Requests after the byte that chooses their operation.
pub fn requests() -> Vec<String> {
    let arn = "arn:aws:states:us-east-1:123456789012:";
    let machine = format!("{arn}stateMachine:m");
    let creation = json!({
        "name": "n",
        "roleArn": "arn:aws:iam::123456789012:role/r",
        "type": "STANDARD",
        "definition": every_state().to_string(),
        "tags": [{"key": "k", "value": "v"}],
        "loggingConfiguration": {"level": "ALL", "includeExecutionData": true},
    });
    let test = json!({
        "definition": json!({"Type": "Pass", "Parameters": {"a.$": "$.a"}, "End": true}).to_string(),
        "input": "{\"a\":1}",
        "inspectionLevel": "TRACE",
        "mock": {"result": "{}", "fieldValidationMode": "NONE"},
        "variables": "{}",
    });
    let plain = [
        creation,
        test,
        json!({"definition": every_jsonata_state().to_string(), "severity": "WARNING", "maxResults": 10}),
        json!({"name": "a", "tags": []}),
        json!({"stateMachineArn": machine, "input": "{\"a\":[]}", "name": "x"}),
        json!({"executionArn": format!("{arn}execution:m:e"), "maxResults": 1, "reverseOrder": true}),
        json!({"resourceArn": machine, "tags": [{"key": "k", "value": "v"}], "tagKeys": ["k"]}),
        json!({"activityArn": format!("{arn}activity:a"), "taskToken": "AQC", "output": "{}"}),
        json!({"name": "l", "routingConfiguration": [{"stateMachineVersionArn": format!("{machine}:1"), "weight": 100}]}),
    ];
    plain.iter().enumerate().map(|(at, request)| format!("{}{request}", char::from(at as u8))).collect()
}

/// Paths.
pub fn paths() -> Vec<String> {
    owned(&[
        "$",
        "$$",
        "$.a.b",
        "$.a['e f']",
        "$['a']['b'][0]",
        "$.a.b[-1]",
        "$.a.b[1:4]",
        "$.a.b[::-1]",
        "$.a.b[0,2,-1]",
        "$..k",
        "$.*",
        "$..*",
        "$.list[*].k",
        "$.list[?(@.k == 'v')]",
        "$.list[?(@.p > 5 && @.k != 'x')].p",
        "$.list[?(@.k =~ /v.*/i)]",
        "$.list[?(@.k in ['v', 'w'])]",
        "$.list[?(!@.p)]",
        "$.list.length()",
        "$.a.b.min()",
        "$$.State.Name",
        "$variable.a",
        "$['a','n']",
        "$.a.b[(@.length-1)]",
        "$.list[?(@ empty true)]",
    ])
}

/// Calls of intrinsic functions.
pub fn intrinsics() -> Vec<String> {
    owned(&[
        "States.Format('a {} b {}', $.a.b[0], 'it\\'s')",
        "States.StringToJson('{\"a\": [1]}')",
        "States.JsonToString($.a)",
        "States.Array(1, 'a', null, true, $.a, States.Array())",
        "States.ArrayPartition($.a.b, 2)",
        "States.ArrayContains($.a.b, 'four')",
        "States.ArrayRange(1, 9, 2)",
        "States.ArrayGetItem($.list, 1)",
        "States.ArrayLength($.list)",
        "States.ArrayUnique($.a.b)",
        "States.Base64Encode($.text)",
        "States.Base64Decode($.token)",
        "States.Hash($.a, 'SHA-256')",
        "States.JsonMerge($.a, $.list[2], false)",
        "States.MathRandom(1, 10, 3)",
        "States.MathAdd(-1.5, 1e3)",
        "States.StringSplit($.text, ',')",
        "States.UUID()",
    ])
}

/// JSONata expressions.
pub fn expressions() -> Vec<String> {
    owned(&[
        "$states.input.a.b[0] + 1",
        "$map($states.input.list, function($x, $i) { $i })",
        "$states.input.**.k",
        "($f := function($n) { $n < 2 ? 1 : $n * $f($n - 1) }; $f(10))",
        "$sum([1..100])",
        "$range(1, 9, 2)",
        "$partition([1..10], 3)",
        "$hash('a', 'SHA-1')",
        "$parse('{\"a\": 1}')",
        "$uuid()",
        "$random(1)",
        "$states.input.list{k: p}",
        "$states.input ~> |a|{'z': 1}, ['b']|",
        "$match('abc', /(a)(b*)/)",
        "$replace('aaa', /a+?/, function($m) { $m.match & 'b' })",
        "$split($states.input.text, ',')",
        "$formatNumber(1234.5, '#,##0.00')",
        "$fromMillis(0, '[Y0001]-[M01]-[D01]')",
        "$toMillis('2025-01-01')",
        "$sort($states.input.a.b, function($l, $r) { $string($l) > $string($r) })",
        "$reduce([1..5], function($a, $b) { $a + $b })",
        "$each($states.input, $type)",
        "$merge([{'a': 1}, {'b': 2}])",
        "$lookup($states.input, 'n')",
        "$eval('1')",
        "$states.input.list^(>p)[0]",
        "$zip([1, 2], [3, 4])",
        "$pad('x', 1000)",
        "a ? b : c and d or e in [f]",
        "$states.input.text ~> $uppercase ~> $substringBefore(',')",
        "[[1..3], []].$string()",
        "`e f`.@$x.#$i",
    ])
}

fn every_state() -> Value {
    json!({
        "Comment": "c", "StartAt": "Pass", "TimeoutSeconds": 3000, "States": {
            "Pass": {"Type": "Pass", "Parameters": {"a.$": "$.a", "f.$": "States.Format('{}', $.n)"},
                "ResultPath": "$.pass", "Assign": {"v.$": "$.text"}, "Next": "Choice"},
            "Choice": {"Type": "Choice", "Default": "Wait", "Choices": [
                {"And": [{"Variable": "$.n", "IsPresent": true}, {"Not": {"Variable": "$.n", "NumericLessThan": 5}}],
                 "Next": "Map"},
                {"Variable": "$v", "StringMatches": "a*\\*", "Next": "Fail"}]},
            "Map": {"Type": "Map", "ItemsPath": "$.a.b", "MaxConcurrency": 2,
                "ItemSelector": {"i.$": "$$.Map.Item.Index", "v.$": "$$.Map.Item.Value"},
                "ItemProcessor": {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}},
                "ResultPath": "$.map", "Next": "Parallel"},
            "Parallel": {"Type": "Parallel", "Branches": [
                {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 1, "End": true}}},
                {"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "E", "CausePath": "$.text"}}}],
                "Retry": [{"ErrorEquals": ["E"], "MaxAttempts": 2, "IntervalSeconds": 1, "BackoffRate": 2,
                    "MaxDelaySeconds": 5, "JitterStrategy": "FULL"}],
                "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "Wait"}], "End": true},
            "Wait": {"Type": "Wait", "TimestampPath": "$.at", "Next": "Task"},
            "Task": {"Type": "Task", "Resource": "arn:aws:states:us-east-1:123456789012:activity:a",
                "TimeoutSeconds": 30, "HeartbeatSeconds": 10,
                "Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "Succeed"}], "End": true},
            "Succeed": {"Type": "Succeed", "OutputPath": "$.error"},
            "Fail": {"Type": "Fail"},
        }
    })
}

fn every_jsonata_state() -> Value {
    json!({
        "QueryLanguage": "JSONata", "StartAt": "Pass", "States": {
            "Pass": {"Type": "Pass", "Assign": {"i": 0, "list": "{% $states.input.a.b %}"}, "Next": "Choice"},
            "Choice": {"Type": "Choice", "Choices": [
                {"Condition": "{% $i < 3 %}", "Assign": {"i": "{% $i + 1 %}"}, "Next": "Choice"}], "Default": "Map"},
            "Map": {"Type": "Map", "Items": "{% $list %}", "ToleratedFailurePercentage": 100,
                "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                    "StartAt": "P", "States": {"P": {"Type": "Pass", "Output": "{% $states.input %}", "End": true}}},
                "Next": "Wait"},
            "Wait": {"Type": "Wait", "Seconds": "{% $count($list) %}", "Next": "Fail"},
            "Fail": {"Type": "Fail", "Error": "{% 'E' %}", "Cause": "{% $string($states.context.State) %}"},
        }
    })
}
