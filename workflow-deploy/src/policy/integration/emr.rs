//! EMR on EC2, on EKS, and Serverless.

use serde_json::json;

use super::super::arguments::Text;

use super::super::call::Call;
use super::super::grant::Grant::{Rule, ServiceRole};
use super::super::grant::On::{Any, Own};
use super::super::grant::{Integration, allow, calls, given, pass, sync};

/// See [EMR](https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr.html). The id of a cluster that is made
/// is not known before.
pub(super) const TABLE: &[Integration] = &[
    calls(
        "elasticmapreduce",
        "createCluster",
        &[
            allow(&["elasticmapreduce:RunJobFlow"], &[Any]),
            sync(
                &["elasticmapreduce:DescribeCluster", "elasticmapreduce:TerminateJobFlows"],
                &[Own("elasticmapreduce", "cluster/*")],
            ),
            given("Tags", &["elasticmapreduce:AddTags"], &[Own("elasticmapreduce", "cluster/*")]),
            pass("ServiceRole", "elasticmapreduce.amazonaws.com"),
            pass("JobFlowRole", "ec2.amazonaws.com"),
            pass("AutoScalingRole", "application-autoscaling.amazonaws.com"),
            Rule("StepFunctionsGetEventForEMRRunJobFlowRule"),
        ],
    ),
    calls(
        "elasticmapreduce",
        "terminateCluster",
        &[
            allow(&["elasticmapreduce:TerminateJobFlows"], &[Own("elasticmapreduce", "cluster/{ClusterId}")]),
            sync(&["elasticmapreduce:DescribeCluster"], &[Own("elasticmapreduce", "cluster/{ClusterId}")]),
            Rule("StepFunctionsGetEventForEMRTerminateJobFlowsRule"),
        ],
    ),
    calls(
        "elasticmapreduce",
        "addStep",
        &[
            allow(&["elasticmapreduce:AddJobFlowSteps"], &[Own("elasticmapreduce", "cluster/{ClusterId}")]),
            sync(
                &["elasticmapreduce:DescribeStep", "elasticmapreduce:CancelSteps"],
                &[Own("elasticmapreduce", "cluster/{ClusterId}")],
            ),
            // A role for the step itself.
            pass("ExecutionRoleArn", "elasticmapreduce.amazonaws.com"),
            Rule("StepFunctionsGetEventForEMRAddJobFlowStepsRule"),
        ],
    ),
    calls(
        "elasticmapreduce",
        "cancelStep",
        &[allow(&["elasticmapreduce:CancelSteps"], &[Own("elasticmapreduce", "cluster/{ClusterId}")])],
    ),
    calls(
        "elasticmapreduce",
        "setClusterTerminationProtection",
        &[allow(&["elasticmapreduce:SetTerminationProtection"], &[Own("elasticmapreduce", "cluster/{ClusterId}")])],
    ),
    calls(
        "elasticmapreduce",
        "modifyInstanceFleetByName",
        &[allow(
            &["elasticmapreduce:ModifyInstanceFleet", "elasticmapreduce:ListInstanceFleets"],
            &[Own("elasticmapreduce", "cluster/{ClusterId}")],
        )],
    ),
    calls(
        "elasticmapreduce",
        "modifyInstanceGroupByName",
        &[allow(
            &["elasticmapreduce:ModifyInstanceGroups", "elasticmapreduce:ListInstanceGroups"],
            &[Own("elasticmapreduce", "cluster/{ClusterId}")],
        )],
    ),
];

/// See [EMR on EKS](https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr-eks.html); `startJobRun` is below.
pub(super) const CONTAINERS: &[Integration] = &[
    calls(
        "emr-containers",
        "createVirtualCluster",
        &[
            allow(&["emr-containers:CreateVirtualCluster"], &[Any]),
            given("Tags", &["emr-containers:TagResource"], &[Own("emr-containers", "/virtualclusters/*")]),
            ServiceRole { role: "AWSServiceRoleForAmazonEMRContainers", service: "emr-containers.amazonaws.com" },
        ],
    ),
    calls(
        "emr-containers",
        "deleteVirtualCluster",
        &[
            allow(&["emr-containers:DeleteVirtualCluster"], &[Own("emr-containers", "/virtualclusters/{Id}")]),
            sync(&["emr-containers:DescribeVirtualCluster"], &[Own("emr-containers", "/virtualclusters/{Id}")]),
        ],
    ),
];

/// A job of EMR on EKS. Which role it has is a condition of the action, and no role that is passed.
pub(super) fn containers_job(call: &mut Call<'_>) {
    let cluster = call.own("emr-containers", "/virtualclusters/{VirtualClusterId}");
    match call.arguments.text("ExecutionRoleArn") {
        Text::Constant(role) => {
            let condition = json!({"StringEquals": {"emr-containers:ExecutionRoleArn": [role]}});
            call.allow_if(&["emr-containers:StartJobRun"], &[cluster], condition);
        }
        Text::Computed | Text::Absent => {
            call.warn("'ExecutionRoleArn' is computed; as a constant text it would be a condition of the job's start");
            call.allow(&["emr-containers:StartJobRun"], &[cluster]);
        }
    }
    let jobs = call.own("emr-containers", "/virtualclusters/{VirtualClusterId}/jobruns/*");
    if call.is_sync() {
        call.allow(&["emr-containers:DescribeJobRun", "emr-containers:CancelJobRun"], &[jobs.clone()]);
    }
    if call.arguments.has("Tags") {
        call.allow(&["emr-containers:TagResource"], &[jobs]);
    }
}

/// See [EMR Serverless](https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr-serverless.html).
pub(super) const SERVERLESS: &[Integration] = &[
    calls(
        "emr-serverless",
        "createApplication",
        &[
            allow(&["emr-serverless:CreateApplication"], &[Own("emr-serverless", "/*")]),
            sync(
                &["emr-serverless:GetApplication", "emr-serverless:DeleteApplication"],
                &[Own("emr-serverless", "/applications/*")],
            ),
            given("Tags", &["emr-serverless:TagResource"], &[Own("emr-serverless", "/applications/*")]),
            ServiceRole { role: "AWSServiceRoleForAmazonEMRServerless*", service: "ops.emr-serverless.amazonaws.com" },
            Rule(APPLICATION),
        ],
    ),
    calls(
        "emr-serverless",
        "startApplication",
        &[
            allow(&["emr-serverless:StartApplication"], &[Own("emr-serverless", "/applications/{ApplicationId}")]),
            sync(
                &["emr-serverless:GetApplication", "emr-serverless:StopApplication"],
                &[Own("emr-serverless", "/applications/{ApplicationId}")],
            ),
            Rule(APPLICATION),
        ],
    ),
    calls(
        "emr-serverless",
        "stopApplication",
        &[
            allow(&["emr-serverless:StopApplication"], &[Own("emr-serverless", "/applications/{ApplicationId}")]),
            sync(&["emr-serverless:GetApplication"], &[Own("emr-serverless", "/applications/{ApplicationId}")]),
            Rule(APPLICATION),
        ],
    ),
    calls(
        "emr-serverless",
        "deleteApplication",
        &[
            allow(&["emr-serverless:DeleteApplication"], &[Own("emr-serverless", "/applications/{ApplicationId}")]),
            sync(&["emr-serverless:GetApplication"], &[Own("emr-serverless", "/applications/{ApplicationId}")]),
            Rule(APPLICATION),
        ],
    ),
    calls(
        "emr-serverless",
        "startJobRun",
        &[
            allow(&["emr-serverless:StartJobRun"], &[Own("emr-serverless", "/applications/{ApplicationId}")]),
            sync(
                &["emr-serverless:GetJobRun", "emr-serverless:CancelJobRun"],
                &[Own("emr-serverless", "/applications/{ApplicationId}/jobruns/*")],
            ),
            given(
                "Tags",
                &["emr-serverless:TagResource"],
                &[Own("emr-serverless", "/applications/{ApplicationId}/jobruns/*")],
            ),
            pass("ExecutionRoleArn", "emr-serverless.amazonaws.com"),
            Rule(JOB),
        ],
    ),
    calls(
        "emr-serverless",
        "cancelJobRun",
        &[
            allow(
                &["emr-serverless:CancelJobRun"],
                &[Own("emr-serverless", "/applications/{ApplicationId}/jobruns/{JobRunId}")],
            ),
            sync(
                &["emr-serverless:GetJobRun"],
                &[Own("emr-serverless", "/applications/{ApplicationId}/jobruns/{JobRunId}")],
            ),
            Rule(JOB),
        ],
    ),
];

const APPLICATION: &str = "StepFunctionsGetEventsForEMRServerlessApplicationRule";
const JOB: &str = "StepFunctionsGetEventsForEMRServerlessJobRule";
