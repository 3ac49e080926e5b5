//! Native runs as cases: each is run again as its exported definition in this project's interpreter, and written to a
//! file, which `tests/interop/run_cases.py` runs in an interpreter that this project did not write.

use crate::interpreted::{self, Case, Causes};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use std::{env, fs, io};
use workflow_runtime::testing::{InterpretedExecution, TestExecution};
use workflow_runtime::{Event, EventKind, Failure, Workflow, definition};

/// Makes a run of `W` in a test and the export of `W` the case `name`: the export does the same in the interpreter, and
/// the case is written to `target/interop/NAME.json`.
///
/// `input` is the execution's input document: the parameter itself where the workflow has one, an object by parameter
/// name where it has several.
///
/// # Errors
///
/// Where the interpreter does not do the same, or the file cannot be written.
pub async fn prove_case<W: Workflow>(name: &str, input: &Value, test: &TestExecution<W>) -> io::Result<PathBuf> {
    prove_case_with(name, input, test, &[]).await
}

/// The same for a workflow that starts executions of others, whose names and definitions are given.
///
/// # Errors
///
/// As [`prove_case`].
pub async fn prove_case_with<W: Workflow>(
    name: &str,
    input: &Value,
    test: &TestExecution<W>,
    children: &[(&str, Value)],
) -> io::Result<PathBuf> {
    let folder = target().join("interop");
    fs::create_dir_all(&folder)?;
    let file = folder.join(format!("{name}.json"));
    let case = case(input, test, children);
    fs::write(&file, format!("{:#}\n", written(name, &case)))?;
    let mut differences = interpreted::differences(&case, Causes::AsRecorded).await;
    if case.function_failed() && !SHOW_CAUSES.contains(&W::INFO.name) {
        differences.extend(interpreted::differences(&case, Causes::OfFunctions).await);
    }
    if differences.is_empty() {
        return Ok(file);
    }
    let problem = format!("{name}, {input}: the interpreter differs\n  {}", differences.join("\n  "));
    Err(io::Error::other(problem))
}

/// The workflows whose results hold the text of a cause, which on AWS is a Lambda function's response.
const SHOW_CAUSES: [&str; 3] = ["any_handled", "asked", "takes_all"];

/// Compares a run of the export with the Rust tasks and the stubs of the test with the native run. One that draws by
/// chance, or shows causes, does something else each time, or on each side.
///
/// # Errors
///
/// Where it ended otherwise, or entered other states.
pub fn prove_with_tasks<W: Workflow>(
    name: &str,
    test: &TestExecution<W>,
    execution: &InterpretedExecution,
    children: &[(&str, Value)],
) -> io::Result<()> {
    let case = case(&Value::Null, test, children);
    if !case.drawn.is_empty() || SHOW_CAUSES.contains(&W::INFO.name) {
        return Ok(());
    }
    let differences = interpreted::differences_with_tasks(&case, execution);
    if differences.is_empty() {
        return Ok(());
    }
    Err(io::Error::other(format!("{name}, with its tasks: the interpreter differs\n  {}", differences.join("\n  "))))
}

/// A run in a test as a case.
fn case<W: Workflow>(input: &Value, test: &TestExecution<W>, children: &[(&str, Value)]) -> Case {
    let definition = with_activities(definition::<W>().to_value());
    let machines: Vec<&Value> = std::iter::once(&definition).chain(children.iter().map(|(_, child)| child)).collect();
    let is_ordered = test.events().iter().all(|event| is_alone(event, &machines));
    let parts = |failure: Failure| (failure.error, failure.cause);
    let calls = test.calls().into_iter().map(|call| interpreted::Call {
        state: call.state,
        task: call.task,
        is_callback: waits_for_a_token(&machines, call.state),
        arguments: call.arguments,
        result: call.result.map(|result| result.map_err(parts)),
        duration: call.duration,
    });
    let drawn = test.events().iter().filter_map(|event| match &event.kind {
        EventKind::ValueDrawn { function, value } => Some((*function, value.clone())),
        _ => None,
    });
    let end = test.result.as_ref().map(|output| json!(output)).map_err(|error| parts(error.failure()));
    let (id, start) = test.events().first().map(|event| (event.execution.clone(), event.time)).unwrap_or_default();
    Case {
        calls: calls.collect(),
        states: test.states(),
        is_ordered,
        siblings_were_cancelled: !is_ordered && a_branch_failed(test, &machines),
        drawn: drawn.collect(),
        end,
        execution: id,
        start,
        children: children.iter().cloned().map(|(name, child)| (name.to_owned(), child)).collect(),
        input: input.clone(),
        definition,
    }
}

/// A definition with an ARN for each activity, as it is deployed: no Resource is a substitution where it runs.
fn with_activities(definition: Value) -> Value {
    match definition {
        Value::String(text) => match text.strip_prefix("${").and_then(|text| text.strip_suffix("ActivityArn}")) {
            Some(name) => Value::String(format!("arn:aws:states:us-east-1:123456789012:activity:{name}")),
            None => Value::String(text),
        },
        Value::Array(items) => items.into_iter().map(with_activities).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, with_activities(value))).collect(),
        other => other,
    }
}

/// A case as its file holds it.
fn written(name: &str, case: &Case) -> Value {
    let drawn = case.drawn.iter().map(|(function, value)| json!({ "function": function, "value": value }));
    let expected = match &case.end {
        Ok(output) => json!({ "output": output }),
        Err((error, cause)) => json!({ "error": error, "cause": cause }),
    };
    json!({
        "name": name,
        "definition": case.definition,
        "input": case.input,
        "drawn": drawn.collect::<Vec<_>>(),
        "calls": case.calls.iter().map(call).collect::<Vec<_>>(),
        "states": case.states,
        "ordered": case.is_ordered,
        "cancelled_siblings": case.siblings_were_cancelled,
        "expected": expected,
        "children": case.children,
    })
}

fn call(call: &interpreted::Call) -> Value {
    let mut document = Map::new();
    document.insert("state".into(), json!(call.state));
    document.insert("task".into(), json!(call.task));
    document.insert("arguments".into(), call.arguments.clone());
    document.insert("callback".into(), json!(call.is_callback));
    match &call.result {
        Some(Ok(output)) => document.insert("result".into(), output.clone()),
        Some(Err((error, cause))) => document.insert("failure".into(), json!({ "Error": error, "Cause": cause })),
        None => None,
    };
    Value::Object(document)
}

/// Whether a branch or iteration may have ended others: an attempt in it failed for good or never ended, or it came to
/// a Fail state.
fn a_branch_failed<W: Workflow>(test: &TestExecution<W>, machines: &[&Value]) -> bool {
    let inner = || test.events().iter().filter(|event| !is_alone(event, machines));
    let of_kind = |is: fn(&EventKind) -> bool| inner().filter(|event| is(&event.kind)).count();
    let started = of_kind(|kind| matches!(kind, EventKind::TaskAttemptStarted { .. }));
    let succeeded = of_kind(|kind| matches!(kind, EventKind::TaskAttemptSucceeded { .. }));
    let tried_again = of_kind(|kind| matches!(kind, EventKind::RetryScheduled { .. }));
    let failed = inner().any(|event| match event.kind {
        EventKind::StateEntered { state } => kind_of(machines, state) == Some("Fail"),
        _ => false,
    });
    failed || started > succeeded + tried_again
}

/// Whether nothing runs beside an event: it is of the execution itself or of one that it started and waits for.
fn is_alone(event: &Event, machines: &[&Value]) -> bool {
    event.scope.segments().iter().all(|segment| kind_of(machines, segment.state) == Some("Task"))
}

fn waits_for_a_token(machines: &[&Value], state: &str) -> bool {
    let resource = find(machines, state).and_then(|state| state.get("Resource")).and_then(Value::as_str);
    resource.is_some_and(|resource| resource.ends_with(".waitForTaskToken"))
}

fn kind_of<'m>(machines: &[&'m Value], state: &str) -> Option<&'m str> {
    find(machines, state)?.get("Type")?.as_str()
}

fn find<'m>(machines: &[&'m Value], state: &str) -> Option<&'m Value> {
    machines.iter().find_map(|machine| find_state(machine, state))
}

/// The state of a name, at any depth.
fn find_state<'m>(machine: &'m Value, name: &str) -> Option<&'m Value> {
    let states = machine.get("States")?.as_object()?;
    states
        .get(name)
        .or_else(|| states.values().find_map(|state| nested(state).find_map(|machine| find_state(machine, name))))
}

/// The machines inside a state.
pub(crate) fn nested(state: &Value) -> impl Iterator<Item = &Value> {
    let branches = state.get("Branches").and_then(Value::as_array).into_iter().flatten();
    branches.chain(state.get("ItemProcessor"))
}

/// The workspace's target folder.
fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(target) => PathBuf::from(target),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"),
    }
}
