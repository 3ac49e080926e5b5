//! Other processes: they wait for the lock, read, and ask.

use std::time::Duration;

use workflow_engine::durable::{Definition, DefinitionKind, ExecutionId, ListFilter, Status, Store};
use workflow_store::{OpenError, SqliteOptions, SqliteStore, StoreReader};

use crate::sample::{arn, commit, commit_all, directory, end, ids, more, open, sequences, start};

#[tokio::test]
async fn one_process_at_a_time_works_on_a_directory() {
    let directory = directory();
    let store = open(&directory);
    let refused = SqliteStore::open(directory.path(), SqliteOptions::default()).unwrap_err();
    assert_eq!(refused, OpenError::InUse { directory: directory.path().to_owned() });
    let text = refused.to_string();
    assert!(text.contains("another process") && text.contains(&directory.path().display().to_string()), "{text}");
    commit(&store, start(1)).await.unwrap();
    drop(store);
    open(&directory);
}

#[tokio::test]
async fn a_directory_is_created() {
    let directory = directory();
    let inner = directory.path().join("a/b");
    drop(SqliteStore::open(&inner, SqliteOptions::default()).unwrap());
    assert!(inner.is_dir());
    let file = inner.join("file");
    std::fs::write(&file, "").unwrap();
    assert!(matches!(SqliteStore::open(&file, SqliteOptions::default()), Err(OpenError::Unavailable { .. })));
}

#[tokio::test]
async fn a_reader_sees_what_was_written_and_whether_someone_works() {
    let directory = directory();
    let missing = StoreReader::open(directory.path()).unwrap_err();
    assert_eq!(missing, OpenError::Missing { directory: directory.path().to_owned() });
    let store = open(&directory);
    let reader = StoreReader::open(directory.path()).unwrap();
    assert!(reader.is_held().unwrap());
    commit_all(&store, [start(1), start(2), more(1, 1, b"more"), end(2, Status::TimedOut, 9)]).await;
    let definition = Definition {
        fingerprint: "f1".into(),
        kind: DefinitionKind::Interpreted,
        name: "shop".into(),
        text: "{}".into(),
    };
    store.put_definition(definition.clone()).await.unwrap();
    store.put_document("aliases", "a", Some("1".to_owned())).await.unwrap();

    for _ in 0..2 {
        let timed_out = ListFilter { status: Some(Status::TimedOut), ..ListFilter::default() };
        assert_eq!(ids(&reader.list(&timed_out, None, 10).unwrap()), [2]);
        assert_eq!(reader.find(&arn(1)).unwrap().unwrap().id, ExecutionId(1));
        assert_eq!(reader.execution(ExecutionId(2)).unwrap().unwrap().status, Status::TimedOut);
        assert_eq!(reader.journal(ExecutionId(1)).unwrap().len(), 2);
        assert_eq!(reader.journal_page(ExecutionId(1), 1, 5).unwrap().len(), 1);
        assert_eq!(reader.last_row(ExecutionId(1)).unwrap().unwrap().sequence, 1);
        assert_eq!(reader.definition("f1").unwrap().as_ref(), Some(&definition));
        assert_eq!(reader.documents("aliases").unwrap().len(), 1);
    }
    drop(store);
    assert!(!reader.is_held().unwrap());
    assert_eq!(ids(&reader.list(&ListFilter::default(), None, 10).unwrap()), [2, 1]);
    let store = open(&directory);
    commit(&store, start(3)).await.unwrap();
    assert_eq!(reader.journal(ExecutionId(3)).unwrap().len(), 1);
    assert_eq!(sequences(&store, 3).await, [0]);
}

#[tokio::test]
async fn a_request_is_answered_by_who_works() {
    let directory = directory();
    let store = open(&directory);
    let reader = StoreReader::open(directory.path()).unwrap();
    let (stop, start) =
        (reader.request("StopExecution", "{}").unwrap(), reader.request("StartExecution", "[1]").unwrap());
    let requests = store.requests().await.unwrap();
    assert_eq!(requests.iter().map(|request| request.id).collect::<Vec<_>>(), [stop, start]);
    assert_eq!((requests[0].operation.as_str(), requests[1].input.as_str()), ("StopExecution", "[1]"));
    assert_eq!(reader.answered(stop, Duration::ZERO).await.unwrap(), None);

    store.answer(start, Ok("{\"a\":1}".to_owned())).await.unwrap();
    store.answer(stop, Err("ExecutionDoesNotExist".to_owned())).await.unwrap();
    assert!(store.requests().await.unwrap().is_empty());
    let waited = reader.answered(start, Duration::from_secs(60)).await.unwrap();
    assert_eq!(waited, Some(Ok("{\"a\":1}".to_owned())));
    assert_eq!(reader.answer(stop).unwrap(), Some(Err("ExecutionDoesNotExist".to_owned())));
    assert!(reader.answer(stop).unwrap_err().to_string().contains("was taken"));
}

#[tokio::test]
async fn who_waits_gets_the_answer_when_it_comes() {
    let directory = directory();
    let store = open(&directory);
    let reader = StoreReader::open(directory.path()).unwrap();
    let request = reader.request("DescribeExecution", "{}").unwrap();
    let answers = async {
        let waiting = store.requests().await.unwrap();
        tokio::task::yield_now().await;
        store.answer(waiting[0].id, Ok("later".to_owned())).await.unwrap();
    };
    let (answer, ()) = tokio::join!(reader.answered(request, Duration::from_secs(60)), answers);
    assert_eq!(answer.unwrap(), Some(Ok("later".to_owned())));
}

#[tokio::test]
async fn a_request_waits_for_the_next_that_works() {
    let directory = directory();
    drop(open(&directory));
    let reader = StoreReader::open(directory.path()).unwrap();
    assert!(!reader.is_held().unwrap());
    let (kept, withdrawn) =
        (reader.request("StopExecution", "1").unwrap(), reader.request("StopExecution", "2").unwrap());
    assert!(reader.withdraw(withdrawn).unwrap());
    assert!(!reader.withdraw(withdrawn).unwrap());
    drop(reader);
    let store = open(&directory);
    let waiting: Vec<_> = store.requests().await.unwrap().iter().map(|request| request.id).collect();
    assert_eq!(waiting, [kept]);
    store.answer(kept, Ok("done".to_owned())).await.unwrap();
    store.answer(withdrawn, Ok("nobody asks any more".to_owned())).await.unwrap();
    let reader = StoreReader::open(directory.path()).unwrap();
    assert!(!reader.withdraw(kept).unwrap(), "it was answered");
    assert_eq!(reader.answer(kept).unwrap(), Some(Ok("done".to_owned())));
}
