use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowData)]
#[serde(rename_all = "PascalCase")]
struct Published {
    message_id: String,
}

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum CallError {
    #[error(name = "SNS.NotFoundException")]
    NoTopic,
}

#[task(resource = "arn:aws:states:::sns:publish")]
async fn publish(topic_arn: &str) -> Result<Published, CallError>;

#[task(resource = "arn:aws:states:::http:invoke")]
async fn fetch(headers: serde_json::Value) -> Result<(), CallError>;

fn main() {}
