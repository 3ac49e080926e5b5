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
use super::grant::On;

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
    let fields = Arguments::new(Some(reader), language);
    let Text::Constant(resource) = fields.text(field::RESOURCE) else { return };
    let Resource::Integration(integration) = Resource::parse(resource) else { return };
    let mut call = call.with(arguments(reader, language));
    if integration.action == "listObjectsV2" {
        list(&mut call);
        // Otherwise the list itself holds the items.
        if fields.text("ReaderConfig.Transformation") == Text::Constant("LOAD_AND_FLATTEN") {
            call.allow_on(&["s3:GetObject"], &[On::Bucket("{Bucket}/{Prefix=}*")]);
        }
        return;
    }
    let is_manifest = fields.text("ReaderConfig.InputType") == Text::Constant("MANIFEST");
    let objects = if is_manifest { On::Bucket("{Bucket}/*") } else { On::Bucket("{Bucket}/{Key}") };
    if is_manifest {
        call.warn("which objects a manifest lists is not known: all of its bucket may be read");
    }
    let version = call.arguments.has("VersionId").then_some("s3:GetObjectVersion");
    let actions: Vec<&str> = std::iter::once("s3:GetObject").chain(version).collect();
    call.allow_on(&actions, &[objects]);
}

fn list(call: &mut Call<'_>) {
    let action = ["s3:ListBucket"];
    match call.arguments.text("Prefix") {
        Text::Constant(prefix) => {
            let bucket = [call.resource(&BUCKET)];
            call.allow_if(&action, &bucket, json!({"StringLike": {"s3:prefix": [prefix]}}));
        }
        Text::Absent => call.allow_on(&action, &[BUCKET]),
        Text::Computed => {
            call.warn("'Prefix' is computed; as a constant text it would narrow what 's3:ListBucket' may list");
            call.allow_on(&action, &[BUCKET]);
        }
    }
}

/// Without a bucket the results are the state's own.
fn write(writer: &Value, language: QueryLanguage, call: &mut Call<'_>) {
    if writer.get(field::ARGUMENTS).or(writer.get(field::PARAMETERS)).is_none() {
        return;
    }
    let mut call = call.with(arguments(writer, language));
    let bucket = call.resource(&BUCKET);
    let objects = match call.arguments.text("Prefix") {
        Text::Constant("") | Text::Absent => format!("{bucket}/*"),
        Text::Constant(prefix) => format!("{bucket}/{}/*", prefix.trim_end_matches('/')),
        Text::Computed => {
            let any = format!("{bucket}/*");
            call.warn_computed("Prefix", &any);
            any
        }
    };
    let actions = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"];
    call.allow(&actions, &[objects]);
}

const BUCKET: On = On::Bucket("{Bucket}");

/// `Arguments` or `Parameters` of a reader or writer.
fn arguments(of: &Value, language: QueryLanguage) -> Arguments<'_> {
    Arguments::new(of.get(field::ARGUMENTS).or(of.get(field::PARAMETERS)), language)
}
