//! The services whose needs are the same for every call, but for names.

use super::super::call::Call;
use super::super::grant::Grant::Rule;
use super::super::grant::On::Own;
use super::super::grant::{Integration, allow, calls, pass, sync};
use super::{emr, kubernetes};

/// All tables.
pub(super) const ALL: &[&[Integration]] =
    &[ATHENA, CODEBUILD, DATABREW, DYNAMODB, GLUE, emr::TABLE, emr::CONTAINERS, emr::SERVERLESS, kubernetes::TABLE];

/// The workgroup of a query that has run already is not known by its id.
const ATHENA: &[Integration] = &[
    calls("athena", "stopQueryExecution", &[allow(&["athena:StopQueryExecution"], &[Own("athena", "workgroup/*")])]),
    calls("athena", "getQueryExecution", &[allow(&["athena:GetQueryExecution"], &[Own("athena", "workgroup/*")])]),
];

/// See [CodeBuild](https://docs.aws.amazon.com/step-functions/latest/dg/connect-codebuild.html).
const CODEBUILD: &[Integration] = &[
    calls(
        "codebuild",
        "startBuild",
        &[
            allow(&["codebuild:StartBuild"], &[Own("codebuild", "project/{ProjectName}")]),
            sync(&["codebuild:StopBuild", "codebuild:BatchGetBuilds"], &[Own("codebuild", "project/{ProjectName}")]),
            pass("ServiceRoleOverride", "codebuild.amazonaws.com"),
            Rule("StepFunctionsGetEventForCodeBuildStartBuildRule"),
        ],
    ),
    calls(
        "codebuild",
        "startBuildBatch",
        &[
            allow(&["codebuild:StartBuildBatch"], &[Own("codebuild", "project/{ProjectName}")]),
            sync(
                &["codebuild:StopBuildBatch", "codebuild:BatchGetBuildBatches"],
                &[Own("codebuild", "project/{ProjectName}")],
            ),
            pass("ServiceRoleOverride", "codebuild.amazonaws.com"),
            Rule("StepFunctionsGetEventForCodeBuildStartBuildBatchRule"),
        ],
    ),
    // The id of a build or batch starts with its project, but is never a constant.
    calls(
        "codebuild",
        "retryBuildBatch",
        &[
            allow(&["codebuild:RetryBuildBatch"], &[Own("codebuild", "project/*")]),
            sync(&["codebuild:StopBuildBatch", "codebuild:BatchGetBuildBatches"], &[Own("codebuild", "project/*")]),
        ],
    ),
    calls("codebuild", "stopBuild", &[allow(&["codebuild:StopBuild"], &[Own("codebuild", "project/*")])]),
    calls("codebuild", "stopBuildBatch", &[allow(&["codebuild:StopBuildBatch"], &[Own("codebuild", "project/*")])]),
    calls("codebuild", "deleteBuildBatch", &[allow(&["codebuild:DeleteBuildBatch"], &[Own("codebuild", "project/*")])]),
    calls(
        "codebuild",
        "batchDeleteBuilds",
        &[allow(&["codebuild:BatchDeleteBuilds"], &[Own("codebuild", "project/*")])],
    ),
    calls(
        "codebuild",
        "batchGetReports",
        &[allow(&["codebuild:BatchGetReports"], &[Own("codebuild", "report-group/*")])],
    ),
];

/// See [Glue DataBrew](https://docs.aws.amazon.com/step-functions/latest/dg/connect-databrew.html).
const DATABREW: &[Integration] = &[calls(
    "databrew",
    "startJobRun",
    &[
        allow(&["databrew:StartJobRun"], &[Own("databrew", "job/{Name}")]),
        sync(&["databrew:ListJobRuns", "databrew:StopJobRun"], &[Own("databrew", "job/{Name}")]),
    ],
)];

/// See [DynamoDB](https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html).
const DYNAMODB: &[Integration] = &[
    calls("dynamodb", "getItem", &[allow(&["dynamodb:GetItem"], &[Own("dynamodb", "table/{TableName}")])]),
    calls("dynamodb", "putItem", &[allow(&["dynamodb:PutItem"], &[Own("dynamodb", "table/{TableName}")])]),
    calls("dynamodb", "updateItem", &[allow(&["dynamodb:UpdateItem"], &[Own("dynamodb", "table/{TableName}")])]),
    calls("dynamodb", "deleteItem", &[allow(&["dynamodb:DeleteItem"], &[Own("dynamodb", "table/{TableName}")])]),
];

/// A job of Glue is started in the same way by the AWS SDK.
pub(super) fn glue_job(call: &mut Call<'_>) {
    GLUE.iter().for_each(|integration| call.grant(integration.grants));
}

/// See [Glue](https://docs.aws.amazon.com/step-functions/latest/dg/connect-glue.html).
const GLUE: &[Integration] = &[calls(
    "glue",
    "startJobRun",
    &[
        allow(&["glue:StartJobRun"], &[Own("glue", "job/{JobName}")]),
        sync(&["glue:GetJobRun", "glue:GetJobRuns", "glue:BatchStopJobRun"], &[Own("glue", "job/{JobName}")]),
    ],
)];
