//! Integrated services: which of them needs what.
//!
//! Follows the pages "IAM policies for ..." of the AWS developer guide, from [How Step Functions generates IAM
//! policies][guide] on. Narrower than those are only resources, where the AWS Service Authorization Reference says that an
//! action has permissions on them.
//!
//! [guide]: https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html

mod athena;
mod bedrock;
mod emr;
mod jobs;
mod kubernetes;
mod lambda;
mod messages;
mod sagemaker;
mod state_machines;
mod tables;
mod web;

use workflow_asl::{Integration, Resource};

use super::call::Call;
use super::grants::capitalised;
use super::{arn, aws_sdk, grant};

/// What the call of a resource needs.
pub(super) fn grant(resource: &Resource, call: &mut Call<'_>) {
    match resource {
        Resource::Lambda { arn } => call.allow(&["lambda:InvokeFunction"], std::slice::from_ref(arn)),
        // Who does its work polls for it, with permissions of their own.
        Resource::Activity { .. } => {}
        Resource::Integration(integration) if integration.is_aws_sdk => aws_sdk::grant(integration, call),
        Resource::Integration(integration) => optimised(integration, call),
        Resource::Other { text } => other(text, call),
    }
}

/// What the call of an action by way of the AWS SDK needs, where that is what an optimised integration needs.
pub(super) fn grant_sdk(prefix: &str, action: &str, call: &mut Call<'_>) -> bool {
    match (prefix, action) {
        ("athena", "GetQueryResults") => athena::results(call),
        ("athena", "StartQueryExecution") => athena::start_query(call),
        ("batch", "SubmitJob") => jobs::batch(call),
        ("bedrock", "Converse" | "InvokeModel") => bedrock::models("ModelId", call),
        ("ecs", "RunTask") => jobs::ecs(call),
        ("events", "PutEvents") => messages::events(call),
        ("lambda", "Invoke") => lambda::invoke(call),
        ("sns", "Publish") => messages::sns(call),
        ("glue", "StartJobRun") => tables::glue_job(call),
        ("sqs", _) => return messages::sqs_action(action, call),
        _ => return false,
    }
    true
}

/// A text with placeholders: an ARN in which they stand for a region or an account, or one for a whole ARN. That is mostly of
/// a Lambda function; to be allowed to invoke an activity would mean nothing.
fn other(text: &str, call: &mut Call<'_>) {
    match (arn::service(text), arn::resource(text)) {
        (Some("lambda"), Some(name)) if name.starts_with("function:") => {
            call.allow(&["lambda:InvokeFunction"], &[text.to_owned()]);
        }
        (Some("states"), Some(name)) if name.starts_with("activity:") => {}
        _ if call.deployed_activity(text) => {}
        _ if arn::placeholder(text).is_some_and(|name| name.ends_with("ActivityArn")) => {
            call.warn(format!("'{text}' is taken for the ARN of an activity: it is allowed nothing"));
        }
        _ if arn::placeholder(text).is_some() => {
            call.warn(format!("'{text}' is taken for the ARN of a Lambda function"));
            call.allow(&["lambda:InvokeFunction"], &[text.to_owned()]);
        }
        _ => call.warn(format!("nothing is known of the resource '{text}': it is allowed nothing")),
    }
}

fn optimised(integration: &Integration, call: &mut Call<'_>) {
    match (integration.service.as_str(), integration.action.as_str()) {
        ("apigateway", "invoke") => web::api_gateway(call),
        ("athena", "startQueryExecution") => athena::start_query(call),
        ("athena", "getQueryResults") => athena::results(call),
        ("batch", "submitJob") => jobs::batch(call),
        ("bedrock", "invokeModel") => bedrock::invoke(call),
        ("bedrock", "createModelCustomizationJob") => bedrock::customise(call),
        ("ecs", "runTask") => jobs::ecs(call),
        ("eks", "call" | "runJob") => kubernetes::api(call),
        ("emr-containers", "startJobRun") => emr::containers_job(call),
        ("events", "putEvents") => messages::events(call),
        ("http", "invoke") => web::http(call),
        ("lambda", "invoke") => lambda::invoke(call),
        ("mediaconvert", "createJob") => jobs::media_convert(call),
        ("sagemaker", action) if sagemaker::grant(action, call) => {}
        ("sns", "publish") => messages::sns(call),
        ("sqs", "sendMessage") => messages::sqs(call),
        ("states", "startExecution") => state_machines::start(call),
        _ => by_table(integration, call),
    }
}

fn by_table(integration: &Integration, call: &mut Call<'_>) {
    let known = tables::ALL
        .iter()
        .flat_map(|table| table.iter())
        .find(|known: &&grant::Integration| known.service == integration.service && known.action == integration.action);
    match known {
        Some(known) => call.grant(known.grants),
        None => unknown(integration, call),
    }
}

/// An integration that is newer than this table: its action most likely has its name.
fn unknown(integration: &Integration, call: &mut Call<'_>) {
    let action = format!("{}:{}", integration.service, capitalised(&integration.action));
    call.warn(format!(
        "what '{}' needs is not known: '{action}' is allowed on any resource",
        integration.resource_type()
    ));
    call.allow(&[&action], &["*".to_owned()]);
}
