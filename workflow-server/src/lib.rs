//! The AWS Step Functions API over [`workflow_engine`].
//!
//! - `api` has one function per operation, JSON in and JSON out: no HTTP.
//! - `registry` keeps what the API creates: state machines, versions, aliases, executions, activities, tags.
//! - `target` does the work of Task states over HTTP: Lambda functions, AWS services, HTTP endpoints.
//! - `http` is the protocol: JSON 1.0 over POST.
//! - `command` is `serve` as a command line has it.

mod api;
mod command;
mod http;
mod registry;
pub mod target;

pub use api::{ApiError, NativeExecutables, Service, ServiceOpener, ServiceOptions};
pub use command::{ServeCommand, stop_signal};
pub use http::{MAX_BODY, MAX_CONNECTIONS, PATIENCE, serve};
pub use target::Endpoint;
