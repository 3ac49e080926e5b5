//! A context that records what happens and replays it: the proof that [`Context`](workflow_runtime::Context) can carry
//! durability.
//!
//! A [`Journal`] is the only thing that outlives a process. A [`Life`] runs a workflow over one: it polls the program
//! until it can do nothing more, delivers *one* completion, polls again. While events are on record it delivers those,
//! in their order; afterwards it runs the bodies of tasks, which it owns, and chooses among what has ended. Nothing is
//! real: the bodies end when they are polled, and time is what the timers that fired say.

mod driver;
mod effect;
mod event;
mod life;
mod quiesce;
mod recorder;
mod recording;
mod replay;
mod scheduler;
mod tokens;

pub use event::{Event, EventKind, Journal, Place};
pub use life::{Ended, Life, Outside, World};
pub use recording::Recording;
pub use replay::Divergence;
pub use scheduler::Scheduler;
