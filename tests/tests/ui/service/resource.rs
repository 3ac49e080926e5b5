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

#[task(resource = "arn:aws:lambda:us-east-1:123456789012:function:publish")]
async fn function(message: &str) -> Result<Published, CallError>;

#[task(resource = "sns:publish")]
async fn shortened(message: &str) -> Result<Published, CallError>;

fn main() {}
