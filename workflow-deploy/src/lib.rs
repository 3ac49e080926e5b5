//! What a deployment of state machines needs beside their definitions, made from those: templates, IAM policies, costs.
//!
//! Nothing here reads or writes anything, or knows of Rust tasks: it works on [definitions](workflow_asl::StateMachine).

mod check;
pub mod cost;
mod deployment;
mod name;
pub mod policy;
pub mod template;

pub use check::Refused;
pub use deployment::{Activity, Deployment, Encryption, Function, LogLevel, Logging, Machine, Settings};
pub use name::logical_id;
