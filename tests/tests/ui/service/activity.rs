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

#[task(activity = "the review")]
async fn named(item: &str) -> Result<(), CallError> {
    Ok(())
}

#[task(activity = "review", resource = "arn:aws:states:::sns:publish")]
async fn both(message: &str) -> Result<(), CallError> {
    Ok(())
}

#[task(activity = "review")]
async fn token(item: &str, token: TaskToken<String>) -> Result<(), CallError> {
    Ok(())
}

fn main() {}
