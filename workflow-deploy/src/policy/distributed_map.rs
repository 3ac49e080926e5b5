//! Distributed Maps: their child executions, and the objects in S3 that they read and write.
//!
//! Follows [IAM policies for using Distributed Map states][guide].
//!
//! [guide]: https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html

use serde_json::{Value, json};
use workflow_asl::{Map, QueryLanguage, Resource, field};

use super::arguments::{Arguments, Text};
use super::arn;
use super::call::Call;

/// What the Map itself needs; what its processor needs is another matter.
pub(super) fn grant(map: &Map, language: QueryLanguage, call: &mut Call<'_>) {
    children(map.label.as_deref(), call);
    if let Some(reader) = &map.item_reader {
        read(reader, language, call);
    }
    if let Some(writer) = map.result_writer.as_ref() {
        write(writer, language, call);
    }
}

/// Children are executions of the machine itself: `name/label:id`, where a label that is not given is made up.
fn children(label: Option<&str>, call: &mut Call<'_>) {
    let name = &call.machine.name;
    let machine = arn::own("states", &format!("stateMachine:{name}"));
    let executions = arn::own("states", &format!("execution:{name}:*"));
    let run = label.map_or_else(|| "*".to_owned(), |label| format!("{label}:*"));
    let children = arn::own("states", &format!("execution:{name}/{run}"));
    call.allow(&["states:StartExecution"], &[machine]);
    call.allow(&["states:DescribeExecution", "states:StopExecution"], &[executions, children.clone()]);
    call.allow(&["states:RedriveExecution"], &[children]);
}

fn read(reader: &Value, language: QueryLanguage, call: &mut Call<'_>) {
    let source = arguments(reader, language);
    let reader = Arguments::new(Some(reader), language);
    let action = match reader.text(field::RESOURCE) {
        Text::Constant(resource) => Resource::parse(resource),
        Text::Computed | Text::Absent => return,
    };
    let Resource::Integration(integration) = action else { return };
    let bucket = text(source, "Bucket", call);
    if integration.action == "listObjectsV2" {
        list(source, &bucket, call);
        // Without it the list itself holds the items.
        if reader.text("ReaderConfig.Transformation") != Text::Constant("NONE")
            && reader.has("ReaderConfig.Transformation")
        {
            let prefix = optional(source, "Prefix", call);
            call.allow(&["s3:GetObject"], &[arn::s3(&format!("{bucket}/{}", starred(&prefix)))]);
        }
        return;
    }
    let key = text(source, "Key", call);
    let mut objects = vec![arn::s3(&format!("{bucket}/{key}"))];
    if reader.text("ReaderConfig.InputType") == Text::Constant("MANIFEST") {
        let all = arn::s3(&format!("{bucket}/*"));
        call.warn(format!("the objects that a manifest lists are not known: a bucket of its own would narrow '{all}'"));
        objects = vec![all];
    }
    call.allow(&["s3:GetObject"], &objects);
    if source.has("VersionId") {
        call.allow(&["s3:GetObjectVersion"], &objects);
    }
}

fn list(source: Arguments<'_>, bucket: &str, call: &mut Call<'_>) {
    let resource = [arn::s3(bucket)];
    match source.text("Prefix") {
        Text::Constant(prefix) => {
            let condition = json!({"StringLike": {"s3:prefix": [prefix]}});
            call.allow_if(&["s3:ListBucket"], &resource, condition);
        }
        Text::Absent => call.allow(&["s3:ListBucket"], &resource),
        Text::Computed => {
            call.warn("'Prefix' is computed; as a constant text it would narrow what 's3:ListBucket' may list");
            call.allow(&["s3:ListBucket"], &resource);
        }
    }
}

/// Without a bucket the results are the state's own.
fn write(writer: &Value, language: QueryLanguage, call: &mut Call<'_>) {
    if writer.get(field::ARGUMENTS).or(writer.get(field::PARAMETERS)).is_none() {
        return;
    }
    let target = arguments(writer, language);
    let bucket = text(target, "Bucket", call);
    let prefix = optional(target, "Prefix", call);
    let folder = prefix.trim_end_matches('/');
    let objects = if folder.is_empty() { format!("{bucket}/*") } else { format!("{bucket}/{folder}/*") };
    let actions = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"];
    call.allow(&actions, &[arn::s3(&objects.replace("*/*", "*"))]);
}

/// `Arguments` or `Parameters` of a reader or writer.
fn arguments(of: &Value, language: QueryLanguage) -> Arguments<'_> {
    Arguments::new(of.get(field::ARGUMENTS).or(of.get(field::PARAMETERS)), language)
}

/// The text at `path`, or any.
fn text(source: Arguments<'_>, path: &str, call: &mut Call<'_>) -> String {
    match source.text(path) {
        Text::Constant(text) => text.to_owned(),
        Text::Computed | Text::Absent => {
            call.warn_computed(path, "arn:${AWS::Partition}:s3:::*");
            "*".to_owned()
        }
    }
}

/// The text at `path`, none, or any.
fn optional(source: Arguments<'_>, path: &str, call: &mut Call<'_>) -> String {
    match source.text(path) {
        Text::Absent => String::new(),
        Text::Constant(_) | Text::Computed => text(source, path, call),
    }
}

/// A pattern of all that starts with `prefix`.
fn starred(prefix: &str) -> String {
    format!("{}*", prefix.trim_end_matches('*'))
}
