//! What a disk does: it loses the end of what was written last, or has no space.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use workflow_engine::clock::real_sleep;
use workflow_engine::durable::{ExecutionId, StandardEngine, StandardOptions, Store, StoreError};
use workflow_engine::{Engine, EngineOptions, Targets};
use workflow_faults::check;
use workflow_faults::kills::arn;
use workflow_faults::kills::child::{Definitions, events, started};
use workflow_faults::load::{AtOnce, Machine, Mix, machine};
use workflow_store::{SqliteOptions, SqliteStore};

/// No execution takes so long.
const TOO_LONG: Duration = Duration::from_secs(120);

const MIX: Mix = Mix {
    most_states: 12,
    longest_wait: Duration::ZERO,
    most_failures: 1,
    has_tokens: false,
    has_activities: false,
    has_failures: true,
};

fn machines(seed: u64) -> Vec<Machine> {
    let mut random = StdRng::seed_from_u64(seed);
    (0..8).map(|number| machine(&format!("machine{number}"), MIX, &mut random)).collect()
}

fn of(machines: &[Machine], execution: u64) -> &Machine {
    &machines[execution as usize % machines.len()]
}

async fn open(store: Arc<SqliteStore>) -> StandardEngine {
    let engine = Engine::new(EngineOptions { targets: Targets::new().with(AtOnce), ..EngineOptions::default() });
    StandardEngine::open(StandardOptions::new(engine, store, Arc::new(Definitions))).await.unwrap()
}

/// The execution ends as it has to, with the history that it has to have.
async fn ends(engine: &StandardEngine, machine: &Machine, execution: u64) {
    let arn = arn(machine, execution);
    let id = engine.find(&arn).await.unwrap().unwrap().id;
    tokio::select! {
        ended = engine.ended(id) => drop(ended.unwrap()),
        () = real_sleep(TOO_LONG) => panic!("{:?} {:#?}", engine.counts(), engine.store().execution(id).await),
    }
    let events = events(&**engine.store(), &arn).await.unwrap();
    check::history(machine, &events).unwrap();
    check::result(machine, execution, &events).unwrap();
}

fn log_length(directory: &Path) -> u64 {
    std::fs::metadata(directory.join("executions.sqlite-wal")).map_or(0, |metadata| metadata.len())
}

/// Copies a store as it is on the disk, with so many bytes of its log, and perhaps some that are none.
fn torn(from: &Path, to: &Path, length: u64, garbage: &[u8]) {
    std::fs::create_dir_all(to).unwrap();
    for name in ["executions.sqlite", "requests.sqlite"] {
        std::fs::copy(from.join(name), to.join(name)).unwrap();
    }
    let log = std::fs::read(from.join("executions.sqlite-wal")).unwrap();
    let log: Vec<u8> = log.into_iter().take(length as usize).chain(garbage.iter().copied()).collect();
    std::fs::write(to.join("executions.sqlite-wal"), log).unwrap();
}

#[tokio::test]
async fn what_was_acknowledged_survives_a_torn_write() {
    const EXECUTIONS: u64 = 40;
    let (directory, machines) = (tempfile::tempdir().unwrap(), machines(1));
    let store = Arc::new(SqliteStore::open(directory.path(), SqliteOptions::default()).unwrap());
    let engine = open(Arc::clone(&store)).await;
    let mut acknowledged: Vec<(ExecutionId, u64)> = Vec::new();
    for execution in 0..EXECUTIONS {
        let id = engine.start(started(of(&machines, execution), execution).unwrap()).await.unwrap();
        acknowledged.push((id, log_length(directory.path())));
    }
    let half = 0..EXECUTIONS / 2;
    join_all(half.map(|execution| ends(&engine, of(&machines, execution), execution))).await;
    engine.shut_down().await;
    let length = log_length(directory.path());
    let mut random = StdRng::seed_from_u64(2);
    for trial in 0..12 {
        let known = random.random_range(0..acknowledged.len());
        let cut = random.random_range(acknowledged[known].1..=length);
        let garbage: Vec<u8> = (0..random.random_range(0..3) * 3_000).map(|_| random.random()).collect();
        let copy = directory.path().join(format!("copy{trial}"));
        torn(directory.path(), &copy, cut, &garbage);
        let store = Arc::new(SqliteStore::open(&copy, SqliteOptions::default()).unwrap());
        for (id, _) in &acknowledged[..=known] {
            assert!(store.execution(*id).await.unwrap().is_some(), "trial {trial}: {id:?} is lost, cut at {cut}");
        }
        // What follows in a history is on record only if what led to it is.
        let engine = open(Arc::clone(&store)).await;
        if trial % 6 == 0 {
            let mut left = Vec::new();
            for execution in 0..EXECUTIONS {
                if engine.find(&arn(of(&machines, execution), execution)).await.unwrap().is_some() {
                    left.push(ends(&engine, of(&machines, execution), execution));
                }
            }
            join_all(left).await;
        }
        engine.shut_down().await;
    }
}

#[tokio::test]
async fn a_full_disk_is_said_and_nothing_is_lost() {
    let (directory, machines) = (tempfile::tempdir().unwrap(), machines(3));
    let store = Arc::new(SqliteStore::open(directory.path(), SqliteOptions::default()).unwrap());
    let engine = open(Arc::clone(&store)).await;
    let mut accepted = Vec::new();
    let mut refused = Vec::new();
    for execution in 0..2_000 {
        if execution == 20 {
            store.set_max_bytes(Some(300_000)).await.unwrap();
        }
        match engine.start(started(of(&machines, execution), execution).unwrap()).await {
            Ok(_) => accepted.push(execution),
            Err(error @ StoreError::Full(_)) => {
                assert!(error.to_string().contains("no space"), "{error}");
                refused.push(execution);
            }
            Err(error) => panic!("{error:?}"),
        }
        if refused.len() >= 20 {
            break;
        }
    }
    assert!(refused.len() >= 20 && accepted.len() > 20, "{} refused of {}", refused.len(), accepted.len());
    store.set_max_bytes(None).await.unwrap();
    for execution in &refused {
        let machine = of(&machines, *execution);
        assert!(engine.find(&arn(machine, *execution)).await.unwrap().is_none());
        engine.start(started(machine, *execution).unwrap()).await.unwrap();
    }
    let all = accepted.into_iter().chain(refused);
    join_all(all.map(|execution| ends(&engine, of(&machines, execution), execution))).await;
}
