//! The typed model of the language: one Rust type per kind of JSON object that a definition holds.
//!
//! Fields of the JSONata query language are typed fields. Those that only JSONPath has are kept as they were
//! written, in a [`JsonPathFields`] map on the object they stood in.

mod errors;
mod flow;
mod machine;
mod nested;
mod order;
mod state;

pub use errors::{Catcher, JitterStrategy, Retrier};
pub use flow::{Choice, ChoiceRule, Fail, Pass, Succeed, Task, Wait, WaitUntil};
pub use machine::{Assign, JsonPathFields, QueryLanguage, StateMachine, States, Template};
pub use nested::{Branch, ExecutionType, ItemProcessor, Map, Parallel, ProcessorConfig, ProcessorMode};
pub use order::FieldOrder;
pub use state::{State, StateKind, Transition};
