//! What is written is read again, by the same process and the next one.

use std::sync::Arc;

use jiff::Timestamp;
use workflow_engine::durable::{
    Commit, Definition, DefinitionKind, ExecutionId, Parent, Status, Store, StoreError, StoredExecution, Wake,
};

use crate::sample::{arn, commit, commit_all, directory, more, new, open, row, second, sequences, start};

fn text(execution: &StoredExecution) -> String {
    format!("{execution:?}")
}

#[tokio::test]
async fn an_execution_is_read_as_it_was_written() {
    let directory = directory();
    let store = open(&directory);
    let mut started = new(4);
    started.parent = Some(Parent { execution: ExecutionId(2), effect: u64::MAX });
    let first = Commit {
        start: Some(started.clone()),
        wake: Some(Wake::At(Timestamp::from_nanosecond(1_700_000_000_987_654_321).unwrap())),
        ..start(4)
    };
    commit(&store, first).await.unwrap();
    let expected = StoredExecution {
        id: ExecutionId(4),
        new: started,
        status: Status::Running,
        stop_date: None,
        wake: Wake::At(Timestamp::from_nanosecond(1_700_000_000_987_654_321).unwrap()),
        redrive_count: 0,
        redrive_date: None,
        suspended: None,
    };
    assert_eq!(text(&store.execution(ExecutionId(4)).await.unwrap().unwrap()), text(&expected));
    drop(store);
    let store = open(&directory);
    assert_eq!(text(&store.find(&arn(4)).await.unwrap().unwrap()), text(&expected));
    assert!(store.find(&arn(5)).await.unwrap().is_none());
    assert!(store.execution(ExecutionId(5)).await.unwrap().is_none());
    assert_eq!(store.last_id().await.unwrap(), ExecutionId(4));
}

#[tokio::test]
async fn a_commit_changes_only_what_it_says() {
    let directory = directory();
    let store = open(&directory);
    commit(&store, start(1)).await.unwrap();
    let id = ExecutionId(1);
    let read = async || store.execution(id).await.unwrap().unwrap();
    assert_eq!((read().await.status, read().await.wake), (Status::Running, Wake::Now));

    commit(&store, Commit { wake: Some(Wake::At(second(9))), ..Commit::of(id) }).await.unwrap();
    assert_eq!((read().await.status, read().await.wake), (Status::Running, Wake::At(second(9))));
    commit(&store, Commit { suspended: Some(Some("the code changed".into())), ..Commit::of(id) }).await.unwrap();
    assert_eq!(read().await.suspended.as_deref(), Some("the code changed"));
    commit(&store, Commit { suspended: Some(None), ..Commit::of(id) }).await.unwrap();
    assert_eq!((read().await.suspended, read().await.wake), (None, Wake::At(second(9))));

    let failed = Commit { status: Some((Status::Failed, Some(second(12)))), ..Commit::of(id) };
    commit(&store, failed).await.unwrap();
    assert_eq!((read().await.status, read().await.stop_date), (Status::Failed, Some(second(12))));
    let redriven = Commit {
        status: Some((Status::Running, None)),
        redrive: Some((1, second(20))),
        wake: Some(Wake::Now),
        row: Some(row(1, b"redriven")),
        ..Commit::of(id)
    };
    commit(&store, redriven).await.unwrap();
    let now = read().await;
    assert_eq!((now.status, now.stop_date, now.wake), (Status::Running, None, Wake::Now));
    assert_eq!((now.redrive_count, now.redrive_date), (1, Some(second(20))));
    assert_eq!(sequences(&store, 1).await, [0, 1]);
}

#[tokio::test]
async fn a_name_that_is_used_starts_nothing() {
    let directory = directory();
    let store = open(&directory);
    commit(&store, start(1)).await.unwrap();
    let again = Commit { start: Some(new(1)), row: Some(row(0, b"again")), ..Commit::of(ExecutionId(2)) };
    assert_eq!(commit(&store, again).await, Err(StoreError::ExecutionExists(ExecutionId(1))));
    assert!(store.execution(ExecutionId(2)).await.unwrap().is_none());
    assert!(sequences(&store, 2).await.is_empty());
    assert_eq!(store.journal(ExecutionId(1)).await.unwrap(), [row(0, b"started")]);
}

#[tokio::test]
async fn of_two_starts_of_one_name_in_a_group_one_wins() {
    let directory = directory();
    let store = open(&directory);
    let starts: Vec<_> =
        (1..=50).map(|id| store.commit(Arc::new(Commit { start: Some(new(1)), ..start(id) }))).collect();
    let mut won = 0;
    for started in starts {
        match started.await {
            Ok(()) => won += 1,
            Err(error) => assert_eq!(error, StoreError::ExecutionExists(ExecutionId(1))),
        }
    }
    assert_eq!(won, 1);
}

#[tokio::test]
async fn a_record_is_read_whole_and_in_parts() {
    let directory = directory();
    let store = open(&directory);
    commit_all(&store, [start(1), start(2)]).await;
    let large = vec![b'x'; 300_000];
    commit_all(&store, (1..30).map(|sequence| more(1, sequence, &large[..sequence as usize * 10_000]))).await;
    let id = ExecutionId(1);
    let rows = store.journal(id).await.unwrap();
    assert!(rows.iter().enumerate().all(|(place, row)| row.sequence == place as u32));
    assert_eq!((rows.len(), rows[29].data.len()), (30, 290_000));
    assert_eq!(store.journal_page(id, 0, 3).await.unwrap(), rows[..3]);
    assert_eq!(store.journal_page(id, 27, 10).await.unwrap(), rows[27..]);
    assert!(store.journal_page(id, 30, 10).await.unwrap().is_empty());
    assert!(store.journal_page(id, u32::MAX, 10).await.unwrap().is_empty());
    assert_eq!(store.last_row(id).await.unwrap().as_ref(), rows.last());
    assert_eq!(store.last_row(ExecutionId(3)).await.unwrap(), None);
    assert_eq!(store.journal(ExecutionId(2)).await.unwrap(), [row(0, b"started")]);
}

#[tokio::test]
async fn a_row_is_never_written_over() {
    let directory = directory();
    let store = open(&directory);
    commit(&store, start(1)).await.unwrap();
    let over = Commit { wake: Some(Wake::Never), ..more(1, 0, b"other") };
    let Err(StoreError::Corrupt(text)) = commit(&store, over).await else { panic!("written over") };
    assert!(text.contains("row 0 of the execution 1"), "{text}");
    assert_eq!(store.journal(ExecutionId(1)).await.unwrap(), [row(0, b"started")]);
    assert_eq!(store.execution(ExecutionId(1)).await.unwrap().unwrap().wake, Wake::Now, "all of it or nothing");
}

#[tokio::test]
async fn numbers_that_no_row_can_have_are_refused() {
    let directory = directory();
    let store = open(&directory);
    let too_great = Commit { execution: ExecutionId(1 << 39), ..start(1) };
    for impossible in [more(1, 1 << 24, b""), more(-1, 0, b""), more(i64::MAX, 0, b""), too_great] {
        assert!(matches!(commit(&store, impossible).await, Err(StoreError::Corrupt(_))));
    }
    assert!(matches!(store.journal(ExecutionId(-1)).await, Err(StoreError::Corrupt(_))));
}

#[tokio::test]
async fn a_definition_is_kept_once() {
    let directory = directory();
    let store = open(&directory);
    let definition =
        |kind, text: &str| Definition { fingerprint: "f1".into(), kind, name: "shop".into(), text: text.into() };
    let first = definition(DefinitionKind::Native, "{}");
    store.put_definition(first.clone()).await.unwrap();
    store.put_definition(definition(DefinitionKind::Interpreted, "{\"other\":1}")).await.unwrap();
    drop(store);
    let store = open(&directory);
    assert_eq!(store.definition("f1").await.unwrap(), Some(first));
    assert_eq!(store.definition("f2").await.unwrap(), None);
}

#[tokio::test]
async fn documents_are_kept_by_name() {
    let directory = directory();
    let store = open(&directory);
    for (collection, name, text) in
        [("aliases", "b", "1"), ("aliases", "a", "2"), ("tags", "a", "3"), ("aliases", "b", "4")]
    {
        store.put_document(collection, name, Some(text.to_owned())).await.unwrap();
    }
    let pairs = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(store.documents("aliases").await.unwrap(), pairs(&[("a", "2"), ("b", "4")]));
    store.put_document("aliases", "a", None).await.unwrap();
    store.put_document("aliases", "missing", None).await.unwrap();
    assert_eq!(store.documents("aliases").await.unwrap(), pairs(&[("b", "4")]));
    assert_eq!(store.documents("tags").await.unwrap(), pairs(&[("a", "3")]));
    assert!(store.documents("none").await.unwrap().is_empty());
}

#[tokio::test]
async fn what_nobody_waits_for_is_written_too() {
    let directory = directory();
    let store = open(&directory);
    drop(store.commit(Arc::new(start(1))));
    drop(store.put_document("aliases", "a", Some("1".to_owned())));
    drop(store);
    let store = open(&directory);
    assert!(store.execution(ExecutionId(1)).await.unwrap().is_some());
    assert_eq!(store.documents("aliases").await.unwrap().len(), 1);
}
