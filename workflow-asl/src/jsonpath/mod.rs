//! Evaluation of the JSONPath query language.
//!
//! All that a state says is parsed once, before it runs, and then read as often as needed:
//!
//! - [`Path`] is a JSONPath in AWS's dialect; [`ReferencePath`] is one that names exactly one place, and
//!   [`ResultPath`] writes there.
//! - [`PayloadTemplate`] is `Parameters`, `ResultSelector`, `ItemSelector` or `Assign`.
//! - [`Expression`] is what the `.$` fields of templates, `ErrorPath` and `CausePath` may hold: a path or a call of
//!   an [`Intrinsic`] function.
//! - [`ChoiceCondition`] is what a rule of a Choice state compares.
//! - [`field`] reads the fields that want a value of a certain type, such as `SecondsPath`.
//!
//! They read [`Data`]: the state's input, the context object and the variables. A failure is an
//! [`EvaluationError`](crate::EvaluationError) with AWS's error name and cause.
//!
//! ```
//! use serde_json::json;
//! use workflow_asl::jsonpath::{Data, NoRandomness, PayloadTemplate};
//!
//! let template = PayloadTemplate::parse(&json!({ "greeting.$": "States.Format('Hello, {}!', $.name)" })).unwrap();
//! let (input, context) = (json!({ "name": "Ada" }), json!({}));
//! let data = Data { input: &input, context: &context, variables: &(), random: &NoRandomness };
//! assert_eq!(template.evaluate(&data).unwrap(), json!({ "greeting": "Hello, Ada!" }));
//! ```
//!
//! AWS reads paths with the Java library Jayway JsonPath and computes with Java's types. Where that shows, in the
//! texts of errors, the order of [`ArrayUnique`](Intrinsic) or how `States.Format` prints an object, this module
//! does the same.

mod choice;
mod data;
mod expression;
pub mod field;
mod intrinsic;
mod java;
mod path;
mod reference;
mod template;

pub use choice::{ChoiceCondition, ConditionError};
pub use data::{ContextObject, Data, NoRandomness, RandomSource, Variables};
pub use expression::{Expression, ExpressionError};
pub use intrinsic::{Intrinsic, IntrinsicError};
pub use path::{Path, PathError};
pub use reference::{ReferencePath, ResultPath};
pub use template::{PayloadTemplate, TemplateError};
