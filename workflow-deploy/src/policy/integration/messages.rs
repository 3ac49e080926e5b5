//! SNS, SQS and EventBridge.

use super::super::arguments::Text;
use super::super::arn;
use super::super::call::Call;

/// See [SNS](https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html). A phone number is no resource.
pub(super) fn sns(call: &mut Call<'_>) {
    let paths = ["TopicArn", "TargetArn", "PhoneNumber"];
    let resource = match paths.map(|path| call.arguments.text(path)) {
        [Text::Constant(arn), ..] | [Text::Absent, Text::Constant(arn), _] => arn.to_owned(),
        [Text::Absent, Text::Absent, Text::Constant(_)] => "*".to_owned(),
        [Text::Computed, Text::Absent, Text::Absent] => {
            let topics = arn::own("sns", "*");
            call.warn_computed("TopicArn", &topics);
            topics
        }
        [Text::Absent, Text::Absent, Text::Computed] => "*".to_owned(),
        _ => {
            call.warn("where it publishes to is computed; 'TopicArn' as a constant text would narrow '*'");
            "*".to_owned()
        }
    };
    call.allow(&["sns:Publish"], &[resource]);
}

/// See [SQS](https://docs.aws.amazon.com/step-functions/latest/dg/connect-sqs.html).
pub(super) fn sqs(call: &mut Call<'_>) {
    let queue = queue("QueueUrl", call);
    call.allow(&["sqs:SendMessage"], &[queue]);
}

/// Actions of the AWS SDK on a queue; those on several messages have the permission of those on one.
pub(super) fn sqs_action(action: &str, call: &mut Call<'_>) -> bool {
    let name = action.strip_suffix("Batch").unwrap_or(action);
    let known = [
        "ChangeMessageVisibility",
        "DeleteMessage",
        "GetQueueAttributes",
        "PurgeQueue",
        "ReceiveMessage",
        "SendMessage",
    ];
    if !known.contains(&name) {
        return false;
    }
    let queue = queue("QueueUrl", call);
    call.allow(&[&format!("sqs:{name}")], &[queue]);
    true
}

/// The ARN of the queue whose URL is at `path`.
fn queue(path: &str, call: &mut Call<'_>) -> String {
    let any = arn::own("sqs", "*");
    match call.arguments.text(path) {
        Text::Constant(url) => queue_of(url).unwrap_or_else(|| {
            call.warn(format!(
                "'{url}' does not tell the queue: an URL as https://sqs.${{AWS::Region}}.amazonaws.com/${{AWS::AccountId}}/\
                 NAME would narrow '{any}'"
            ));
            any
        }),
        Text::Computed | Text::Absent => {
            call.warn_computed(path, &any);
            any
        }
    }
}

/// The ARN in `https://sqs.eu-west-1.amazonaws.com/123456789012/name`, or in an older form of that.
fn queue_of(url: &str) -> Option<String> {
    let (host, path) = url.strip_prefix("https://")?.split_once('/')?;
    let (account, name) = path.split_once('/')?;
    let region = match host.strip_prefix("sqs.") {
        Some(rest) => rest.split_once(".amazonaws.com")?.0,
        None => host.split_once(".queue.amazonaws.com")?.0,
    };
    let is_complete = !region.is_empty() && !account.is_empty() && !name.is_empty() && !name.contains('/');
    is_complete.then(|| format!("arn:${{AWS::Partition}}:sqs:{region}:{account}:{name}"))
}

/// See [EventBridge](https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html).
pub(super) fn events(call: &mut Call<'_>) {
    let Some(entries) = call.arguments.items("Entries") else {
        let any = arn::own("events", "event-bus/*");
        call.warn(format!("'Entries' is computed; with a constant 'EventBusName' in each it would narrow '{any}'"));
        return call.allow(&["events:PutEvents"], &[any]);
    };
    for entry in entries {
        let bus = match entry.text("EventBusName") {
            Text::Constant(bus) if arn::is_arn(bus) => bus.to_owned(),
            Text::Constant(bus) => arn::own("events", &format!("event-bus/{bus}")),
            Text::Absent => arn::own("events", "event-bus/default"),
            Text::Computed => {
                let any = arn::own("events", "event-bus/*");
                call.warn_computed("EventBusName", &any);
                any
            }
        };
        call.allow(&["events:PutEvents"], &[bus]);
    }
}
