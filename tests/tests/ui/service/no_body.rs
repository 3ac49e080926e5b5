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

#[task]
async fn reserve(item: &str) -> Result<(), CallError>;

#[task(activity = "review")]
async fn review(item: &str) -> Result<(), CallError>;

#[task(resource = "arn:aws:states:::sns:publish")]
async fn publish(message: &str, topic: Dep<String>) -> Result<Published, CallError>;

fn main() {}
