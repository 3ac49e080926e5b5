//! The commands about executions, which every binary of workflows and the server's own have: `start`, `list`, `describe`,
//! `history`, `stop`, `redrive`, `approve`, `reject`, `heartbeat`.
//!
//! They speak the operations of the Step Functions API, JSON in and JSON out, to a [`Backend`]:
//!
//! - `Directory` (feature `directory`) is a directory of executions. It is read as it is; what changes something is done by the process that
//!   works on the directory, and where none does, by this one, which leaves the work itself to the next that does.
//! - [`Api`] is whatever has these operations, such as a server.
//!
//! Nothing here knows HTTP, or what executions run.

mod answering;
mod api;
mod args;
mod backend;
mod change;
mod command;
mod describe;
#[cfg(feature = "directory")]
mod directory;
mod document;
mod history;
mod list;
mod logging;
mod name;
mod sources;
mod standard;
mod start;
mod stop;
mod streams;
mod text;
#[cfg(feature = "directory")]
mod view;

pub use answering::answer_requests;
pub use api::Api;
pub use args::{
    ApproveArgs, DescribeArgs, HeartbeatArgs, HistoryArgs, ListArgs, Place, RedriveArgs, RejectArgs, StartArgs,
    StopArgs,
};
pub use backend::{Backend, BackendFuture, CallError, Cursor, ListQuery, Operations};
pub use command::{Command, Options};
#[cfg(feature = "directory")]
pub use directory::{Directory, Opener, Worker};
pub use document::{origin, parse, read, reason};
pub use history::Follower;
pub use logging::{LogArgs, log_to};
pub use name::has_name_characters;
pub use sources::Sources;
pub use standard::{StandardOperations, Startable, StateMachines};
pub use stop::{Stop, one_line};
pub use streams::{Interrupt, Messages, Screen, Streams};
