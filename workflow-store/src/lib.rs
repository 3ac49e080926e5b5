//! Keeps Standard executions in one directory, without a server: an embedded SQLite database.
//!
//! - [`SqliteStore`] is the [`Store`](workflow_engine::durable::Store) of the process that works on the directory. Only one
//!   process does at a time: it holds a lock that the operating system releases however the process ends.
//! - [`StoreReader`] is for every other process: it reads what is stored, and hands requests to the one that works on it.
//!
//! # How it is written
//!
//! One thread writes. It takes everything that waits to be written, writes it in one transaction, and answers when that is on
//! the disk, so many executions share one `fsync`. What is written most often costs one insertion at the end of a table: a
//! part of an execution's record. The rows of executions that run at the same time share pages, and an index finds those of
//! one.
//!
//! What changes about an execution (status, when it goes on) is apart from what never changes (who it is, its input), so that
//! a change writes few bytes. Texts that many executions share, such as the ARN of their state machine, are stored once.
//!
//! Reading has connections and threads of its own and waits for no writer.

mod columns;
mod connection;
mod failure;
mod inbox;
mod list;
mod lock;
mod open_error;
mod options;
mod pool;
mod read;
mod reader;
mod schema;
mod store;
mod texts;
mod write;
mod writer;

pub use connection::{PRAGMAS, open_connection};
pub use open_error::OpenError;
pub use options::SqliteOptions;
pub use reader::StoreReader;
pub use store::SqliteStore;
pub use writer::StoreCounters;
