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

#[task(resource = "arn:aws:states:::sns:publish")]
async fn parameter(topic_am: &str, message: &str) -> Result<Published, CallError>;

#[task(resource = "arn:aws:states:::sns:publish", arguments(Topicarn = "arn"))]
async fn constant(message: &str) -> Result<Published, CallError>;

#[task(resource = "arn:aws:states:::aws-sdk:rds:startDBInstance")]
async fn given(#[arg(name = "DBInstanceIdentifier")] instance: &str) -> Result<(), CallError>;

#[task(resource = "arn:aws:states:::aws-sdk:rds:startDBInstance")]
async fn something_else(colour: &str) -> Result<(), CallError>;

fn main() {}
