//! Standard executions: everything that happens is recorded before anything follows from it, so that nothing is lost and
//! nothing that has ended happens twice.
//!
//! - A program ([`Executable`]) does everything through its [`Recorder`]: a definition that is interpreted, or a native
//!   workflow's body. It is async code that waits only for what it has asked for ([`Effect`]).
//! - What happens from outside is a [`Cause`]. One is delivered at a time, the program runs until it waits again, and the
//!   cause with the history events that it led to is a [`Record`]. Given the same causes, the program does the same.
//! - Records are written to a [`Store`], together with when the execution wants to go on, before the effects begin that the
//!   program has asked for. An execution that only waits is dropped, and brought back from its record when something comes.

mod actor;
mod child;
mod commit;
mod divergence;
mod effect;
mod engine;
#[cfg(test)]
mod every_point;
mod executable;
mod export;
mod inner;
mod interpreted;
mod life;
mod limits;
mod logging;
mod memory;
mod record;
mod recorder;
mod redrive;
mod restore;
mod routes;
mod store;
mod token;

pub use divergence::Divergence;
pub use effect::{AcceptsOutput, Answer, Asked, ChildStart, Effect, Submissions, TaskBody, TokenNumber, Work};
pub use engine::{ExecutionCounts, StandardEngine, StandardOptions, StartStandard};
pub use executable::{Executable, Executables, ExecutionContext};
pub use export::{ExportedEvent, ExportedRecord, RecordedExecution, ReplayError};
pub use interpreted::AslExecutable;
pub use limits::LimitChanges;
pub use logging::{LogLevel, Logging, LoggingConfiguration, NoLogLevel};
pub use memory::MemoryStore;
pub use record::{Cause, EffectId, Record, Undone, decode, encode};
pub use recorder::{HistoryIsFull, Recorder, Redriven};
pub use redrive::RedriveError;
pub use routes::SendError;
pub use store::{
    Commit, Definition, DefinitionKind, ExecutionId, JournalRow, ListFilter, LoadedExecution, NewExecution,
    OpenExecution, Parent, Status, Store, StoreError, StoreRequest, Stored, StoredExecution, Wake,
};
