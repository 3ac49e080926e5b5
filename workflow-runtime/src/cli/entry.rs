//! A workflow whose type is forgotten.

use super::stop::Stop;
use crate::{Failure, InputError, Runtime, Workflow, WorkflowInfo};
use serde_json::Value;
use std::any::TypeId;
use std::pin::Pin;
use workflow_asl::{Diagnostic, StateMachine};

pub(super) struct Entry {
    pub(super) id: TypeId,
    pub(super) info: WorkflowInfo,
    pub(super) default_input: Option<Box<dyn FnOnce() -> Value>>,
    define: fn() -> StateMachine,
    /// Reads the input.
    pub(super) prepare: fn(Value) -> Result<Prepared, InputError>,
}

/// A run that only wants a runtime.
pub(super) type Prepared = Box<dyn FnOnce(Runtime) -> Ending + Send>;

/// A run: its output as a JSON document, or why there is none.
pub(super) type Ending = Pin<Box<dyn Future<Output = Result<String, Failure>> + Send>>;

impl Entry {
    pub(super) fn of<W: Workflow>() -> Self {
        Entry {
            id: TypeId::of::<W>(),
            info: W::INFO,
            default_input: None,
            define: crate::definition::<W>,
            prepare: prepare::<W>,
        }
    }

    pub(super) fn definition(&self) -> StateMachine {
        (self.define)()
    }

    /// The first line of the workflow's documentation.
    pub(super) fn summary(&self) -> &'static str {
        self.info.comment.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default()
    }

    /// The definition's JSON, if AWS would accept it.
    pub(super) fn validated(&self) -> Result<String, Stop> {
        let definition = self.definition();
        let mut errors = workflow_asl::validate(&definition);
        errors.retain(Diagnostic::is_error);
        match errors.is_empty() {
            true => Ok(definition.to_json_pretty()),
            false => Err(Stop::invalid(self.info.name, &errors)),
        }
    }
}

fn prepare<W: Workflow>(input: Value) -> Result<Prepared, InputError> {
    if W::INFO.parameters.len() > 1 && !input.is_object() {
        let message = format!("expected an object with `{}`", W::INFO.parameters.join("`, `"));
        return Err(InputError { path: ".".to_owned(), message });
    }
    let args = W::from_input(input)?;
    Ok(Box::new(move |runtime| {
        Box::pin(async move {
            let execution = runtime.execute::<W>(args).await;
            let output = execution.result.map_err(|error| error.failure())?;
            serde_json::to_string_pretty(&output)
                .map_err(|error| Failure::new(Failure::RUNTIME, format!("the output is not JSON: {error}")))
        })
    }))
}
