//! For every integration and pattern: a call, and exactly what it needs.

mod aws_sdk;
mod emr;
mod executions;
mod jobs;
mod kubernetes;
mod messages;
mod models;
mod queries;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::written::{alone, machine, statements, warnings};

/// A call of a state `S`, and what is allowed and warned of, as `written` writes it.
struct Case {
    /// What follows `arn:aws:states:::`.
    resource: &'static str,
    arguments: &'static str,
    allowed: &'static [&'static str],
    warned: &'static [&'static str],
}

const fn case(
    resource: &'static str,
    arguments: &'static str,
    allowed: &'static [&'static str],
    warned: &'static [&'static str],
) -> Case {
    Case { resource, arguments, allowed, warned }
}

const ALL: &[&[Case]] = &[
    messages::CASES,
    executions::CASES,
    jobs::CASES,
    emr::CASES,
    models::CASES,
    kubernetes::CASES,
    queries::CASES,
    aws_sdk::CASES,
];

#[test]
fn each_integration_needs_exactly_this() {
    let different: Vec<String> = ALL.iter().flat_map(|cases| cases.iter()).filter_map(difference).collect();
    assert!(different.is_empty(), "{} cases:\n{}", different.len(), different.join("\n"));
}

/// What a case is given and expects, if that is not the same.
fn difference(case: &Case) -> Option<String> {
    let arguments: Value = serde_json::from_str(case.arguments).unwrap();
    let resource = format!("arn:aws:states:::{}", case.resource);
    let task = json!({"Type": "Task", "Resource": resource, "Arguments": arguments, "End": true});
    let policy = alone(&machine("JSONata", &json!({"S": task})));
    let (allowed, warned) = (statements(&policy), warnings(&policy));
    let expected: Vec<String> = case.warned.iter().map(|message| format!("state 'S': {message}")).collect();
    let is_same = allowed == case.allowed && warned == expected;
    (!is_same)
        .then(|| format!("{} {}\n  {}\n  {}", case.resource, case.arguments, allowed.join("\n  "), warned.join("\n  ")))
}

/// The optimised integrations: service, actions, and the patterns of all of them.
#[rustfmt::skip] // A table.
const OPTIMISED: &[(&str, &[&str], &[&str])] = &[
    ("apigateway", &["invoke"], &["", ".waitForTaskToken"]),
    ("athena", &["startQueryExecution"], &["", ".sync"]),
    ("athena", &["stopQueryExecution", "getQueryExecution", "getQueryResults"], &[""]),
    ("batch", &["submitJob"], &["", ".sync", ".waitForTaskToken"]),
    ("bedrock", &["invokeModel"], &["", ".waitForTaskToken"]),
    ("bedrock", &["createModelCustomizationJob"], &["", ".sync"]),
    ("codebuild", &["startBuild", "startBuildBatch", "retryBuildBatch"], &["", ".sync"]),
    ("codebuild", &["stopBuild", "stopBuildBatch", "deleteBuildBatch", "batchDeleteBuilds", "batchGetReports"], &[""]),
    ("databrew", &["startJobRun"], &["", ".sync"]),
    ("dynamodb", &["getItem", "putItem", "updateItem", "deleteItem"], &[""]),
    ("ecs", &["runTask"], &["", ".sync", ".waitForTaskToken"]),
    ("eks", &["createCluster", "deleteCluster", "createNodegroup", "deleteNodegroup"], &["", ".sync"]),
    ("eks", &["createFargateProfile", "deleteFargateProfile"], &["", ".sync"]),
    ("eks", &["runJob"], &["", ".sync", ".waitForTaskToken"]),
    ("eks", &["call"], &["", ".waitForTaskToken"]),
    ("elasticmapreduce", &["createCluster", "terminateCluster", "addStep"], &["", ".sync"]),
    ("elasticmapreduce", &["cancelStep", "setClusterTerminationProtection"], &[""]),
    ("elasticmapreduce", &["modifyInstanceFleetByName", "modifyInstanceGroupByName"], &[""]),
    ("emr-containers", &["createVirtualCluster"], &[""]),
    ("emr-containers", &["deleteVirtualCluster", "startJobRun"], &["", ".sync"]),
    ("emr-serverless", &["createApplication", "startApplication", "stopApplication", "deleteApplication"], &["", ".sync"]),
    ("emr-serverless", &["startJobRun", "cancelJobRun"], &["", ".sync"]),
    ("events", &["putEvents"], &["", ".waitForTaskToken"]),
    ("glue", &["startJobRun"], &["", ".sync"]),
    ("http", &["invoke"], &[""]),
    ("lambda", &["invoke"], &["", ".waitForTaskToken"]),
    ("mediaconvert", &["createJob"], &["", ".sync"]),
    ("sagemaker", &["createTrainingJob", "createTransformJob", "createHyperParameterTuningJob"], &["", ".sync"]),
    ("sagemaker", &["createProcessingJob", "createLabelingJob"], &["", ".sync"]),
    ("sagemaker", &["createModel", "createEndpointConfig", "createEndpoint", "updateEndpoint"], &[""]),
    ("sns", &["publish"], &["", ".waitForTaskToken"]),
    ("sqs", &["sendMessage"], &["", ".waitForTaskToken"]),
    ("states", &["startExecution"], &["", ".sync", ".sync:2", ".waitForTaskToken"]),
];

#[test]
fn each_optimised_integration_has_a_case() {
    let cases: BTreeSet<&str> = ALL.iter().flat_map(|cases| cases.iter()).map(|case| case.resource).collect();
    let integrations = OPTIMISED.iter().flat_map(|(service, actions, patterns)| {
        let named =
            move |action: &&str| patterns.iter().map(move |pattern| format!("{service}:{action}{pattern}")).collect();
        actions.iter().flat_map(move |action| -> Vec<String> { named(action) })
    });
    let missing: Vec<String> = integrations.filter(|integration| !cases.contains(integration.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
