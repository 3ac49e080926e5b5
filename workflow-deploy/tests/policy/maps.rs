//! Distributed Maps.

use serde_json::{Value, json};

use super::written::{alone, machine, statements, warnings};

/// A Map, beside its processor, and what it needs beside what starts its children.
struct Case {
    map: Value,
    allowed: &'static [&'static str],
    warned: &'static [&'static str],
}

const CHILDREN: [&str; 3] = [
    "states:RedriveExecution | @states:execution:orders/each:*",
    "states:DescribeExecution states:StopExecution | @states:execution:orders/each:* @states:execution:orders:*",
    "states:StartExecution | @states:stateMachine:orders",
];

fn processor(states: &Value) -> Value {
    let first = states.as_object().unwrap().keys().next().unwrap();
    json!({"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, "StartAt": first, "States": states})
}

fn map(language: &str, fields: &Value) -> Value {
    let mut map = json!({
        "Type": "Map", "QueryLanguage": language, "Label": "each", "End": true,
        "ItemProcessor": processor(&json!({"One": {"Type": "Pass", "End": true}})),
    });
    map.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    json!({"Each": map})
}

fn cases() -> Vec<Case> {
    let (get, list) = ("arn:aws:states:::s3:getObject", "arn:aws:states:::s3:listObjectsV2");
    let put = "arn:aws:states:::s3:putObject";
    vec![
        Case { map: json!({}), allowed: &[], warned: &[] },
        Case {
            map: json!({"ItemReader": {
                "Resource": get, "ReaderConfig": {"InputType": "CSV"}, "Arguments": {"Bucket": "in", "Key": "sales.csv"}
            }}),
            allowed: &["s3:GetObject | arn:*:s3:::in/sales.csv"],
            warned: &[],
        },
        Case {
            map: json!({"ItemReader": {
                "Resource": get, "Arguments": {"Bucket": "in", "Key": "{% $states.input.key %}", "VersionId": "7"}
            }}),
            allowed: &["s3:GetObject s3:GetObjectVersion | arn:*:s3:::in/*"],
            warned: &["'Key' is computed; as a constant text it would narrow 'arn:*:s3:::in/*'"],
        },
        Case {
            map: json!({"ItemReader": {
                "Resource": get, "ReaderConfig": {"InputType": "MANIFEST", "ManifestType": "S3_INVENTORY"},
                "Arguments": {"Bucket": "in", "Key": "2026/manifest.json"}
            }}),
            allowed: &["s3:GetObject | arn:*:s3:::in/*"],
            warned: &["which objects a manifest lists is not known: all of its bucket may be read"],
        },
        Case {
            map: json!({"ItemReader": {"Resource": list, "Arguments": {"Bucket": "in", "Prefix": "images/"}}}),
            allowed: &[r#"s3:ListBucket | arn:*:s3:::in | {"StringLike":{"s3:prefix":["images/"]}}"#],
            warned: &[],
        },
        Case {
            map: json!({"ItemReader": {
                "Resource": list, "ReaderConfig": {"InputType": "JSONL", "Transformation": "LOAD_AND_FLATTEN"},
                "Arguments": {"Bucket": "in", "Prefix": "days/"}
            }}),
            allowed: &[
                r#"s3:ListBucket | arn:*:s3:::in | {"StringLike":{"s3:prefix":["days/"]}}"#,
                "s3:GetObject | arn:*:s3:::in/days/*",
            ],
            warned: &[],
        },
        Case {
            map: json!({"ItemReader": {"Resource": list, "Arguments": "{% $states.input %}"}}),
            allowed: &["s3:ListBucket | arn:*:s3:::*"],
            warned: &[
                "'Prefix' is computed; as a constant text it would narrow what 's3:ListBucket' may list",
                "'Bucket' is computed; as a constant text it would narrow 'arn:*:s3:::*'",
            ],
        },
        Case {
            map: json!({"ResultWriter": {"Resource": put, "Arguments": {"Bucket": "out", "Prefix": "runs/"}}}),
            allowed: &[
                "s3:AbortMultipartUpload s3:GetObject s3:ListMultipartUploadParts s3:PutObject | arn:*:s3:::out/runs/*",
            ],
            warned: &[],
        },
        Case {
            map: json!({"ResultWriter": {"Resource": put, "Arguments": {"Bucket": "out"}}}),
            allowed: &[
                "s3:AbortMultipartUpload s3:GetObject s3:ListMultipartUploadParts s3:PutObject | arn:*:s3:::out/*",
            ],
            warned: &[],
        },
        Case {
            map: json!({"ResultWriter": {"WriterConfig": {"Transformation": "COMPACT", "OutputType": "JSON"}}}),
            allowed: &[],
            warned: &[],
        },
    ]
}

#[test]
fn a_distributed_map_needs_exactly_this() {
    for Case { map: fields, allowed, warned } in cases() {
        let policy = alone(&machine("JSONata", &map("JSONata", &fields)));
        let expected: Vec<&str> = allowed.iter().chain(&CHILDREN).copied().collect();
        assert_eq!(statements(&policy), expected, "{fields}");
        let messages: Vec<String> = warned.iter().map(|message| format!("state 'Each': {message}")).collect();
        assert_eq!(warnings(&policy), messages, "{fields}");
    }
}

#[test]
fn a_path_of_a_reader_is_computed() {
    let fields = json!({"ItemReader": {
        "Resource": "arn:aws:states:::s3:getObject", "Parameters": {"Bucket": "in", "Key.$": "$.key"}
    }});
    let policy = alone(&machine("JSONPath", &map("JSONPath", &fields)));
    assert_eq!(statements(&policy)[0], "s3:GetObject | arn:*:s3:::in/*");
}

#[test]
fn a_label_that_is_made_up_may_be_any() {
    let mut each = map("JSONata", &json!({}));
    each["Each"].as_object_mut().unwrap().remove("Label");
    let expected = [
        "states:RedriveExecution | @states:execution:orders/*",
        "states:DescribeExecution states:StopExecution | @states:execution:orders/* @states:execution:orders:*",
        "states:StartExecution | @states:stateMachine:orders",
    ];
    assert_eq!(statements(&alone(&machine("JSONata", &each))), expected);
}

/// A child's state machine is `orders/each`, which is what it calls an endpoint as.
#[test]
fn an_endpoint_is_called_by_the_children() {
    let call = json!({"Call": {
        "Type": "Task", "Resource": "arn:aws:states:::http:invoke", "End": true,
        "Arguments": {"ApiEndpoint": "https://api.example.com", "Method": "GET"}
    }});
    let mut each = map("JSONata", &json!({}));
    each["Each"]["ItemProcessor"] = processor(&call);
    let policy = alone(&machine("JSONata", &each));
    let expected = r#"states:InvokeHTTPEndpoint | @states:stateMachine:orders @states:stateMachine:orders/* | {"StringEquals":{"states:HTTPEndpoint":"https://api.example.com","states:HTTPMethod":"GET"}}"#;
    assert!(statements(&policy).iter().any(|statement| statement == expected), "{:?}", statements(&policy));
}
