//! What is old is forgotten, and only that.

use workflow_engine::durable::{Commit, ExecutionId, ListFilter, Status, Store, Wake};

use crate::sample::{arn, commit, commit_all, directory, end, ids, more, new, open, row, second, sequences, start};

#[tokio::test]
async fn those_that_ended_long_ago_are_forgotten_in_small_groups() {
    let directory = directory();
    let store = open(&directory);
    commit_all(&store, (1..=10).map(start)).await;
    commit_all(&store, (1..=10).map(|id| more(id, 1, b"more"))).await;
    // 3 runs, 5 has ended late.
    commit_all(&store, [1, 2, 4, 6, 7].map(|id| end(id, Status::Succeeded, 100 + id))).await;
    commit_all(&store, [5, 8].map(|id| end(id, Status::Failed, 1_000))).await;
    let (pruned, left) = (store.prune(second(200), 2).await.unwrap(), store.prune(second(200), 100).await.unwrap());
    assert_eq!((pruned, left, store.prune(second(200), 100).await.unwrap()), (2, 3, 0));
    let kept = store.list(ListFilter::default(), None, 100).await.unwrap();
    assert_eq!(ids(&kept), [10, 9, 8, 5, 3]);
    for id in 1..=10 {
        let is_kept = ids(&kept).contains(&id);
        assert_eq!(sequences(&store, id).await.len(), if is_kept { 2 } else { 0 });
        assert_eq!(store.find(&arn(id)).await.unwrap().is_some(), is_kept);
    }
}

#[tokio::test]
async fn the_moment_itself_is_not_before_it() {
    let directory = directory();
    let store = open(&directory);
    commit_all(&store, [start(1), end(1, Status::Aborted, 50)]).await;
    assert_eq!(store.prune(second(50), 10).await.unwrap(), 0);
    assert_eq!(store.prune(second(51), 10).await.unwrap(), 1);
}

#[tokio::test]
async fn one_that_was_redriven_is_kept() {
    let directory = directory();
    let store = open(&directory);
    commit_all(&store, [start(1), end(1, Status::Failed, 50)]).await;
    let redriven = Commit {
        status: Some((Status::Running, None)),
        redrive: Some((1, second(60))),
        wake: Some(Wake::Now),
        ..Commit::of(ExecutionId(1))
    };
    commit(&store, redriven).await.unwrap();
    assert_eq!(store.prune(second(100), 10).await.unwrap(), 0);
    assert_eq!(sequences(&store, 1).await, [0]);
}

#[tokio::test]
async fn a_number_is_never_given_again_and_a_name_is() {
    let directory = directory();
    let store = open(&directory);
    commit_all(&store, [start(1), start(2), end(2, Status::Succeeded, 5)]).await;
    assert_eq!(store.prune(second(10), 10).await.unwrap(), 1);
    assert_eq!(store.last_id().await.unwrap(), ExecutionId(2));
    drop(store);
    let store = open(&directory);
    assert_eq!(store.last_id().await.unwrap(), ExecutionId(2));
    let again = Commit { start: Some(new(2)), row: Some(row(0, b"again")), ..Commit::of(ExecutionId(3)) };
    commit(&store, again).await.unwrap();
    assert_eq!(store.find(&arn(2)).await.unwrap().unwrap().id, ExecutionId(3));
}

#[tokio::test]
async fn space_is_used_again() {
    let directory = directory();
    let store = open(&directory);
    let length = || std::fs::metadata(directory.path().join("executions.sqlite")).unwrap().len();
    let round = async |from: i64| {
        let ids = from..from + 20;
        commit_all(&store, ids.clone().map(start)).await;
        let rows = ids.clone().flat_map(|id| (1..20).map(move |place| more(id, place, &[9; 50_000])));
        commit_all(&store, rows).await;
        commit_all(&store, ids.map(|id| end(id, Status::Succeeded, 500))).await;
        store.prune(second(1_000), 1_000).await.unwrap()
    };
    assert_eq!(round(1).await, 20);
    let first = length();
    for from in [100, 200, 300] {
        assert_eq!(round(from).await, 20);
    }
    assert!(length() < 2 * first.max(20 * 1024 * 1024), "{first} bytes became {}", length());
}
