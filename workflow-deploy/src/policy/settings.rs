//! What logging, tracing and encryption of a state machine need.

use serde_json::json;

use super::arn;
use super::grants::Grants;
use crate::{Encryption, Machine};

/// Delivery of logs has no permissions on resources.
/// See [IAM policies for logging to CloudWatch Logs](https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html).
const LOG_DELIVERY: &[&str] = &[
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
];

/// See [X-Ray](https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html).
const TRACING: &[&str] =
    &["xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"];

/// What the machine's settings need.
pub(super) fn grant(machine: &Machine, grants: &mut Grants) {
    let (settings, any) = (&machine.settings, ["*".to_owned()]);
    if settings.is_traced {
        grants.allow(TRACING, &any, None);
    }
    if settings.logging.is_some() {
        grants.allow(LOG_DELIVERY, &any, None);
    }
    if let Some(encryption) = &settings.encryption {
        use_key_of_machine(encryption, &machine.name, grants);
        if settings.logging.is_some() {
            let key = [key(encryption, grants)];
            let condition = json!({"StringEquals": {"kms:EncryptionContext:SourceArn": arn::own("logs", "*")}});
            grants.allow(&["kms:GenerateDataKey"], &key, Some(condition));
        }
    }
}

/// The use of a key for the data of a machine: of its own, or to start executions of another one.
pub(super) fn use_key_of_machine(encryption: &Encryption, machine: &str, grants: &mut Grants) {
    use_key(encryption, "stateMachineArn", &format!("stateMachine:{machine}"), grants);
}

/// The use of a key for what an activity is given.
pub(super) fn use_key_of_activity(encryption: &Encryption, activity: &str, grants: &mut Grants) {
    use_key(encryption, "activityArn", &format!("activity:{activity}"), grants);
}

/// See [Data at rest encryption](https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html).
fn use_key(encryption: &Encryption, context: &str, resource: &str, grants: &mut Grants) {
    let name = format!("kms:EncryptionContext:aws:states:{context}");
    let condition = json!({"StringEquals": {(name): arn::own("states", resource)}});
    let key = [key(encryption, grants)];
    grants.allow(&["kms:Decrypt", "kms:GenerateDataKey"], &key, Some(condition));
}

/// The key's ARN. IAM knows keys by their id only, so an alias does not tell which it is.
fn key(encryption: &Encryption, grants: &mut Grants) -> String {
    let key = encryption.kms_key.as_str();
    let is_alias = key.starts_with("alias/") || arn::resource(key).is_some_and(|name| name.starts_with("alias/"));
    if is_alias {
        let any = arn::own("kms", "key/*");
        grants.warn(None, format!("the key '{key}' is an alias; the key's ARN would narrow '{any}'"));
        return any;
    }
    // A placeholder stands for the ARN, as a template's parameter or resource gives it.
    let is_id = !key.starts_with("arn:") && arn::placeholder(key).is_none();
    if is_id { arn::own("kms", &format!("key/{key}")) } else { key.to_owned() }
}
