//! Athena.

use super::{Case, case};

#[rustfmt::skip] // A table, to be read as such.
pub(super) const CASES: &[Case] = &[
    case("athena:startQueryExecution", r#"{"QueryString": "SELECT 1", "WorkGroup": "reports", "ResultConfiguration": {"OutputLocation": "s3://results/daily/"}}"#, &[
        "athena:GetDataCatalog | @athena:datacatalog/AwsDataCatalog",
        "athena:StartQueryExecution | @athena:workgroup/reports",
        "glue:BatchGetPartition glue:GetDatabase glue:GetDatabases glue:GetPartition glue:GetPartitions glue:GetTable glue:GetTables | @glue:catalog @glue:database/* @glue:table/* @glue:userDefinedFunction/*",
        "lakeformation:GetDataAccess | *",
        "s3:GetBucketLocation s3:GetObject s3:ListBucket | arn:*:s3:::*",
        "s3:ListBucketMultipartUploads | arn:*:s3:::results",
        "s3:AbortMultipartUpload s3:ListMultipartUploadParts s3:PutObject | arn:*:s3:::results/daily/*",
    ], &[
        "where the tables of a query are stored is not known: 'arn:*:s3:::*' may be read",
    ]),
    case("athena:startQueryExecution.sync", r#"{"QueryString": "{% $states.input.query %}"}"#, &[
        "athena:GetDataCatalog | @athena:datacatalog/AwsDataCatalog",
        "athena:GetQueryExecution athena:StartQueryExecution athena:StopQueryExecution | @athena:workgroup/primary",
        "glue:BatchCreatePartition glue:BatchDeletePartition glue:BatchDeleteTable glue:BatchGetPartition glue:CreateDatabase glue:CreatePartition glue:CreateTable glue:DeleteDatabase glue:DeletePartition glue:DeleteTable glue:GetDatabase glue:GetDatabases glue:GetPartition glue:GetPartitions glue:GetTable glue:GetTables glue:UpdateDatabase glue:UpdatePartition glue:UpdateTable | @glue:catalog @glue:database/* @glue:table/* @glue:userDefinedFunction/*",
        "lakeformation:GetDataAccess | *",
        "s3:AbortMultipartUpload s3:GetBucketLocation s3:GetObject s3:ListBucket s3:ListBucketMultipartUploads s3:ListMultipartUploadParts s3:PutObject | arn:*:s3:::*",
    ], &[
        "where the tables of a query are stored is not known: 'arn:*:s3:::*' may be read",
        "a 'QueryString' that starts with SELECT and 'ResultConfiguration.OutputLocation', both constant texts, would narrow what of 'arn:*:s3:::*' may be written",
    ]),
    case("athena:stopQueryExecution", r#"{"QueryExecutionId": "{% $states.input.id %}"}"#, &[
        "athena:StopQueryExecution | @athena:workgroup/*",
    ], &[]),
    case("athena:getQueryExecution", r#"{"QueryExecutionId": "{% $states.input.id %}"}"#, &[
        "athena:GetQueryExecution | @athena:workgroup/*",
    ], &[]),
    case("athena:getQueryResults", r#"{"QueryExecutionId": "{% $states.input.id %}"}"#, &[
        "athena:GetQueryResults | @athena:workgroup/*",
        "s3:GetObject | arn:*:s3:::*",
    ], &[
        "where the results of the query are stored is not known: 'arn:*:s3:::*' may be read",
    ]),
];
