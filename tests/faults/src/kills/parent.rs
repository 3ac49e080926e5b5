//! The process that kills, and looks through what is left.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::Arc;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use workflow_engine::HistoryEvent;
use workflow_engine::clock::real_sleep;
use workflow_engine::durable::Store;
use workflow_store::{SqliteOptions, SqliteStore};

use super::child::{DATA, JOURNAL, events};
use super::journal::{self, Line};
use super::{arn_of, machine_of};
use crate::Checked;
use crate::check::{self, ensure};
use crate::load::one_of;
use crate::simulation;

/// What is to be killed, and how often.
#[derive(Clone, Debug)]
pub struct Options {
    /// The program that works: `PROGRAM DIRECTORY SEED EXECUTIONS`.
    pub program: PathBuf,
    /// How often it is killed.
    pub kills: u64,
    /// What everything is drawn from.
    pub seed: u64,
    /// An empty directory for all of it.
    pub directory: PathBuf,
}

/// What has happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Killed {
    /// How often a process was killed.
    pub kills: u64,
    /// How many executions have ended.
    pub executions: u64,
    /// How many events they have.
    pub events: usize,
    /// How many attempts of tasks were begun.
    pub calls: usize,
    /// How many of them had been begun before, by a process that was killed meanwhile.
    pub again: usize,
    /// How many tokens were completed.
    pub tokens: usize,
}

/// How many executions there are before the first kill, and how many more after each.
const FIRST: u64 = 12;
const MORE: u64 = 2;

/// Kills so often, lets the rest end, and checks all that is left.
///
/// # Errors
///
/// What is wrong with it.
pub fn run(options: &Options) -> Checked<Killed> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let (killed, histories) = runtime.map_err(|error| error.to_string())?.block_on(kill_all(options))?;
    for (execution, events) in (0..).zip(&histories) {
        one(options.seed, execution, events).map_err(|wrong| format!("execution {execution}: {wrong}\n{events:#?}"))?;
    }
    Ok(killed)
}

async fn kill_all(options: &Options) -> Checked<(Killed, Vec<Vec<HistoryEvent>>)> {
    let mut random = StdRng::seed_from_u64(options.seed);
    let mut left = Left::default();
    for kill in 0..options.kills {
        let mut child = start(options, FIRST + MORE * kill)?;
        // Some die while they open the store, most while they work, some when much of it is done.
        let longest = one_of(&[30, 200, 200, 600, 1_500], &mut random);
        real_sleep(Duration::from_millis(random.random_range(0..longest))).await;
        let has_ended = child.try_wait().map_err(|error| error.to_string())?;
        ensure(has_ended.is_none_or(|status| status.success()), || failed(options, &format!("{has_ended:?}")))?;
        // One that has ended already leaves more for the next.
        kill_one(&mut child)?;
        if random.random_ratio(1, 3) {
            left.look(options).await?;
        }
    }
    let executions = FIRST + MORE * options.kills;
    let status = start(options, executions)?.wait().map_err(|error| error.to_string())?;
    ensure(status.success(), || failed(options, &status.to_string()))?;
    left.look(options).await?;
    let store = open(&options.directory.join(DATA))?;
    let mut histories = Vec::new();
    for execution in 0..executions {
        histories.push(events(&*store, &arn_of(options.seed, execution)).await?);
    }
    let mut killed = outside(options, &*store).await?;
    killed.kills = options.kills;
    killed.executions = executions;
    killed.events = histories.iter().map(Vec::len).sum();
    Ok((killed, histories))
}

fn start(options: &Options, executions: u64) -> Checked<Child> {
    let mut command = Command::new(&options.program);
    command.arg(&options.directory).arg(options.seed.to_string()).arg(executions.to_string());
    command.spawn().map_err(|error| format!("{}: {error}", options.program.display()))
}

/// `SIGKILL`, on Unix.
fn kill_one(child: &mut Child) -> Checked {
    child.kill().and_then(|()| child.wait()).map(drop).map_err(|error| error.to_string())
}

fn failed(options: &Options, status: &str) -> String {
    let lines = journal::read(&options.directory.join(JOURNAL)).unwrap_or_default();
    let wrong = lines.iter().filter(|line| matches!(line, Line::Wrong(_)));
    format!("the process has failed: {status}; {:?}", wrong.collect::<Vec<_>>())
}

/// What was found on record after kills.
#[derive(Default)]
struct Left {
    /// How many lines of the journal were read.
    lines: usize,
    /// The attempts that have ended: execution, visit, and how many of its attempts.
    ended: HashMap<(String, u64), u32>,
    /// Executions that have ended and were looked at since.
    done: HashSet<String>,
}

impl Left {
    /// Looks at what a killed process has left: no attempt that was on record as ended before has been begun since.
    async fn look(&mut self, options: &Options) -> Checked {
        let lines = journal::read(&options.directory.join(JOURNAL)).map_err(|error| error.to_string())?;
        for line in lines.iter().skip(self.lines) {
            if let Line::Wrong(wrong) = line {
                return Err(wrong.clone());
            }
            let Line::Call { arn, visit, attempt } = line else { continue };
            let ended = self.ended.get(&(arn.clone(), *visit)).copied().unwrap_or_default();
            ensure(*attempt > ended, || {
                format!("attempt {attempt} of {visit} of {arn} ran again, of {ended} that had ended")
            })?;
        }
        self.lines = lines.len();
        let started: HashSet<String> = lines
            .iter()
            .filter_map(|line| match line {
                Line::Started { execution, .. } => Some(arn_of(options.seed, *execution)),
                _ => None,
            })
            .collect();
        let copy = options.directory.join("copy");
        copied(&options.directory.join(DATA), &copy)?;
        let store = open(&copy)?;
        for arn in started.difference(&self.done.clone()) {
            let events = events(&*store, arn).await?;
            for (visit, attempts) in check::attempts(&events) {
                // After a success there is no other attempt.
                let ended = if attempts.succeeded > 0 { u32::MAX } else { attempts.failed };
                self.ended.insert((arn.clone(), visit), ended);
            }
            if check::end(&events).is_some() {
                self.done.insert(arn.clone());
            }
        }
        drop(store);
        std::fs::remove_dir_all(&copy).map_err(|error| error.to_string())
    }
}

/// The next process is to find what the last one has left, so only a copy is opened.
fn copied(from: &Path, to: &Path) -> Checked {
    let copy = || {
        std::fs::create_dir_all(to)?;
        if !from.exists() {
            return Ok(());
        }
        for file in std::fs::read_dir(from)? {
            let file = file?;
            // The index of the log belongs to a process; it is made anew.
            if !file.file_name().to_string_lossy().ends_with("-shm") {
                std::fs::copy(file.path(), to.join(file.file_name()))?;
            }
        }
        Ok(())
    };
    copy().map_err(|error: std::io::Error| error.to_string())
}

fn open(directory: &Path) -> Checked<Arc<dyn Store>> {
    let store = SqliteStore::open(directory, SqliteOptions::default()).map_err(|error| error.to_string())?;
    Ok(Arc::new(store))
}

/// Checks what was noted outside of the store.
async fn outside(options: &Options, store: &dyn Store) -> Checked<Killed> {
    let lines = journal::read(&options.directory.join(JOURNAL)).map_err(|error| error.to_string())?;
    let mut killed = Killed::default();
    let mut calls = HashSet::new();
    let mut sent = HashSet::new();
    for line in lines {
        match line {
            Line::Call { arn, visit, attempt } => {
                killed.calls += 1;
                killed.again += usize::from(!calls.insert((arn, visit, attempt)));
            }
            Line::Sent(token) => {
                ensure(sent.insert(token.clone()), || format!("the token {token} was completed twice"))?;
            }
            Line::Started { execution, id } => {
                let stored = store.find(&arn_of(options.seed, execution)).await.map_err(|error| error.to_string())?;
                ensure(stored.is_some_and(|stored| stored.id.0 == id), || format!("execution {execution} is another"))?;
            }
            Line::Wrong(wrong) => return Err(wrong),
            Line::Ended(_) | Line::Token(..) | Line::Gone(_) => {}
        }
    }
    killed.tokens = sent.len();
    Ok(killed)
}

fn one(seed: u64, execution: u64, events: &[HistoryEvent]) -> Checked {
    let machine = machine_of(seed, execution);
    check::history(&machine, events)?;
    check::result(&machine, execution, events)?;
    if machine.has_fixed_events() {
        let expected = check::counts(&simulation::without_faults(&machine, execution)?);
        let found = check::counts(events);
        ensure(found == expected, || format!("there are {found:#?}, without kills {expected:#?}"))?;
    }
    Ok(())
}
