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

#[task(resource = "arn:aws:states:::sns:publish.sync")]
async fn publish(message: &str) -> Result<Published, CallError>;

#[task(resource = "arn:aws:states:::dynamodb:getItem.waitForTaskToken")]
async fn get(table_name: &str, key: serde_json::Value) -> Result<Published, CallError>;

fn main() {}
