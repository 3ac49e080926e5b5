//! A workflow or an included definition whose type is forgotten.

use crate::exported::machine;
use crate::{
    ExecutionType, Failure, IncludedAsl, InputError, Runtime, SourceMap, Workflow, WorkflowInfo, WorkflowSettings,
};
use serde::Serialize;
use serde_json::Value;
use std::any::TypeId;
use std::pin::Pin;
use workflow_asl::{Diagnostic, StateMachine, state_at};
use workflow_cli::Stop;

pub(crate) struct Entry {
    pub(super) id: TypeId,
    pub(super) info: WorkflowInfo,
    pub(super) default_input: Option<Box<dyn FnOnce() -> Value>>,
    /// The input where none is given; none where one is needed.
    pub(super) without_input: Option<Value>,
    define: fn() -> StateMachine,
    /// The definition as it was written, if it was not made here.
    text: Option<&'static str>,
    pub(super) workflow: crate::exported::AnyWorkflow,
    /// The warnings about its definition.
    pub(super) lints: fn() -> Vec<Diagnostic>,
    /// Reads the input.
    pub(super) prepare: fn(Value) -> Result<Prepared, InputError>,
}

/// A run that only wants a runtime.
pub(super) type Prepared = Box<dyn FnOnce(Runtime) -> Ending + Send>;

/// A run: its output as a JSON document, or why there is none.
pub(super) type Ending = Pin<Box<dyn Future<Output = Result<String, Failure>> + Send>>;

impl Entry {
    pub(crate) fn of<W: Workflow>() -> Self {
        Entry {
            id: TypeId::of::<W>(),
            info: W::INFO,
            default_input: None,
            without_input: W::INFO.parameters.is_empty().then_some(Value::Null),
            define: crate::definition::<W>,
            text: None,
            workflow: crate::exported::AnyWorkflow::of::<W>(),
            lints: crate::lints::<W>,
            prepare: prepare::<W>,
        }
    }

    pub(crate) fn of_included<I: IncludedAsl>() -> Self {
        Entry {
            id: TypeId::of::<I>(),
            info: WorkflowInfo {
                name: I::NAME,
                comment: I::COMMENT,
                parameters: &[],
                allow: &[],
                execution_type: ExecutionType::Standard,
                settings: WorkflowSettings::DEFAULT,
                source_map: SourceMap::EMPTY,
            },
            default_input: None,
            // As an execution that is started without an input has it.
            without_input: Some(Value::Object(serde_json::Map::new())),
            define: machine::<I>,
            text: Some(I::DEFINITION),
            workflow: crate::exported::AnyWorkflow::of_included::<I>(),
            lints: || crate::lint::of(&machine::<I>(), ExecutionType::Standard, &[]),
            prepare: prepare_included::<I>,
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
        let mut errors = workflow_asl::validate_template(&definition, self.info.execution_type);
        errors.retain(Diagnostic::is_error);
        match errors.is_empty() {
            true => Ok(self.text.map_or_else(|| definition.to_json_pretty(), str::to_owned)),
            false => {
                let errors: Vec<String> = errors.iter().map(|error| self.located(error)).collect();
                Err(Stop::invalid(self.info.name, &errors))
            }
        }
    }

    /// A finding with the place of its state in the source, if it has one: `... at /States/Charge at src/main.rs:42`.
    pub(super) fn located(&self, finding: &Diagnostic) -> String {
        let state = state_at(&finding.pointer);
        match state.and_then(|state| self.info.source_map.find(&state)) {
            Some(place) => format!("{finding} at {place}"),
            None => finding.to_string(),
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
            written(&output)
        })
    }))
}

fn prepare_included<I: IncludedAsl>(input: Value) -> Result<Prepared, InputError> {
    Ok(Box::new(move |runtime| Box::pin(async move { written(&I::run(&runtime, input).await?) })))
}

fn written(output: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string_pretty(output)
        .map_err(|error| Failure::new(Failure::RUNTIME, format!("the output is not JSON: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{App, Streams};
    use crate::fixture::{Trying, echo};
    use std::process::ExitCode;
    use tempfile::tempdir;

    /// An app whose definition AWS would not accept.
    fn app() -> App {
        let mut app = App::new();
        let entry = Entry::of::<Trying<echo>>();
        app.entries.push(Entry {
            define: StateMachine::default,
            default_input: Some(Box::new(|| Value::from("echo"))),
            ..entry
        });
        app
    }

    fn run(args: &[&str], directory: &std::path::Path) -> (ExitCode, String) {
        let err = tempfile::NamedTempFile::new().unwrap();
        let streams = Streams::new(std::io::empty(), std::io::sink(), err.reopen().unwrap()).directory(directory);
        let code = app().run_with(["shop"].iter().chain(args), streams);
        (code, std::fs::read_to_string(err.path()).unwrap())
    }

    #[test]
    fn a_definition_with_errors_is_written_nowhere() {
        let directory = tempdir().unwrap();
        for args in [&["export"] as &[_], &["export", "--out", "trying.json"], &["run", "--asl", "trying.json"]] {
            let (code, err) = run(args, directory.path());
            assert_eq!(code, ExitCode::from(1), "{err}");
            assert!(err.starts_with("error: the definition of `trying` is not valid:\n  "), "{err}");
            assert_eq!(std::fs::read_dir(&directory).unwrap().count(), 0);
        }
    }

    #[test]
    fn a_definition_with_errors_that_nobody_asked_for_is_a_warning() {
        let directory = tempdir().unwrap();
        let (code, err) = run(&["run"], directory.path());
        assert_eq!(code, ExitCode::SUCCESS, "{err}");
        assert!(err.starts_with("warning: the definition is not valid and was not written; `export` says why\n"));
        assert_eq!(std::fs::read_dir(&directory).unwrap().count(), 0);
    }
}
