//! Many commits share a transaction, and readers do not wait for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use workflow_engine::durable::{ExecutionId, Store};

use crate::sample::{commit, commit_all, directory, more, open, sequences, start};

#[tokio::test(flavor = "multi_thread")]
async fn commits_that_wait_share_a_transaction() {
    let directory = directory();
    let store = open(&directory);
    let before = store.counters();
    commit_all(&store, (1..=3_000).map(start)).await;
    let after = store.counters();
    assert_eq!(after.writes - before.writes, 3_000);
    assert!(after.transactions - before.transactions < 1_000, "{after:?}");
    assert_eq!(store.last_id().await.unwrap(), ExecutionId(3_000));
}

#[tokio::test]
async fn a_commit_alone_is_one_transaction() {
    let directory = directory();
    let store = open(&directory);
    for id in 1..=5 {
        commit(&store, start(id)).await.unwrap();
    }
    assert_eq!((store.counters().transactions, store.counters().writes), (5, 5));
}

#[tokio::test]
async fn one_that_is_wrong_does_not_harm_its_neighbours() {
    let directory = directory();
    let store = open(&directory);
    commit(&store, start(1)).await.unwrap();
    // The writer is busy with these while the others gather.
    let first: Vec<_> = (2..200).map(|id| store.commit(Arc::new(start(id)))).collect();
    let others: Vec<_> = (0..100).map(|place| store.commit(Arc::new(more(1, place, b"row")))).collect();
    for started in first {
        started.await.unwrap();
    }
    let mut refused = Vec::new();
    for (place, written) in others.into_iter().enumerate() {
        refused.extend(written.await.is_err().then_some(place));
    }
    assert_eq!(refused, [0], "the first row was there already");
    assert_eq!(sequences(&store, 1).await.len(), 100);
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_goes_on_while_much_is_written() {
    let directory = directory();
    let store = Arc::new(open(&directory));
    let done = Arc::new(AtomicBool::new(false));
    let writing = tokio::spawn({
        let (store, done) = (Arc::clone(&store), Arc::clone(&done));
        async move {
            for id in 1..=200 {
                let rows = (1..20).map(|place| more(id, place, &[1; 2_000]));
                commit_all(&store, std::iter::once(start(id)).chain(rows)).await;
            }
            done.store(true, Ordering::Relaxed);
        }
    });
    let mut reads = 0_u32;
    while !done.load(Ordering::Relaxed) {
        let last = store.last_id().await.unwrap();
        if last.0 > 0 {
            let rows = store.journal(last).await.unwrap();
            assert!(rows.iter().enumerate().all(|(place, row)| row.sequence == place as u32));
            assert!(store.execution(last).await.unwrap().is_some());
            reads += 1;
        }
    }
    writing.await.unwrap();
    assert!(reads > 0);
    let counters = store.counters();
    // The log has only been as large as it may be.
    let log = std::fs::metadata(directory.path().join("executions.sqlite-wal")).unwrap().len();
    assert!(log < 64 * 1024 * 1024, "{log} bytes after {counters:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_moved_into_the_database_before_it_is_large() {
    let directory = directory();
    let store = open(&directory);
    let data = vec![7; 100_000];
    for id in 1..=40 {
        commit_all(&store, std::iter::once(start(id)).chain((1..20).map(|place| more(id, place, &data)))).await;
    }
    assert!(store.counters().checkpoints > 0);
    let length = |name| std::fs::metadata(directory.path().join(name)).unwrap().len();
    assert!(length("executions.sqlite") > 40 * 1024 * 1024);
    assert!(length("executions.sqlite-wal") < 40 * 1024 * 1024, "{}", length("executions.sqlite-wal"));
}
