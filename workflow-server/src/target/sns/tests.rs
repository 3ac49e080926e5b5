use serde_json::json;

use super::super::Endpoints;
use super::super::fixture::{Stub, answer, aws, deserted, failure, run, without_id};
use super::*;

const PUBLISH: &str = "arn:aws:states:::sns:publish";
const SDK_PUBLISH: &str = "arn:aws:states:::aws-sdk:sns:publish";

async fn stub(bytes: Vec<u8>) -> (Stub, SnsTarget) {
    let stub = Stub::answering(bytes).await;
    let target = SnsTarget(stub.aws("sns"));
    (stub, target)
}

#[tokio::test]
async fn a_message_is_published_as_a_form() {
    let body = "<PublishResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">\n <PublishResult>\n  \
                <MessageId>m&#45;1</MessageId>\n </PublishResult>\n</PublishResponse>";
    let (stub, target) = stub(answer("200 OK", &["x-amzn-RequestId: r", "Content-Type: text/xml"], body)).await;
    let input = json!({
        "TopicArn": "t", "Message": {"a": "b c"}, "Subject": null,
        "MessageAttributes": {"k": {"DataType": "String", "StringValue": "v"}}
    });
    let result = run(&target, PUBLISH, input.clone()).await.unwrap();
    let members: Vec<&String> = result.as_object().unwrap().keys().collect();
    assert_eq!(members, ["MessageId", "SdkHttpMetadata", "SdkResponseMetadata"]);
    assert_eq!((&result["MessageId"], &result["SdkResponseMetadata"]["RequestId"]), (&json!("m-1"), &json!("r")));
    let names: Vec<&String> = result["SdkHttpMetadata"]["AllHttpHeaders"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["x-amzn-RequestId", "connection", "Content-Length", "Content-Type"]);
    assert_eq!(run(&target, SDK_PUBLISH, input).await, Ok(json!({"MessageId": "m-1"})));
    assert_eq!(
        stub.sent()[0].body,
        "Action=Publish&Version=2010-03-31&TopicArn=t&Message=%7B%22a%22%3A%22b%20c%22%7D\
         &MessageAttributes.entry.1.Name=k&MessageAttributes.entry.1.Value.DataType=String\
         &MessageAttributes.entry.1.Value.StringValue=v"
    );
}

#[tokio::test]
async fn a_refusal_is_worded_as_by_aws() {
    let body = |code: &str| {
        format!("<ErrorResponse><Error><Code>{code}</Code><Message>a &lt; b</Message></Error></ErrorResponse>")
    };
    for (code, exception) in [
        ("NotFound", "NotFoundException"),
        ("ParameterValueInvalid", "InvalidParameterValueException"),
        ("InvalidClientTokenId", "AmazonSNSException"),
    ] {
        let (_stub, target) = stub(answer("404 Not Found", &[], &body(code))).await;
        let failed = failure(run(&target, PUBLISH, json!({})).await);
        let cause =
            format!("a < b (Service: AmazonSNS; Status Code: 404; Error Code: {code}; Request ID: ID; Proxy: null)");
        assert_eq!(without_id(failed), (format!("SNS.{exception}"), cause));
    }
    let (_stub, target) = stub(answer("404 Not Found", &[], &body("NotFound"))).await;
    assert_eq!(failure(run(&target, SDK_PUBLISH, json!({})).await).name(), "Sns.NotFoundException");
    let (_stub, target) = stub(answer("502 Bad Gateway", &[], "<html>")).await;
    assert_eq!(failure(run(&target, PUBLISH, json!({})).await).name(), "SNS.AmazonSNSException");
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_is_none() {
    for body in ["", "{}", "<a>", "<a></b>", "<a>&what;</a>"] {
        let (_stub, target) = stub(answer("200 OK", &[], body)).await;
        assert_eq!(failure(run(&target, PUBLISH, json!({})).await).name(), "SNS.SdkClientException", "{body}");
    }
    let target = SnsTarget(aws(Endpoints::default().with("sns", &deserted().await)));
    assert_eq!(failure(run(&target, PUBLISH, json!({})).await).name(), "SNS.SdkClientException");
    let target = SnsTarget(aws(Endpoints::default()));
    assert_eq!(failure(run(&target, SDK_PUBLISH, json!({})).await).name(), "Sns.SdkClientException");
}
