//! Workflows whose states are counted: each says how many states its definition has and how many transitions each way
//! through it takes, *of* how many a careful person would write by hand in Amazon States Language.
//!
//! By hand means: the same behaviour, variables and JSONata used as they are meant, computations in `Assign`, `Output` and
//! `Arguments` wherever there is a state to hold them, ends shared. `tests/economy.rs` counts.

pub mod branches;
pub mod catches;
pub mod conditionals;
pub mod errors;
pub mod handlers;
pub mod joins;
pub mod loops;
pub mod maps;
pub mod returns;
pub mod starts;
pub mod straight;
pub mod waits;

use crate::interop::prove_case;
use serde_json::Value;
use std::future::Future;
use std::pin::Pin;
use workflow_asl::StateMachine;
use workflow_runtime::testing::TestRun;
use workflow_runtime::{Workflow, definition};

/// A count, and the one that a person would have come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// What this compiler needs.
    pub exported: usize,
    /// What a person needs.
    pub by_hand: usize,
}

/// What a workflow costs.
#[derive(Debug)]
pub struct Economy {
    /// The states of its definition, those of branches and iterations among them.
    pub states: Count,
    /// Inputs, and the states that each enters.
    pub paths: Vec<(Value, Count)>,
}

/// A workflow that says what it costs.
pub trait Measured: Workflow {
    /// What it says.
    fn economy() -> Economy;
}

/// `economy! { name: states of by_hand; input => transitions of by_hand, .. }`
macro_rules! economy {
    ($name:ident: $states:literal of $by_hand:literal; $($input:tt => $path:literal of $path_by_hand:literal),+ $(,)?) => {
        impl $crate::economy::Measured for $name {
            fn economy() -> $crate::economy::Economy {
                use $crate::economy::{Count, Economy};
                Economy {
                    states: Count { exported: $states, by_hand: $by_hand },
                    paths: vec![$((
                        serde_json::json!($input),
                        Count { exported: $path, by_hand: $path_by_hand },
                    )),+],
                }
            }
        }
    };
}
pub(crate) use economy;

/// The workflows of a file.
macro_rules! measured {
    ($($name:ident),+ $(,)?) => {
        /// All of them.
        pub fn all() -> Vec<$crate::economy::Measurement> {
            vec![$($crate::economy::Measurement::of::<$name>()),+]
        }
    };
}
pub(crate) use measured;

/// A run: the states that were entered, or why it could not be made.
type Entered = Pin<Box<dyn Future<Output = Result<usize, String>>>>;

/// A workflow to be counted.
#[derive(Debug)]
pub struct Measurement {
    /// Its name.
    pub name: &'static str,
    /// What it says it costs.
    pub economy: Economy,
    /// Its definition.
    pub definition: StateMachine,
    /// Runs it on an input, writes the case for the interpreter and counts the states that were entered.
    pub run: fn(usize, Value) -> Entered,
}

impl Measurement {
    /// Of a workflow.
    pub fn of<W: Measured>() -> Self {
        Measurement { name: W::INFO.name, economy: W::economy(), definition: definition::<W>(), run: run::<W> }
    }

    /// How many states the definition has.
    pub fn states(&self) -> usize {
        count(&self.definition.to_value())
    }
}

fn run<W: Measured>(position: usize, input: Value) -> Entered {
    Box::pin(async move {
        let args = W::from_input(input.clone()).map_err(|error| error.to_string())?;
        let execution = TestRun::new().execute::<W>(args).await;
        let case = format!("economy-{}-{position}", W::INFO.name);
        prove_case(&case, &input, &execution).await.map_err(|error| error.to_string())?;
        Ok(execution.states().len())
    })
}

/// The states of a machine, at any depth.
fn count(machine: &Value) -> usize {
    let states = machine.get("States").and_then(Value::as_object);
    let states = states.into_iter().flat_map(|states| states.values());
    let inner = |state: &Value| {
        let branches = state.get("Branches").and_then(Value::as_array).into_iter().flatten();
        branches.chain(state.get("ItemProcessor")).map(count).sum::<usize>()
    };
    states.map(|state| 1 + inner(state)).sum()
}

/// All workflows.
pub fn all() -> Vec<Measurement> {
    let files = [
        straight::all,
        starts::all,
        conditionals::all,
        branches::all,
        returns::all,
        loops::all,
        catches::all,
        handlers::all,
        errors::all,
        joins::all,
        maps::all,
        waits::all,
    ];
    files.into_iter().flat_map(|file| file()).collect()
}
