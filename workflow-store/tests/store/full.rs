//! A disk without space: what does not fit is refused whole, and written when there is space again.

use std::sync::Arc;

use workflow_engine::durable::{ExecutionId, Status, Store, StoreError};
use workflow_store::{SqliteOptions, SqliteStore};

use crate::sample::{commit, directory, end, more, open, sequences, start};

const LARGE: &[u8] = &[5; 200_000];

#[tokio::test]
async fn what_does_not_fit_is_refused_until_there_is_space() {
    let directory = directory();
    let store = open(&directory);
    commit(&store, start(1)).await.unwrap();
    store.set_max_bytes(Some(400_000)).await.unwrap();
    let mut written = 1;
    let refused = loop {
        match commit(&store, more(1, written, LARGE)).await {
            Ok(()) => written += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(refused, StoreError::Full(_)) && refused.is_transient(), "{refused}");
    assert!(written < 4);
    // The writer goes on, with what needs no space too.
    commit(&store, end(1, Status::Succeeded, 3)).await.unwrap();
    assert!(matches!(commit(&store, more(1, written, LARGE)).await, Err(StoreError::Full(_))));
    assert_eq!(sequences(&store, 1).await, (0..written).collect::<Vec<_>>());

    store.set_max_bytes(None).await.unwrap();
    commit(&store, more(1, written, LARGE)).await.unwrap();
    drop(store);
    let store = open(&directory);
    assert_eq!(sequences(&store, 1).await, (0..=written).collect::<Vec<_>>());
    assert_eq!(store.execution(ExecutionId(1)).await.unwrap().unwrap().status, Status::Succeeded);
}

#[tokio::test]
async fn of_a_group_those_are_written_that_fit() {
    let directory = directory();
    let store = open(&directory);
    commit(&store, start(1)).await.unwrap();
    store.set_max_bytes(Some(300_000)).await.unwrap();
    let large: Vec<_> = (10..20).map(|id| store.commit(Arc::new(more(id, 0, LARGE)))).collect();
    let small: Vec<_> = (1..5).map(|place| store.commit(Arc::new(more(1, place, b"small")))).collect();
    let mut fitted = 0;
    for (written, id) in large.into_iter().zip(10..) {
        let is_written = written.await.is_ok();
        fitted += u32::from(is_written);
        assert_eq!(sequences(&store, id).await.len(), usize::from(is_written));
    }
    assert!(fitted < 10);
    for written in small {
        written.await.unwrap();
    }
    assert_eq!(sequences(&store, 1).await, [0, 1, 2, 3, 4]);
}

#[tokio::test]
async fn a_start_that_does_not_fit_leaves_its_name_free() {
    let directory = directory();
    let store = SqliteStore::open(directory.path(), SqliteOptions { max_bytes: Some(1), ..SqliteOptions::default() });
    let store = store.unwrap();
    let large = || {
        let mut large = start(1);
        if let Some(new) = &mut large.start {
            new.input = "x".repeat(100_000).into();
        }
        large
    };
    assert!(matches!(commit(&store, large()).await, Err(StoreError::Full(_))));
    assert!(store.execution(ExecutionId(1)).await.unwrap().is_none());
    store.set_max_bytes(Some(10_000_000)).await.unwrap();
    commit(&store, large()).await.unwrap();
    // The texts that the first try had stored were not there any more.
    let read = store.execution(ExecutionId(1)).await.unwrap().unwrap();
    assert_eq!(&*read.new.identity.state_machine_name, "shop");
}
