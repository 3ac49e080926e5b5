//! Tags.

use serde_json::{Value, json};

use crate::{ARN, Client, pass};

fn tag(key: &str, value: &str) -> Value {
    json!({"key": key, "value": value})
}

#[tokio::test]
async fn tags_come_and_go() {
    let client = Client::new();
    let machine = client.state_machine("M", &pass("")).await;
    let list = async || client.call("ListTagsForResource", json!({"resourceArn": machine})).await["tags"].clone();
    assert_eq!(list().await, json!([]));
    let tags = json!([tag("a", "1"), tag("b", "2"), tag("a", "3")]);
    assert_eq!(client.call("TagResource", json!({"resourceArn": machine, "tags": tags})).await, json!({}));
    assert_eq!(list().await, json!([tag("a", "3"), tag("b", "2")]));
    client.call("UntagResource", json!({"resourceArn": machine, "tagKeys": ["a", "c"]})).await;
    assert_eq!(list().await, json!([tag("b", "2")]));
    let many: Vec<Value> = (0..50).map(|n| tag(&n.to_string(), "")).collect();
    let error = client.error("TagResource", json!({"resourceArn": machine, "tags": many})).await;
    assert!(error.starts_with("TooManyTags"), "{error}");
    assert_eq!(list().await, json!([tag("b", "2")]));
}

#[tokio::test]
async fn versions_have_no_tags() {
    let client = Client::new();
    let version = format!("{}:1", client.published("M", &pass("")).await);
    let error = client.error("TagResource", json!({"resourceArn": version, "tags": []})).await;
    assert_eq!(error, format!("ResourceNotFound: Resource not found: '{version}'"));
    let activity = format!("{ARN}:activity:A");
    let error = client.error("ListTagsForResource", json!({"resourceArn": activity})).await;
    assert_eq!(error, format!("ResourceNotFound: Resource not found: '{activity}'"));
}
