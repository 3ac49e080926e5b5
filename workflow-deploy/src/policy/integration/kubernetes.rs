//! EKS: its own API, and that of Kubernetes.

use super::super::call::Call;
use super::super::grant::On::{Any, Own, Role};
use super::super::grant::{Integration, allow, calls, given, pass, sync};

/// See [EKS](https://docs.aws.amazon.com/step-functions/latest/dg/connect-eks.html). Step Functions polls for what it
/// waits for. The ARN of a node group or profile ends with an id of its own.
pub(super) const TABLE: &[Integration] = &[
    calls(
        "eks",
        "createCluster",
        &[
            allow(&["eks:CreateCluster"], &[Any]),
            sync(&["eks:DescribeCluster", "eks:DeleteCluster"], &[Own("eks", "cluster/{Name}")]),
            given("Tags", &["eks:TagResource"], &[Own("eks", "cluster/{Name}")]),
            pass("RoleArn", "eks.amazonaws.com"),
        ],
    ),
    calls(
        "eks",
        "deleteCluster",
        &[
            allow(&["eks:DeleteCluster"], &[Own("eks", "cluster/{Name}")]),
            sync(&["eks:DescribeCluster"], &[Own("eks", "cluster/{Name}")]),
        ],
    ),
    calls(
        "eks",
        "createNodegroup",
        &[
            allow(&["eks:CreateNodegroup"], &[Own("eks", "cluster/{ClusterName}")]),
            // EKS looks at both as the caller.
            allow(&["ec2:DescribeSubnets"], &[Any]),
            allow(&["iam:GetRole", "iam:ListAttachedRolePolicies"], &[Role("NodeRole")]),
            sync(
                &["eks:DescribeNodegroup", "eks:DeleteNodegroup"],
                &[Own("eks", "nodegroup/{ClusterName}/{NodegroupName}/*")],
            ),
            given("Tags", &["eks:TagResource"], &[Own("eks", "nodegroup/{ClusterName}/{NodegroupName}/*")]),
            pass("NodeRole", "eks.amazonaws.com"),
        ],
    ),
    calls(
        "eks",
        "deleteNodegroup",
        &[
            allow(&["eks:DeleteNodegroup"], &[Own("eks", "nodegroup/{ClusterName}/{NodegroupName}/*")]),
            sync(&["eks:DescribeNodegroup"], &[Own("eks", "nodegroup/{ClusterName}/{NodegroupName}/*")]),
        ],
    ),
    calls(
        "eks",
        "createFargateProfile",
        &[
            allow(&["eks:CreateFargateProfile"], &[Own("eks", "cluster/{ClusterName}")]),
            sync(
                &["eks:DescribeFargateProfile", "eks:DeleteFargateProfile"],
                &[Own("eks", "fargateprofile/{ClusterName}/{FargateProfileName}/*")],
            ),
            given("Tags", &["eks:TagResource"], &[Own("eks", "fargateprofile/{ClusterName}/{FargateProfileName}/*")]),
            pass("PodExecutionRoleArn", "eks-fargate-pods.amazonaws.com"),
        ],
    ),
    calls(
        "eks",
        "deleteFargateProfile",
        &[
            allow(&["eks:DeleteFargateProfile"], &[Own("eks", "fargateprofile/{ClusterName}/{FargateProfileName}/*")]),
            sync(&["eks:DescribeFargateProfile"], &[Own("eks", "fargateprofile/{ClusterName}/{FargateProfileName}/*")]),
        ],
    ),
];

/// `eks:call` and `eks:runJob` ask the API of Kubernetes, which has permissions of its own.
pub(super) fn api(call: &mut Call<'_>) {
    call.warn(
        "the cluster's own access control must let the role in: IAM has nothing to allow for the API of Kubernetes",
    );
}
