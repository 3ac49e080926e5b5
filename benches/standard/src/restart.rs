//! Executions that a process leaves in the middle, and how long the next one takes to end them.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use workflow_engine::clock::real_monotonic;
use workflow_engine::durable::ExecutionId;
use workflow_store::{SqliteOptions, SqliteStore};

use crate::program::{Program, Step, open, pause};
use crate::{Bar, Measured, Row, runtime};

const EXECUTIONS: i64 = 20;
const STEP: Duration = Duration::from_millis(50);
const STEPS: [Step; 10] = [Step::Task(STEP); 10];

pub(crate) fn measure(is_quick: bool) -> Measured<Vec<Row>> {
    let rounds = if is_quick { 1 } else { 5 };
    let mut beyond = Vec::new();
    for _ in 0..rounds {
        let directory = tempfile::tempdir()?;
        let mut child = Command::new(std::env::current_exe()?).arg("--work").arg(directory.path()).spawn()?;
        wait_for_half(directory.path())?;
        child.kill()?;
        child.wait()?;
        beyond.push(end(directory.path())?);
    }
    beyond.sort_unstable();
    let beyond = beyond.get(beyond.len() / 2).copied().unwrap_or_default();
    Ok(vec![Row {
        name: "20 executions of 10 × 50 ms, killed and restarted".to_owned(),
        ours: format!("{beyond:.0?}"),
        theirs: "beyond the steps left; seconds:".to_owned(),
        ratio: beyond.as_secs_f64(),
        bar: Bar::AtMost(0.2),
    }])
}

/// What the process does that is killed.
pub(crate) fn work(directory: &Path) -> Measured {
    let store = Arc::new(SqliteStore::open(directory, SqliteOptions::default())?);
    let program = Program::new("ten", &STEPS);
    runtime()?.block_on(async {
        let engine = open(store, &[&program]).await?;
        for number in 0..EXECUTIONS {
            engine.start(program.started(&number.to_string())).await?;
        }
        std::fs::write(directory.join("started"), "")?;
        std::future::pending().await
    })
}

fn wait_for_half(directory: &Path) -> Measured {
    runtime()?.block_on(async {
        while !directory.join("started").exists() {
            pause(Duration::from_millis(5)).await;
        }
        pause(STEP * 5).await;
    });
    Ok(())
}

/// Ends the executions, and says how much longer than the steps that were left that took.
fn end(directory: &Path) -> Measured<Duration> {
    let begin = real_monotonic();
    let store = Arc::new(SqliteStore::open(directory, SqliteOptions::default())?);
    let program = Program::new("ten", &STEPS);
    runtime()?.block_on(async {
        let engine = open(store, &[&program]).await?;
        let mut most_left = 0;
        for number in 1..=EXECUTIONS {
            let done = engine.history(ExecutionId(number), 0, usize::MAX).await?;
            let done = done.iter().filter(|event| event.event.type_name() == "LambdaFunctionSucceeded").count();
            most_left = most_left.max(STEPS.len().saturating_sub(done));
        }
        for number in 1..=EXECUTIONS {
            engine.ended(ExecutionId(number)).await?;
        }
        let steps = STEP * u32::try_from(most_left)?;
        Ok(real_monotonic().saturating_sub(begin).saturating_sub(steps))
    })
}
