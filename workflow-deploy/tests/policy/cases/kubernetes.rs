//! EKS.

use super::{Case, case};

#[rustfmt::skip] // A table, to be read as such.
pub(super) const CASES: &[Case] = &[
    case("eks:createCluster", r#"{"Name": "k", "RoleArn": "arn:aws:iam::123456789012:role/eks"}"#, &[
        "eks:CreateCluster | *",
        r#"iam:PassRole | arn:aws:iam::123456789012:role/eks | {"StringEquals":{"iam:PassedToService":"eks.amazonaws.com"}}"#,
    ], &[]),
    case("eks:createCluster.sync", r#"{"Name": "k", "RoleArn": "arn:aws:iam::123456789012:role/eks"}"#, &[
        "eks:CreateCluster | *",
        "eks:DeleteCluster eks:DescribeCluster | @eks:cluster/k",
        r#"iam:PassRole | arn:aws:iam::123456789012:role/eks | {"StringEquals":{"iam:PassedToService":"eks.amazonaws.com"}}"#,
    ], &[]),
    case("eks:deleteCluster", r#"{"Name": "k"}"#, &[
        "eks:DeleteCluster | @eks:cluster/k",
    ], &[]),
    case("eks:deleteCluster.sync", r#"{"Name": "k"}"#, &[
        "eks:DeleteCluster eks:DescribeCluster | @eks:cluster/k",
    ], &[]),
    case("eks:createNodegroup", r#"{"ClusterName": "k", "NodegroupName": "n", "NodeRole": "arn:aws:iam::123456789012:role/node"}"#, &[
        "ec2:DescribeSubnets | *",
        "eks:CreateNodegroup | @eks:cluster/k",
        "iam:GetRole iam:ListAttachedRolePolicies | arn:aws:iam::123456789012:role/node",
        r#"iam:PassRole | arn:aws:iam::123456789012:role/node | {"StringEquals":{"iam:PassedToService":"eks.amazonaws.com"}}"#,
    ], &[]),
    case("eks:createNodegroup.sync", r#"{"ClusterName": "k", "NodegroupName": "n", "NodeRole": "arn:aws:iam::123456789012:role/node"}"#, &[
        "ec2:DescribeSubnets | *",
        "eks:CreateNodegroup | @eks:cluster/k",
        "eks:DeleteNodegroup eks:DescribeNodegroup | @eks:nodegroup/k/n/*",
        "iam:GetRole iam:ListAttachedRolePolicies | arn:aws:iam::123456789012:role/node",
        r#"iam:PassRole | arn:aws:iam::123456789012:role/node | {"StringEquals":{"iam:PassedToService":"eks.amazonaws.com"}}"#,
    ], &[]),
    case("eks:deleteNodegroup", r#"{"ClusterName": "k", "NodegroupName": "n"}"#, &[
        "eks:DeleteNodegroup | @eks:nodegroup/k/n/*",
    ], &[]),
    case("eks:deleteNodegroup.sync", r#"{"ClusterName": "k", "NodegroupName": "n"}"#, &[
        "eks:DeleteNodegroup eks:DescribeNodegroup | @eks:nodegroup/k/n/*",
    ], &[]),
    case("eks:createFargateProfile", r#"{"ClusterName": "k", "FargateProfileName": "f", "PodExecutionRoleArn": "arn:aws:iam::123456789012:role/pod"}"#, &[
        "eks:CreateFargateProfile | @eks:cluster/k",
        r#"iam:PassRole | arn:aws:iam::123456789012:role/pod | {"StringEquals":{"iam:PassedToService":"eks-fargate-pods.amazonaws.com"}}"#,
    ], &[]),
    case("eks:createFargateProfile.sync", r#"{"ClusterName": "k", "FargateProfileName": "f", "PodExecutionRoleArn": "arn:aws:iam::123456789012:role/pod"}"#, &[
        "eks:CreateFargateProfile | @eks:cluster/k",
        "eks:DeleteFargateProfile eks:DescribeFargateProfile | @eks:fargateprofile/k/f/*",
        r#"iam:PassRole | arn:aws:iam::123456789012:role/pod | {"StringEquals":{"iam:PassedToService":"eks-fargate-pods.amazonaws.com"}}"#,
    ], &[]),
    case("eks:deleteFargateProfile", r#"{"ClusterName": "k", "FargateProfileName": "f"}"#, &[
        "eks:DeleteFargateProfile | @eks:fargateprofile/k/f/*",
    ], &[]),
    case("eks:deleteFargateProfile.sync", r#"{"ClusterName": "k", "FargateProfileName": "f"}"#, &[
        "eks:DeleteFargateProfile eks:DescribeFargateProfile | @eks:fargateprofile/k/f/*",
    ], &[]),
    case("eks:runJob.sync", r#"{"ClusterName": "k"}"#, &[], &[
        "the cluster's own access control must let the role in: IAM has nothing to allow for the API of Kubernetes",
    ]),
    case("eks:call", r#"{"ClusterName": "k"}"#, &[], &[
        "the cluster's own access control must let the role in: IAM has nothing to allow for the API of Kubernetes",
    ]),
    case("eks:runJob", r#"{"ClusterName": "k"}"#, &[], &[
        "the cluster's own access control must let the role in: IAM has nothing to allow for the API of Kubernetes",
    ]),
    case("eks:runJob.waitForTaskToken", r#"{"ClusterName": "k"}"#, &[], &[
        "the cluster's own access control must let the role in: IAM has nothing to allow for the API of Kubernetes",
    ]),
    case("eks:call.waitForTaskToken", r#"{"ClusterName": "k"}"#, &[], &[
        "the cluster's own access control must let the role in: IAM has nothing to allow for the API of Kubernetes",
    ]),
];
