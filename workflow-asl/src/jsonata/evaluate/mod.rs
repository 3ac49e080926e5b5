//! Evaluation of expressions as Step Functions does it.
//!
//! An expression has no input of its own: what it reads is bound to names, `$states` and the workflow variables.
//! The engine is the crate `jlens-core`; where Step Functions differs from JSONata 2.0.6, `aws_functions` says how.

mod aws_functions;
mod bindings;
mod cause;
mod conditions;
mod expected;
mod expression;
mod operations;
mod outline;
mod plain;
mod randomness;
mod references;
mod regular_expressions;
mod result;
mod rewrite;
mod source;
mod syntax;
mod template;

pub use bindings::{Bindings, Variables};
pub use cause::QUERY_EVALUATION_ERROR;
pub use conditions::{Conditions, Draws, Limits, Stop};
pub use expected::Expected;
pub use expression::{Expression, SyntaxError};
pub use outline::outline;
pub use template::{Template, TemplateError};
