//! AWS as far as a deployed workflow needs it: functions that are processes of its program, and state machines that call
//! them, which are interpreted by the server.

mod functions;
mod machines;

pub use functions::{Answer, Lambda, Program};
pub use machines::{Machines, own_cause};
