//! Executions to store.

use std::sync::Arc;

use jiff::Timestamp;
use tempfile::TempDir;
use workflow_engine::ExecutionIdentity;
use workflow_engine::durable::{
    Commit, ExecutionId, JournalRow, NewExecution, Status, Store, StoreError, StoredExecution, Wake,
};
use workflow_store::{SqliteOptions, SqliteStore};

pub(crate) const MACHINE: &str = "arn:aws:states:us-east-1:123456789012:stateMachine:shop";

pub(crate) fn directory() -> TempDir {
    tempfile::tempdir().unwrap()
}

pub(crate) fn open(directory: &TempDir) -> SqliteStore {
    SqliteStore::open(directory.path(), SqliteOptions::default()).unwrap()
}

/// That many seconds after 1970, and a nanosecond.
pub(crate) fn second(second: i64) -> Timestamp {
    Timestamp::new(second, 1).unwrap()
}

pub(crate) fn arn(id: i64) -> String {
    format!("arn:aws:states:us-east-1:123456789012:execution:shop:order-{id}")
}

/// Who starts at the second of its number.
pub(crate) fn new(id: i64) -> NewExecution {
    let identity = ExecutionIdentity {
        execution_arn: arn(id).into(),
        name: format!("order-{id}").into(),
        role_arn: Some("arn:aws:iam::123456789012:role/shop".into()),
        state_machine_arn: MACHINE.into(),
        state_machine_name: "shop".into(),
        state_machine_alias_arn: None,
        state_machine_version_arn: Some(format!("{MACHINE}:3").into()),
    };
    NewExecution {
        identity: Arc::new(identity),
        definition: "f1".into(),
        input: format!("{{\"order\":{id}}}").into(),
        start_date: second(id),
        seed: [7; 16],
        parent: None,
        details: Some(format!("details of {id}").into()),
    }
}

pub(crate) fn of_machine(id: i64, machine: &str) -> NewExecution {
    let mut new = new(id);
    let identity = ExecutionIdentity { state_machine_arn: machine.into(), ..(*new.identity).clone() };
    new.identity = Arc::new(identity);
    new
}

pub(crate) fn row(sequence: u32, data: &[u8]) -> JournalRow {
    JournalRow { sequence, data: data.into() }
}

/// The start of an execution with the first row of its record.
pub(crate) fn start(id: i64) -> Commit {
    Commit { start: Some(new(id)), row: Some(row(0, b"started")), ..Commit::of(ExecutionId(id)) }
}

/// More of an execution's record.
pub(crate) fn more(id: i64, sequence: u32, data: &[u8]) -> Commit {
    Commit { row: Some(row(sequence, data)), ..Commit::of(ExecutionId(id)) }
}

/// The end of an execution.
pub(crate) fn end(id: i64, status: Status, stopped: i64) -> Commit {
    Commit { status: Some((status, Some(second(stopped)))), wake: Some(Wake::Never), ..Commit::of(ExecutionId(id)) }
}

pub(crate) async fn commit(store: &SqliteStore, commit: Commit) -> Result<(), StoreError> {
    store.commit(Arc::new(commit)).await
}

pub(crate) async fn commit_all(store: &SqliteStore, commits: impl IntoIterator<Item = Commit>) {
    let written: Vec<_> = commits.into_iter().map(|commit| store.commit(Arc::new(commit))).collect();
    for written in written {
        written.await.unwrap();
    }
}

pub(crate) fn ids(listed: &[StoredExecution]) -> Vec<i64> {
    listed.iter().map(|execution| execution.id.0).collect()
}

pub(crate) async fn sequences(store: &SqliteStore, id: i64) -> Vec<u32> {
    store.journal(ExecutionId(id)).await.unwrap().iter().map(|row| row.sequence).collect()
}
