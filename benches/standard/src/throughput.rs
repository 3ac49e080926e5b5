//! Executions of three tasks per second, each effect synced, beside the same bytes in the same groups straight into SQLite.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use workflow_engine::clock::real_monotonic;
use workflow_engine::durable::{StandardEngine, Store};
use workflow_store::{SqliteOptions, SqliteStore, StoreCounters};

use crate::program::{Program, Step, open};
use crate::raw::Rows;
use crate::{Bar, Measured, Row, runtime};

/// Three tasks that take no time.
pub(crate) const STEPS: [Step; 3] = [Step::Task(Duration::ZERO); 3];

pub(crate) fn measure(is_quick: bool) -> Measured<Vec<Row>> {
    let (rounds, most) = if is_quick { (5, 8_000) } else { (12, 40_000) };
    let mut best = (0.0_f64, 0.0, 0);
    let mut rows = Vec::new();
    for in_flight in [64, 256, 1_024] {
        // The best round of each side, both in turn: noise only slows down, and `fsync` has much of it on a shared disk.
        let (mut ours, mut theirs, mut group) = (0.0_f64, 0.0_f64, 0);
        let count = (in_flight * 64).min(most);
        for _ in 0..rounds {
            let round = round(in_flight, count)?;
            ours = ours.max(per_second(count, round.ours));
            theirs = theirs.max(per_second(count, round.theirs));
            group = round.group;
        }
        let ratio = ours / theirs;
        if ours > best.0 {
            best = (ours, ratio, in_flight);
        }
        rows.push(Row {
            name: format!("three tasks, {in_flight} in flight"),
            ours: format!("{ours:.0}/s"),
            theirs: format!("{theirs:.0}/s raw, {group} writes a group"),
            ratio,
            bar: Bar::None,
        });
    }
    let (ours, ratio, in_flight) = best;
    rows.push(Row {
        name: "three tasks, the fastest of these".to_owned(),
        ours: format!("{ours:.0}/s"),
        theirs: format!("with {in_flight} in flight"),
        ratio,
        bar: Bar::AtLeast(0.5),
    });
    Ok(rows)
}

fn per_second(count: usize, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64()
}

struct Round {
    ours: Duration,
    theirs: Duration,
    group: usize,
}

fn round(in_flight: usize, count: usize) -> Measured<Round> {
    let directory = tempfile::tempdir()?;
    let (ours, counters) = run(directory.path(), in_flight, count)?;
    let rows = Rows::read(&directory.path().join("executions.sqlite"))?;
    if rows.len() != count || rows.writes() != 4 * count {
        return Err(format!("{} executions with {} writes", rows.len(), rows.writes()).into());
    }
    let group = usize::try_from(counters.writes.div_ceil(counters.transactions.max(1)))?;
    let other = tempfile::tempdir()?;
    drop(SqliteStore::open(other.path(), SqliteOptions::default())?);
    let theirs = rows.write(&other.path().join("executions.sqlite"), group)?;
    Ok(Round { ours, theirs, group })
}

fn run(directory: &std::path::Path, in_flight: usize, count: usize) -> Measured<(Duration, StoreCounters)> {
    let store = Arc::new(SqliteStore::open(directory, SqliteOptions::default())?);
    let runtime = runtime()?;
    let program = Program::new("three", &STEPS);
    let time = runtime.block_on(async {
        let engine = open(Arc::clone(&store) as Arc<dyn Store>, &[&program]).await?;
        let next = Arc::new(AtomicUsize::new(0));
        let begin = real_monotonic();
        let lines =
            (0..in_flight).map(|_| tokio::spawn(line(engine.clone(), Arc::clone(&program), Arc::clone(&next), count)));
        for line in lines.collect::<Vec<_>>() {
            line.await??;
        }
        let time = real_monotonic().saturating_sub(begin);
        engine.shut_down().await;
        Measured::Ok(time)
    })?;
    drop(runtime);
    Ok((time, store.counters()))
}

/// Runs one execution after the other.
async fn line(engine: StandardEngine, program: Arc<Program>, next: Arc<AtomicUsize>, count: usize) -> Measured {
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= count {
            return Ok(());
        }
        let id = engine.start(program.started(&number.to_string())).await?;
        engine.ended(id).await?;
    }
}
