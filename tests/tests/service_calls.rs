//! Tasks without a body, which call their service: natively and from the definition, over HTTP, signed.

#![cfg(test)]

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use workflow_runtime::ExecutionError;
use workflow_runtime::prelude::*;
use workflow_runtime::testing::TestRun;
use workflow_server::target::TargetOptions;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
struct Key {
    #[serde(rename = "S")]
    text: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
struct Item {
    id: Key,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
#[serde(rename_all = "PascalCase")]
struct Found {
    item: Option<Item>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowError)]
enum TableError {
    #[error(name = "DynamoDb.ConditionalCheckFailedException")]
    Known,
    #[error(name = "DynamoDb.ThrottlingException")]
    Throttled,
    #[error(other)]
    Other(Failure),
}

#[task(
    resource = "arn:aws:states:::aws-sdk:dynamodb:putItem",
    arguments(TableName = "orders"),
    retry(errors(Throttled), interval = "1s", max_attempts = 2)
)]
async fn put(item: &Item, condition_expression: Option<String>) -> Result<(), TableError>;

#[task(resource = "arn:aws:states:::aws-sdk:dynamodb:getItem", arguments(TableName = "orders"))]
async fn get(key: &Item) -> Result<Found, TableError>;

/// Keeps an order, unless it is there.
#[workflow]
async fn keep(id: String, once: bool) -> Result<Found, TableError> {
    let item = Item { id: Key { text: id } };
    let condition = if once { Some("attribute_not_exists(id)".to_owned()) } else { None };
    match put(&item, condition).await {
        Ok(()) => get(&item).await,
        Err(TableError::Known) => Ok(Found { item: None }),
        Err(other) => Err(other),
    }
}

/// What stands in for DynamoDB: it is busy once, and has an order that is called `known`.
#[derive(Default)]
struct Table {
    calls: Mutex<Vec<(String, Value)>>,
}

async fn answer(State(table): State<Arc<Table>>, headers: HeaderMap, body: Bytes) -> (StatusCode, String) {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    assert!(text("authorization").starts_with("AWS4-HMAC-SHA256 Credential=key/"), "{}", text("authorization"));
    assert!(text("authorization").contains("/eu-central-1/dynamodb/aws4_request"));
    let (action, body) = (text("x-amz-target"), serde_json::from_slice::<Value>(&body).unwrap());
    let mut calls = table.calls.lock().unwrap();
    calls.push((action.clone(), body.clone()));
    let failed = |name: &str| {
        let error = json!({"__type": format!("com.amazonaws.dynamodb.v20120810#{name}"), "message": name});
        (StatusCode::BAD_REQUEST, error.to_string())
    };
    match action.as_str() {
        _ if calls.len() == 1 => failed("ThrottlingException"),
        "DynamoDB_20120810.GetItem" => {
            (StatusCode::OK, json!({"Item": body["Key"], "ConsumedCapacity": null}).to_string())
        }
        _ if body["Item"]["id"]["S"] == "known" && body.get("ConditionExpression").is_some() => {
            failed("ConditionalCheckFailedException")
        }
        _ if body["Item"]["id"]["S"] == "" => failed("ValidationException"),
        _ => (StatusCode::OK, "{}".to_owned()),
    }
}

async fn table() -> (Arc<Table>, TestRun) {
    let table = Arc::new(Table::default());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let router = axum::Router::new().fallback(answer).with_state(Arc::clone(&table));
    tokio::spawn(axum::serve(listener, router).into_future());
    let targets = TargetOptions::from_variables(|name| match name {
        "AWS_ENDPOINT_URL_DYNAMODB" => Some(address.clone()),
        "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => Some("key".to_owned()),
        "AWS_REGION" => Some("eu-central-1".to_owned()),
        _ => None,
    });
    (table, TestRun::new().service_calls(targets.services()))
}

#[tokio::test]
async fn a_service_is_called_natively_and_from_the_definition() {
    let cases = [("new", true), ("known", true), ("known", false), ("", false)];
    for (id, once) in cases {
        let (natively, test) = table().await;
        let native = test.run(keep(id.to_owned(), once)).await;
        let outcome = native.result.as_ref().map(|found| json!(found)).map_err(|_| native.failure());
        let (exported, test) = table().await;
        let execution = test.interpret::<keep>(json!({"id": id, "once": once})).await;
        assert_eq!(execution.result.map_err(|failure| failure.error), outcome.map_err(|failure| failure.error), "{id}");
        let calls = natively.calls.lock().unwrap().clone();
        assert_eq!(calls, *exported.calls.lock().unwrap(), "{id}");
        assert_eq!(calls.first(), calls.get(1), "what is busy is asked again");
        let (action, body) = &calls[0];
        assert_eq!(action, "DynamoDB_20120810.PutItem");
        assert_eq!(body.get("ConditionExpression").is_some(), once);
        match &native.result {
            Ok(found) => assert_eq!(found.item.is_some(), (id, once) != ("known", true)),
            Err(error) => {
                assert!(id.is_empty() && matches!(error, ExecutionError::Error(TableError::Other(_))), "{error:?}")
            }
        }
    }
}
