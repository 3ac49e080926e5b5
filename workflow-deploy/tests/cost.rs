//! Costs of definitions: which ends there are, what is assumed, and what is said of it.

#![expect(clippy::unwrap_used, reason = "what is not there fails the test")]

use serde_json::{Value, json};
use std::time::Duration;
use workflow_asl::{ExecutionType, StateMachine};
use workflow_deploy::cost::{Assumptions, Cost, CostError, Durations, Ending, Express, cost};
use workflow_deploy::{Machine, Settings};

fn machine(states: Value) -> Machine {
    let start = states.as_object().unwrap().keys().next().unwrap().clone();
    let definition = json!({"QueryLanguage": "JSONata", "StartAt": start, "States": states});
    Machine {
        name: "shop".to_owned(),
        definition: StateMachine::from_json(&definition.to_string()).unwrap(),
        execution_type: ExecutionType::Standard,
        settings: Settings::default(),
    }
}

fn task(function: &str, next: &str) -> Value {
    json!({
        "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": next,
        "Arguments": {"FunctionName": function, "Payload": "{% $states.input %}"},
    })
}

fn wait(seconds: u64) -> Value {
    json!({"Type": "Wait", "Seconds": seconds, "End": true})
}

fn choice(next: &str, default: &str) -> Value {
    json!({"Type": "Choice", "Choices": [{"Condition": "{% true %}", "Next": next}], "Default": default})
}

fn of(states: Value) -> Cost {
    cost(&machine(states), &Assumptions::default()).unwrap()
}

fn end<'c>(cost: &'c Cost, state: &str) -> &'c Ending {
    cost.ends.iter().find(|ending| ending.end.state() == state).unwrap()
}

#[test]
fn ten_states_a_million_times_are_250_dollars() {
    let state = |i: usize| json!({"Type": "Pass", "Next": format!("S{}", i + 1)});
    let mut states: serde_json::Map<String, Value> = (1..10).map(|i| (format!("S{i}"), state(i))).collect();
    states.insert("S10".to_owned(), json!({"Type": "Succeed"}));
    let cost = of(states.into());
    let [ending] = &cost.ends[..] else { panic!("{cost:?}") };
    assert_eq!((ending.ways, ending.dearest.usage.transitions, ending.dearest.usage.events), (1, 10, 22));
    assert_eq!(ending.dearest.standard.to_string(), "$250.00");
    assert_eq!(ending.dearest.free.to_string(), "$0.10");
    assert_eq!(ending.dearest.cheaper(), Some(ExecutionType::Express));
}

#[test]
fn a_minute_in_512_mb_a_million_times_is_501_dollars() {
    let cost =
        cost(&machine(json!({"A": wait(60)})), &Assumptions { memory_mb: 512, ..Assumptions::default() }).unwrap();
    let Express::Price { tiered, first_tier } = &cost.ends[0].dearest.express else { panic!("{cost:?}") };
    assert_eq!((first_tier.to_string(), tiered.to_string()), ("$501.00".to_owned(), "$235.73".to_owned()));
    // One transition costs $25.00: it would have to be ten.
    assert_eq!(cost.ends[0].dearest.cheaper(), Some(ExecutionType::Standard));
    assert_eq!(cost.ends[0].dearest.break_even_transitions, Some(10));
}

#[test]
fn each_end_has_its_paths() {
    let cost = of(json!({
        "Check": choice("Charge", "Refuse"),
        "Charge": task("charge", "Check2"),
        "Check2": choice("Ship", "Done"),
        "Ship": task("ship", "Done"),
        "Done": {"Type": "Succeed"},
        "Refuse": {"Type": "Fail", "Error": "Refused"},
    }));
    let done = end(&cost, "Done");
    assert_eq!(done.ways, 2);
    assert_eq!(done.cheapest.states, ["Check", "Charge", "Check2", "Done"]);
    assert_eq!(done.dearest.states, ["Check", "Charge", "Check2", "Ship", "Done"]);
    assert_eq!((done.cheapest.usage.transitions, done.dearest.usage.transitions), (4, 5));
    assert!(cost.ends[0].end.is_success());
    let failing: Vec<&str> = cost.ends[1..].iter().map(|ending| ending.end.state()).collect();
    assert_eq!(failing, ["Charge", "Refuse", "Ship"]);
}

#[test]
fn durations_are_declared_for_functions_and_states() {
    let states = json!({
        "Charge": task("charge", "Again"),
        "Again": task("charge", "Rest"),
        "Rest": {"Type": "Wait", "Seconds": "{% 1 %}", "End": true},
    });
    let with = |durations: Value| {
        let durations = Durations::from_json(&durations).unwrap();
        cost(&machine(states.clone()), &Assumptions { durations, ..Assumptions::default() }).unwrap()
    };
    let unknown = with(json!({"charge": 1}));
    let path = &end(&unknown, "Rest").dearest;
    assert_eq!(path.usage.unknown.iter().collect::<Vec<_>>(), ["Rest"]);
    assert_eq!((path.cheaper(), &path.express), (None, &Express::Unknown));
    assert!(path.break_even.is_some());
    let known = with(json!({"charge": 1, "Again": 2, "Rest": 3}));
    assert_eq!(end(&known, "Rest").dearest.usage.whole_duration(), Some(Duration::from_secs(6)));
    let long = with(json!({"charge": 1, "Again": 2, "Rest": 299}));
    assert_eq!(end(&long, "Rest").dearest.express, Express::TooLong);
    assert!(long.warnings.iter().any(|warning| warning.contains("302 s")), "{:?}", long.warnings);
}

#[test]
fn branches_last_as_long_as_the_longest_and_iterations_as_their_rounds() {
    let branch = |seconds| json!({"StartAt": format!("W{seconds}"), "States": {format!("W{seconds}"): wait(seconds)}});
    let parallel = of(json!({"P": {"Type": "Parallel", "Branches": [branch(2), branch(5)], "End": true}}));
    assert_eq!(parallel.ends[0].dearest.usage.duration, Duration::from_secs(5));
    let map = |count: usize, concurrency: u64| {
        let cost = of(json!({"M": {
            "Type": "Map", "Items": vec![0; count], "MaxConcurrency": concurrency, "ItemProcessor": branch(2), "End": true,
        }}));
        cost.ends[0].dearest.usage.duration.as_secs()
    };
    assert_eq!([map(5, 2), map(40, 0), map(41, 0), map(41, 1), map(0, 1)], [6, 2, 4, 82, 0]);
}

#[test]
fn retries_are_transitions_and_take_their_time() {
    let mut charge = task("charge", "Done");
    charge["Retry"] = json!([{"ErrorEquals": ["Busy"], "IntervalSeconds": 2, "MaxAttempts": 2}]);
    let states = json!({"Charge": charge, "Done": {"Type": "Succeed"}});
    let durations = Durations::from_json(&json!({"charge": 1})).unwrap();
    let with = |retries| {
        let assumed = Assumptions { retries, durations: durations.clone(), ..Assumptions::default() };
        end(&cost(&machine(states.clone()), &assumed).unwrap(), "Done").dearest.usage.clone()
    };
    let (none, two) = (with(0), with(2));
    assert_eq!((none.transitions, none.events, none.duration), (2, 9, Duration::from_secs(1)));
    assert_eq!((two.transitions, two.events, two.duration), (4, 15, Duration::from_secs(3 + 2 + 4)));
    // Not more often than it may be.
    assert_eq!(with(9), two);
}

#[test]
fn many_ways_are_counted_without_going_them() {
    let states = (0..60).flat_map(|i| {
        let (here, there) = (format!("C{i}"), format!("C{}", i + 1));
        [(here, choice(&format!("P{i}"), &there)), (format!("P{i}"), json!({"Type": "Pass", "Next": there}))]
    });
    let states: serde_json::Map<String, Value> =
        states.chain([("C60".to_owned(), json!({"Type": "Succeed"}))]).collect();
    let cost = of(states.into());
    let ending = end(&cost, "C60");
    assert_eq!(ending.ways, 1 << 60);
    assert_eq!((ending.cheapest.usage.transitions, ending.dearest.usage.transitions), (61, 121));
    assert!((75..107).contains(&ending.typical.usage.transitions), "{}", ending.typical.usage.transitions);
}

#[test]
fn many_thousand_states_in_a_row_are_no_trouble() {
    let state = |i: usize| (format!("S{i}"), json!({"Type": "Pass", "Next": format!("S{}", i + 1)}));
    let states = (0..20_000).map(state).chain([("S20000".to_owned(), json!({"Type": "Succeed"}))]);
    let cost = of(Value::Object(states.collect()));
    assert_eq!(cost.ends[0].dearest.usage.transitions, 20_001);
    assert!(cost.warnings[0].contains("40004 events"), "{:?}", cost.warnings);
}

#[test]
fn catchers_take_what_they_name() {
    let parallel = |errors: Value| {
        let failing = json!({"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "Boom"}}});
        let cost = of(json!({
            "P": {"Type": "Parallel", "Branches": [failing], "Catch": [{"ErrorEquals": errors, "Next": "C"}], "End": true},
            "C": {"Type": "Succeed"},
        }));
        cost.ends.iter().map(|ending| ending.end.state().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(parallel(json!(["Boom"])), ["C"]);
    assert_eq!(parallel(json!(["States.ALL"])), ["C"]);
    assert_eq!(parallel(json!(["States.TaskFailed"])), ["C"]);
    assert_eq!(parallel(json!(["Other"])), ["F"]);
}

#[test]
fn what_cannot_be_counted_is_refused() {
    let two = json!({
        "A": choice("B", "C"),
        "B": {"Type": "Pass", "Next": "C"},
        "C": choice("B", "D"),
        "D": {"Type": "Succeed"},
    });
    let refused = |states| cost(&machine(states), &Assumptions::default()).unwrap_err();
    assert!(matches!(refused(two), CostError::EnteredTwice { .. }));
    let distributed = json!({"M": {
        "Type": "Map", "End": true,
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
            "StartAt": "I", "States": {"I": {"Type": "Succeed"}},
        },
    }});
    assert_eq!(refused(distributed), CostError::DistributedMap { state: "M".to_owned() });
}

#[test]
fn a_loop_without_an_end_has_no_end() {
    let cost = of(json!({"A": choice("B", "A"), "B": {"Type": "Pass", "Next": "A"}}));
    assert_eq!(cost.ends, []);
}

#[test]
fn limits_that_are_near_are_told() {
    let items = |count: usize| {
        let inner = json!({"StartAt": "I", "States": {"I": {"Type": "Pass", "End": true}}});
        of(json!({"M": {"Type": "Map", "Items": vec![0; count], "ItemProcessor": inner, "End": true}})).warnings
    };
    assert_eq!(items(4_900), [] as [String; 0]);
    assert!(items(5_000)[0].ends_with("it is near that"), "{:?}", items(5_000));
    assert!(items(6_249)[0].contains("25002 events") && items(6_249)[0].contains("fails"), "{:?}", items(6_249));
    let child = json!({"A": {
        "Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2", "End": true,
        "Arguments": {"StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:m"},
    }});
    let cost = of(child);
    assert!(cost.warnings[0].contains("`A` starts an execution"), "{:?}", cost.warnings);
    assert!(matches!(cost.ends[0].dearest.express, Express::Refused(_)));
}

#[test]
fn people_read_a_table() {
    let durations = Durations::from_json(&json!({"charge": 1.5})).unwrap();
    let states = json!({
        "Check": choice("Charge", "Refuse"),
        "Charge": task("charge", "Check2"),
        "Check2": choice("Ship", "Done"),
        "Ship": task("ship", "Done"),
        "Done": {"Type": "Succeed"},
        "Refuse": {"Type": "Fail", "Error": "Refused"},
    });
    let machine = Machine { name: "fulfil".to_owned(), ..machine(states) };
    let text = cost(&machine, &Assumptions { durations, ..Assumptions::default() }).unwrap().to_string();
    let document = include_str!("../../docs/cost.md");
    assert!(document.contains(&format!("```text\n{text}```\n")), "docs/cost.md does not show this:\n{text}");
}

#[test]
fn programs_read_json() {
    let json = of(json!({"A": wait(1), })).to_json();
    assert_eq!(json["ends"][0]["dearest"]["standard"], "25.000000000");
    assert_eq!(json["ends"][0]["dearest"]["express"]["price"], "2.041666667");
    assert_eq!(json["ends"][0]["dearest"]["cheaper"], "EXPRESS");
    assert_eq!(json["type"], "STANDARD");
}
