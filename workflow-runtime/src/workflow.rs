//! Workflows: what `#[workflow]` makes of an async function.

use crate::define::Definer;
use crate::{Context, WorkflowError};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// A workflow's type, with the function's name: `fulfil` is both the function that makes a run and this type.
pub trait Workflow: Send + Sync + Sized + 'static {
    /// The parameters: `()` for none, the type itself for one, a tuple for several.
    type Args: Send + 'static;
    /// What it gives.
    type Output: Serialize + DeserializeOwned + Send + 'static;
    /// What it fails with.
    type Error: WorkflowError;

    /// Its name, documentation and parameters.
    const INFO: WorkflowInfo;

    /// Reads the input document: one parameter is the whole document, several are an object by parameter name.
    ///
    /// # Errors
    ///
    /// Where the document does not hold the parameters; the error names the place.
    fn from_input(input: Value) -> Result<Self::Args, InputError>;

    /// The native body over any context, and (for a context that defines) the builder of the definition. One function
    /// does both so that rustc infers the types that the builder needs from the body's own tokens.
    #[doc(hidden)]
    fn program<C: Context>(
        context: C,
        args: Option<Self::Args>,
        definer: Option<&mut Definer>,
    ) -> impl Future<Output = Result<Self::Output, Self::Error>> + Send;
}

/// A workflow's name, documentation and parameters.
#[derive(Clone, Copy, Debug)]
pub struct WorkflowInfo {
    /// The function's name.
    pub name: &'static str,
    /// Its documentation comment.
    pub comment: &'static str,
    /// The names of its parameters.
    pub parameters: &'static [&'static str],
    /// The lints of its definition that it allows, by name.
    pub allow: &'static [&'static str],
}

/// An input that does not hold a workflow's parameters.
#[derive(Debug)]
pub struct InputError {
    /// Where in the document: a path such as `items[2].sku`, or `.` for the whole.
    pub path: String,
    /// What is wrong there.
    pub message: String,
}

impl std::fmt::Display for InputError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

impl std::error::Error for InputError {}

/// Reads one parameter, naming the place of what is wrong.
///
/// # Errors
///
/// Where `value` is not a `T`.
pub fn parameter<T: DeserializeOwned>(value: Value, prefix: Option<&str>) -> Result<T, InputError> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let inner = error.path().to_string();
        let path = match (prefix, inner.as_str()) {
            (Some(prefix), ".") => prefix.to_owned(),
            (Some(prefix), inner) => format!("{prefix}.{inner}"),
            (None, inner) => inner.to_owned(),
        };
        InputError { path, message: error.into_inner().to_string() }
    })
}
