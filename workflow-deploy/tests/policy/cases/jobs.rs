//! ECS, Batch, Glue, DataBrew, CodeBuild and MediaConvert.

use super::{Case, case};

#[rustfmt::skip] // A table, to be read as such.
pub(super) const CASES: &[Case] = &[
    case("ecs:runTask", r#"{"Cluster": "blue", "TaskDefinition": "import:3", "Overrides": {"ExecutionRoleArn": "arn:aws:iam::123456789012:role/pull", "TaskRoleArn": "arn:aws:iam::123456789012:role/import"}}"#, &[
        "ecs:RunTask | @ecs:task-definition/import:3",
        r#"iam:PassRole | arn:aws:iam::123456789012:role/import arn:aws:iam::123456789012:role/pull | {"StringEquals":{"iam:PassedToService":"ecs-tasks.amazonaws.com"}}"#,
    ], &[]),
    case("ecs:runTask.sync", r#"{"Cluster": "arn:aws:ecs:eu-west-1:123456789012:cluster/blue", "TaskDefinition": "import", "LaunchType": "FARGATE"}"#, &[
        "ecs:RunTask | @ecs:task-definition/import:*",
        "ecs:DescribeTasks ecs:StopTask | arn:aws:ecs:eu-west-1:123456789012:task/blue/*",
        "RULE | @events:rule/StepFunctionsGetEventsForECSTaskRule",
        r#"iam:PassRole | arn:*:iam::${AWS::AccountId}:role/* | {"StringEquals":{"iam:PassedToService":"ecs-tasks.amazonaws.com"}}"#,
    ], &[
        "the roles of the task definition are not known here; 'Overrides.ExecutionRoleArn' and 'Overrides.TaskRoleArn' as constant texts would narrow 'arn:*:iam::${AWS::AccountId}:role/*'",
    ]),
    case("ecs:runTask.sync", r#"{"TaskDefinition": "{% $states.input.task %}", "PropagateTags": "TASK_DEFINITION", "Overrides": {"ExecutionRoleArn": "${PullRoleArn}", "TaskRoleArn": "${ImportRoleArn}"}}"#, &[
        "ecs:RunTask | @ecs:task-definition/*",
        "ecs:DescribeTasks ecs:StopTask ecs:TagResource | @ecs:task/default/*",
        "RULE | @events:rule/StepFunctionsGetEventsForECSTaskRule",
        r#"iam:PassRole | ${ImportRoleArn} ${PullRoleArn} | {"StringEquals":{"iam:PassedToService":"ecs-tasks.amazonaws.com"}}"#,
    ], &[
        "'TaskDefinition' is computed; as a constant text it would narrow '@ecs:task-definition/*'",
    ]),
    case("ecs:runTask.waitForTaskToken", r#"{"Cluster": "blue", "TaskDefinition": "arn:aws:ecs:eu-west-1:123456789012:task-definition/import:3", "Overrides": {"ExecutionRoleArn": "${PullRoleArn}", "TaskRoleArn": "${ImportRoleArn}"}}"#, &[
        "ecs:RunTask | arn:aws:ecs:eu-west-1:123456789012:task-definition/import:3",
        r#"iam:PassRole | ${ImportRoleArn} ${PullRoleArn} | {"StringEquals":{"iam:PassedToService":"ecs-tasks.amazonaws.com"}}"#,
    ], &[]),
    case("batch:submitJob", r#"{"JobDefinition": "resize", "JobQueue": "fast", "JobName": "n"}"#, &[
        "batch:SubmitJob | @batch:job-definition/resize:* @batch:job-queue/fast @batch:job/*",
    ], &[]),
    case("batch:submitJob", r#"{"JobDefinition": "${AWS::StackName}-resize", "JobQueue": "${Queue}", "JobName": "n"}"#, &[
        "batch:SubmitJob | @batch:job-definition/${AWS::StackName}-resize:* @batch:job-queue/${Queue} @batch:job/*",
    ], &[]),
    case("batch:submitJob.sync", r#"{"JobDefinition": "resize:4", "JobQueue": "arn:aws:batch:eu-west-1:123456789012:job-queue/fast", "JobName": "n", "Tags": {"a": "b"}}"#, &[
        "batch:DescribeJobs | *",
        "batch:SubmitJob | @batch:job-definition/resize:4 @batch:job/* arn:aws:batch:eu-west-1:123456789012:job-queue/fast",
        "batch:TagResource batch:TerminateJob | @batch:job/*",
        "RULE | @events:rule/StepFunctionsGetEventsForBatchJobsRule",
    ], &[]),
    case("batch:submitJob.waitForTaskToken", r#"{"JobDefinition": "{% $states.input.job %}", "JobQueue": "${Queue}", "JobName": "n"}"#, &[
        "batch:SubmitJob | @batch:job-definition/* @batch:job-queue/${Queue} @batch:job/*",
    ], &[
        "'JobDefinition' is computed; as a constant text it would narrow '@batch:job-definition/*'",
    ]),
    case("glue:startJobRun", r#"{"JobName": "load"}"#, &[
        "glue:StartJobRun | @glue:job/load",
    ], &[]),
    case("glue:startJobRun.sync", r#"{"JobName": "load"}"#, &[
        "glue:BatchStopJobRun glue:GetJobRun glue:GetJobRuns glue:StartJobRun | @glue:job/load",
    ], &[]),
    case("databrew:startJobRun", r#"{"Name": "clean"}"#, &[
        "databrew:StartJobRun | @databrew:job/clean",
    ], &[]),
    case("databrew:startJobRun.sync", r#"{"Name": "clean"}"#, &[
        "databrew:ListJobRuns databrew:StartJobRun databrew:StopJobRun | @databrew:job/clean",
    ], &[]),
    case("codebuild:startBuild", r#"{"ProjectName": "site"}"#, &[
        "codebuild:StartBuild | @codebuild:project/site",
    ], &[]),
    case("codebuild:startBuild.sync", r#"{"ProjectName": "site", "ServiceRoleOverride": "arn:aws:iam::123456789012:role/build"}"#, &[
        "codebuild:BatchGetBuilds codebuild:StartBuild codebuild:StopBuild | @codebuild:project/site",
        "RULE | @events:rule/StepFunctionsGetEventForCodeBuildStartBuildRule",
        r#"iam:PassRole | arn:aws:iam::123456789012:role/build | {"StringEquals":{"iam:PassedToService":"codebuild.amazonaws.com"}}"#,
    ], &[]),
    case("codebuild:stopBuild", r#"{"Id": "{% $states.input.id %}"}"#, &[
        "codebuild:StopBuild | @codebuild:project/*",
    ], &[]),
    case("codebuild:startBuildBatch", r#"{"ProjectName": "site"}"#, &[
        "codebuild:StartBuildBatch | @codebuild:project/site",
    ], &[]),
    case("codebuild:startBuildBatch.sync", r#"{"ProjectName": "site"}"#, &[
        "codebuild:BatchGetBuildBatches codebuild:StartBuildBatch codebuild:StopBuildBatch | @codebuild:project/site",
        "RULE | @events:rule/StepFunctionsGetEventForCodeBuildStartBuildBatchRule",
    ], &[]),
    case("codebuild:stopBuildBatch", r#"{"Id": "{% $states.input.id %}"}"#, &[
        "codebuild:StopBuildBatch | @codebuild:project/*",
    ], &[]),
    case("codebuild:retryBuildBatch", r#"{"Id": "{% $states.input.id %}"}"#, &[
        "codebuild:RetryBuildBatch | @codebuild:project/*",
    ], &[]),
    case("codebuild:retryBuildBatch.sync", r#"{"Id": "{% $states.input.id %}"}"#, &[
        "codebuild:BatchGetBuildBatches codebuild:RetryBuildBatch codebuild:StopBuildBatch | @codebuild:project/*",
    ], &[]),
    case("codebuild:deleteBuildBatch", r#"{"Id": "{% $states.input.id %}"}"#, &[
        "codebuild:DeleteBuildBatch | @codebuild:project/*",
    ], &[]),
    case("codebuild:batchDeleteBuilds", r#"{"Ids": ["{% $states.input.id %}"]}"#, &[
        "codebuild:BatchDeleteBuilds | @codebuild:project/*",
    ], &[]),
    case("codebuild:batchGetReports", r#"{"ReportArns": ["{% $states.input.report %}"]}"#, &[
        "codebuild:BatchGetReports | @codebuild:report-group/*",
    ], &[]),
    case("mediaconvert:createJob", r#"{"Role": "arn:aws:iam::123456789012:role/media", "Settings": {}}"#, &[
        r#"iam:PassRole | arn:aws:iam::123456789012:role/media | {"StringEquals":{"iam:PassedToService":"mediaconvert.amazonaws.com"}}"#,
        "mediaconvert:CreateJob | @mediaconvert:presets/* @mediaconvert:queues/Default",
    ], &[]),
    case("mediaconvert:createJob.sync", r#"{"Role": "arn:aws:iam::123456789012:role/media", "Queue": "fast", "JobTemplate": "hd", "Settings": {}}"#, &[
        "RULE | @events:rule/StepFunctionsGetEventsForMediaConvertJobRule",
        r#"iam:PassRole | arn:aws:iam::123456789012:role/media | {"StringEquals":{"iam:PassedToService":"mediaconvert.amazonaws.com"}}"#,
        "mediaconvert:CreateJob | @mediaconvert:jobTemplates/hd @mediaconvert:presets/* @mediaconvert:queues/fast",
        r#"mediaconvert:CancelJob mediaconvert:GetJob | @mediaconvert:jobs/* | {"StringEquals":{"aws:ResourceTag/ManagedByService":"AWSStepFunctions"}}"#,
    ], &[]),
];
