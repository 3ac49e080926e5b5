//! Starting, stopping, redriving, waiting.

use std::sync::atomic::Ordering;

use serde_json::json;
use workflow_engine::durable::{ExecutionId, SendError, StoreError, Wake};
use workflow_engine::{CallbackError, ExecutionStatus, Failure};

use crate::programs::{Do, Setup, history, started};

#[test]
fn three_tasks_are_four_commits() {
    let setup = Setup::new();
    let program = setup.program(&[Do::Task("A"), Do::Task("B"), Do::Task("C")]);
    setup.process(async {
        let engine = setup.open(&[&program]).await;
        let id = engine.start(started(&program, "one", json!({"n": 1}))).await.unwrap();
        let state = engine.ended(id).await.unwrap();
        assert_eq!(state.status, ExecutionStatus::Succeeded(json!("C").into()));
        assert_eq!(engine.state(id).await.unwrap(), Some(state));
        assert_eq!(setup.store.commits(), 4);
        assert_eq!(setup.world.calls(), ["A", "B", "C"]);
        let events = history(&engine, id).await;
        assert_eq!(events.first().map(String::as_str), Some("ExecutionStarted"));
        assert_eq!((events.len(), events.last().map(String::as_str)), (8, Some("ExecutionSucceeded")));
        assert_eq!(engine.counts().active, 0);
    });
}

#[test]
fn what_is_asked_of_an_engine_may_be_asked_in_any_thread() {
    fn is_send<T: Send>(_: impl Fn(workflow_engine::durable::StandardEngine) -> T) {}
    is_send(|engine| async move { engine.ended(ExecutionId(1)).await });
    is_send(|engine| async move { engine.stop(ExecutionId(1), Failure::default()).await });
    is_send(|engine| async move { engine.redrive(ExecutionId(1)).await });
    is_send(|engine| async move { engine.send_task_heartbeat("token").await });
    is_send(|engine| async move { engine.take_activity_task("arn", None).await });
    is_send(|engine| async move { engine.shut_down().await });
}

#[test]
fn a_name_is_used_once() {
    let setup = Setup::new();
    let program = setup.program(&[Do::Wait(5)]);
    setup.process(async {
        let engine = setup.open(&[&program]).await;
        let id = engine.start(started(&program, "one", json!({}))).await.unwrap();
        let again = engine.start(started(&program, "one", json!({}))).await;
        assert_eq!(again, Err(StoreError::ExecutionExists(id)));
        engine.ended(id).await.unwrap();
        let again = engine.start(started(&program, "one", json!({}))).await;
        assert_eq!(again, Err(StoreError::ExecutionExists(id)));
    });
}

#[test]
fn executions_that_only_wait_leave_the_memory() {
    let setup = Setup::new();
    let program = setup.program(&[Do::Task("A"), Do::Wait(3600), Do::Task("B")]);
    setup.process(async {
        let engine = setup.open(&[&program]).await;
        let id = engine.start(started(&program, "one", json!({}))).await.unwrap();
        let begin = engine.engine().clock().now();
        while engine.counts().waiting == 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(engine.counts().active, 0);
        let stored = engine.store().execution(id).await.unwrap().unwrap();
        assert!(matches!(stored.wake, Wake::At(moment) if moment.duration_since(begin).as_secs() == 3600));
        engine.ended(id).await.unwrap();
        assert_eq!(engine.engine().clock().now().duration_since(begin).as_secs(), 3600);
        assert_eq!(setup.world.calls(), ["A", "B"]);
    });
}

#[test]
fn what_has_no_place_in_memory_waits_in_the_store() {
    let setup = Setup { max_concurrency: 2, ..Setup::new() };
    let program = setup.program(&[Do::Task("A"), Do::Task("B")]);
    setup.process(async {
        let engine = setup.open(&[&program]).await;
        let mut ids = Vec::new();
        for number in 0..20 {
            ids.push(engine.start(started(&program, &number.to_string(), json!({}))).await.unwrap());
        }
        for id in ids {
            assert_eq!(engine.ended(id).await.unwrap().status, ExecutionStatus::Succeeded(json!("B").into()));
        }
        assert_eq!(setup.world.calls().len(), 40);
    });
}

#[test]
fn an_execution_is_stopped_wherever_it_is() {
    let setup = Setup::new();
    let program = setup.program(&[Do::Endless("A")]);
    let sleeper = setup.program(&[Do::Wait(86_400)]);
    setup.process(async {
        let engine = setup.open(&[&program, &sleeper]).await;
        for program in [&program, &sleeper] {
            let name = program.definition.text.to_string();
            let id = engine.start(started(program, &name, json!({}))).await.unwrap();
            let state = engine.stop(id, Failure::new("Why", "because")).await.unwrap();
            assert_eq!(state.status, ExecutionStatus::Aborted(Failure::new("Why", "because")));
            assert_eq!(history(&engine, id).await.last().map(String::as_str), Some("ExecutionAborted"));
            let again = engine.stop(id, Failure::default()).await.unwrap();
            assert_eq!(again, state);
        }
    });
}

#[test]
fn a_token_is_completed_once() {
    let setup = Setup::new();
    let program = setup.program(&[Do::Token("Approve"), Do::Task("B")]);
    setup.process(async {
        let engine = setup.open(&[&program]).await;
        let id = engine.start(started(&program, "one", json!({}))).await.unwrap();
        while engine.counts().waiting == 0 {
            tokio::task::yield_now().await;
        }
        let token = setup.world.token().unwrap();
        assert!(engine.send_task_heartbeat(&token).await.is_ok());
        assert!(engine.send_task_success(&token, json!("yes").into()).await.is_ok());
        let error = engine.send_task_success(&token, json!("no").into()).await.unwrap_err();
        assert_eq!(error, SendError::Callback(CallbackError::TaskTimedOut));
        assert_eq!(engine.ended(id).await.unwrap().status, ExecutionStatus::Succeeded(json!("B").into()));
    });
}

#[test]
fn a_token_is_waited_for_until_the_output_is_one() {
    let setup = Setup::new();
    let program = setup.program(&[Do::Token("Approve")]);
    setup.process(async {
        let engine = setup.open(&[&program]).await;
        let id = engine.start(started(&program, "one", json!({}))).await.unwrap();
        while engine.counts().waiting == 0 {
            tokio::task::yield_now().await;
        }
        let token = setup.world.token().unwrap();
        let refused = engine.send_task_success(&token, json!(17).into()).await;
        assert_eq!(refused, Err(SendError::InvalidOutput("it is no text".to_owned())));
        engine.send_task_success(&token, json!("yes").into()).await.unwrap();
        assert_eq!(engine.ended(id).await.unwrap().status, ExecutionStatus::Succeeded(json!("yes").into()));
        assert!(!history(&engine, id).await.contains(&"ExecutionFailed".to_owned()));
    });
}

#[test]
fn a_failed_execution_goes_on_where_it_failed() {
    let setup = Setup::new();
    setup.world.failures.store(1, Ordering::Relaxed);
    let program = setup.program(&[Do::Task("A"), Do::Unsure("B"), Do::Task("C")]);
    setup.process(async {
        let engine = setup.open(&[&program]).await;
        let id = engine.start(started(&program, "one", json!({}))).await.unwrap();
        assert!(matches!(engine.ended(id).await.unwrap().status, ExecutionStatus::Failed(_)));
        let stored = engine.redrive(id).await.unwrap();
        assert_eq!(stored.redrive_count, 1);
        assert_eq!(engine.ended(id).await.unwrap().status, ExecutionStatus::Succeeded(json!("C").into()));
        assert_eq!(setup.world.calls(), ["A", "B", "B", "C"]);
        let events = history(&engine, id).await;
        let failed = events.iter().position(|event| event == "ExecutionFailed").unwrap();
        assert_eq!(events[failed + 1], "ExecutionRedriven");
        assert_eq!(events.last().map(String::as_str), Some("ExecutionSucceeded"));
        assert!(engine.redrive(id).await.is_err());
    });
}

#[test]
fn a_child_is_an_execution_of_its_own() {
    let setup = Setup::new();
    let program = setup.program(&[Do::Child("child", vec![Do::Task("A"), Do::Wait(60)]), Do::Task("B")]);
    setup.process(async {
        let engine = setup.open(&[&program]).await;
        let id = engine.start(started(&program, "one", json!({}))).await.unwrap();
        let state = engine.ended(id).await.unwrap();
        assert_eq!(state.status, ExecutionStatus::Succeeded(json!("B").into()));
        assert_eq!(setup.world.calls(), ["A", "B"]);
    });
}

#[test]
fn a_child_is_stopped_with_its_parent() {
    let setup = Setup::new();
    let program = setup.program(&[Do::Child("child", vec![Do::Endless("A")])]);
    setup.process(async {
        let engine = setup.open(&[&program]).await;
        let id = engine.start(started(&program, "one", json!({}))).await.unwrap();
        while setup.world.calls().is_empty() {
            tokio::task::yield_now().await;
        }
        let child = engine.store().list(Default::default(), None, 1).await.unwrap().remove(0);
        assert_eq!(child.new.parent.unwrap().execution, id);
        engine.stop(id, Failure::default()).await.unwrap();
        let state = engine.ended(child.id).await.unwrap();
        assert!(matches!(state.status, ExecutionStatus::Aborted(_)));
    });
}
