//! How long one execution of three tasks takes while nothing else runs, beside four `fsync`s.

use std::sync::Arc;
use std::time::Duration;

use workflow_engine::clock::real_monotonic;
use workflow_store::{SqliteOptions, SqliteStore};

use crate::program::{Program, open};
use crate::throughput::STEPS;
use crate::{Bar, Measured, Row, raw, runtime};

pub(crate) fn measure(is_quick: bool) -> Measured<Vec<Row>> {
    let count = if is_quick { 200 } else { 2_000 };
    let directory = tempfile::tempdir()?;
    let mut file = raw::Synced::create(directory.path())?;
    let store = Arc::new(SqliteStore::open(&directory.path().join("data"), SqliteOptions::default())?);
    let program = Program::new("three", &STEPS);
    // In turn, as the disk is faster at one moment than at another.
    let (mut ours, mut theirs) = runtime()?.block_on(async {
        let engine = open(store, &[&program]).await?;
        let (mut ours, mut theirs) = (Vec::with_capacity(count), Vec::with_capacity(count));
        for number in 0..count {
            let begin = real_monotonic();
            for _ in 0..4 {
                file.write()?;
            }
            let middle = real_monotonic();
            let id = engine.start(program.started(&number.to_string())).await?;
            engine.ended(id).await?;
            theirs.push(middle.saturating_sub(begin));
            ours.push(real_monotonic().saturating_sub(middle));
        }
        Measured::Ok((ours, theirs))
    })?;
    // Noise only adds: a tenth of all are faster.
    let fast = |times: &mut Vec<Duration>| {
        times.sort_unstable();
        times.get(times.len() / 10).copied().unwrap_or_default()
    };
    let (ours, fsyncs) = (fast(&mut ours), fast(&mut theirs));
    let beyond = ours.saturating_sub(fsyncs);
    Ok(vec![Row {
        name: "one idle execution of three tasks".to_owned(),
        ours: format!("{ours:.0?}"),
        theirs: format!("{fsyncs:.0?} for 4 fsyncs; microseconds beyond:"),
        ratio: beyond.as_secs_f64() * 1e6,
        bar: Bar::AtMost(200.0),
    }])
}
