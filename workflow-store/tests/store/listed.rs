//! Lists of executions.

use workflow_engine::durable::{Commit, ExecutionId, ListFilter, OpenExecution, Parent, Status, Store, Wake};
use workflow_store::SqliteStore;

use crate::sample::{MACHINE, arn, commit, commit_all, directory, end, ids, new, of_machine, open, second, start};

/// Whose children 10 to 12 are.
fn parent(id: i64) -> Option<Parent> {
    (id >= 10).then_some(Parent { execution: ExecutionId(1), effect: 5 })
}

const OTHER: &str = "arn:aws:states:us-east-1:123456789012:stateMachine:other";

/// Executions 1 to 12: those that 3 divides are of the other machine; 2, 4 and 6 have failed, 8 has succeeded, 4 and 9 were
/// redriven, and 10 to 12 are children of 1.
async fn some(store: &SqliteStore) {
    let starts = (1..=12).map(|id| {
        let mut started = if id % 3 == 0 { of_machine(id, OTHER) } else { new(id) };
        started.parent = parent(id);
        Commit { start: Some(started), ..start(id) }
    });
    commit_all(store, starts).await;
    commit_all(store, [2, 4, 6].map(|id| end(id, Status::Failed, 50))).await;
    commit(store, end(8, Status::Succeeded, 51)).await.unwrap();
    for id in [4, 9] {
        let redriven = Commit { redrive: Some((1, second(60))), ..Commit::of(ExecutionId(id)) };
        commit(store, redriven).await.unwrap();
    }
}

fn of(machine: &str) -> ListFilter {
    ListFilter { state_machine_arn: Some(machine.to_owned()), ..ListFilter::default() }
}

#[tokio::test]
async fn a_list_has_what_its_filter_says_newest_first() {
    let directory = directory();
    let store = open(&directory);
    some(&store).await;
    let every = ListFilter::default;
    let cases: [(ListFilter, &[i64]); 14] = [
        (every(), &[12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]),
        (of(MACHINE), &[11, 10, 8, 7, 5, 4, 2, 1]),
        (of(OTHER), &[12, 9, 6, 3]),
        (of("unknown"), &[]),
        (ListFilter { status: Some(Status::Failed), ..every() }, &[6, 4, 2]),
        (ListFilter { status: Some(Status::Failed), ..of(MACHINE) }, &[4, 2]),
        (ListFilter { status: Some(Status::Running), ..of(OTHER) }, &[12, 9, 3]),
        (ListFilter { status: Some(Status::Aborted), ..every() }, &[]),
        (ListFilter { is_redriven: Some(true), ..every() }, &[9, 4]),
        (ListFilter { is_redriven: Some(true), ..of(MACHINE) }, &[4]),
        (ListFilter { is_redriven: Some(false), status: Some(Status::Failed), ..every() }, &[6, 2]),
        (ListFilter { parent: Some(ExecutionId(1)), ..every() }, &[12, 11, 10]),
        (ListFilter { parent: Some(ExecutionId(1)), ..of(OTHER) }, &[12]),
        (ListFilter { is_redriven: Some(true), status: Some(Status::Failed), ..of(MACHINE) }, &[4]),
    ];
    for (filter, expected) in cases {
        let listed = store.list(filter.clone(), None, 100).await.unwrap();
        assert_eq!(ids(&listed), expected, "{filter:?}");
        // The same, page by page.
        let (mut paged, mut before) = (Vec::new(), None);
        loop {
            let page = store.list(filter.clone(), before, 2).await.unwrap();
            let Some(last) = page.last() else { break };
            before = Some(last.id);
            paged.extend(ids(&page));
        }
        assert_eq!(paged, expected, "{filter:?}");
    }
}

#[tokio::test]
async fn a_list_tells_executions_as_they_are_read_alone() {
    let directory = directory();
    let store = open(&directory);
    some(&store).await;
    for listed in store.list(ListFilter::default(), None, 100).await.unwrap() {
        let alone = store.execution(listed.id).await.unwrap().unwrap();
        assert_eq!(format!("{listed:?}"), format!("{alone:?}"));
        assert_eq!(*alone.new.identity.execution_arn, arn(listed.id.0));
    }
}

#[tokio::test]
async fn those_that_run_are_found_oldest_first() {
    let directory = directory();
    let store = open(&directory);
    some(&store).await;
    for (id, wake) in [(5, Wake::Never), (7, Wake::At(second(70))), (9, Wake::Never)] {
        commit(&store, Commit { wake: Some(wake), ..Commit::of(ExecutionId(id)) }).await.unwrap();
    }
    let suspended = Commit { suspended: Some(Some("changed".into())), ..Commit::of(ExecutionId(9)) };
    commit(&store, suspended).await.unwrap();
    drop(store);
    let store = open(&directory);
    let expected = [
        (1, Wake::Now),
        (3, Wake::Now),
        (5, Wake::Never),
        (7, Wake::At(second(70))),
        (9, Wake::Now),
        (10, Wake::Now),
        (11, Wake::Now),
        (12, Wake::Now),
    ];
    let expected = expected.map(|(id, wake)| OpenExecution { id: ExecutionId(id), wake, parent: parent(id) });
    assert_eq!(store.open(None, 100).await.unwrap(), expected);
    assert_eq!(store.open(None, 3).await.unwrap(), expected[..3]);
    assert_eq!(store.open(Some(ExecutionId(5)), 3).await.unwrap(), expected[3..6]);
    assert!(store.open(Some(ExecutionId(12)), 3).await.unwrap().is_empty());
}
