//! Whatever is written, the store in memory and this one answer the same.

use std::sync::Arc;

use workflow_engine::durable::{Commit, ExecutionId, ListFilter, MemoryStore, Parent, Status, Store, StoreError, Wake};

use crate::sample::{MACHINE, arn, directory, new, of_machine, open, row, second};

const OTHER: &str = "arn:aws:states:us-east-1:123456789012:stateMachine:other";

/// Numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap() % bound
    }

    fn one_in(&mut self, bound: i64) -> bool {
        self.below(bound) == 0
    }

    fn of<T: Clone>(&mut self, values: &[T]) -> T {
        let place = self.below(i64::try_from(values.len()).unwrap());
        values.get(usize::try_from(place).unwrap()).unwrap().clone()
    }

    fn wake(&mut self) -> Wake {
        let at = Wake::At(second(self.below(1_000)));
        self.of(&[Wake::Now, Wake::Never, at])
    }

    fn start(&mut self, last: i64) -> Commit {
        // Now and then a name that is in use.
        let named = if last > 0 && self.one_in(5) { 1 + self.below(last) } else { last + 1 };
        let mut started = if self.one_in(3) { of_machine(named, OTHER) } else { new(named) };
        started.parent =
            (last > 0 && self.one_in(4)).then(|| Parent { execution: ExecutionId(1 + self.below(last)), effect: 1 });
        let wake = self.one_in(2).then(|| self.wake());
        Commit { start: Some(started), row: Some(row(0, b"started")), wake, ..Commit::of(ExecutionId(last + 1)) }
    }

    fn change(&mut self, last: i64, rows: &mut [u32]) -> Commit {
        let id = 1 + self.below(last);
        let rows = rows.get_mut(usize::try_from(id).unwrap()).unwrap();
        let mut change = Commit::of(ExecutionId(id));
        if self.one_in(2) {
            change.row = Some(row(*rows, format!("{id}:{rows}").as_bytes()));
            *rows += 1;
        }
        change.wake = self.one_in(3).then(|| self.wake());
        let stopped = second(self.below(1_000));
        let statuses = [Status::Succeeded, Status::Failed, Status::TimedOut, Status::Aborted];
        let status = self.of(&statuses);
        change.status = self.one_in(4).then_some((status, Some(stopped)));
        if change.status.is_none() && self.one_in(6) {
            change.status = Some((Status::Running, None));
            change.redrive = Some((1, stopped));
        }
        change.suspended = self.one_in(8).then(|| self.of(&[None, Some("changed".into())]));
        change
    }
}

async fn compare(one: &dyn Store, other: &dyn Store, last: i64) {
    async fn same<T: std::fmt::Debug>(
        one: impl Future<Output = Result<T, StoreError>>,
        other: impl Future<Output = Result<T, StoreError>>,
    ) {
        assert_eq!(format!("{:?}", one.await.unwrap()), format!("{:?}", other.await.unwrap()));
    }
    let all: Vec<_> = (0..=last + 1).map(ExecutionId).collect();
    same(one.load(all.clone()), other.load(all.clone())).await;
    for id in all {
        same(one.find(&arn(id.0)), other.find(&arn(id.0))).await;
        same(one.journal_page(id, 1, 2), other.journal_page(id, 1, 2)).await;
        same(one.last_row(id), other.last_row(id)).await;
        same(one.open(Some(id), 3), other.open(Some(id), 3)).await;
    }
    same(one.last_id(), other.last_id()).await;
    let statuses = [None, Some(Status::Running), Some(Status::Failed)];
    for state_machine_arn in [None, Some(MACHINE.to_owned()), Some(OTHER.to_owned())] {
        for (status, is_redriven) in statuses.into_iter().flat_map(|s| [None, Some(true), Some(false)].map(|r| (s, r)))
        {
            for parent in [None, Some(ExecutionId(2))] {
                let filter = ListFilter { state_machine_arn: state_machine_arn.clone(), status, is_redriven, parent };
                let before = Some(ExecutionId(last - 3));
                same(one.list(filter.clone(), None, 5), other.list(filter.clone(), None, 5)).await;
                same(one.list(filter.clone(), before, 100), other.list(filter, before, 100)).await;
            }
        }
    }
}

#[tokio::test]
async fn both_stores_answer_the_same() {
    for seed in 0..8 {
        let (directory, memory) = (directory(), MemoryStore::new());
        let store = open(&directory);
        let (mut numbers, mut last, mut rows) = (Numbers(seed), 0, vec![0, 0]);
        for _ in 0..120 {
            let is_start = last == 0 || numbers.one_in(3);
            let commit = if is_start { numbers.start(last) } else { numbers.change(last, &mut rows) };
            let commit = Arc::new(commit);
            let written = store.commit(Arc::clone(&commit)).await;
            assert_eq!(written, memory.commit(commit).await);
            if is_start && written.is_ok() {
                last += 1;
                rows[usize::try_from(last).unwrap()] = 1;
                rows.push(0);
            }
        }
        compare(&store, &memory, last).await;

        let before = second(500);
        let (here, there) = (store.prune(before, 1_000).await.unwrap(), memory.prune(before, 1_000).await.unwrap());
        assert_eq!(here, there);
        drop(store);
        compare(&open(&directory), &memory, last).await;
    }
}

#[tokio::test]
async fn what_is_not_there_cannot_change() {
    let directory = directory();
    let store = open(&directory);
    let change = || Arc::new(Commit { wake: Some(Wake::Now), ..Commit::of(ExecutionId(5)) });
    let expected = StoreError::Corrupt("there is no execution 5".to_owned());
    assert_eq!(store.commit(change()).await, Err(expected.clone()));
    assert_eq!(MemoryStore::new().commit(change()).await, Err(expected));
}
