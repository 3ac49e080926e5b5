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

#[task(resource("arn:aws:states:::sns:publish"))]
async fn list(message: &str) -> Result<Published, CallError> {
    Ok(Published { message_id: message.to_owned() })
}

#[task(resource = "arn:aws:states:::sns:publish", arguments = "Message")]
async fn text(message: &str) -> Result<Published, CallError>;

#[task(resource = "arn:aws:states:::sns:publish", arguments(Message = 1))]
async fn number(subject: &str) -> Result<Published, CallError>;

fn main() {}
