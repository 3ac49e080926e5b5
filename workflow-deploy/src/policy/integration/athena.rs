//! Athena.
//!
//! See [Athena](https://docs.aws.amazon.com/step-functions/latest/dg/connect-athena.html). Athena reads and writes S3 and
//! the data catalog of Glue as its caller.

use super::super::arguments::Text;
use super::super::arn;
use super::super::call::Call;

const READS: &[&str] = &["s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket"];
const BUCKET_OF_RESULTS: &[&str] = &["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"];
const RESULTS: &[&str] = &["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"];
const READS_CATALOG: &[&str] = &[
    "glue:BatchGetPartition",
    "glue:GetDatabase",
    "glue:GetDatabases",
    "glue:GetPartition",
    "glue:GetPartitions",
    "glue:GetTable",
    "glue:GetTables",
];
const WRITES_CATALOG: &[&str] = &[
    "glue:BatchCreatePartition",
    "glue:BatchDeletePartition",
    "glue:BatchDeleteTable",
    "glue:CreateDatabase",
    "glue:CreatePartition",
    "glue:CreateTable",
    "glue:DeleteDatabase",
    "glue:DeletePartition",
    "glue:DeleteTable",
    "glue:UpdateDatabase",
    "glue:UpdatePartition",
    "glue:UpdateTable",
];

/// A query. Which tables it reads is written in SQL, which is not read here.
pub(super) fn start_query(call: &mut Call<'_>) {
    let workgroup = call.own("athena", "workgroup/{WorkGroup=primary}");
    let catalog = call.own("athena", "datacatalog/{QueryExecutionContext.Catalog=AwsDataCatalog}");
    call.allow(&["athena:StartQueryExecution"], std::slice::from_ref(&workgroup));
    call.allow(&["athena:GetDataCatalog"], &[catalog]);
    if call.is_sync() {
        call.allow(&["athena:GetQueryExecution", "athena:StopQueryExecution"], &[workgroup]);
    }
    let reads_only = is_select(call);
    objects(reads_only, call);
    tables(reads_only, call);
    call.allow(&["lakeformation:GetDataAccess"], &["*".to_owned()]);
}

/// Whether the query changes nothing but writes its result.
fn is_select(call: &Call<'_>) -> bool {
    let Text::Constant(query) = call.arguments.text("QueryString") else { return false };
    let first = query.split_whitespace().next().unwrap_or_default();
    first.eq_ignore_ascii_case("select") || first.eq_ignore_ascii_case("with")
}

fn objects(reads_only: bool, call: &mut Call<'_>) {
    let any = arn::s3("*");
    let location = "ResultConfiguration.OutputLocation";
    call.warn(format!("where the tables of a query are stored is not known: '{any}' may be read"));
    call.allow(READS, std::slice::from_ref(&any));
    match call.arguments.text(location) {
        Text::Constant(uri) if reads_only && uri.starts_with("s3://") => {
            let folder = uri.trim_start_matches("s3://").trim_end_matches('/');
            let bucket = folder.split('/').next().unwrap_or_default();
            call.allow(BUCKET_OF_RESULTS, &[arn::s3(bucket)]);
            call.allow(RESULTS, &[arn::s3(&format!("{folder}/*"))]);
        }
        _ => {
            let why = if reads_only {
                format!("'{location}' as a constant text would narrow")
            } else {
                format!("a 'QueryString' that starts with SELECT and '{location}', both constant texts, would narrow")
            };
            call.warn(format!("{why} what of '{any}' may be written"));
            call.allow(BUCKET_OF_RESULTS, std::slice::from_ref(&any));
            call.allow(RESULTS, &[any]);
        }
    }
}

fn tables(reads_only: bool, call: &mut Call<'_>) {
    // A query may name tables of other databases, too.
    let catalog = ["catalog", "database/*", "table/*", "userDefinedFunction/*"].map(|name| arn::own("glue", name));
    call.allow(READS_CATALOG, &catalog);
    if !reads_only {
        call.allow(WRITES_CATALOG, &catalog);
    }
}

/// Results are read from S3, from wherever their query has written them.
pub(super) fn results(call: &mut Call<'_>) {
    let any = arn::s3("*");
    call.warn(format!("where the results of the query are stored is not known: '{any}' may be read"));
    call.allow(&["athena:GetQueryResults"], &[arn::own("athena", "workgroup/*")]);
    call.allow(&["s3:GetObject"], &[any]);
}
