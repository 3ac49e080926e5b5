//! The order of events where states run at the same time.

use serde_json::{Value, json};
use workflow_engine::{ExecutionStatus, Failure};

use crate::harness::{function, run};

fn machine(state: Value) -> Value {
    json!({"QueryLanguage": "JSONata", "StartAt": "All", "States": {"All": state, "After": {"Type": "Succeed"}}})
}

fn branch(name: &str, state: Value) -> Value {
    json!({"StartAt": name, "States": {name: state}})
}

#[tokio::test]
async fn branches_follow_on_the_start_and_the_end_on_the_last_of_them() {
    let wait = |seconds: u64| json!({"Type": "Wait", "Seconds": seconds, "End": true});
    let parallel =
        json!({"Type": "Parallel", "Branches": [branch("A", wait(2)), branch("B", wait(1))], "Next": "After"});
    let ran = run(machine(parallel), json!(7)).await;
    assert_eq!(ran.state.status, ExecutionStatus::Succeeded(json!([7, 7]).into()));
    assert_eq!(
        ran.events,
        [
            "1<0:ExecutionStarted",
            "2<0:ParallelStateEntered",
            "3<2:ParallelStateStarted",
            "4<3:WaitStateEntered",
            "5<3:WaitStateEntered",
            "6<5:WaitStateExited",
            "7<4:WaitStateExited",
            "8<7:ParallelStateSucceeded",
            "9<7:ParallelStateExited",
            "10<9:SucceedStateEntered",
            "11<10:SucceedStateExited",
            "12<11:ExecutionSucceeded",
        ]
    );
}

#[tokio::test]
async fn a_failure_aborts_the_other_branches_and_is_caught() {
    let fail = json!({"Type": "Task", "Resource": function("fail"), "Arguments": "Boom", "End": true});
    let never = json!({"Type": "Task", "Resource": function("never"), "End": true});
    let parallel = json!({
        "Type": "Parallel",
        "Branches": [branch("A", never), branch("B", fail)],
        "Catch": [{"ErrorEquals": ["Boom"], "Next": "After"}],
        "End": true
    });
    let ran = run(machine(parallel), json!({})).await;
    assert_eq!(ran.state.status, ExecutionStatus::Succeeded(json!({"Error": "Boom", "Cause": ""}).into()));
    assert_eq!(
        ran.events,
        [
            "1<0:ExecutionStarted",
            "2<0:ParallelStateEntered",
            "3<2:ParallelStateStarted",
            "4<3:TaskStateEntered",
            "5<4:LambdaFunctionScheduled",
            "6<5:LambdaFunctionStarted",
            "7<3:TaskStateEntered",
            "8<7:LambdaFunctionScheduled",
            "9<8:LambdaFunctionStarted",
            "10<9:LambdaFunctionFailed",
            "11<6:TaskStateAborted",
            "12<10:TaskStateAborted",
            "13<10:ParallelStateFailed",
            "14<13:ParallelStateExited",
            "15<14:SucceedStateEntered",
            "16<15:SucceedStateExited",
            "17<16:ExecutionSucceeded",
        ]
    );
}

#[tokio::test]
async fn nested_branches_are_aborted_from_within() {
    let wait = json!({"Type": "Wait", "Seconds": 60, "End": true});
    let inner = json!({"Type": "Parallel", "Branches": [branch("C", wait)], "End": true});
    let fail = json!({"Type": "Fail", "Error": "Boom"});
    let parallel = json!({"Type": "Parallel", "Branches": [branch("A", inner), branch("B", fail)], "End": true});
    let mut definition = machine(parallel);
    definition["States"].as_object_mut().expect("states").remove("After");
    let ran = run(definition, json!({})).await;
    assert_eq!(ran.state.status, ExecutionStatus::Failed(Failure::named("Boom")));
    assert_eq!(ran.seconds, 0, "nobody waits for what is aborted");
    let tail = ran.events.iter().skip(3).map(String::as_str).collect::<Vec<_>>();
    assert_eq!(
        tail,
        [
            "4<3:ParallelStateEntered",
            "5<4:ParallelStateStarted",
            "6<5:WaitStateEntered",
            "7<3:FailStateEntered",
            "8<6:WaitStateAborted",
            "9<5:ParallelStateAborted",
            "10<7:ParallelStateFailed",
            "11<10:ExecutionFailed",
        ]
    );
}

#[tokio::test]
async fn iterations_take_the_place_of_those_that_ended() {
    let processor = branch("Each", json!({"Type": "Pass", "End": true}));
    let map = json!({
        "Type": "Map", "Items": [1, 2, 3], "MaxConcurrency": 2, "ItemProcessor": processor, "Next": "After"
    });
    let ran = run(machine(map), json!({})).await;
    assert_eq!(ran.state.status, ExecutionStatus::Succeeded(json!([1, 2, 3]).into()));
    let map_events = ran.events.iter().filter(|event| event.contains("Map")).map(String::as_str).collect::<Vec<_>>();
    assert_eq!(
        map_events,
        [
            "2<0:MapStateEntered",
            "3<2:MapStateStarted",
            "4<3:MapIterationStarted",
            "7<6:MapIterationSucceeded",
            "8<3:MapIterationStarted",
            "11<10:MapIterationSucceeded",
            "12<6:MapIterationStarted",
            "15<14:MapIterationSucceeded",
            "16<15:MapStateSucceeded",
            "17<15:MapStateExited",
        ]
    );
}
