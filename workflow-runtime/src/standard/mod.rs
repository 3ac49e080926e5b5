//! Standard executions of native workflows: everything that happens is recorded before anything follows from it.
//!
//! The native body runs over a context, [`Recorded`], that asks an engine's recorder for everything and writes the history
//! that the interpreter would write of the workflow's definition, as far as native code knows it: the states, the work of
//! tasks with what it is given and gives, and how the execution ends. What states pass on to each other, and what they
//! assign, native code does not have.

mod attempts;
mod body;
mod child;
mod executable;
mod handle;
mod invoked;
mod line;
mod native;
mod open;
mod recorded;
mod states;

pub use handle::{Standard, StandardError, StandardExecution, StandardStart};
pub(crate) use native::{Make, make};
#[cfg(all(feature = "serve", feature = "durable"))]
pub(crate) use open::executables;
pub use open::{OpenError, StandardBuilder};
pub use recorded::Recorded;

use crate::exported::Exported;
use crate::{Runtime, Workflow};
use native::{Native, Place};
use serde_json::{Map, Value};
use std::sync::Arc;

/// A workflow, and those that it starts executions of, as executions of this state machine ran them.
pub(crate) fn replayed<W: Workflow>(runtime: &Runtime, state_machine_arn: &str) -> Result<Arc<Native>, String> {
    let mut parts = state_machine_arn.split(':').skip(3);
    let (Some(region), Some(account_id)) = (parts.next(), parts.next()) else {
        return Err(format!("`{state_machine_arn}` is no ARN of a state machine"));
    };
    let place = Place { region: region.into(), account_id: account_id.into() };
    let exported = Exported::new().with::<W>().map_err(|error| error.to_string())?;
    Ok(Native::new(&exported, runtime, &place).0)
}

/// The input document of a workflow: one parameter is the whole document, several are an object by parameter name, none
/// is `{}`.
pub(crate) fn document<W: Workflow>(args: &W::Args) -> serde_json::Result<Value> {
    let value = serde_json::to_value(args)?;
    Ok(match (W::INFO.parameters, value) {
        ([], _) => Value::Object(Map::new()),
        ([_], value) => value,
        (names, Value::Array(values)) => names.iter().map(|name| (*name).to_owned()).zip(values).collect(),
        (_, value) => value,
    })
}
