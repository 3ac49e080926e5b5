//! Templates of the AWS Serverless Application Model.

use serde_json::{Value, json};

use super::cloudformation::{Template, function};
use super::options::TemplateOptions;
use super::stack::{Reader, Stack, policy_document, resource};
use crate::{Deployment, Refused};

/// The template as `sam deploy` takes it, which uploads the functions' program.
///
/// The state machines are those of CloudFormation, as `AWS::Serverless::StateMachine` has no encryption, and takes a
/// definition only as an object, in which CloudFormation allows no null. SAM makes the functions' roles.
///
/// See [AWS::Serverless::Function](https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html).
///
/// # Errors
///
/// What [`Deployment::check`] finds, and what could not be said in a template.
pub fn sam(deployment: &Deployment, options: &TemplateOptions) -> Result<String, Refused> {
    let stack = Stack::new(deployment, options, Reader::CloudFormation)?;
    let mut template = Template::new(&stack);
    template.head.insert("Transform".to_owned(), json!("AWS::Serverless-2016-10-31"));
    for lambda in &stack.lambdas {
        let mut properties = function(&stack, lambda, options);
        properties.insert("CodeUri".to_owned(), json!(options.code));
        let callbacks = stack.callback_statements(lambda);
        if !callbacks.is_empty() {
            properties.insert("Policies".to_owned(), json!([policy_document(&callbacks)]));
        }
        template.resources.insert(lambda.id(), resource("AWS::Serverless::Function", Value::Object(properties)));
        template.resources.extend(stack.aliases(lambda));
    }
    template.finish()
}
