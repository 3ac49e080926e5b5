//! Bedrock.
//!
//! See [Bedrock](https://docs.aws.amazon.com/step-functions/latest/dg/connect-bedrock.html).

use super::super::arguments::Text;
use super::super::arn;
use super::super::call::Call;

/// Inference profiles across regions have the model's id after one of these.
const GEOGRAPHIES: &[&str] = &["apac.", "au.", "ca.", "eu.", "global.", "jp.", "us-gov.", "us."];

/// What `ModelId` may name, where it is not known.
const MODELS: &[&str] = &[
    "application-inference-profile/*",
    "custom-model-deployment/*",
    "imported-model/*",
    "inference-profile/*",
    "provisioned-model/*",
];

/// A call of a model.
pub(super) fn invoke(call: &mut Call<'_>) {
    models("ModelId", call);
    object("Input.S3Uri", "s3:GetObject", call);
    object("Output.S3Uri", "s3:PutObject", call);
}

/// The model whose id or ARN is at `path` may be invoked.
pub(super) fn models(path: &str, call: &mut Call<'_>) {
    let models = match call.arguments.text(path) {
        Text::Constant(id) => model(id),
        Text::Computed | Text::Absent => {
            let any = foundation("${AWS::Region}", "*");
            call.warn_computed(path, &any);
            MODELS.iter().map(|model| arn::own("bedrock", model)).chain([any]).collect()
        }
    };
    call.allow(&["bedrock:InvokeModel"], &models);
}

/// A profile calls the model in whichever region it chooses, so it needs the model in any.
fn model(id: &str) -> Vec<String> {
    if arn::is_arn(id) {
        return vec![id.to_owned()];
    }
    match GEOGRAPHIES.iter().find_map(|geography| id.strip_prefix(geography)) {
        Some(model) => vec![arn::own("bedrock", &format!("inference-profile/{id}")), foundation("*", model)],
        None => vec![foundation("${AWS::Region}", id)],
    }
}

/// AWS's own models belong to no account.
fn foundation(region: &str, model: &str) -> String {
    format!("arn:${{AWS::Partition}}:bedrock:{region}::foundation-model/{model}")
}

fn object(path: &str, action: &str, call: &mut Call<'_>) {
    let object = match call.arguments.text(path) {
        Text::Absent => return,
        Text::Constant(uri) if uri.starts_with("s3://") => arn::s3(uri.trim_start_matches("s3://")),
        Text::Constant(_) | Text::Computed => {
            let any = arn::s3("*");
            // The whole input is unknown: then there may be no such argument either.
            call.warn_computed(path, &any);
            any
        }
    };
    call.allow(&[action], &[object]);
}

/// A job that customises a model.
pub(super) fn customise(call: &mut Call<'_>) {
    let base = match call.arguments.text("BaseModelIdentifier") {
        Text::Constant(id) if arn::is_arn(id) => id.to_owned(),
        Text::Constant(id) => foundation("${AWS::Region}", id),
        Text::Computed | Text::Absent => {
            let any = foundation("${AWS::Region}", "*");
            call.warn_computed("BaseModelIdentifier", &any);
            any
        }
    };
    let [models, jobs] = ["custom-model/*", "model-customization-job/*"].map(|name| arn::own("bedrock", name));
    call.allow(&["bedrock:CreateModelCustomizationJob"], &[base, models.clone(), jobs.clone()]);
    if call.is_sync() {
        call.allow(&["bedrock:GetModelCustomizationJob", "bedrock:StopModelCustomizationJob"], &[jobs.clone()]);
    }
    let tagged = [("JobTags", jobs), ("CustomModelTags", models)];
    for (path, resource) in tagged {
        if call.arguments.has(path) {
            call.allow(&["bedrock:TagResource"], &[resource]);
        }
    }
    call.pass("RoleArn", "bedrock.amazonaws.com");
}
