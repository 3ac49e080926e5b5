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

#[derive(Debug, Serialize, Deserialize, WorkflowData)]
struct Named {
    message_id: String,
}

#[task(resource = "arn:aws:states:::sns:publish")]
async fn publish(message: &str) -> Result<Named, CallError>;

#[task(resource = "arn:aws:states:::aws-sdk:sns:publish")]
async fn sdk(message: &str) -> Result<String, CallError>;

fn main() {}
