//! What is counted from a definition is what the history of its execution has: the interpreter's, which tests compare with
//! AWS's own.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "what is not there fails the test")]

use serde_json::{Value, json};
use std::sync::Arc;
use workflow_asl::{ExecutionType, StateMachine};
use workflow_deploy::cost::{Assumptions, End, Usage, cost};
use workflow_deploy::{Machine, Settings};
use workflow_engine::clock::{Clock, SkippingClock};
use workflow_engine::{Engine, EngineOptions, ExecutionIdentity, Failure, Program, RustTasks, StartExecution, Targets};

/// A Task that calls a function with a payload.
fn task(function: &str, payload: &str, more: Value) -> Value {
    let mut state = json!({
        "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
        "Arguments": {"FunctionName": function, "Payload": payload},
    });
    state.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    state
}

fn tasks() -> RustTasks {
    RustTasks::new()
        .with("fine", async |input: Value| Ok(input))
        .with("fails", async |_| Err(Failure::new("Boom", "")))
        .with("fails-at-3", async |input: Value| if input == 3 { Err(Failure::new("Boom", "")) } else { Ok(input) })
}

/// The events of an execution, and the transitions that AWS bills: states entered, and retries.
async fn run(definition: &Value) -> (u64, u64) {
    let clock = SkippingClock::starting_at(jiff::Timestamp::UNIX_EPOCH);
    let targets = Targets::new().with(tasks());
    let engine =
        Engine::new(EngineOptions { targets, clock: Clock::Skipping(Arc::clone(&clock)), ..Default::default() });
    let execution = engine.start(StartExecution {
        program: Arc::new(Program::from_json(&definition.to_string()).expect("the definition is valid")),
        input: json!({}).into(),
        identity: ExecutionIdentity::default(),
        execution_type: ExecutionType::Standard,
        is_synchronous: false,
    });
    Arc::clone(&clock).drive(execution.ended()).await;
    let events = execution.history().unwrap().events();
    let count = |what: fn(&str) -> bool| events.iter().filter(|event| what(&event.event.type_name())).count() as u64;
    let entered = count(|name| name.ends_with("StateEntered"));
    let task_states = count(|name| name == "TaskStateEntered");
    let attempts = count(|name| name == "TaskScheduled");
    (events.len() as u64, entered + attempts - task_states)
}

/// Runs the definition, and compares with the ways to `end`: the dearest, or else the cheapest.
async fn compare(states: Value, end: &str, assumptions: &Assumptions) {
    let start = states.as_object().unwrap().keys().next().unwrap().clone();
    let definition = json!({"QueryLanguage": "JSONata", "StartAt": start, "States": states});
    let (events, transitions) = run(&definition).await;
    let machine = Machine {
        name: "m".to_owned(),
        definition: StateMachine::from_json(&definition.to_string()).unwrap(),
        execution_type: ExecutionType::Standard,
        settings: Settings::default(),
    };
    let cost = cost(&machine, assumptions).unwrap();
    let is_meant = |found: &End| match found {
        End::Succeeded { state } => state == end,
        End::Failed { state, error } => {
            end.strip_prefix('!').is_some_and(|wanted| state == wanted || error.as_deref() == Some(wanted))
        }
    };
    let ending = cost.ends.iter().find(|ending| is_meant(&ending.end)).expect("there is such an end");
    let counted = |usage: &Usage| (usage.events, usage.transitions);
    let found = [counted(&ending.dearest.usage), counted(&ending.cheapest.usage)];
    assert!(found.contains(&(events, transitions)), "{end}: ran {:?}, counted {found:?}", (events, transitions));
}

fn assumed(items: u64, loops: u64, retries: u64) -> Assumptions {
    Assumptions { items, loops, retries, ..Assumptions::default() }
}

#[tokio::test]
async fn states_in_a_row() {
    let states = json!({
        "A": {"Type": "Pass", "Next": "B"},
        "B": {"Type": "Choice", "Choices": [{"Condition": "{% true %}", "Next": "C"}], "Default": "F"},
        "C": {"Type": "Wait", "Seconds": 3, "Next": "D"},
        "D": task("fine", "{% 1 %}", json!({"Next": "E"})),
        "E": {"Type": "Succeed"},
        "F": {"Type": "Fail", "Error": "E"},
    });
    compare(states.clone(), "E", &assumed(1, 1, 0)).await;
    let mut failing = states;
    failing["B"]["Choices"][0]["Condition"] = json!("{% false %}");
    compare(failing, "!E", &assumed(1, 1, 0)).await;
}

#[tokio::test]
async fn no_choice_that_matches() {
    let states = json!({
        "B": {"Type": "Choice", "Choices": [{"Condition": "{% false %}", "Next": "C"}]},
        "C": {"Type": "Succeed"},
    });
    compare(states, "!B", &assumed(1, 1, 0)).await;
}

#[tokio::test]
async fn tasks_that_fail() {
    let retry = json!([{"ErrorEquals": ["Boom"], "MaxAttempts": 2}]);
    compare(json!({"A": task("fails", "", json!({"End": true}))}), "!A", &assumed(1, 1, 0)).await;
    compare(json!({"A": task("fails", "", json!({"Retry": retry, "End": true}))}), "!A", &assumed(1, 1, 2)).await;
    let caught = json!({
        "A": task("fails", "", json!({
            "Retry": retry, "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "C"}], "Next": "B"
        })),
        "B": {"Type": "Pass", "End": true},
        "C": {"Type": "Succeed"},
    });
    compare(caught, "C", &assumed(1, 1, 2)).await;
}

fn parallel(second: Value, more: Value) -> Value {
    let mut state = json!({"Type": "Parallel", "Branches": [
        {"StartAt": "P", "States": {"P": {"Type": "Pass", "Next": "Q"}, "Q": {"Type": "Succeed"}}},
        {"StartAt": "R", "States": {"R": second}},
    ]});
    state.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    state
}

#[tokio::test]
async fn branches() {
    let fine = task("fine", "", json!({"End": true}));
    compare(json!({"A": parallel(fine, json!({"End": true}))}), "A", &assumed(1, 1, 0)).await;
    let fails = task("fails", "", json!({"End": true}));
    compare(json!({"A": parallel(fails.clone(), json!({"End": true}))}), "!R", &assumed(1, 1, 0)).await;
    let caught = json!({
        "A": parallel(fails, json!({"Catch": [{"ErrorEquals": ["Boom"], "Next": "C"}], "Next": "B"})),
        "B": {"Type": "Pass", "End": true},
        "C": {"Type": "Pass", "End": true},
    });
    compare(caught, "C", &assumed(1, 1, 0)).await;
    let inner = nested("S", task("fails", "", json!({"End": true})));
    compare(json!({"A": nested("B", inner)}), "!S", &assumed(1, 1, 0)).await;
    let inner = map(json!([3]), "fails-at-3", json!({"End": true}));
    compare(json!({"A": nested("B", inner)}), "!I", &assumed(1, 1, 0)).await;
    let failing = json!({"Type": "Fail", "Error": "Boom"});
    compare(json!({"A": parallel(failing, json!({"End": true}))}), "!Boom", &assumed(1, 1, 0)).await;
}

/// A Parallel of one branch, of one state.
fn nested(name: &str, state: Value) -> Value {
    json!({"Type": "Parallel", "Branches": [{"StartAt": name, "States": {name: state}}], "End": true})
}

fn map(items: Value, function: &str, more: Value) -> Value {
    let inner = task(function, "{% $states.input %}", json!({"End": true}));
    let mut state = json!({
        "Type": "Map", "Items": items, "MaxConcurrency": 1, "ItemProcessor": {"StartAt": "I", "States": {"I": inner}},
    });
    state.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    state
}

#[tokio::test]
async fn iterations() {
    let end = || json!({"End": true});
    compare(json!({"A": map(json!([1, 2, 3, 4]), "fine", end())}), "A", &assumed(1, 1, 0)).await;
    compare(json!({"A": map(json!("{% [1, 2, 3] %}"), "fine", end())}), "A", &assumed(3, 1, 0)).await;
    compare(json!({"A": map(json!([]), "fine", end())}), "A", &assumed(3, 1, 0)).await;
    compare(json!({"A": map(json!([1, 2, 3]), "fails-at-3", end())}), "!I", &assumed(1, 1, 0)).await;
    let caught = json!({
        "A": map(json!([1, 2, 3]), "fails-at-3", json!({"Catch": [{"ErrorEquals": ["States.ALL"], "Next": "C"}], "Next": "C"})),
        "C": {"Type": "Succeed"},
    });
    compare(caught, "C", &assumed(1, 1, 0)).await;
}

/// A loop of `rounds` rounds, of which each has a task and a loop of its own.
fn looping(rounds: u64) -> Value {
    let more = |name: &str| format!("{{% ${name} < {rounds} %}}");
    let add = |name: &str| json!({ name: format!("{{% ${name} + 1 %}}") });
    json!({
        "Start": {"Type": "Pass", "Assign": {"i": 0}, "Next": "Outer"},
        "Outer": {
            "Type": "Choice", "Default": "Done",
            "Choices": [{"Condition": more("i"), "Assign": {"j": 0}, "Next": "Inner"}],
        },
        "Inner": {
            "Type": "Choice", "Default": "Work",
            "Choices": [{"Condition": more("j"), "Assign": add("j"), "Next": "Small"}],
        },
        "Small": {"Type": "Pass", "Next": "Inner"},
        "Work": task("fine", "", json!({"Assign": add("i"), "Next": "Outer"})),
        "Done": {"Type": "Succeed"},
    })
}

#[tokio::test]
async fn loops_within_loops() {
    for rounds in [0, 1, 4] {
        compare(looping(rounds), "Done", &assumed(1, rounds, 0)).await;
    }
}
