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

#[task(resource = "arn:aws:states:::sns:publishh")]
async fn action(message: &str) -> Result<Published, CallError>;

#[task(resource = "arn:aws:states:::aws-sdk:dynamodbb:putItem")]
async fn service(message: &str) -> Result<Published, CallError>;

#[task(resource = "arn:aws:states:::aws-sdk:dynamodb:PutItem")]
async fn capitals(message: &str) -> Result<Published, CallError>;

fn main() {}
