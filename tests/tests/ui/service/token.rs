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

#[task(resource = "arn:aws:states:::sqs:sendMessage.waitForTaskToken")]
async fn without(queue_url: &str, message_body: &str) -> Result<(), CallError>;

#[task(resource = "arn:aws:states:::sqs:sendMessage")]
async fn not_waited_for(
    queue_url: &str,
    #[arg(name = "MessageBody.TaskToken")] token: TaskToken<String>,
) -> Result<(), CallError>;

#[task(resource = "arn:aws:states:::sqs:sendMessage.waitForTaskToken")]
async fn nowhere(queue_url: &str, message_body: &str, token: TaskToken<String>) -> Result<(), CallError>;

fn main() {}
