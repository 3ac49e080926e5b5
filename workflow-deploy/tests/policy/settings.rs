//! Logging, tracing and encryption.

use serde_json::json;
use workflow_deploy::{Encryption, LogLevel, Logging, Settings};

use super::written::{alone, machine, statements, warnings};

const DELIVERY: &str = "logs:CreateLogDelivery logs:DeleteLogDelivery logs:DescribeLogGroups logs:DescribeResourcePolicies \
    logs:GetLogDelivery logs:ListLogDeliveries logs:PutResourcePolicy logs:UpdateLogDelivery | *";
const TRACING: &str =
    "xray:GetSamplingRules xray:GetSamplingTargets xray:PutTelemetryRecords xray:PutTraceSegments | *";

fn with(settings: Settings) -> workflow_deploy::policy::Policy {
    let mut machine = machine("JSONata", &json!({"Done": {"Type": "Succeed"}}));
    machine.settings = settings;
    alone(&machine)
}

fn logging() -> Option<Logging> {
    Some(Logging { level: LogLevel::Error, include_execution_data: false })
}

fn encryption(kms_key: &str) -> Option<Encryption> {
    Some(Encryption { kms_key: kms_key.to_owned(), data_key_reuse: None })
}

#[test]
fn logging_and_tracing() {
    let policy = with(Settings { logging: logging(), is_traced: true, ..Settings::default() });
    assert_eq!(statements(&policy), [DELIVERY, TRACING]);
}

#[test]
fn a_key_is_used_for_the_machine_only() {
    let policy = with(Settings { encryption: encryption("${Key}"), ..Settings::default() });
    let expected = r#"kms:Decrypt kms:GenerateDataKey | ${Key} | {"StringEquals":{"kms:EncryptionContext:aws:states:stateMachineArn":"@states:stateMachine:orders"}}"#;
    assert_eq!(statements(&policy), [expected]);
}

#[test]
fn a_key_is_used_for_logs_too() {
    let arn = "arn:aws:kms:eu-west-1:123456789012:key/1a2b";
    let policy = with(Settings { encryption: encryption(arn), logging: logging(), ..Settings::default() });
    let expected = [
        &format!(r#"kms:GenerateDataKey | {arn} | {{"StringEquals":{{"kms:EncryptionContext:SourceArn":"@logs:*"}}}}"#),
        &format!(
            r#"kms:Decrypt kms:GenerateDataKey | {arn} | {{"StringEquals":{{"kms:EncryptionContext:aws:states:stateMachineArn":"@states:stateMachine:orders"}}}}"#
        ),
        DELIVERY,
    ];
    assert_eq!(statements(&policy), expected);
}

#[test]
fn a_key_may_be_given_by_its_id_and_not_by_an_alias() {
    let by_id = with(Settings { encryption: encryption("1a2b"), ..Settings::default() });
    assert_eq!(by_id.statements[0].resources, ["arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/1a2b"]);
    let by_alias = with(Settings { encryption: encryption("alias/orders"), ..Settings::default() });
    assert_eq!(warnings(&by_alias), ["the key 'alias/orders' is an alias; the key's ARN would narrow '@kms:key/*'"]);
}
