//! What the actions of AWS services take, give and fail with, as Step Functions names it.
//!
//! `#[task(resource = "..")]` asks this crate while it is expanded: whether there is such an action, with such a pattern,
//! what its arguments are called, which of them it must have. The facts are those of the service models that AWS
//! publishes (`NOTICE`), in 472 KB that are compressed service by service; only a service that is asked for is read.
//!
//! It holds every service of the models. Which of them Step Functions can call is in "Learning to use AWS service SDK
//! integrations in Step Functions" of the AWS developer guide; it says itself that some are not available.
//!
//! ```
//! use workflow_asl::Resource;
//! use workflow_services::find;
//!
//! let Resource::Integration(publish) = Resource::parse("arn:aws:states:::aws-sdk:sns:publish") else { panic!() };
//! let action = find(&publish)?;
//! assert_eq!(action.argument("topic_arn").map(|argument| argument.name.as_str()), Some("TopicArn"));
//! assert!(action.results.contains(&"MessageId".to_owned()));
//! assert!(action.errors.contains(&"Sns.NotFoundException".to_owned()));
//! # Ok::<(), workflow_services::Unknown>(())
//! ```

mod data;
mod find;
mod optimised;
mod spelling;

pub use find::{Action, Argument, Unknown, find};
pub use spelling::closest;
