//! EMR on EC2, on EKS, and Serverless.

use super::{Case, case};

#[rustfmt::skip] // A table, to be read as such.
pub(super) const CASES: &[Case] = &[
    case("elasticmapreduce:createCluster", r#"{"Name": "c", "ServiceRole": "EMR_DefaultRole", "JobFlowRole": "EMR_EC2_DefaultRole"}"#, &[
        "elasticmapreduce:RunJobFlow | *",
        r#"iam:PassRole | arn:*:iam::${AWS::AccountId}:role/EMR_DefaultRole | {"StringEquals":{"iam:PassedToService":"elasticmapreduce.amazonaws.com"}}"#,
        r#"iam:PassRole | arn:*:iam::${AWS::AccountId}:role/EMR_EC2_DefaultRole | {"StringEquals":{"iam:PassedToService":"ec2.amazonaws.com"}}"#,
    ], &[]),
    case("elasticmapreduce:createCluster.sync", r#"{"Name": "c", "ServiceRole": "EMR_DefaultRole", "JobFlowRole": "EMR_EC2_DefaultRole", "Tags": []}"#, &[
        "elasticmapreduce:RunJobFlow | *",
        "elasticmapreduce:AddTags elasticmapreduce:DescribeCluster elasticmapreduce:TerminateJobFlows | @elasticmapreduce:cluster/*",
        "RULE | @events:rule/StepFunctionsGetEventForEMRRunJobFlowRule",
        r#"iam:PassRole | arn:*:iam::${AWS::AccountId}:role/EMR_DefaultRole | {"StringEquals":{"iam:PassedToService":"elasticmapreduce.amazonaws.com"}}"#,
        r#"iam:PassRole | arn:*:iam::${AWS::AccountId}:role/EMR_EC2_DefaultRole | {"StringEquals":{"iam:PassedToService":"ec2.amazonaws.com"}}"#,
    ], &[]),
    case("elasticmapreduce:terminateCluster", r#"{"ClusterId": "j-1"}"#, &[
        "elasticmapreduce:TerminateJobFlows | @elasticmapreduce:cluster/j-1",
    ], &[]),
    case("elasticmapreduce:terminateCluster.sync", r#"{"ClusterId": "{% $states.input.id %}"}"#, &[
        "elasticmapreduce:DescribeCluster elasticmapreduce:TerminateJobFlows | @elasticmapreduce:cluster/*",
        "RULE | @events:rule/StepFunctionsGetEventForEMRTerminateJobFlowsRule",
    ], &[
        "'ClusterId' is computed; as a constant text it would narrow '@elasticmapreduce:cluster/*'",
    ]),
    case("elasticmapreduce:addStep", r#"{"ClusterId": "{% $states.input.id %}", "Step": {}}"#, &[
        "elasticmapreduce:AddJobFlowSteps | @elasticmapreduce:cluster/*",
    ], &[
        "'ClusterId' is computed; as a constant text it would narrow '@elasticmapreduce:cluster/*'",
    ]),
    case("elasticmapreduce:addStep.sync", r#"{"ClusterId": "j-1", "Step": {}}"#, &[
        "elasticmapreduce:AddJobFlowSteps elasticmapreduce:CancelSteps elasticmapreduce:DescribeStep | @elasticmapreduce:cluster/j-1",
        "RULE | @events:rule/StepFunctionsGetEventForEMRAddJobFlowStepsRule",
    ], &[]),
    case("elasticmapreduce:cancelStep", r#"{"ClusterId": "j-1", "StepId": "s"}"#, &[
        "elasticmapreduce:CancelSteps | @elasticmapreduce:cluster/j-1",
    ], &[]),
    case("elasticmapreduce:setClusterTerminationProtection", r#"{"ClusterId": "j-1", "TerminationProtected": true}"#, &[
        "elasticmapreduce:SetTerminationProtection | @elasticmapreduce:cluster/j-1",
    ], &[]),
    case("elasticmapreduce:modifyInstanceFleetByName", r#"{"ClusterId": "j-1", "InstanceFleetName": "f"}"#, &[
        "elasticmapreduce:ListInstanceFleets elasticmapreduce:ModifyInstanceFleet | @elasticmapreduce:cluster/j-1",
    ], &[]),
    case("elasticmapreduce:modifyInstanceGroupByName", r#"{"ClusterId": "j-1", "InstanceGroupName": "g"}"#, &[
        "elasticmapreduce:ListInstanceGroups elasticmapreduce:ModifyInstanceGroups | @elasticmapreduce:cluster/j-1",
    ], &[]),
    case("emr-containers:createVirtualCluster", r#"{"Name": "v"}"#, &[
        "emr-containers:CreateVirtualCluster | *",
        r#"iam:CreateServiceLinkedRole | arn:*:iam::${AWS::AccountId}:role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers | {"StringLike":{"iam:AWSServiceName":"emr-containers.amazonaws.com"}}"#,
    ], &[]),
    case("emr-containers:deleteVirtualCluster", r#"{"Id": "v1"}"#, &[
        "emr-containers:DeleteVirtualCluster | @emr-containers:/virtualclusters/v1",
    ], &[]),
    case("emr-containers:deleteVirtualCluster.sync", r#"{"Id": "v1"}"#, &[
        "emr-containers:DeleteVirtualCluster emr-containers:DescribeVirtualCluster | @emr-containers:/virtualclusters/v1",
    ], &[]),
    case("emr-containers:startJobRun", r#"{"VirtualClusterId": "v1", "ExecutionRoleArn": "arn:aws:iam::123456789012:role/job"}"#, &[
        r#"emr-containers:StartJobRun | @emr-containers:/virtualclusters/v1 | {"StringEquals":{"emr-containers:ExecutionRoleArn":["arn:aws:iam::123456789012:role/job"]}}"#,
    ], &[]),
    case("emr-containers:startJobRun.sync", r#"{"VirtualClusterId": "{% $states.input.id %}", "ExecutionRoleArn": "{% $states.input.role %}"}"#, &[
        "emr-containers:StartJobRun | @emr-containers:/virtualclusters/*",
        "emr-containers:CancelJobRun emr-containers:DescribeJobRun | @emr-containers:/virtualclusters/*/jobruns/*",
    ], &[
        "'VirtualClusterId' is computed; as a constant text it would narrow '@emr-containers:/virtualclusters/*'",
        "'ExecutionRoleArn' is computed; as a constant text it would be a condition of the job's start",
        "'VirtualClusterId' is computed; as a constant text it would narrow '@emr-containers:/virtualclusters/*/jobruns/*'",
    ]),
    case("emr-serverless:createApplication", r#"{"Name": "a"}"#, &[
        "emr-serverless:CreateApplication | @emr-serverless:/*",
        r#"iam:CreateServiceLinkedRole | arn:*:iam::${AWS::AccountId}:role/aws-service-role/ops.emr-serverless.amazonaws.com/AWSServiceRoleForAmazonEMRServerless* | {"StringLike":{"iam:AWSServiceName":"ops.emr-serverless.amazonaws.com"}}"#,
    ], &[]),
    case("emr-serverless:createApplication.sync", r#"{"Name": "a"}"#, &[
        "emr-serverless:CreateApplication | @emr-serverless:/*",
        "emr-serverless:DeleteApplication emr-serverless:GetApplication | @emr-serverless:/applications/*",
        "RULE | @events:rule/StepFunctionsGetEventsForEMRServerlessApplicationRule",
        r#"iam:CreateServiceLinkedRole | arn:*:iam::${AWS::AccountId}:role/aws-service-role/ops.emr-serverless.amazonaws.com/AWSServiceRoleForAmazonEMRServerless* | {"StringLike":{"iam:AWSServiceName":"ops.emr-serverless.amazonaws.com"}}"#,
    ], &[]),
    case("emr-serverless:startApplication", r#"{"ApplicationId": "00a"}"#, &[
        "emr-serverless:StartApplication | @emr-serverless:/applications/00a",
    ], &[]),
    case("emr-serverless:startApplication.sync", r#"{"ApplicationId": "00a"}"#, &[
        "emr-serverless:GetApplication emr-serverless:StartApplication emr-serverless:StopApplication | @emr-serverless:/applications/00a",
        "RULE | @events:rule/StepFunctionsGetEventsForEMRServerlessApplicationRule",
    ], &[]),
    case("emr-serverless:stopApplication", r#"{"ApplicationId": "00a"}"#, &[
        "emr-serverless:StopApplication | @emr-serverless:/applications/00a",
    ], &[]),
    case("emr-serverless:stopApplication.sync", r#"{"ApplicationId": "00a"}"#, &[
        "emr-serverless:GetApplication emr-serverless:StopApplication | @emr-serverless:/applications/00a",
        "RULE | @events:rule/StepFunctionsGetEventsForEMRServerlessApplicationRule",
    ], &[]),
    case("emr-serverless:deleteApplication", r#"{"ApplicationId": "00a"}"#, &[
        "emr-serverless:DeleteApplication | @emr-serverless:/applications/00a",
    ], &[]),
    case("emr-serverless:deleteApplication.sync", r#"{"ApplicationId": "{% $states.input.id %}"}"#, &[
        "emr-serverless:DeleteApplication emr-serverless:GetApplication | @emr-serverless:/applications/*",
        "RULE | @events:rule/StepFunctionsGetEventsForEMRServerlessApplicationRule",
    ], &[
        "'ApplicationId' is computed; as a constant text it would narrow '@emr-serverless:/applications/*'",
    ]),
    case("emr-serverless:startJobRun", r#"{"ApplicationId": "00a", "ExecutionRoleArn": "arn:aws:iam::123456789012:role/job"}"#, &[
        "emr-serverless:StartJobRun | @emr-serverless:/applications/00a",
        r#"iam:PassRole | arn:aws:iam::123456789012:role/job | {"StringEquals":{"iam:PassedToService":"emr-serverless.amazonaws.com"}}"#,
    ], &[]),
    case("emr-serverless:startJobRun.sync", r#"{"ApplicationId": "00a", "ExecutionRoleArn": "{% $states.input.role %}"}"#, &[
        "emr-serverless:StartJobRun | @emr-serverless:/applications/00a",
        "emr-serverless:CancelJobRun emr-serverless:GetJobRun | @emr-serverless:/applications/00a/jobruns/*",
        "RULE | @events:rule/StepFunctionsGetEventsForEMRServerlessJobRule",
        r#"iam:PassRole | arn:*:iam::${AWS::AccountId}:role/* | {"StringEquals":{"iam:PassedToService":"emr-serverless.amazonaws.com"}}"#,
    ], &[
        "'ExecutionRoleArn' is computed; as a constant text it would narrow 'arn:*:iam::${AWS::AccountId}:role/*'",
    ]),
    case("emr-serverless:cancelJobRun", r#"{"ApplicationId": "00a", "JobRunId": "{% $states.input.id %}"}"#, &[
        "emr-serverless:CancelJobRun | @emr-serverless:/applications/00a/jobruns/*",
    ], &[
        "'JobRunId' is computed; as a constant text it would narrow '@emr-serverless:/applications/00a/jobruns/*'",
    ]),
    case("emr-serverless:cancelJobRun.sync", r#"{"ApplicationId": "00a", "JobRunId": "j1"}"#, &[
        "emr-serverless:CancelJobRun emr-serverless:GetJobRun | @emr-serverless:/applications/00a/jobruns/j1",
        "RULE | @events:rule/StepFunctionsGetEventsForEMRServerlessJobRule",
    ], &[]),
];
