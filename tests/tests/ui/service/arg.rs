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
async fn function(#[arg(name = "Item")] item: &str) -> Result<(), CallError> {
    Ok(())
}

#[task(resource = "arn:aws:states:::sns:publish")]
async fn publish(#[arg("Message")] message: &str) -> Result<Published, CallError>;

fn main() {}
