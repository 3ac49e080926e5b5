//! Which resources actions are for, of the services that workflows call most.

use serde_json::json;

use super::super::arguments::Text;
use super::super::arn;
use super::super::call::Call;
use super::super::grant::On::{self, Bucket, Own, Role};

/// Actions of one service's API on the same resources, and what IAM calls them if that is another name.
struct Known {
    prefix: &'static str,
    actions: &'static [&'static str],
    name: Option<&'static str>,
    on: &'static [On],
}

const fn on(prefix: &'static str, actions: &'static [&'static str], on: &'static [On]) -> Known {
    Known { prefix, actions, name: None, on }
}

const fn named(prefix: &'static str, actions: &'static [&'static str], name: &'static str, on: &'static [On]) -> Known {
    Known { prefix, actions, name: Some(name), on }
}

#[rustfmt::skip] // A table.
const KNOWN: &[Known] = &[
    on("cloudformation", &["CreateStack", "DeleteStack", "DescribeStackEvents", "DescribeStackResources", "UpdateStack"], &[Own("cloudformation", "stack/{StackName}/*")]),
    on("cloudformation", &["DescribeStacks"], &[Own("cloudformation", "stack/{StackName}/*")]),
    on("codebuild", &["StartBuild", "StartBuildBatch"], &[Own("codebuild", "project/{ProjectName}")]),
    on("cognito-idp", &["AdminAddUserToGroup", "AdminConfirmSignUp", "AdminCreateUser", "AdminDeleteUser", "AdminDisableUser", "AdminEnableUser", "AdminGetUser", "AdminListGroupsForUser", "AdminRemoveUserFromGroup", "AdminResetUserPassword", "AdminSetUserPassword", "AdminUpdateUserAttributes", "AdminUserGlobalSignOut", "DescribeUserPool", "ListUsers", "ListUsersInGroup"], &[Own("cognito-idp", "userpool/{UserPoolId}")]),
    on("dynamodb", &["CreateTable", "DeleteItem", "DeleteTable", "DescribeTable", "DescribeTimeToLive", "GetItem", "PutItem", "UpdateItem", "UpdateTable", "UpdateTimeToLive"], &[Own("dynamodb", "table/{TableName}")]),
    on("dynamodb", &["BatchExecuteStatement", "ExecuteStatement", "ExecuteTransaction"], &[Own("dynamodb", "table/*")]),
    on("ecs", &["DescribeTasks", "StopTask"], &[Own("ecs", "task/{Cluster=default}/*")]),
    on("ecs", &["DescribeServices"], &[Own("ecs", "service/{Cluster=default}/*")]),
    on("ecs", &["DeleteService", "UpdateService"], &[Own("ecs", "service/{Cluster=default}/{Service}")]),
    on("firehose", &["PutRecord", "PutRecordBatch"], &[Own("firehose", "deliverystream/{DeliveryStreamName}")]),
    on("glue", &["GetJobRun", "GetJobRuns", "BatchStopJobRun"], &[Own("glue", "job/{JobName}")]),
    on("glue", &["GetCrawler", "StartCrawler", "StopCrawler"], &[Own("glue", "crawler/{Name}")]),
    on("iot", &["Publish"], &[Own("iot", "topic/{Topic}")]),
    on("iot", &["DeleteThingShadow", "GetThingShadow", "UpdateThingShadow"], &[Own("iot", "thing/{ThingName}")]),
    on("lambda", &["GetFunction", "GetFunctionConfiguration", "UpdateFunctionCode", "UpdateFunctionConfiguration"], &[Own("lambda", "function:{FunctionName}")]),
    on("logs", &["CreateLogStream", "GetLogEvents", "PutLogEvents"], &[Own("logs", "log-group:{LogGroupName}:log-stream:{LogStreamName}")]),
    on("logs", &["CreateLogGroup", "DeleteLogGroup", "DescribeLogStreams", "FilterLogEvents", "PutRetentionPolicy", "StartQuery"], &[Own("logs", "log-group:{LogGroupName}"), Own("logs", "log-group:{LogGroupName}:*")]),
    on("rds-data", &["BatchExecuteStatement", "BeginTransaction", "CommitTransaction", "ExecuteStatement", "RollbackTransaction"], &[Own("rds", "cluster:{ResourceArn}")]),
    on("s3", &["CreateBucket", "DeleteBucket"], &[Bucket("{Bucket}")]),
    named("s3", &["HeadBucket", "ListObjects", "ListObjectsV2"], "ListBucket", &[Bucket("{Bucket}")]),
    named("s3", &["ListObjectVersions"], "ListBucketVersions", &[Bucket("{Bucket}")]),
    named("s3", &["DeleteObjects"], "DeleteObject", &[Bucket("{Bucket}/*")]),
    on("s3", &["AbortMultipartUpload", "DeleteObject", "DeleteObjectTagging", "GetObject", "GetObjectAcl", "GetObjectAttributes", "GetObjectTagging", "PutObject", "PutObjectAcl", "PutObjectTagging", "RestoreObject"], &[Bucket("{Bucket}/{Key}")]),
    named("s3", &["CompleteMultipartUpload", "CreateMultipartUpload", "UploadPart"], "PutObject", &[Bucket("{Bucket}/{Key}")]),
    named("s3", &["HeadObject", "SelectObjectContent"], "GetObject", &[Bucket("{Bucket}/{Key}")]),
    on("sagemaker", &["InvokeEndpoint", "InvokeEndpointAsync"], &[Own("sagemaker", "endpoint/{EndpointName}")]),
    on("scheduler", &["CreateSchedule", "DeleteSchedule", "GetSchedule", "UpdateSchedule"], &[Own("scheduler", "schedule/{GroupName=default}/{Name}")]),
    on("ses", &["SendBulkEmail", "SendEmail", "SendRawEmail", "SendBulkTemplatedEmail", "SendTemplatedEmail"], &[Own("ses", "identity/*"), Own("ses", "configuration-set/*"), Own("ses", "template/*")]),
    named("sns", &["PublishBatch"], "Publish", &[Own("sns", "{TopicArn}")]),
    on("sns", &["GetTopicAttributes", "ListSubscriptionsByTopic", "Subscribe"], &[Own("sns", "{TopicArn}")]),
    on("states", &["DescribeStateMachine", "ListExecutions", "StartExecution", "StartSyncExecution"], &[Own("states", "stateMachine:{StateMachineArn}")]),
    on("states", &["DescribeExecution", "GetExecutionHistory", "RedriveExecution", "StopExecution"], &[Own("states", "execution:{ExecutionArn}")]),
    on("sts", &["AssumeRole"], &[Role("RoleArn")]),
    on("transcribe", &["DeleteTranscriptionJob", "GetTranscriptionJob"], &[Own("transcribe", "transcription-job/{TranscriptionJobName}")]),
];

/// Allows what is known of an action; whether something is.
pub(super) fn grant(prefix: &str, action: &str, call: &mut Call<'_>) -> bool {
    if special(prefix, action, call) {
        return true;
    }
    let Some(known) = KNOWN.iter().find(|known| known.prefix == prefix && known.actions.contains(&action)) else {
        return false;
    };
    let names = match known.name {
        Some(name) => vec![format!("{prefix}:{name}")],
        None => super::actions::names(prefix, action),
    };
    call.allow_on(&names, known.on);
    true
}

/// What no table can say.
fn special(prefix: &str, action: &str, call: &mut Call<'_>) -> bool {
    match (prefix, action) {
        ("dynamodb", "Query" | "Scan") => table_or_index(action, call),
        ("kinesis", "PutRecord" | "PutRecords") => {
            let path = if call.arguments.has("StreamName") { "stream/{StreamName}" } else { "stream/{StreamARN}" };
            call.allow_on(&[format!("kinesis:{action}")], &[Own("kinesis", path)]);
        }
        (
            "kms",
            "Decrypt"
            | "DescribeKey"
            | "Encrypt"
            | "GenerateDataKey"
            | "GenerateDataKeyWithoutPlaintext"
            | "GenerateMac"
            | "Sign"
            | "Verify"
            | "VerifyMac",
        ) => key(action, call),
        ("cloudwatch", "PutMetricData") => metrics(call),
        ("dynamodb", "BatchExecuteStatement" | "ExecuteStatement" | "ExecuteTransaction") => {
            call.warn(
                "the table of a PartiQL statement is not known here; actions such as 'getItem' would narrow 'table/*'",
            );
            return false;
        }
        // The secret is read as the caller.
        ("rds-data", _) => {
            let secret = secret("SecretArn", call);
            call.allow(&["secretsmanager:GetSecretValue"], &[secret]);
            return false;
        }
        ("s3", "CopyObject") => copy(call),
        (
            "secretsmanager",
            "DeleteSecret" | "DescribeSecret" | "GetSecretValue" | "PutSecretValue" | "UpdateSecret",
        ) => {
            let secret = secret("SecretId", call);
            call.allow(&[&format!("secretsmanager:{action}")], &[secret]);
        }
        ("ssm", "DeleteParameter" | "GetParameter" | "PutParameter") => parameter(action, call),
        _ => return false,
    }
    true
}

/// Metrics are told apart by their namespace, which is a condition.
fn metrics(call: &mut Call<'_>) {
    let (action, any) = (["cloudwatch:PutMetricData"], ["*".to_owned()]);
    match call.arguments.text("Namespace") {
        Text::Constant(namespace) => {
            call.allow_if(&action, &any, json!({"StringEquals": {"cloudwatch:namespace": namespace}}));
        }
        Text::Computed | Text::Absent => {
            call.warn("'Namespace' is computed; as a constant text it would be a condition on 'cloudwatch:namespace'");
            call.allow(&action, &any);
        }
    }
}

/// An index is asked with permissions of its own.
fn table_or_index(action: &str, call: &mut Call<'_>) {
    let template =
        if call.arguments.has("IndexName") { "table/{TableName}/index/{IndexName}" } else { "table/{TableName}" };
    call.allow_on(&[format!("dynamodb:{action}")], &[Own("dynamodb", template)]);
}

/// IAM knows keys by their id only.
fn key(action: &str, call: &mut Call<'_>) {
    let resource = match call.arguments.text("KeyId") {
        Text::Constant(key) if key.contains("alias/") => {
            let any = arn::own("kms", "key/*");
            call.warn(format!("the key '{key}' is an alias; the key's ARN would narrow '{any}'"));
            any
        }
        _ => call.own("kms", "key/{KeyId}"),
    };
    call.allow(&[&format!("kms:{action}")], &[resource]);
}

/// The ARN of a secret ends with six characters that its name does not tell.
fn secret(path: &str, call: &mut Call<'_>) -> String {
    match call.arguments.text(path) {
        Text::Constant(secret) if arn::is_arn(secret) => {
            let is_whole = arn::placeholder(secret).is_some()
                || secret
                    .rsplit_once('-')
                    .is_some_and(|(_, end)| end.len() == 6 && end.chars().all(char::is_alphanumeric));
            if is_whole { secret.to_owned() } else { format!("{secret}-??????") }
        }
        Text::Constant(name) => arn::own("secretsmanager", &format!("secret:{name}-??????")),
        Text::Computed | Text::Absent => call.own("secretsmanager", &format!("secret:{{{path}}}")),
    }
}

/// The name of a parameter may start with `/`, which its ARN has once.
fn parameter(action: &str, call: &mut Call<'_>) {
    let parameter = match call.arguments.text("Name") {
        Text::Constant(name) if !arn::is_arn(name) => {
            arn::own("ssm", &format!("parameter/{}", name.trim_start_matches('/')))
        }
        _ => call.own("ssm", "parameter/{Name}"),
    };
    call.allow(&[&format!("ssm:{action}")], &[parameter]);
}

/// The source is `bucket/key`.
fn copy(call: &mut Call<'_>) {
    call.allow_on(&["s3:PutObject".to_owned()], &[Bucket("{Bucket}/{Key}")]);
    let source = match call.arguments.text("CopySource") {
        Text::Constant(source) => arn::s3(source.trim_start_matches('/').split('?').next().unwrap_or_default()),
        Text::Computed | Text::Absent => {
            let any = arn::s3("*");
            call.warn_computed("CopySource", &any);
            any
        }
    };
    call.allow(&["s3:GetObject"], &[source]);
}
