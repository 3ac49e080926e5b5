//! A task as a Lambda function: the process asks the Lambda runtime API for invocations and answers them.
//!
//! See "Using the Lambda runtime API for custom runtimes" in the AWS Lambda developer guide.

mod init_error;
mod selection;
mod serve;
mod step_functions;

pub(crate) use init_error::report;
pub(crate) use selection::{Selected, Settings};
pub(crate) use serve::serve;
pub(crate) use step_functions::StepFunctions;
