//! Amazon States Language: a typed model, reading and writing JSON, validation and diagrams.
//!
//! - [`StateMachine`] is a definition. [`StateMachine::from_json`] reads one and reports all that is wrong with
//!   the text, unknown fields included; [`StateMachine::to_json_pretty`] writes it, with its fields in the order
//!   in which they were read.
//! - [`validate`] says what is wrong with a definition: a [`Diagnostic`] has a [`Code`], a message, a JSON pointer,
//!   and the location that AWS would give. [`validate_json`] does both steps, [`validate_for`] knows the type of the
//!   machine, and [`Validation`] is the answer of `ValidateStateMachineDefinition`.
//! - [`json`] reads JSON text with the place of every value, and says of malformed text what AWS says.
//! - [`check`] does all that for whole files: findings with lines and columns, for people and for programs.
//! - [`mermaid`] and [`dot`] draw a definition.
//! - [`settings`] says what AWS allows of the names, tags and sizes of what is deployed.
//! - [`jsonata`] builds the text of expressions, and evaluates expressions as Step Functions does.
//!
//! The fields of the JSONata query language are fields of the model. Those that only JSONPath has are kept as
//! they were written ([`JsonPathFields`]). So are `And`, `Or` and `Not` of a Choice rule, and the objects
//! `ItemReader`, `ItemBatcher` and `ResultWriter`.
//!
//! ```
//! use workflow_asl::{StateMachine, validate};
//!
//! let text = r#"{
//!   "StartAt": "Wait a minute",
//!   "QueryLanguage": "JSONata",
//!   "States": {
//!     "Wait a minute": {
//!       "Type": "Wait",
//!       "Seconds": 60,
//!       "End": true
//!     }
//!   }
//! }
//! "#;
//! let machine = StateMachine::from_json(text).unwrap();
//! assert!(validate(&machine).is_empty());
//! assert_eq!(machine.to_json_pretty(), text);
//! ```
//!
//! Nothing here executes a workflow or does I/O.

pub mod check;
mod diagnostic;
mod diagram;
mod evaluation;
pub mod events;
pub mod field;
mod functions;
mod graph;
pub mod json;
mod json_text;
pub mod jsonata;
mod jsonata_text;
pub mod jsonpath;
mod limit;
mod lint;
mod model;
mod pointer;
mod read;
mod resource;
pub mod settings;
mod timestamp;
mod validate;
mod variable_references;
mod write;

pub use diagnostic::{Code, Diagnostic, Severity};
pub use diagram::{dot, mermaid};
pub use evaluation::EvaluationError;
pub use functions::{lambda_function, lambda_functions};
pub use graph::{Edge, Via, edges, state_names};
pub use json_text::json_text;
pub use jsonata_text::is_jsonata;
pub use lint::lint;
pub use model::{
    Assign, Branch, Catcher, Choice, ChoiceRule, ExecutionType, Fail, FieldOrder, ItemProcessor, JitterStrategy,
    JsonPathFields, Map, Parallel, Pass, ProcessorConfig, ProcessorMode, QueryLanguage, Retrier, State, StateKind,
    StateMachine, States, Succeed, Task, Template, Transition, Wait, WaitUntil,
};
pub use pointer::state_at;
pub use resource::{Integration, IntegrationPattern, Resource};
pub use timestamp::Timestamp;
pub use validate::{Validation, validate, validate_for, validate_json, validate_json_for, validate_template};
pub use variable_references::variable_references;
