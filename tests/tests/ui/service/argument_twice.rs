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

#[task(resource = "arn:aws:states:::sns:publish", arguments(Message = "hello"))]
async fn twice(message: &str) -> Result<Published, CallError>;

#[task(resource = "arn:aws:states:::sqs:sendMessage.waitForTaskToken")]
async fn inside(
    queue_url: &str,
    message_body: &str,
    #[arg(name = "MessageBody.TaskToken")] token: TaskToken<String>,
) -> Result<(), CallError>;

fn main() {}
