//! Native runs as case files, which `tests/interop/run_cases.py` runs again in an interpreter that this project did not
//! write.

use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use std::{env, fs, io};
use workflow_runtime::testing::{RecordedCall, TestExecution};
use workflow_runtime::{Event, EventKind, Workflow, definition};

/// Writes a run of `W` in a test and the export of `W` as the case `name`: `target/interop/NAME.json`.
///
/// `input` is the execution's input document: the parameter itself where the workflow has one, an object by parameter
/// name where it has several.
///
/// # Errors
///
/// Where the file cannot be written.
pub fn write_case<W: Workflow>(name: &str, input: &Value, test: &TestExecution<W>) -> io::Result<PathBuf> {
    write_case_with(name, input, test, &[])
}

/// The same for a workflow that starts executions of others, whose names and definitions are given.
///
/// # Errors
///
/// Where the file cannot be written.
pub fn write_case_with<W: Workflow>(
    name: &str,
    input: &Value,
    test: &TestExecution<W>,
    children: &[(&str, Value)],
) -> io::Result<PathBuf> {
    let folder = target().join("interop");
    fs::create_dir_all(&folder)?;
    let file = folder.join(format!("{name}.json"));
    fs::write(&file, format!("{:#}\n", case(name, input, test, children)))?;
    Ok(file)
}

/// A run in a test as a case file holds it.
pub fn case<W: Workflow>(name: &str, input: &Value, test: &TestExecution<W>, children: &[(&str, Value)]) -> Value {
    let machine = definition::<W>().to_value();
    let machines: Vec<&Value> = std::iter::once(&machine).chain(children.iter().map(|(_, child)| child)).collect();
    let calls = test.calls();
    let ordered = test.events().iter().all(|event| is_alone(event, &machines));
    json!({
        "name": name,
        "definition": machine,
        "input": input,
        "drawn": test.events().iter().filter_map(drawn).collect::<Vec<_>>(),
        "calls": calls.iter().map(|call| recorded(call, &machines)).collect::<Vec<_>>(),
        "states": test.states(),
        "ordered": ordered,
        "cancelled_siblings": !ordered && a_branch_failed(test, &machines),
        "expected": expected(test),
        "children": children.iter().cloned().map(|(name, child)| (name.to_owned(), child)).collect::<Map<_, _>>(),
    })
}

/// What `now()` and its like gave.
fn drawn(event: &Event) -> Option<Value> {
    match &event.kind {
        EventKind::ValueDrawn { function, value } => Some(json!({ "function": function, "value": value })),
        _ => None,
    }
}

fn recorded(call: &RecordedCall, machines: &[&Value]) -> Value {
    let mut document = Map::new();
    document.insert("state".into(), json!(call.state));
    document.insert("task".into(), json!(call.task));
    document.insert("arguments".into(), call.arguments.clone());
    document.insert("callback".into(), json!(waits_for_a_token(machines, call.state)));
    match &call.result {
        Some(Ok(output)) => document.insert("result".into(), output.clone()),
        Some(Err(failure)) => {
            document.insert("failure".into(), json!({ "Error": failure.error, "Cause": failure.cause }))
        }
        None => None,
    };
    Value::Object(document)
}

fn expected<W: Workflow>(test: &TestExecution<W>) -> Value {
    match &test.result {
        Ok(output) => json!({ "output": output }),
        Err(error) => {
            let failure = error.failure();
            json!({ "error": failure.error, "cause": failure.cause })
        }
    }
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
    states.get(name).or_else(|| {
        states.values().find_map(|state| {
            let branches = state.get("Branches").and_then(Value::as_array).into_iter().flatten();
            branches.chain(state.get("ItemProcessor")).find_map(|machine| find_state(machine, name))
        })
    })
}

/// The workspace's target folder.
fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(target) => PathBuf::from(target),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"),
    }
}
