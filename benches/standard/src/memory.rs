//! Many sleeping executions: how much memory they take, and how long after its time each wakes.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use workflow_engine::durable::ExecutionId;
use workflow_store::{SqliteOptions, SqliteStore};

use crate::program::{Program, Step, open, pause};
use crate::{Bar, Measured, Row, runtime};

/// How many sleep, and over how long their deadlines are spread.
struct Size {
    count: usize,
    spread: Duration,
}

impl Size {
    fn of(is_quick: bool) -> Self {
        match is_quick {
            true => Self { count: 50_000, spread: Duration::from_secs(30) },
            false => Self { count: 1_000_000, spread: Duration::from_secs(600) },
        }
    }
}

/// Of how many groups with different deadlines the executions are.
const GROUPS: u32 = 100;

pub(crate) fn measure(is_quick: bool) -> Measured<Vec<Row>> {
    let Size { count, spread } = Size::of(is_quick);
    let directory = tempfile::tempdir()?;
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("--sleep").arg(directory.path());
    if is_quick {
        command.arg("--quick");
    }
    let output = command.output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut numbers = text.split_whitespace().filter_map(|number| number.parse::<f64>().ok());
    let (Some(resident), Some(late)) = (numbers.next(), numbers.next()) else {
        return Err(format!("{}\n{}", output.status, String::from_utf8_lossy(&output.stderr)).into());
    };
    let name = format!("{count} sleeping executions");
    let mebibytes = resident / 1_024.0;
    let theirs = "MiB for a million:".to_owned();
    let for_a_million = mebibytes * 1e6 / count as f64;
    Ok(vec![
        Row {
            name: name.clone(),
            ours: format!("{mebibytes:.0} MiB"),
            theirs,
            // What a process takes without any is not multiplied.
            ratio: if is_quick { mebibytes } else { for_a_million },
            bar: Bar::AtMost(1_024.0),
        },
        Row {
            name: format!("{name}, waking within {spread:.0?}"),
            ours: format!("{late:.3} s late at most"),
            theirs: "seconds:".to_owned(),
            ratio: late,
            bar: Bar::AtMost(1.0),
        },
    ])
}

/// What the process does that is measured: it says how many KiB it takes, and how many seconds late the last wake was.
pub(crate) fn sleep(directory: &Path, is_quick: bool) -> Measured {
    let Size { count, spread } = Size::of(is_quick);
    // Filling takes a while, in which none may wake.
    let first = Duration::from_secs(if is_quick { 40 } else { 600 });
    let programs: Vec<Arc<Program>> = (0..GROUPS)
        .map(|group| Program::new(&format!("sleeping{group}"), &[Step::Wait(first + spread * group / GROUPS)]))
        .collect();
    let store = Arc::new(SqliteStore::open(directory, SqliteOptions::default())?);
    runtime()?.block_on(async {
        let engine = open(store, &programs.iter().collect::<Vec<_>>()).await?;
        for batch in (0..count).collect::<Vec<_>>().chunks(1_024) {
            let starts = batch
                .iter()
                .zip(programs.iter().cycle().skip(batch.first().copied().unwrap_or_default() % GROUPS as usize));
            let starts = starts.map(|(number, program)| engine.start(program.started(&number.to_string())));
            for started in futures_util::future::join_all(starts).await {
                started?;
            }
        }
        while engine.counts().active > 0 {
            pause(Duration::from_millis(10)).await;
        }
        let resident = resident()?;
        let mut late = Duration::ZERO;
        for id in (1..=i64::try_from(count)?).map(ExecutionId) {
            let state = engine.ended(id).await?;
            // Which is which says its name: several are started at a time.
            let stored = engine.store().execution(id).await?.ok_or("an execution is lost")?;
            let program = programs.iter().find(|program| program.name() == &*stored.new.identity.state_machine_name);
            let slept = state.stop_date.unwrap_or(state.start_date).duration_since(state.start_date).unsigned_abs();
            late = late.max(slept.saturating_sub(program.map(|program| program.sleeps()).unwrap_or_default()));
        }
        println!("{resident} {}", late.as_secs_f64());
        Ok(())
    })
}

/// How many KiB of memory this process has.
fn resident() -> Measured<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("there is no VmRSS")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
