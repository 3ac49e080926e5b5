//! The names of actions in IAM, and those that have no permissions on resources.
//!
//! `without_resources.txt` has a line for each of some forty services: its prefix, and its actions for which the AWS Service
//! Authorization Reference lists no resource.

const WITHOUT_RESOURCES: &str = include_str!("without_resources.txt");

/// Actions of the API that IAM knows by other names.
const NAMES: &[(&str, &str, &[&str])] = &[
    ("bedrock", "StartAsyncInvoke", &["InvokeModel"]),
    ("dynamodb", "BatchExecuteStatement", PARTIQL),
    ("dynamodb", "ExecuteStatement", PARTIQL),
    ("dynamodb", "ExecuteTransaction", PARTIQL),
    ("kms", "ReEncrypt", &["ReEncryptFrom", "ReEncryptTo"]),
    ("lambda", "InvokeWithResponseStream", &["InvokeFunction"]),
    ("s3", "CreateMultipartUpload", &["PutObject"]),
    ("s3", "DeleteBucketCors", &["PutBucketCORS"]),
    ("s3", "DeleteBucketEncryption", &["PutEncryptionConfiguration"]),
    ("s3", "DeleteBucketLifecycle", &["PutLifecycleConfiguration"]),
    ("s3", "DeleteBucketReplication", &["PutReplicationConfiguration"]),
    ("s3", "DeleteBucketTagging", &["PutBucketTagging"]),
    ("s3", "DeletePublicAccessBlock", &["PutBucketPublicAccessBlock"]),
    ("s3", "GetBucketEncryption", &["GetEncryptionConfiguration"]),
    ("s3", "GetBucketLifecycleConfiguration", &["GetLifecycleConfiguration"]),
    ("s3", "GetBucketNotificationConfiguration", &["GetBucketNotification"]),
    ("s3", "GetBucketReplication", &["GetReplicationConfiguration"]),
    ("s3", "GetObjectLockConfiguration", &["GetBucketObjectLockConfiguration"]),
    ("s3", "GetPublicAccessBlock", &["GetBucketPublicAccessBlock"]),
    ("s3", "ListBuckets", &["ListAllMyBuckets"]),
    ("s3", "ListMultipartUploads", &["ListBucketMultipartUploads"]),
    ("s3", "ListParts", &["ListMultipartUploadParts"]),
    ("s3", "PutBucketEncryption", &["PutEncryptionConfiguration"]),
    ("s3", "PutBucketLifecycleConfiguration", &["PutLifecycleConfiguration"]),
    ("s3", "PutBucketNotificationConfiguration", &["PutBucketNotification"]),
    ("s3", "PutBucketReplication", &["PutReplicationConfiguration"]),
    ("s3", "PutObjectLockConfiguration", &["PutBucketObjectLockConfiguration"]),
    ("s3", "PutPublicAccessBlock", &["PutBucketPublicAccessBlock"]),
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
    is_description
        || (prefix, action) == ("s3", "ListBuckets")
        || WITHOUT_RESOURCES
            .lines()
            .filter_map(|line| line.split_once(' '))
            .any(|(service, actions)| service == prefix && actions.split(' ').any(|name| name == action))
}
