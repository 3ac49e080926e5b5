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

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum SdkError {
    #[error(name = "Sns.NotFound")]
    NoTopic,
    #[error(name = "States.Timeout")]
    Timeout,
}

#[task(resource = "arn:aws:states:::aws-sdk:sns:publish")]
async fn sdk(message: &str) -> Result<Published, SdkError>;

#[task(resource = "arn:aws:states:::aws-sdk:sns:publish")]
async fn of_the_optimised(message: &str) -> Result<Published, CallError>;

fn main() {}
