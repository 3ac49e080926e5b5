//! Expressions on the values at which Rust and JSONata could differ.
//!
//! Each row is a workflow that gives one expression, and inputs. `tests/tests/expressions.rs` runs it natively on each
//! input and evaluates its definition there: both have to give the same JSON, or both an evaluation fault.

use crate::interop::prove_case;
use serde_json::{Map, Value};
use std::io;
use std::pin::Pin;
use workflow_runtime::testing::TestRun;
use workflow_runtime::{Workflow, definition};

pub mod fault;
pub mod iterator;
pub mod layout;
pub mod map;
pub mod number;
pub mod number_method;
pub mod option;
pub mod option_method;
pub mod parse;
pub mod part;
pub mod record;
pub mod result_method;
pub mod structure;
pub mod text;
pub mod text_method;
pub mod timestamp;

/// All tables, by theme.
pub fn tables() -> Vec<(&'static str, Vec<Row>)> {
    vec![
        ("fault", fault::rows()),
        ("iterator", iterator::rows()),
        ("layout", layout::rows()),
        ("map", map::rows()),
        ("number", number::rows()),
        ("number_method", number_method::rows()),
        ("option", option::rows()),
        ("option_method", option_method::rows()),
        ("parse", parse::rows()),
        ("part", part::rows()),
        ("record", record::rows()),
        ("result_method", result_method::rows()),
        ("structure", structure::rows()),
        ("text", text::rows()),
        ("text_method", text_method::rows()),
        ("timestamp", timestamp::rows()),
    ]
}

/// An expression and its inputs.
pub struct Row {
    /// The workflow's name.
    pub name: &'static str,
    /// The expression in Rust.
    pub rust: &'static str,
    /// The definition.
    pub definition: Value,
    /// The executions' inputs.
    pub inputs: Vec<Value>,
    run: fn(Value, String) -> Running,
}

type Running = Pin<Box<dyn Future<Output = io::Result<Result<Value, String>>>>>;

impl Row {
    /// `inputs` is an array: of the parameter's values if there is one parameter; else of arrays of them, or of objects
    /// where one is left out.
    pub fn new<W: Workflow>(rust: &'static str, inputs: Value) -> Self {
        let names = W::INFO.parameters;
        let inputs = match inputs {
            Value::Array(items) if names.len() == 1 => items,
            Value::Array(items) => items.into_iter().map(|item| by_name(names, item)).collect(),
            other => vec![other],
        };
        let run = |input, case| -> Running { Box::pin(run::<W>(input, case)) };
        Row { name: W::INFO.name, rust, definition: definition::<W>().to_value(), inputs, run }
    }

    /// What the native body gives for an input: JSON, or the name of the error. The run is written as a case, too.
    ///
    /// # Errors
    ///
    /// Where the input does not hold the parameters, or the case cannot be written.
    pub async fn native(&self, position: usize, input: &Value) -> io::Result<Result<Value, String>> {
        // Debug and release builds write cases of their own: in a plain Rust function overflow would differ between them.
        let profile = if cfg!(debug_assertions) { "debug" } else { "release" };
        (self.run)(input.clone(), format!("expression-{}-{position}-{profile}", self.name)).await
    }
}

fn by_name(names: &[&str], values: Value) -> Value {
    match values {
        Value::Array(values) => {
            let named = names.iter().map(|name| (*name).to_owned()).zip(values);
            Value::Object(named.collect::<Map<_, _>>())
        }
        other => other,
    }
}

async fn run<W: Workflow>(input: Value, case: String) -> io::Result<Result<Value, String>> {
    let args = W::from_input(input.clone()).map_err(|error| io::Error::other(error.to_string()))?;
    let execution = TestRun::new().execute::<W>(args).await;
    prove_case(&case, &input, &execution).await?;
    Ok(match &execution.result {
        Ok(output) => Ok(serde_json::to_value(output)?),
        Err(error) => Err(error.failure().error),
    })
}

/// Rows of a table: `name(parameters) -> Type = expression; [inputs];`. The inputs are JSON, whose parts may be Rust
/// expressions.
macro_rules! expressions {
    ($($name:ident($($parameter:ident: $type:ty),*) -> $output:ty = $value:expr; [$($input:tt)*];)*) => {
        $(
            #[doc = concat!("`", stringify!($value), "`")]
            #[workflow_runtime::workflow]
            pub async fn $name($($parameter: $type),*) -> Result<$output, workflow_runtime::Failure> {
                Ok($value)
            }
        )*

        /// The rows of this table.
        pub fn rows() -> Vec<crate::expressions::Row> {
            vec![$(crate::expressions::Row::new::<$name>(stringify!($value), serde_json::json!([$($input)*]))),*]
        }
    };
}
use expressions;
