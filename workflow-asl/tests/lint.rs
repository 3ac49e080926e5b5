//! One definition per lint that has it, and one that is close and has not.

#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};
use workflow_asl::{Code, Severity, StateMachine, lint, validate};

/// The codes and pointers of what is found in a valid machine.
fn found(definition: &Value) -> Vec<(Code, String)> {
    let machine = StateMachine::from_json(&definition.to_string()).unwrap();
    assert!(validate(&machine).iter().all(|problem| !problem.is_error()), "{:?}", validate(&machine));
    let found = lint(&machine);
    assert!(found.iter().all(|warning| warning.severity == Severity::Warning));
    found.into_iter().map(|warning| (warning.code, warning.pointer)).collect()
}

fn single(state: Value) -> Value {
    json!({"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": state}})
}

fn task(resource: &str, fields: Value) -> Value {
    let mut state = json!({"Type": "Task", "Resource": resource, "End": true});
    state.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    state
}

fn lambda(fields: Value) -> Value {
    task("arn:aws:states:::lambda:invoke", fields)
}

fn map(fields: Value, states: Value) -> Value {
    let mut state = json!({"Type": "Map", "ItemProcessor": {"StartAt": "I", "States": states}, "End": true});
    state.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    state
}

#[test]
fn callbacks_without_a_limit() {
    let callback = "arn:aws:states:::sqs:sendMessage.waitForTaskToken";
    let activity = "arn:aws:states:us-east-1:123456789012:activity:Ask";
    let expected = vec![(Code::CallbackWithoutTimeout, "/States/A".to_owned())];
    assert_eq!(found(&single(task(callback, json!({})))), expected);
    assert_eq!(found(&single(task(activity, json!({})))), expected);
    assert_eq!(found(&single(task(callback, json!({"TimeoutSeconds": 60})))), []);
    assert_eq!(found(&single(task(activity, json!({"HeartbeatSeconds": "{% 60 %}"})))), []);
    assert_eq!(found(&single(lambda(json!({})))), []);
    let by_path = task(callback, json!({"HeartbeatSecondsPath": "$.beat"}));
    assert_eq!(found(&json!({"StartAt": "A", "States": {"A": by_path}})), []);
}

#[test]
fn errors_that_are_already_taken() {
    let catcher = |names: Value| json!({"ErrorEquals": names, "Next": "B"});
    let caught = |catchers: Value| {
        let mut machine = single(lambda(json!({"Catch": catchers})));
        machine["States"]["B"] = json!({"Type": "Succeed"});
        found(&machine)
    };
    let second = vec![(Code::ErrorAlreadyTaken, "/States/A/Catch/1".to_owned())];
    assert_eq!(caught(json!([catcher(json!(["X", "Y"])), catcher(json!(["Y"]))])), second);
    assert_eq!(caught(json!([catcher(json!(["States.TaskFailed"])), catcher(json!(["X"]))])), second);
    assert_eq!(
        caught(json!([catcher(json!(["States.Timeout"])), catcher(json!(["States.HeartbeatTimeout"]))])),
        second
    );
    assert_eq!(caught(json!([catcher(json!(["X"])), catcher(json!(["X", "Y"]))])), []);
    assert_eq!(caught(json!([catcher(json!(["States.TaskFailed"])), catcher(json!(["States.Timeout"]))])), []);
    assert_eq!(caught(json!([catcher(json!(["X"])), catcher(json!(["States.ALL"]))])), []);
    let retried = single(lambda(json!({"Retry": [{"ErrorEquals": ["X"], "MaxAttempts": 0}, {"ErrorEquals": ["X"]}]})));
    assert_eq!(found(&retried), [(Code::ErrorAlreadyTaken, "/States/A/Retry/1".to_owned())]);
}

#[test]
fn histories_that_may_overflow() {
    let states = || json!({"I": lambda(json!({}))});
    let expected = vec![(Code::HistoryLimit, "/States/A".to_owned())];
    assert_eq!(found(&single(map(json!({"Items": "{% $states.input %}"}), states()))), expected);
    assert_eq!(found(&single(map(json!({}), states()))), expected);
    // Seven events each.
    let items = |count: usize| json!({"Items": vec![0; count]});
    assert_eq!(found(&single(map(items(3_571), states()))), []);
    assert_eq!(found(&single(map(items(3_572), states()))), expected);
    let machine = StateMachine::from_json(&single(map(json!({}), states())).to_string()).unwrap();
    let message = &lint(&machine)[0].message;
    assert!(message.contains("about 7 events") && message.contains("about 3571 items"), "{message}");
    let mut distributed = map(json!({}), states());
    distributed["ItemProcessor"]["ProcessorConfig"] = json!({"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"});
    assert_eq!(found(&single(distributed)), []);
}

#[test]
fn only_one_way_through_an_iteration_counts() {
    let choice = json!({"Type": "Choice", "Choices": [{"Condition": "{% true %}", "Next": "B"}], "Default": "C"});
    let states = json!({
        "I": choice,
        "B": {"Type": "Pass", "Next": "D"},
        "C": lambda(json!({})),
        "D": {"Type": "Wait", "Seconds": 1, "Next": "I"},
    });
    let machine = StateMachine::from_json(&single(map(json!({}), states)).to_string()).unwrap();
    let message = &lint(&machine)[0].message;
    // Two for the iteration, two for the Choice and five for the Task; the loop is left aside.
    assert!(message.contains("about 9 events"), "{message}");
}

#[test]
fn payloads_that_grow() {
    let states = json!({"I": {"Type": "Pass", "End": true}});
    let machine = |assign: &str, arguments: Value| {
        let mut first = map(json!({"Items": [1, 2], "Assign": {"all": assign}, "Next": "B"}), states.clone());
        first.as_object_mut().unwrap().remove("End");
        let second = lambda(json!({"Arguments": arguments}));
        json!({"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": first, "B": second}})
    };
    let expected = vec![(Code::PayloadLimit, "/States/B/Arguments/Payload/prices".to_owned())];
    let whole = "{% $states.result %}";
    assert_eq!(found(&machine(whole, json!({"Payload": {"prices": "{% $all %}"}}))), expected);
    assert_eq!(found(&machine(whole, json!({"Payload": {"count": "{% $count($all) %}"}}))), []);
    assert_eq!(found(&machine("{% $sum($states.result) %}", json!({"Payload": {"prices": "{% $all %}"}}))), []);
}
