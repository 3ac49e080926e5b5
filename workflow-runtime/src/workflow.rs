//! Workflows: what `#[workflow]` makes of an async function.

use crate::data::EXACT;
use crate::define::Definer;
use crate::{Context, SourceMap, WorkflowError};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::time::Duration;
use workflow_deploy::{Encryption, Logging, Settings};
use workflow_engine::ExecutionType;

/// A workflow's type, with the function's name: `fulfil` is both the function that makes a run and this type.
pub trait Workflow: Send + Sync + Sized + 'static {
    /// The parameters: `()` for none, the type itself for one, a tuple for several.
    type Args: Serialize + Send + 'static;
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
    /// Whether its executions are kept, and how long they may last: `#[workflow(type = "EXPRESS")]`.
    pub execution_type: ExecutionType,
    /// How its state machine is deployed.
    pub settings: WorkflowSettings,
    /// Where its states stand in the source.
    pub source_map: SourceMap,
}

/// How a workflow's state machine is deployed: `#[workflow(logging(level = "ALL"), tracing, encryption(key = "${Key}"),
/// tags(team = "shop"))]`. [`Settings`](crate::deploy::Settings) says what each is.
#[derive(Clone, Copy, Debug)]
pub struct WorkflowSettings {
    /// What is logged of its executions; none for nothing.
    pub logging: Option<Logging>,
    /// Whether its executions are traced by X-Ray.
    pub is_traced: bool,
    /// The key that its data is encrypted with, and how long a data key is used again.
    pub encryption: Option<(&'static str, Option<Duration>)>,
    /// Names and values.
    pub tags: &'static [(&'static str, &'static str)],
}

impl WorkflowSettings {
    /// What AWS does where nothing is said.
    pub const DEFAULT: WorkflowSettings =
        WorkflowSettings { logging: None, is_traced: false, encryption: None, tags: &[] };
}

impl From<WorkflowSettings> for Settings {
    fn from(settings: WorkflowSettings) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Settings {
            logging: settings.logging,
            is_traced: settings.is_traced,
            encryption: settings
                .encryption
                .map(|(key, data_key_reuse)| Encryption { kms_key: key.to_owned(), data_key_reuse }),
            tags: settings.tags.iter().map(owned).collect(),
        }
    }
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
/// Where `value` is not a `T`, or holds an integer that JSONata does not hold exactly.
pub fn parameter<T: DeserializeOwned>(value: Value, prefix: Option<&str>) -> Result<T, InputError> {
    let place = |inner: &str| match (prefix, inner) {
        (Some(prefix), ".") => prefix.to_owned(),
        (Some(prefix), inner) if inner.starts_with('[') => format!("{prefix}{inner}"),
        (Some(prefix), inner) => format!("{prefix}.{inner}"),
        (None, inner) => inner.to_owned(),
    };
    if let Some((path, number)) = inexact(&value) {
        let path = place(if path.is_empty() { "." } else { path.trim_start_matches('.') });
        let message = format!("the integer {number} is beyond 2^53 - 1, and JSONata does not hold it exactly");
        return Err(InputError { path, message });
    }
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = place(&error.path().to_string());
        InputError { path, message: error.into_inner().to_string() }
    })
}

/// The first integer that a float does not hold exactly, and where it is.
fn inexact(value: &Value) -> Option<(String, &serde_json::Number)> {
    let within = |step: String, value| inexact(value).map(|(path, number)| (step + &path, number));
    match value {
        Value::Number(number) => {
            let size = number.as_u64().or_else(|| number.as_i64().map(i64::unsigned_abs));
            (size? > EXACT.unsigned_abs()).then(|| (String::new(), number))
        }
        Value::Array(items) => items.iter().enumerate().find_map(|(i, item)| within(format!("[{i}]"), item)),
        Value::Object(fields) => fields.iter().find_map(|(name, field)| within(format!(".{name}"), field)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn path<T: DeserializeOwned>(value: Value, prefix: Option<&str>) -> Option<String> {
        parameter::<T>(value, prefix).err().map(|error| error.path)
    }

    #[test]
    fn integers_that_jsonata_does_not_hold_are_no_input() {
        assert_eq!(path::<u64>(json!(9_007_199_254_740_991_u64), None), None);
        assert_eq!(path::<u64>(json!(9_007_199_254_740_992_u64), None).as_deref(), Some("."));
        assert_eq!(path::<i64>(json!(i64::MIN), Some("n")).as_deref(), Some("n"));
        assert_eq!(path::<f64>(json!(1e300), None), None);
        let nested = json!({"items": [{"id": 1}, {"id": u64::MAX}]});
        assert_eq!(path::<Value>(nested.clone(), None).as_deref(), Some("items[1].id"));
        assert_eq!(path::<Value>(nested, Some("order")).as_deref(), Some("order.items[1].id"));
        assert_eq!(path::<Vec<i64>>(json!([1, i64::MAX]), Some("list")).as_deref(), Some("list[1]"));
    }
}
