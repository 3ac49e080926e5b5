//! Templates that deploy state machines and their functions.
//!
//! Each has, for every state machine: the machine with its definition, type, logging, tracing, encryption and tags, the
//! group that its logs go to, and a role with [what it needs](crate::policy) and no more; and for every function: the
//! function, and a role that may write logs and, where the function is given task tokens, complete them.
//!
//! Nothing names an account, a region or a partition. State machines are called after the stack, `STACK-NAME`; functions
//! are named by CloudFormation. A `${Name}` in an argument of a task, an environment, a tag or as a key is a parameter of
//! the template.

mod cloudformation;
mod definition;
mod deployed;
mod function;
mod options;
mod placeholder;
mod renamed;
mod sam;
mod serverless;
mod stack;

pub use cloudformation::cloudformation;
pub use function::SHARED_HANDLER;
pub use options::{Architecture, FunctionResources, TemplateOptions};
pub use sam::sam;
pub use serverless::serverless;

use serde_json::Value;

use crate::Refused;

/// A template as YAML, which all of the tools read.
fn yaml(template: &Value) -> Result<String, Refused> {
    serde_saphyr::to_string(template).map_err(|error| Refused { problems: vec![error.to_string()] })
}
