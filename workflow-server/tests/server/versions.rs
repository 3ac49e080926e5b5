//! Versions.

use serde_json::json;

use crate::{Client, pass, text};

#[tokio::test]
async fn a_revision_is_published_once() {
    let client = Client::new();
    let machine = client.state_machine("M", &pass("one")).await;
    let publish = json!({"stateMachineArn": machine});
    let published = client.call("PublishStateMachineVersion", publish.clone()).await;
    assert_eq!(published["stateMachineVersionArn"], format!("{machine}:1"));
    assert_eq!(client.call("PublishStateMachineVersion", publish.clone()).await, published);

    let update = json!({"stateMachineArn": machine, "definition": pass("two"), "publish": true});
    let updated = client.call("UpdateStateMachine", update.clone()).await;
    assert_eq!(updated["stateMachineVersionArn"], format!("{machine}:2"));
    assert_eq!(client.call("UpdateStateMachine", update).await["revisionId"], updated["revisionId"]);

    let other = json!({"stateMachineArn": machine, "revisionId": "x"});
    let error = client.error("PublishStateMachineVersion", other).await;
    assert_eq!(
        error,
        format!(
            "ConflictException: Failed to publish the State Machine version for revision x. \
             The current State Machine revision is {}.",
            text(&updated, "revisionId")
        )
    );
    let one = client.call("DescribeStateMachine", json!({"stateMachineArn": format!("{machine}:1")})).await;
    assert_eq!(one["definition"], pass("one"));
    assert_eq!(one["stateMachineArn"], format!("{machine}:1"));
    let ran = client.run(json!({"stateMachineArn": format!("{machine}:1")})).await;
    assert_eq!(ran["output"], "\"one\"");
    assert_eq!(client.run(json!({"stateMachineArn": machine})).await["output"], "\"two\"");

    // A number is never used again.
    client.call("DeleteStateMachineVersion", json!({"stateMachineVersionArn": format!("{machine}:2")})).await;
    let again = client.call("PublishStateMachineVersion", publish).await;
    assert_eq!(again["stateMachineVersionArn"], format!("{machine}:3"));
}

#[tokio::test]
async fn versions_are_listed_newest_first() {
    let client = Client::new();
    let machine = client.published("M", &pass("0")).await;
    for n in 1..5 {
        let definition = pass(&n.to_string());
        let update = json!({"stateMachineArn": machine, "definition": definition, "publish": true});
        client.call("UpdateStateMachine", update).await;
    }
    let page = client.call("ListStateMachineVersions", json!({"stateMachineArn": machine, "maxResults": 3})).await;
    let numbers = |page: &serde_json::Value| {
        let versions = page["stateMachineVersions"].as_array().unwrap().clone();
        versions.iter().map(|item| text(item, "stateMachineVersionArn").replace(&machine, "")).collect::<Vec<_>>()
    };
    assert_eq!(numbers(&page), [":5", ":4", ":3"]);
    let request = json!({"stateMachineArn": machine, "nextToken": page["nextToken"]});
    let page = client.call("ListStateMachineVersions", request).await;
    assert_eq!(numbers(&page), [":2", ":1"]);
    assert_eq!(page.get("nextToken"), None);
}

#[tokio::test]
async fn a_description_needs_a_version() {
    let client = Client::new();
    let create = json!({"name": "M", "definition": pass(""), "roleArn": crate::ROLE, "versionDescription": "d"});
    let error = client.error("CreateStateMachine", create).await;
    assert_eq!(error, "ValidationException: Version description can only be set when publish is true");
}
