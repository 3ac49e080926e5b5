//! Aliases: which version they route to.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::{ARN, Client, pass, text};

/// A state machine with two versions, and their ARNs.
async fn two_versions(client: &Client) -> (String, String, String) {
    let machine = client.published("M", &pass("one")).await;
    client
        .call("UpdateStateMachine", json!({"stateMachineArn": machine, "definition": pass("two"), "publish": true}))
        .await;
    (machine.clone(), format!("{machine}:1"), format!("{machine}:2"))
}

fn route(version: &str, weight: u8) -> Value {
    json!({"stateMachineVersionArn": version, "weight": weight})
}

#[tokio::test]
async fn an_alias_from_its_creation_to_its_end() {
    let client = Client::new();
    let (machine, one, two) = two_versions(&client).await;
    let create = json!({"name": "PROD", "description": "d", "routingConfiguration": [route(&one, 100)]});
    let created = client.call("CreateStateMachineAlias", create.clone()).await;
    let alias = format!("{machine}:PROD");
    assert_eq!(created["stateMachineAliasArn"], alias);
    assert_eq!(client.call("CreateStateMachineAlias", create).await, created);
    let different = json!({"name": "PROD", "routingConfiguration": [route(&two, 100)]});
    let error = client.error("CreateStateMachineAlias", different).await;
    assert!(error.starts_with("ConflictException: Failed to create alias"), "{error}");

    let description = client.run(json!({"stateMachineArn": alias})).await;
    assert_eq!(description["stateMachineArn"], machine);
    assert_eq!(description["stateMachineAliasArn"], alias);
    assert_eq!(description["stateMachineVersionArn"], one);
    assert_eq!(description["output"], "\"one\"");

    let error = client.error("DeleteStateMachineVersion", json!({"stateMachineVersionArn": one})).await;
    assert!(error.ends_with("Current list of aliases referencing this version: [PROD]"), "{error}");
    let update = json!({"stateMachineAliasArn": alias, "routingConfiguration": [route(&two, 100)]});
    client.call("UpdateStateMachineAlias", update).await;
    let described = client.call("DescribeStateMachineAlias", json!({"stateMachineAliasArn": alias})).await;
    assert_eq!(described["description"], "d");
    assert_eq!(described["routingConfiguration"], json!([route(&two, 100)]));
    client.call("DeleteStateMachineVersion", json!({"stateMachineVersionArn": one})).await;

    for _ in 0..2 {
        client.call("DeleteStateMachineAlias", json!({"stateMachineAliasArn": alias})).await;
    }
    let error = client.error("DescribeStateMachineAlias", json!({"stateMachineAliasArn": alias})).await;
    assert_eq!(error, "ResourceNotFound: Request references a resource that does not exist.");
    let error = client.error("StartExecution", json!({"stateMachineArn": alias})).await;
    assert_eq!(error, format!("StateMachineDoesNotExist: State Machine Does Not Exist: '{alias}'"));
}

#[tokio::test]
async fn routes_are_checked() {
    let client = Client::new();
    let (machine, one, two) = two_versions(&client).await;
    let error = async |routes: Value| {
        client.error("CreateStateMachineAlias", json!({"name": "A", "routingConfiguration": routes})).await
    };
    assert_eq!(
        error(json!([route(&one, 70), route(&two, 29)])).await,
        "ValidationException: Sum of routing configuration weights must equal 100. Received: [70, 29]"
    );
    assert_eq!(
        error(json!([route(&one, 50), route(&one, 50)])).await,
        format!(
            "ValidationException: Routing configuration must contain distinct state machine version ARNs. \
             Received: [{one}, {one}]"
        )
    );
    assert_eq!(
        error(json!([route(&machine, 100)])).await,
        format!(
            "ValidationException: Routing configuration must contain state machine version ARNs. Received: [{machine}]"
        )
    );
    assert!(error(json!([route(&format!("{machine}:9"), 100)])).await.starts_with("ResourceNotFound"));
    assert!(error(json!([])).await.contains("Member must have length greater than or equal to 1"));
}

#[tokio::test]
async fn an_alias_draws_by_weight() {
    let client = Client::new();
    let (machine, one, two) = two_versions(&client).await;
    let never = json!({"name": "NEVER", "routingConfiguration": [route(&one, 0), route(&two, 100)]});
    client.call("CreateStateMachineAlias", never).await;
    let half = json!({"name": "HALF", "routingConfiguration": [route(&one, 50), route(&two, 50)]});
    client.call("CreateStateMachineAlias", half).await;
    let mut drawn = [HashSet::new(), HashSet::new()];
    for (alias, drawn) in ["NEVER", "HALF"].iter().zip(&mut drawn) {
        for _ in 0..100 {
            let description = client.run(json!({"stateMachineArn": format!("{machine}:{alias}")})).await;
            drawn.insert(text(&description, "output"));
        }
    }
    assert_eq!(drawn[0].len(), 1);
    assert_eq!(drawn[1].len(), 2);
}

#[tokio::test]
async fn aliases_are_listed_by_machine_and_by_version() {
    let client = Client::new();
    let (machine, one, two) = two_versions(&client).await;
    for (name, version) in [("b", &one), ("a", &two), ("c", &two)] {
        let create = json!({"name": name, "routingConfiguration": [route(version, 100)]});
        client.call("CreateStateMachineAlias", create).await;
    }
    let list = async |arn: &str| {
        let response = client.call("ListStateMachineAliases", json!({"stateMachineArn": arn})).await;
        let aliases = response["stateMachineAliases"].as_array().unwrap().clone();
        aliases.iter().map(|item| text(item, "stateMachineAliasArn").replace(&machine, "")).collect::<Vec<_>>()
    };
    assert_eq!(list(&machine).await, [":b", ":a", ":c"]);
    assert_eq!(list(&two).await, [":a", ":c"]);
    let missing = format!("{ARN}:stateMachine:N");
    let error = client.error("ListStateMachineAliases", json!({"stateMachineArn": missing})).await;
    assert_eq!(error, format!("StateMachineDoesNotExist: State Machine Does Not Exist: '{missing}'"));
}
