//! The optimised integrations.
//!
//! Each page below "Integrating optimized services with Step Functions" of the AWS developer guide lists the actions of
//! a service and what they take. Most take what the service's own action takes.

use workflow_asl::IntegrationPattern;
use workflow_asl::IntegrationPattern::{RequestResponse, Sync, Sync2, WaitForTaskToken};
use workflow_asl::field;

/// An action of an optimised integration.
#[derive(Debug)]
pub(crate) struct Optimised {
    /// As in `arn:aws:states:::service:action`.
    pub(crate) service: &'static str,
    pub(crate) action: &'static str,
    pub(crate) patterns: &'static [IntegrationPattern],
    pub(crate) takes: Takes,
}

/// What an action takes.
#[derive(Debug)]
pub(crate) enum Takes {
    /// What the service's action of the same name takes, and it gives the same. The service is named as in `aws-sdk`.
    TheSame(&'static str),
    /// What another action takes.
    As(&'static str, &'static str),
    /// These, `!` after what has to be there.
    Own(&'static [&'static str]),
}

/// What optimised integrations call a service in errors, and the name of an error that has none: those that were seen
/// in recordings.
pub(crate) const ERRORS: &[(&str, &str, &str)] = &[
    ("athena", "Athena", "AmazonAthenaException"),
    ("codebuild", "CodeBuild", "AWSCodeBuildException"),
    ("dynamodb", "DynamoDB", "AmazonDynamoDBException"),
    ("ecs", "ECS", "AmazonECSException"),
    ("elasticmapreduce", "ElasticMapReduce", "AmazonElasticMapReduceException"),
    ("events", "EventBridge", "AmazonEventBridgeException"),
    ("sagemaker", "SageMaker", "AmazonSageMakerException"),
    ("sns", "SNS", "AmazonSNSException"),
    ("sqs", "SQS", "AmazonSQSException"),
];

const REQUEST: &[IntegrationPattern] = &[RequestResponse];
const JOB: &[IntegrationPattern] = &[RequestResponse, Sync];
const TOKEN: &[IntegrationPattern] = &[RequestResponse, WaitForTaskToken];
const JOB_OR_TOKEN: &[IntegrationPattern] = &[RequestResponse, Sync, WaitForTaskToken];
const EXECUTION: &[IntegrationPattern] = &[RequestResponse, Sync, Sync2, WaitForTaskToken];

/// Actions of a service that take what its own actions take.
macro_rules! same {
    ($service:literal $sdk:literal: $($patterns:ident $($action:literal)+;)+) => {
        &[$($(Optimised {
            service: $service, action: $action, patterns: $patterns, takes: Takes::TheSame($sdk),
        },)+)+]
    };
}

const fn own(
    service: &'static str,
    action: &'static str,
    patterns: &'static [IntegrationPattern],
    takes: &'static [&'static str],
) -> Optimised {
    Optimised { service, action, patterns, takes: Takes::Own(takes) }
}

const OPTIMISED: &[&[Optimised]] = &[
    same!("athena" "athena": JOB "startQueryExecution"; REQUEST "stopQueryExecution" "getQueryExecution" "getQueryResults";),
    same!("batch" "batch": JOB "submitJob";),
    same!("bedrock" "bedrock": JOB "createModelCustomizationJob";),
    same!("codebuild" "codebuild":
        JOB "startBuild" "startBuildBatch" "retryBuildBatch" "deleteBuildBatch" "batchDeleteBuilds";
        REQUEST "stopBuild" "stopBuildBatch" "batchGetReports";),
    same!("databrew" "databrew": JOB "startJobRun";),
    same!("dynamodb" "dynamodb": REQUEST "getItem" "putItem" "updateItem" "deleteItem";),
    same!("ecs" "ecs": JOB_OR_TOKEN "runTask";),
    same!("eks" "eks":
        JOB "createCluster" "deleteCluster" "createFargateProfile" "deleteFargateProfile" "createNodegroup" "deleteNodegroup";),
    same!("emr-containers" "emrcontainers": REQUEST "createVirtualCluster"; JOB "deleteVirtualCluster" "startJobRun";),
    same!("emr-serverless" "emrserverless":
        JOB "createApplication" "startApplication" "stopApplication" "deleteApplication" "startJobRun" "cancelJobRun";),
    same!("events" "eventbridge": TOKEN "putEvents";),
    same!("glue" "glue": JOB "startJobRun";),
    same!("lambda" "lambda": TOKEN "invoke";),
    same!("mediaconvert" "mediaconvert": JOB "createJob";),
    same!("sagemaker" "sagemaker":
        REQUEST "createEndpoint" "createEndpointConfig" "createModel" "updateEndpoint";
        JOB "createHyperParameterTuningJob" "createLabelingJob" "createProcessingJob" "createTrainingJob" "createTransformJob";),
    same!("sns" "sns": TOKEN "publish";),
    same!("sqs" "sqs": TOKEN "sendMessage";),
    same!("states" "sfn": EXECUTION "startExecution";),
    &[
        own(
            "apigateway",
            "invoke",
            TOKEN,
            &[
                "ApiEndpoint!",
                "Method!",
                "Headers",
                "Stage",
                "Path",
                "QueryParameters",
                "RequestBody",
                "AllowNullValues",
                "AuthType",
            ],
        ),
        own(
            "bedrock",
            "invokeModel",
            TOKEN,
            &[
                "ModelId!",
                "Accept",
                "Body",
                "ContentType",
                "GuardrailIdentifier",
                "GuardrailVersion",
                "Input",
                field::OUTPUT,
                "Trace",
            ],
        ),
        own(
            "eks",
            "call",
            TOKEN,
            &[
                "ClusterName!",
                "CertificateAuthority!",
                "Endpoint!",
                "Method!",
                "Path!",
                "QueryParameters",
                "RequestBody",
            ],
        ),
        own(
            "eks",
            "runJob",
            JOB_OR_TOKEN,
            &["ClusterName!", "CertificateAuthority!", "Endpoint!", "Job!", "Namespace", "LogOptions"],
        ),
        Optimised {
            service: "elasticmapreduce",
            action: "createCluster",
            patterns: JOB,
            takes: Takes::As("emr", "runJobFlow"),
        },
        own("elasticmapreduce", "setClusterTerminationProtection", REQUEST, &["ClusterId!", "TerminationProtected!"]),
        own("elasticmapreduce", "terminateCluster", JOB, &["ClusterId!"]),
        own("elasticmapreduce", "addStep", JOB, &["ClusterId!", "Step!", "ExecutionRoleArn"]),
        own("elasticmapreduce", "cancelStep", REQUEST, &["ClusterId!", "StepId!"]),
        own(
            "elasticmapreduce",
            "modifyInstanceFleetByName",
            REQUEST,
            &["ClusterId!", "InstanceFleetName!", "InstanceFleet!"],
        ),
        own(
            "elasticmapreduce",
            "modifyInstanceGroupByName",
            REQUEST,
            &["ClusterId!", "InstanceGroupName!", "InstanceGroup!"],
        ),
        own(
            "http",
            "invoke",
            REQUEST,
            &[
                "ApiEndpoint!",
                "Method!",
                "Authentication",
                "InvocationConfig",
                "Headers",
                "QueryParameters",
                "RequestBody",
                "Transform",
            ],
        ),
    ],
];

/// All of them.
pub(crate) fn all() -> impl Iterator<Item = &'static Optimised> {
    OPTIMISED.iter().copied().flatten()
}
