//! Replays what was recorded on AWS and holds the results to bars.
//!
//! `cargo test -p workflow-conformance --test recorded [REGEX]`; the environment variable `CONFORMANCE_ONLY` does the
//! same as the argument. A selection is shown with every difference and is not held to bars.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use regex::Regex;
use serde_json::Value;
use workflow_conformance::corpus::Corpus;
use workflow_conformance::known::{self, KnownFailure};
use workflow_conformance::outcome::{Count, Level, Outcome, table};
use workflow_conformance::scripts::Script;
use workflow_conformance::server::Broken;
use workflow_conformance::{corpus, executions, scripts, single_calls};

/// After how long in which no case ends those that run are given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// The least of a thousand cases of these kinds that reach a level, of those that can.
const BARS: [(&[&str], Level, usize); 8] = [
    (&executions::KINDS, Level::Final, 1000),
    (&executions::KINDS, Level::Types, 990),
    (&executions::KINDS, Level::History, 970),
    (&["test_state"], Level::Full, 970),
    (&["validate"], Level::Full, 1000),
    (&["api_error:create_state_machine", "api_error:create_activity"], Level::Code, 1000),
    (&["api_error:create_state_machine", "api_error:create_activity"], Level::Message, 950),
    (&["script"], Level::Full, 950),
];

fn main() -> ExitCode {
    match judge() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            println!("conformance: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether everything holds.
fn judge() -> Result<bool, Broken> {
    if std::env::args().any(|argument| argument == "--list") {
        return Ok(true);
    }
    let Some(corpus) = Corpus::find() else {
        println!("conformance: skipped, there are no recorded cases ({} names their folder)", corpus::FOLDER);
        return Ok(std::env::var_os("CI").is_none());
    };
    let selection = selection()?;
    let suites = Suites::read(&corpus)?;
    let known = known::read()?;
    let jobs: Vec<Job> = suites
        .jobs()
        .into_iter()
        .filter(|job| selection.as_ref().is_none_or(|only| only.is_match(&job.name())))
        .collect();
    let outcomes = run_all(&jobs);
    println!("\n{}", table(&outcomes));
    let was_run = |failure: &KnownFailure| {
        selection.as_ref().is_none_or(|only| only.is_match(&format!("{} {}", failure.kind, failure.name)))
    };
    let surprises = known::surprises(&known, &outcomes, was_run);
    report(&outcomes, &known, selection.is_some());
    surprises.iter().for_each(|surprise| println!("{surprise}"));
    let holds = selection.is_some() || hold_bars(&outcomes, &known);
    let failed = outcomes.iter().filter(|outcome| outcome.missed().next().is_some()).count();
    let passed = outcomes.len() - failed;
    let verdict = if holds && surprises.is_empty() { "ok" } else { "FAILED" };
    println!("conformance: {verdict}. {passed} as recorded, {failed} not, {} of them listed", failed.min(known.len()));
    Ok(holds && surprises.is_empty())
}

/// The cases that someone asked for.
fn selection() -> Result<Option<Regex>, Broken> {
    let asked = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let asked = asked.or_else(|| std::env::var("CONFORMANCE_ONLY").ok());
    Ok(asked.map(|pattern| Regex::new(&pattern)).transpose()?)
}

/// Shows what was not as recorded: all of a selection, else what is not listed.
fn report(outcomes: &[Outcome], known: &[KnownFailure], is_selection: bool) {
    let is_listed = |outcome: &Outcome| known.iter().any(|failure| failure.name == outcome.name);
    let failed = outcomes.iter().filter(|outcome| outcome.missed().next().is_some());
    for outcome in failed.filter(|outcome| is_selection || !is_listed(outcome)) {
        println!("{outcome}\n");
    }
}

/// Whether enough of the cases that can pass reach each level.
fn hold_bars(outcomes: &[Outcome], known: &[KnownFailure]) -> bool {
    let mut holds = true;
    for (kinds, level, per_thousand) in BARS {
        let is_listed = |outcome: &Outcome| known.iter().any(|failure| failure.is_about(outcome, level));
        let judged = outcomes.iter().filter(|outcome| kinds.contains(&&*outcome.kind) && !is_listed(outcome));
        let count = Count::of(judged, level);
        let is_held = count.judged > 0 && count.is_at_least(per_thousand);
        let verdict = if is_held { "holds" } else { "DOES NOT HOLD" };
        println!("{verdict}: {} {} {count}, of 1000 at least {per_thousand}", kinds.join("+"), level.as_str());
        holds &= is_held;
    }
    holds
}

/// The cases that are judged.
struct Suites {
    executions: Vec<Value>,
    /// Calls that prepare executions which need more than their own state machine.
    preparations: Vec<Value>,
    test_state: Vec<Value>,
    validate: Vec<Value>,
    errors: Vec<Value>,
    scripts: Vec<Value>,
}

impl Suites {
    fn read(corpus: &Corpus) -> Result<Self, Broken> {
        let selected = |file, is_selected: fn(&Value) -> bool| {
            corpus.recorded(file).map(|cases| cases.into_iter().filter(is_selected).collect::<Vec<_>>())
        };
        let mut preparations: Vec<Value> = serde_json::from_str(include_str!("../preparations.json"))?;
        preparations.extend(selected("api_scripts.json", scripts::is_replayable)?);
        Ok(Self {
            executions: selected("cases.json", executions::is_selected)?,
            preparations,
            test_state: selected("test_state.json", single_calls::is_test_state_selected)?,
            validate: selected("validate.json", |_| true)?,
            errors: selected("api_errors.json", single_calls::is_error_selected)?,
            scripts: selected("api_scripts.json", scripts::is_selected)?,
        })
    }

    fn jobs(&self) -> Vec<Job<'_>> {
        let executions = self.executions.iter().map(|case| Job {
            kind: executions::kind(case),
            case,
            run: Box::new(|| executions::run(case, self.preparation(case).map(Script::new).as_ref())),
        });
        executions
            .chain(jobs("test_state", &self.test_state, single_calls::run_test_state))
            .chain(jobs("validate", &self.validate, single_calls::run_validate))
            .chain(jobs("api_error", &self.errors, single_calls::run_error))
            .chain(self.scripts.iter().map(|case| Job {
                kind: scripts::kind(case),
                case,
                run: Box::new(|| scripts::run(case)),
            }))
            .collect()
    }

    fn preparation(&self, case: &Value) -> Option<&Value> {
        let is_about_itself = executions::kind(case) == "sfn_self";
        self.preparations.iter().find(|script| is_about_itself && script["test"] == case["test"])
    }
}

fn jobs<'a>(kind: &'a str, cases: &'a [Value], run: fn(&Value) -> Outcome) -> impl Iterator<Item = Job<'a>> {
    cases.iter().map(move |case| Job { kind, case, run: Box::new(move || run(case)) })
}

struct Job<'a> {
    kind: &'a str,
    case: &'a Value,
    run: Box<dyn Fn() -> Outcome + Sync + 'a>,
}

impl Job<'_> {
    fn name(&self) -> String {
        format!("{} {}", self.kind, corpus::name(self.case))
    }
}

/// Runs all, as many at a time as there are processors, and gives what became of them in their order.
fn run_all(jobs: &[Job]) -> Vec<Outcome> {
    let next = AtomicUsize::new(0);
    let (sender, ended) = mpsc::channel();
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let mut outcomes = BTreeMap::new();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                while let Some((at, job)) = jobs.iter().enumerate().nth(next.fetch_add(1, Ordering::Relaxed)) {
                    let _ = sender.send((at, (job.run)()));
                }
            });
        }
        drop(sender);
        loop {
            match ended.recv_timeout(PATIENCE) {
                Ok((at, outcome)) => drop(outcomes.insert(at, outcome)),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => hang(jobs, &outcomes, next.load(Ordering::Relaxed)),
            }
        }
    });
    outcomes.into_values().collect()
}

/// Says which cases do not end, and ends the process, as nothing else would end them.
fn hang(jobs: &[Job], outcomes: &BTreeMap<usize, Outcome>, started: usize) -> ! {
    let hanging = jobs.iter().take(started).enumerate().filter(|(at, _)| !outcomes.contains_key(at));
    hanging.for_each(|(_, job)| println!("hangs: {}", job.name()));
    std::process::exit(1)
}
