//! Processes that end in the middle.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use workflow_engine::durable::{SendError, StoreError};
use workflow_engine::{CallbackError, Event, ExecutionStatus, Failure, TaskEvent};

use crate::programs::{Do, Program, Setup, history, started};

#[test]
fn what_has_ended_is_not_done_again() {
    let setup = Setup::new();
    let stuck = setup.program(&[Do::Task("A"), Do::Wait(10), Do::Endless("B")]);
    let id = setup.process(async {
        let engine = setup.open(&[&stuck]).await;
        let id = engine.start(started(&stuck, "one", json!({"n": 1}))).await.unwrap();
        setup.clock.sleep(Duration::from_secs(20)).await;
        assert_eq!(setup.world.calls(), ["A", "B"]);
        id
    });
    let freed = Arc::new(Program {
        steps: vec![Do::Task("A"), Do::Wait(10), Do::Task("B")],
        world: Arc::clone(&setup.world),
        definition: stuck.definition.clone(),
        timeout: None,
    });
    setup.process(async {
        let engine = setup.open(&[&freed]).await;
        assert_eq!(engine.ended(id).await.unwrap().status, ExecutionStatus::Succeeded(json!("B").into()));
        assert_eq!(setup.world.calls(), ["A", "B", "B"]);
        history(&engine, id).await;
    });
}

#[test]
fn waits_keep_their_end() {
    let setup = Setup::new();
    let program = setup.program(&[Do::Wait(3600)]);
    let begin = setup.clock.now();
    let id = setup.process(async {
        let engine = setup.open(&[&program]).await;
        engine.start(started(&program, "one", json!({}))).await.unwrap()
    });
    setup.process(async {
        tokio::join!(setup.clock.sleep(Duration::from_secs(1000)));
        let engine = setup.open(&[&program]).await;
        let state = engine.ended(id).await.unwrap();
        assert_eq!(state.stop_date.unwrap().duration_since(begin).as_secs(), 3600);
    });
}

#[test]
fn a_token_works_in_the_next_process() {
    let setup = Setup::new();
    let program = setup.program(&[Do::Token("Approve")]);
    let id = setup.process(async {
        let engine = setup.open(&[&program]).await;
        let id = engine.start(started(&program, "one", json!({}))).await.unwrap();
        while engine.counts().waiting == 0 {
            tokio::task::yield_now().await;
        }
        id
    });
    let token = setup.world.token().unwrap();
    setup.process(async {
        let engine = setup.open(&[&program]).await;
        engine.send_task_failure(&token, Failure::new("No", "never")).await.unwrap();
        assert_eq!(engine.ended(id).await.unwrap().status, ExecutionStatus::Failed(Failure::new("No", "never")));
        assert_eq!(setup.world.calls(), ["Approve"]);
    });
}

#[test]
fn other_code_suspends_an_execution_until_it_is_back() {
    let setup = Setup::new();
    let program = setup.program(&[Do::Task("A"), Do::Wait(60), Do::Task("B")]);
    let id = setup.process(async {
        let engine = setup.open(&[&program]).await;
        let id = engine.start(started(&program, "one", json!({}))).await.unwrap();
        while engine.counts().waiting == 0 {
            tokio::task::yield_now().await;
        }
        id
    });
    let other = setup.program(&[Do::Task("X"), Do::Wait(60), Do::Task("B")]);
    setup.process(async {
        let engine = setup.open(&[&other]).await;
        let suspended = loop {
            let stored = engine.store().execution(id).await.unwrap().unwrap();
            match stored.suspended {
                Some(suspended) => break suspended,
                None => tokio::task::yield_now().await,
            }
            setup.clock.sleep(Duration::from_secs(61)).await;
        };
        assert!(suspended.contains("at event 2"), "{suspended}");
        assert!(
            suspended.contains("TaskStateEntered `A`") && suspended.contains("TaskStateEntered `X`"),
            "{suspended}"
        );
    });
    setup.process(async {
        let engine = setup.open(&[&program]).await;
        assert_eq!(engine.ended(id).await.unwrap().status, ExecutionStatus::Succeeded(json!("B").into()));
        assert_eq!(setup.world.calls(), ["A", "B"]);
        let stored = engine.store().execution(id).await.unwrap().unwrap();
        assert_eq!(stored.suspended, None);
    });
}

#[test]
fn a_full_disk_keeps_executions_waiting_and_loses_nothing() {
    let setup = Setup::new();
    let program = setup.program(&[Do::Task("A"), Do::Wait(60), Do::Task("B")]);
    setup.process(async {
        let engine = setup.open(&[&program]).await;
        let id = engine.start(started(&program, "one", json!({}))).await.unwrap();
        while engine.counts().waiting == 0 {
            tokio::task::yield_now().await;
        }
        setup.store.fail_with(Some(StoreError::Full("test".to_owned())));
        let refused = engine.start(started(&program, "two", json!({}))).await;
        assert_eq!(refused, Err(StoreError::Full("test".to_owned())));
        setup.clock.sleep(Duration::from_secs(100)).await;
        assert_eq!(setup.world.calls(), ["A"]);
        setup.store.fail_with(None);
        assert_eq!(engine.ended(id).await.unwrap().status, ExecutionStatus::Succeeded(json!("B").into()));
        assert_eq!(setup.world.calls(), ["A", "B"]);
    });
}

#[test]
fn an_execution_takes_no_longer_than_it_may() {
    let setup = Setup::new();
    let program = setup.program(&[Do::Endless("A")]);
    let program = Arc::new(Program {
        steps: program.steps.clone(),
        world: Arc::clone(&program.world),
        definition: program.definition.clone(),
        // A year at most, as on AWS.
        timeout: Some(Duration::from_secs(3 * 365 * 86_400)),
    });
    let begin = setup.clock.now();
    let id = setup.process(async {
        let engine = setup.open(&[&program]).await;
        engine.start(started(&program, "one", json!({}))).await.unwrap()
    });
    setup.process(async {
        let engine = setup.open(&[&program]).await;
        let state = engine.ended(id).await.unwrap();
        assert!(matches!(state.status, ExecutionStatus::TimedOut(_)));
        assert_eq!(state.stop_date.unwrap().duration_since(begin).as_secs(), 365 * 86_400);
    });
}

#[test]
fn a_token_that_is_completed_while_its_task_runs_is_not_forgotten() {
    let setup = Setup::new();
    let program = setup.program(&[Do::SlowToken("A"), Do::Task("B")]);
    let id = setup.process(async {
        let engine = setup.open(&[&program]).await;
        let id = engine.start(started(&program, "one", json!({}))).await.unwrap();
        while setup.world.token().is_none() {
            tokio::task::yield_now().await;
        }
        let token = setup.world.token().unwrap();
        // Whoever completes it may be what the task waits for.
        assert!(matches!(engine.send_task_success(&token, json!(1).into()).await, Err(SendError::InvalidOutput(_))));
        assert_eq!(engine.send_task_success(&token, json!("yes").into()).await, Ok(()));
        let again = engine.send_task_success(&token, json!("no").into()).await;
        assert_eq!(again, Err(SendError::Callback(CallbackError::TaskTimedOut)));
        assert!(!history(&engine, id).await.contains(&"ActivitySucceeded".to_owned()));
        id
    });
    setup.world.gate.notify_one();
    setup.process(async {
        let engine = setup.open(&[&program]).await;
        assert_eq!(engine.ended(id).await.unwrap().status, ExecutionStatus::Succeeded(json!("B").into()));
        assert_eq!(setup.world.calls(), ["A", "A", "B"]);
        let outputs = engine.history(id, 0, 100).await.unwrap().into_iter().filter_map(|event| match event.event {
            Event::Task { event: TaskEvent::Succeeded { output }, .. } => Some(output),
            _ => None,
        });
        assert_eq!(outputs.collect::<Vec<_>>(), [json!("yes").into(), json!("B").into()]);
    });
}
