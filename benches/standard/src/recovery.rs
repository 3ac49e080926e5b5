//! How long it takes to open a store with many open executions, beside reading their rows in a plain loop.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use workflow_engine::clock::real_monotonic;
use workflow_store::{SqliteOptions, SqliteStore, open_connection};

use crate::program::{Program, Step, open_with, pause};
use crate::{Bar, Measured, Row, runtime};

const A_DAY: Duration = Duration::from_secs(86_400);

pub(crate) fn measure(is_quick: bool) -> Measured<Vec<Row>> {
    let count = if is_quick { 10_000 } else { 100_000 };
    let sleeping = Program::new("sleeping", &[Step::Task(Duration::ZERO), Step::Wait(A_DAY)]);
    let working = Program::new("working", &[Step::Task(Duration::ZERO), Step::Endless]);
    Ok(vec![
        case(&format!("recovery of {count} that sleep"), &sleeping, count, 0)?,
        case(&format!("recovery of {count} with a task in flight"), &working, count, count)?,
    ])
}

fn case(name: &str, program: &Arc<Program>, count: usize, active: usize) -> Measured<Row> {
    let directory = tempfile::tempdir()?;
    fill(directory.path(), program, count)?;
    let mut ours = Duration::MAX;
    let mut theirs = Duration::MAX;
    for _ in 0..3 {
        theirs = theirs.min(read(&directory.path().join("executions.sqlite"), count)?);
        ours = ours.min(recover(directory.path(), program, count, active)?);
    }
    let each = |time: Duration| time.as_secs_f64() * 1e6 / count as f64;
    Ok(Row {
        name: name.to_owned(),
        ours: format!("{:.1} µs each", each(ours)),
        theirs: format!("{:.1} µs to read each", each(theirs)),
        ratio: ours.as_secs_f64() / theirs.as_secs_f64(),
        bar: Bar::AtMost(3.0),
    })
}

/// Starts executions, and ends when each of them waits.
pub(crate) fn fill(directory: &Path, program: &Arc<Program>, count: usize) -> Measured {
    let store = Arc::new(SqliteStore::open(directory, SqliteOptions::default())?);
    let counted = Arc::clone(&store);
    runtime()?.block_on(async {
        let engine = open_with(store, &[program], count).await?;
        let mut starting = FuturesUnordered::new();
        for number in 0..count {
            if starting.len() >= 1_024 {
                starting.next().await.transpose()?;
            }
            starting.push(engine.start(program.started(&number.to_string())));
        }
        while let Some(started) = starting.next().await {
            started?;
        }
        // The start and the end of the task of each, besides the definition.
        while counted.counters().writes < 2 * count as u64 {
            pause(Duration::from_millis(10)).await;
        }
        engine.shut_down().await;
        Measured::Ok(())
    })?;
    program.forget_endless();
    Ok(())
}

fn recover(directory: &Path, program: &Arc<Program>, count: usize, active: usize) -> Measured<Duration> {
    let store = Arc::new(SqliteStore::open(directory, SqliteOptions::default())?);
    let runtime = runtime()?;
    let time = runtime.block_on(async {
        let begin = real_monotonic();
        let engine = open_with(store, &[program], count).await?;
        let working = Arc::clone(program);
        while working.endless() < active {
            pause(Duration::from_millis(1)).await;
        }
        let counts = engine.counts();
        let time = real_monotonic().saturating_sub(begin);
        if counts.active + counts.waiting != count {
            return Err(format!("{counts:?}").into());
        }
        Measured::Ok(time)
    })?;
    program.forget_endless();
    drop(runtime);
    Ok(time)
}

/// Reads the rows of all executions, one execution after the other.
fn read(file: &Path, count: usize) -> Measured<Duration> {
    let connection = open_connection(file)?;
    let begin = real_monotonic();
    let mut execution = connection.prepare("SELECT * FROM executions JOIN starts USING (id) WHERE id = ?1")?;
    let mut journal = connection.prepare("SELECT data FROM journal WHERE place BETWEEN ?1 AND ?2 ORDER BY place")?;
    let mut bytes = 0;
    for id in 1..=i64::try_from(count)? {
        bytes += execution
            .query_row([id], |row| Ok(row.get_ref("arn")?.as_str()?.len() + row.get_ref("input")?.as_str()?.len()))?;
        let mut rows = journal.query([id << 24, (id + 1) << 24])?;
        while let Some(row) = rows.next()? {
            bytes += row.get::<_, Vec<u8>>(0)?.len();
        }
    }
    let time = real_monotonic().saturating_sub(begin);
    if bytes == 0 { Err("nothing was read".into()) } else { Ok(time) }
}
