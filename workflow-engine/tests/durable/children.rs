//! Executions that others have started and wait for, when something ends, is stopped or is killed in between.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail the test")]

use std::sync::Arc;

use serde_json::json;
use workflow_engine::durable::{ExecutionId, StandardEngine, Status, StoreError};
use workflow_engine::{ExecutionStatus, Failure};

use crate::programs::{Do, Program, Setup, started};

/// The program of the children, for a process that goes on with them.
fn child(setup: &Setup, steps: &[Do]) -> Arc<Program> {
    Program::named("child", steps, &setup.world)
}

async fn child_of(engine: &StandardEngine, id: ExecutionId) -> ExecutionId {
    loop {
        let mut all = engine.store().list(Default::default(), None, 2).await.unwrap();
        all.retain(|execution| execution.new.parent.is_some_and(|parent| parent.execution == id));
        match all.pop() {
            Some(child) => break child.id,
            None => tokio::task::yield_now().await,
        }
    }
}

/// Starts an execution with a child that waits, and ends the process when it does.
fn begun(setup: &Setup, program: &Arc<Program>) -> (ExecutionId, ExecutionId) {
    setup.process(async {
        let engine = setup.open(&[program]).await;
        let id = engine.start(started(program, "one", json!({}))).await.unwrap();
        let child = child_of(&engine, id).await;
        while engine.counts().waiting < 2 {
            tokio::task::yield_now().await;
        }
        (id, child)
    })
}

const STEPS: [Do; 1] = [Do::Token("A")];

#[test]
fn a_child_is_stopped_whose_parent_was_while_no_process_worked() {
    let setup = Setup::new();
    let program = setup.program(&[Do::Child("child", STEPS.to_vec())]);
    let (id, child_id) = begun(&setup, &program);
    setup.process(async {
        let engine = setup.open_with(0, &[&program]).await;
        let state = engine.stop(id, Failure::default()).await.unwrap();
        assert!(matches!(state.status, ExecutionStatus::Aborted(_)));
    });
    setup.process(async {
        let engine = setup.open(&[&program, &child(&setup, &STEPS)]).await;
        let state = engine.ended(child_id).await.unwrap();
        assert!(matches!(state.status, ExecutionStatus::Aborted(_)));
    });
}

#[test]
fn a_child_that_its_parent_waits_for_goes_on_in_the_next_process() {
    let setup = Setup::new();
    let program = setup.program(&[Do::Child("child", STEPS.to_vec()), Do::Task("B")]);
    let (id, _) = begun(&setup, &program);
    setup.process(async {
        let engine = setup.open(&[&program, &child(&setup, &STEPS)]).await;
        engine.send_task_success(&setup.world.token().unwrap(), json!("done").into()).await.unwrap();
        assert_eq!(engine.ended(id).await.unwrap().status, ExecutionStatus::Succeeded(json!("B").into()));
        assert_eq!(setup.world.calls(), ["A", "B"]);
    });
}

#[test]
fn the_children_of_an_execution_that_cannot_go_on_are_stopped_with_it() {
    let setup = Setup::new();
    let program = setup.program(&[Do::Child("child", STEPS.to_vec())]);
    let (id, child_id) = begun(&setup, &program);
    setup.process(async {
        let engine = setup.open(&[&child(&setup, &STEPS)]).await;
        let state = engine.stop(id, Failure::default()).await.unwrap();
        assert!(matches!(state.status, ExecutionStatus::Aborted(_)));
        let stored = engine.store().execution(id).await.unwrap().unwrap();
        assert_eq!((stored.status, stored.suspended), (Status::Aborted, None));
        let state = engine.ended(child_id).await.unwrap();
        assert!(matches!(state.status, ExecutionStatus::Aborted(_)));
    });
}

#[test]
fn a_parent_goes_on_when_its_child_is_stopped_that_cannot() {
    let setup = Setup::new();
    let program = setup.program(&[Do::Child("child", STEPS.to_vec())]);
    let (id, child_id) = begun(&setup, &program);
    setup.process(async {
        let engine = setup.open(&[&program]).await;
        engine.stop(child_id, Failure::default()).await.unwrap();
        assert!(matches!(engine.ended(id).await.unwrap().status, ExecutionStatus::Failed(_)));
    });
}

#[test]
fn who_waits_is_told_that_nothing_is_worked_on_any_more() {
    let setup = Setup::new();
    let program = setup.program(&STEPS);
    setup.process(async {
        let engine = setup.open(&[&program]).await;
        let id = engine.start(started(&program, "one", json!({}))).await.unwrap();
        engine.shut_down().await;
        assert!(matches!(engine.ended(id).await, Err(StoreError::Unavailable(_))));
    });
}

#[test]
fn an_execution_is_not_said_to_be_stopped_when_that_cannot_be_recorded() {
    let setup = Setup::new();
    let program = setup.program(&STEPS);
    setup.process(async {
        let engine = setup.open(&[&program]).await;
        let id = engine.start(started(&program, "one", json!({}))).await.unwrap();
        while engine.counts().waiting == 0 {
            tokio::task::yield_now().await;
        }
        setup.store.fail_with(Some(StoreError::Full("test".to_owned())));
        assert!(engine.stop(id, Failure::default()).await.is_err());
        setup.store.fail_with(None);
        let state = engine.stop(id, Failure::default()).await.unwrap();
        assert!(matches!(state.status, ExecutionStatus::Aborted(_)));
    });
}
