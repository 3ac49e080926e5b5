//! What a deployment of state machines needs beside their definitions, made from those: templates, IAM policies, costs.
//!
//! Nothing here reads or writes anything, or knows of Rust tasks: it works on [definitions](workflow_asl::StateMachine).

pub mod cost;
mod deployment;

pub use deployment::{Deployment, Encryption, Function, LogLevel, Logging, Machine, Settings};
