//! Jobs: ECS and Fargate, Batch, MediaConvert.

use serde_json::json;

use super::super::arguments::Text;
use super::super::arn;
use super::super::call::Call;

/// See [ECS and Fargate](https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html).
pub(super) fn ecs(call: &mut Call<'_>) {
    let definition = revisions(&call.own("ecs", "task-definition/{TaskDefinition}"));
    call.allow(&["ecs:RunTask"], &[definition]);
    let tasks = call.own("ecs", "task/{Cluster=default}/*");
    if call.is_sync() {
        call.allow(&["ecs:DescribeTasks", "ecs:StopTask"], &[tasks.clone()]);
    }
    if ["Tags", "PropagateTags", "EnableECSManagedTags"].iter().any(|path| call.arguments.has(path)) {
        call.allow(&["ecs:TagResource"], &[tasks]);
    }
    task_roles(call);
    call.rule("StepFunctionsGetEventsForECSTaskRule");
}

/// The roles are those of the task definition, unless both are overridden.
fn task_roles(call: &mut Call<'_>) {
    let service = "ecs-tasks.amazonaws.com";
    let overrides = ["Overrides.ExecutionRoleArn", "Overrides.TaskRoleArn"];
    if overrides.iter().all(|path| matches!(call.arguments.text(path), Text::Constant(_))) {
        overrides.iter().for_each(|path| call.pass(path, service));
        return;
    }
    let any = arn::role("*");
    call.warn(format!(
        "the roles of the task definition are not known here; '{}' and '{}' as constant texts would narrow '{any}'",
        overrides[0], overrides[1]
    ));
    call.pass_role(any, service);
}

/// See [Batch](https://docs.aws.amazon.com/step-functions/latest/dg/connect-batch.html). The id of a job is not known
/// before, and `batch:DescribeJobs` has no permissions on resources.
pub(super) fn batch(call: &mut Call<'_>) {
    let definition = revisions(&call.own("batch", "job-definition/{JobDefinition}"));
    let queue = call.own("batch", "job-queue/{JobQueue}");
    let jobs = arn::own("batch", "job/*");
    call.allow(&["batch:SubmitJob"], &[definition, queue, jobs.clone()]);
    if call.arguments.has("Tags") {
        call.allow(&["batch:TagResource"], &[jobs.clone()]);
    }
    if call.is_sync() {
        call.allow(&["batch:DescribeJobs"], &["*".to_owned()]);
        call.allow(&["batch:TerminateJob"], &[jobs]);
    }
    call.rule("StepFunctionsGetEventsForBatchJobsRule");
}

/// A definition without a revision is the newest one, whichever that is.
fn revisions(definition: &str) -> String {
    let has_revision = arn::resource(definition).is_none_or(|name| name.contains(':') || name.ends_with('*'));
    if has_revision { definition.to_owned() } else { format!("{definition}:*") }
}

/// See [MediaConvert](https://docs.aws.amazon.com/step-functions/latest/dg/connect-mediaconvert.html). Presets are named
/// within `Settings`.
pub(super) fn media_convert(call: &mut Call<'_>) {
    let queue = call.own("mediaconvert", "queues/{Queue=Default}");
    let presets = arn::own("mediaconvert", "presets/*");
    let mut needed = vec![queue, presets];
    if call.arguments.has("JobTemplate") {
        needed.push(call.own("mediaconvert", "jobTemplates/{JobTemplate}"));
    }
    call.allow(&["mediaconvert:CreateJob"], &needed);
    let jobs = [arn::own("mediaconvert", "jobs/*")];
    if call.arguments.has("Tags") {
        call.allow(&["mediaconvert:TagResource"], &jobs);
    }
    if call.is_sync() {
        let condition = json!({"StringEquals": {"aws:ResourceTag/ManagedByService": "AWSStepFunctions"}});
        call.allow_if(&["mediaconvert:CancelJob", "mediaconvert:GetJob"], &jobs, condition);
    }
    call.pass("Role", "mediaconvert.amazonaws.com");
    call.rule("StepFunctionsGetEventsForMediaConvertJobRule");
}
