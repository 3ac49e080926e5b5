//! The names of actions in IAM, and those that have no permissions on resources.
//!
//! Two files have a line for each service, its prefix and names of actions, by the AWS Service Authorization Reference:
//! `without_resources.txt` those for which it lists no resource, of some forty services, and `unknown.txt` those of the
//! API (by the models of botocore, Apache-2.0) that it does not list, and that are not below.

const WITHOUT_RESOURCES: &str = include_str!("without_resources.txt");
const UNKNOWN: &str = include_str!("unknown.txt");

/// Actions of the API that IAM knows by other names.
const NAMES: &[(&str, &str, &[&str])] = &[
    ("bedrock", "StartAsyncInvoke", &["InvokeModel"]),
    ("dynamodb", "BatchExecuteStatement", PARTIQL),
    ("dynamodb", "ExecuteStatement", PARTIQL),
    ("dynamodb", "ExecuteTransaction", PARTIQL),
    ("dynamodb", "TransactGetItems", &["GetItem"]),
    ("dynamodb", "TransactWriteItems", &["ConditionCheckItem", "DeleteItem", "PutItem", "UpdateItem"]),
    ("kms", "ReEncrypt", &["ReEncryptFrom", "ReEncryptTo"]),
    ("lambda", "InvokeWithResponseStream", &["InvokeFunction"]),
    ("s3", "CreateMultipartUpload", &["PutObject"]),
    ("s3", "DeleteBucketAnalyticsConfiguration", &["PutAnalyticsConfiguration"]),
    ("s3", "DeleteBucketCors", &["PutBucketCORS"]),
    ("s3", "DeleteBucketEncryption", &["PutEncryptionConfiguration"]),
    ("s3", "DeleteBucketIntelligentTieringConfiguration", &["PutIntelligentTieringConfiguration"]),
    ("s3", "DeleteBucketInventoryConfiguration", &["PutInventoryConfiguration"]),
    ("s3", "DeleteBucketLifecycle", &["PutLifecycleConfiguration"]),
    ("s3", "DeleteBucketMetricsConfiguration", &["PutMetricsConfiguration"]),
    ("s3", "DeleteBucketOwnershipControls", &["PutBucketOwnershipControls"]),
    ("s3", "DeleteBucketReplication", &["PutReplicationConfiguration"]),
    ("s3", "DeleteBucketTagging", &["PutBucketTagging"]),
    ("s3", "DeletePublicAccessBlock", &["PutBucketPublicAccessBlock"]),
    ("s3", "GetBucketAccelerateConfiguration", &["GetAccelerateConfiguration"]),
    ("s3", "GetBucketAnalyticsConfiguration", &["GetAnalyticsConfiguration"]),
    ("s3", "GetBucketEncryption", &["GetEncryptionConfiguration"]),
    ("s3", "GetBucketIntelligentTieringConfiguration", &["GetIntelligentTieringConfiguration"]),
    ("s3", "GetBucketInventoryConfiguration", &["GetInventoryConfiguration"]),
    ("s3", "GetBucketLifecycle", &["GetLifecycleConfiguration"]),
    ("s3", "GetBucketLifecycleConfiguration", &["GetLifecycleConfiguration"]),
    ("s3", "GetBucketMetricsConfiguration", &["GetMetricsConfiguration"]),
    ("s3", "GetBucketNotificationConfiguration", &["GetBucketNotification"]),
    ("s3", "GetBucketReplication", &["GetReplicationConfiguration"]),
    ("s3", "GetObjectLockConfiguration", &["GetBucketObjectLockConfiguration"]),
    ("s3", "GetPublicAccessBlock", &["GetBucketPublicAccessBlock"]),
    ("s3", "ListBucketAnalyticsConfigurations", &["GetAnalyticsConfiguration"]),
    ("s3", "ListBucketIntelligentTieringConfigurations", &["GetIntelligentTieringConfiguration"]),
    ("s3", "ListBucketInventoryConfigurations", &["GetInventoryConfiguration"]),
    ("s3", "ListBucketMetricsConfigurations", &["GetMetricsConfiguration"]),
    ("s3", "ListBuckets", &["ListAllMyBuckets"]),
    ("s3", "ListMultipartUploads", &["ListBucketMultipartUploads"]),
    ("s3", "ListParts", &["ListMultipartUploadParts"]),
    ("s3", "PutBucketAccelerateConfiguration", &["PutAccelerateConfiguration"]),
    ("s3", "PutBucketAnalyticsConfiguration", &["PutAnalyticsConfiguration"]),
    ("s3", "PutBucketEncryption", &["PutEncryptionConfiguration"]),
    ("s3", "PutBucketIntelligentTieringConfiguration", &["PutIntelligentTieringConfiguration"]),
    ("s3", "PutBucketInventoryConfiguration", &["PutInventoryConfiguration"]),
    ("s3", "PutBucketLifecycle", &["PutLifecycleConfiguration"]),
    ("s3", "PutBucketLifecycleConfiguration", &["PutLifecycleConfiguration"]),
    ("s3", "PutBucketMetricsConfiguration", &["PutMetricsConfiguration"]),
    ("s3", "PutBucketNotificationConfiguration", &["PutBucketNotification"]),
    ("s3", "PutBucketReplication", &["PutReplicationConfiguration"]),
    ("s3", "PutObjectLockConfiguration", &["PutBucketObjectLockConfiguration"]),
    ("s3", "PutPublicAccessBlock", &["PutBucketPublicAccessBlock"]),
    ("s3", "UploadPartCopy", &["GetObject", "PutObject"]),
];

/// Which statement it is, is written in PartiQL.
const PARTIQL: &[&str] = &["PartiQLDelete", "PartiQLInsert", "PartiQLSelect", "PartiQLUpdate"];

/// API Gateway knows its own API by the methods of HTTP, by which the names of its actions start.
const METHODS: &[(&str, &str)] = &[
    ("Create", "POST"),
    ("Delete", "DELETE"),
    ("Flush", "DELETE"),
    ("Generate", "POST"),
    ("Get", "GET"),
    ("ImportDocumentationParts", "PUT"),
    ("Import", "POST"),
    ("Put", "PUT"),
    ("Reject", "POST"),
    ("Tag", "PUT"),
    ("Test", "POST"),
    ("Untag", "DELETE"),
    ("Update", "PATCH"),
];

/// The actions in IAM, with the service's prefix, of an action of the API.
pub(super) fn names(prefix: &str, action: &str) -> Vec<String> {
    if prefix == "apigateway"
        && let Some((_, method)) = METHODS.iter().find(|(start, _)| action.starts_with(start))
    {
        return vec![format!("apigateway:{method}")];
    }
    let other = NAMES.iter().find(|(service, name, _)| *service == prefix && *name == action);
    let names = other.map_or(std::slice::from_ref(&action), |(_, _, names)| names);
    names.iter().map(|name| format!("{prefix}:{name}")).collect()
}

/// Whether an action has no permissions on resources, and so is allowed on `*`.
pub(super) fn are_without_resources(prefix: &str, action: &str) -> bool {
    let is_description = prefix == "ec2" && action.starts_with("Describe");
    is_description || (prefix, action) == ("s3", "ListBuckets") || lists(WITHOUT_RESOURCES, prefix, action)
}

/// Whether IAM has no action of this name, as far as is known.
pub(super) fn is_unknown(prefix: &str, action: &str) -> bool {
    lists(UNKNOWN, prefix, action)
}

/// Whether a line of `services` has the service and the action.
fn lists(services: &str, prefix: &str, action: &str) -> bool {
    let mut lines = services.lines().filter_map(|line| line.split_once(' '));
    lines.any(|(service, actions)| service == prefix && actions.split(' ').any(|name| name == action))
}
