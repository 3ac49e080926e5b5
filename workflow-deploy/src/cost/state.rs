//! What each kind of state uses, and where it leads.

use super::CostError;
use super::assumptions::Assumptions;
use super::usage::Usage;
use super::walk::{Exit, Scope, ways};
use super::way::{End, Goal, Way, thinned};
use serde_json::Value;
use std::time::Duration;
use workflow_asl::events::{self, OF_A_FAIL_STATE, OF_A_STATE, OF_AN_ITERATION, OF_BRANCHES};
use workflow_asl::{
    Catcher, Choice, Map, Parallel, ProcessorMode, Resource, Retrier, State, StateKind, Task, Transition, WaitUntil,
    edges,
};

/// How many iterations of an inline Map run at the same time at most.
const INLINE_CONCURRENCY: u64 = 40;

const ALL: &str = "States.ALL";
const TASK_FAILED: &str = "States.TaskFailed";
const TIMEOUT: &str = "States.Timeout";
const EVALUATION: &str = "States.QueryEvaluationError";
const NO_CHOICE: &str = "States.NoChoiceMatched";

/// A way out of a state, what is used on it, and how many ways within the state it stands for.
type Out<'m> = (Exit<'m>, Usage, u64);

/// The ways out of a state.
pub(super) fn exits<'m>(name: &str, state: &'m State, assumptions: &Assumptions) -> Result<Vec<Out<'m>>, CostError> {
    let passed = || Usage::of(1, OF_A_STATE);
    let failed =
        |error: Option<&str>| Exit::End(End::Failed { state: name.to_owned(), error: error.map(str::to_owned) });
    Ok(match &state.kind {
        StateKind::Pass(_) => vec![(next(name, state), passed(), 1)],
        StateKind::Succeed(_) => vec![(Exit::End(End::Succeeded { state: name.to_owned() }), passed(), 1)],
        StateKind::Fail(fail) => {
            let error = fail.error.as_ref().and_then(literal);
            vec![(failed(error), Usage::of(1, OF_A_FAIL_STATE), 1)]
        }
        StateKind::Wait(wait) => vec![(next(name, state), waited(name, &wait.until, assumptions).then(&passed()), 1)],
        StateKind::Choice(choice) => chosen(state, choice, passed(), failed(Some(NO_CHOICE))),
        StateKind::Task(task) => tasked(name, state, task, assumptions),
        StateKind::Parallel(parallel) => branched(name, state, &branches(parallel, assumptions)?),
        StateKind::Map(map) => branched(name, state, &iterations(name, map, assumptions)?),
    })
}

fn next<'m>(name: &str, state: &'m State) -> Exit<'m> {
    match state.transition() {
        Some(Transition::Next(target)) => Exit::To(target),
        _ => Exit::End(End::Succeeded { state: name.to_owned() }),
    }
}

/// A text that is no expression.
fn literal(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.starts_with("{%"))
}

fn chosen<'m>(state: &'m State, choice: &Choice, passed: Usage, no_choice: Exit<'m>) -> Vec<Out<'m>> {
    let mut targets: Vec<&str> = edges(state).into_iter().map(|edge| edge.target).collect();
    // Rules that lead to the same state are one way.
    targets.sort_unstable();
    targets.dedup();
    let mut outs: Vec<Out<'m>> = targets.into_iter().map(|target| (Exit::To(target), passed.clone(), 1)).collect();
    if choice.default.is_none() {
        outs.push((no_choice, Usage::of(1, OF_A_STATE - 1), 1));
    }
    outs
}

fn waited(name: &str, until: &WaitUntil, assumptions: &Assumptions) -> Usage {
    match until {
        WaitUntil::Seconds(seconds) if seconds.is_u64() => {
            let duration = Duration::from_secs(seconds.as_u64().unwrap_or_default());
            Usage { duration, ..Usage::default() }
        }
        _ => lasting(&[name], name, assumptions),
    }
}

/// As long as was told under the first of these names; else `unknown` is not known.
fn lasting(names: &[&str], unknown: &str, assumptions: &Assumptions) -> Usage {
    match names.iter().find_map(|name| assumptions.durations.get(name)) {
        Some(duration) => Usage { duration, ..Usage::default() },
        None => Usage { unknown: [unknown.to_owned()].into(), ..Usage::default() },
    }
}

fn tasked<'m>(name: &str, state: &'m State, task: &Task, assumptions: &Assumptions) -> Vec<Out<'m>> {
    let function = workflow_asl::lambda_function(state);
    let called = function.as_deref().unwrap_or(name);
    let attempt = Usage {
        events: events::of_an_attempt(&Resource::parse(&task.resource)),
        ..lasting(&[name, called], called, assumptions)
    };
    let retried = delays(&task.retry, assumptions.retries).into_iter().fold(Usage::of(1, 0), |usage, delay| {
        usage.then(&attempt).then(&Usage { transitions: 1, duration: delay, ..Usage::default() })
    });
    let left = retried.then(&attempt).then(&Usage::of(0, OF_A_STATE));
    let failed = End::Failed { state: name.to_owned(), error: None };
    let mut outs = vec![(next(name, state), left.clone(), 1)];
    outs.extend(failures(state, &failed, &left, 1));
    outs
}

/// The delays before so many retries, as far as the Retriers allow them, one Retrier after the other.
fn delays(retriers: &[Retrier], retries: u64) -> Vec<Duration> {
    let count = usize::try_from(retries).unwrap_or(usize::MAX);
    let of = |retrier| (0..).map_while(move |used| Retrier::interval(retrier, used));
    retriers.iter().flat_map(of).take(count.min(MOST_RETRIES)).collect()
}

/// More retries than an execution has events for.
const MOST_RETRIES: usize = 25_000;

/// The ways out of a state that failed: through the Catchers that may take the error, or none of them. `left` is what a
/// state uses that is left, as it is where the error is caught.
fn failures<'m>(state: &'m State, end: &End, left: &Usage, count: u64) -> Vec<Out<'m>> {
    let End::Failed { error, .. } = end else { return Vec::new() };
    let (takers, is_taken) = takers(state.catch(), error.as_deref());
    let mut targets: Vec<&str> = takers.into_iter().map(|catcher| catcher.next.as_str()).collect();
    targets.sort_unstable();
    targets.dedup();
    let mut outs: Vec<Out<'m>> = targets.into_iter().map(|target| (Exit::To(target), left.clone(), count)).collect();
    if !is_taken {
        // It is never left.
        let usage = Usage { events: left.events.saturating_sub(1), ..left.clone() };
        outs.push((Exit::End(end.clone()), usage, count));
    }
    outs
}

/// The Catchers that may take an error, and whether one of them surely does. The error of a Task may be any that a Catcher
/// names; `States.TaskFailed` takes it, as only timeouts and evaluation faults pass by.
fn takers<'m>(catchers: &'m [Catcher], error: Option<&str>) -> (Vec<&'m Catcher>, bool) {
    let mut takers = Vec::new();
    for catcher in catchers {
        let names = |name: &str| catcher.error_equals.iter().any(|named| named == name);
        let takes_all = names(ALL) || names(TASK_FAILED) && !matches!(error, Some(TIMEOUT | EVALUATION));
        if takes_all || error.is_none_or(names) {
            takers.push(catcher);
        }
        if takes_all || error.is_some_and(names) {
            return (takers, true);
        }
    }
    (takers, false)
}

/// What goes on within a Parallel or Map.
struct Inside {
    /// The ways on which all of it ends, with how many each stands for.
    succeeded: Vec<(Usage, u64)>,
    /// The errors that it fails with.
    failed: Vec<Failed>,
}

/// A way that ends with an error.
struct Failed {
    end: End,
    usage: Usage,
    count: u64,
    /// Whether it ends in a state that has an event for that it was not left.
    is_aborted: bool,
}

/// Whether the history says of such a state that it was aborted, which it also does where a branch fails in it.
fn is_aborted(state: &State) -> bool {
    matches!(state.kind, StateKind::Task(_) | StateKind::Wait(_) | StateKind::Parallel(_) | StateKind::Map(_))
}

fn branched<'m>(name: &str, state: &'m State, inside: &Inside) -> Vec<Out<'m>> {
    let own = Usage::of(1, OF_A_STATE + OF_BRANCHES);
    let succeeded = inside.succeeded.iter().map(|(usage, count)| (next(name, state), own.clone().then(usage), *count));
    let failed = inside.failed.iter();
    let failed = failed.flat_map(|failed| failures(state, &failed.end, &own.clone().then(&failed.usage), failed.count));
    succeeded.chain(failed).collect()
}

/// The ways through a scope within a state: with success, and with errors.
fn inside(scope: Scope<'_>, assumptions: &Assumptions) -> Result<Inside, CostError> {
    let mut inside = Inside { succeeded: Vec::new(), failed: Vec::new() };
    let found = ways(scope, assumptions)?;
    for way in found.ways {
        match way.goal {
            Goal::End(end) if end.is_success() => inside.succeeded.push((way.usage, way.count)),
            Goal::End(end) => {
                let last = found.steps.last(way.steps).and_then(|last| scope.states.get(last));
                let is_aborted = last.is_some_and(is_aborted);
                inside.failed.push(Failed { end, usage: way.usage, count: way.count, is_aborted });
            }
            Goal::Back(_) => {}
        }
    }
    inside.succeeded = thin(inside.succeeded);
    Ok(inside)
}

/// Of ways to the same the extremes and some between.
fn thin(ways: Vec<(Usage, u64)>) -> Vec<(Usage, u64)> {
    let goal = Goal::End(End::Succeeded { state: String::new() });
    let ways = ways.into_iter().map(|(usage, count)| Way { goal: goal.clone(), usage, steps: None, count });
    thinned(ways.collect()).into_iter().map(|way| (way.usage, way.count)).collect()
}

/// What the dearest of some ways uses.
fn dearest(ways: &[(Usage, u64)]) -> Usage {
    let dearest = ways.iter().map(|(usage, _)| usage).max_by(|a, b| a.rank().cmp(&b.rank()));
    dearest.cloned().unwrap_or_default()
}

fn branches(parallel: &Parallel, assumptions: &Assumptions) -> Result<Inside, CostError> {
    let scopes = parallel.branches.iter().map(|branch| Scope { start_at: &branch.start_at, states: &branch.states });
    let branches = scopes.map(|scope| inside(scope, assumptions)).collect::<Result<Vec<_>, _>>()?;
    let mut succeeded = vec![(Usage::default(), 1_u64)];
    for branch in &branches {
        let both = succeeded.iter().flat_map(|(before, count)| {
            let with = |(usage, others): &(Usage, u64)| (before.clone().beside(usage), count.saturating_mul(*others));
            branch.succeeded.iter().map(with)
        });
        succeeded = thin(both.collect());
    }
    let failed = branches.iter().enumerate().flat_map(|(index, branch)| {
        let others = branches.iter().enumerate().filter(|(other, _)| *other != index);
        let others = others.fold(Usage::default(), |usage, (_, other)| usage.beside(&dearest(&other.succeeded)));
        branch.failed.iter().map(move |failed| {
            let usage = others.clone().beside(&failed.usage).then(&Usage::of(0, u64::from(failed.is_aborted)));
            Failed { end: failed.end.clone(), usage, ..*failed }
        })
    });
    Ok(Inside { failed: failed.collect(), succeeded })
}

fn iterations(name: &str, map: &Map, assumptions: &Assumptions) -> Result<Inside, CostError> {
    let processor = &map.item_processor;
    if processor.mode() == ProcessorMode::Distributed {
        return Err(CostError::DistributedMap { state: name.to_owned() });
    }
    let count = map.items.as_ref().and_then(Value::as_array).map_or(assumptions.items, |items| items.len() as u64);
    if count == 0 {
        return Ok(Inside { succeeded: vec![(Usage::default(), 1)], failed: Vec::new() });
    }
    let most = map.max_concurrency.as_ref().and_then(Value::as_u64).filter(|most| *most > 0);
    let rounds = |count: u64| count.div_ceil(most.map_or(INLINE_CONCURRENCY, |most| most.min(INLINE_CONCURRENCY)));
    let one = inside(Scope { start_at: &processor.start_at, states: &processor.states }, assumptions)?;
    let iteration = |usage: &Usage| Usage::of(0, OF_AN_ITERATION).then(usage);
    let others = iteration(&dearest(&one.succeeded)).repeated(count - 1, rounds(count - 1));
    let succeeded = one.succeeded.iter().map(|(usage, ways)| (iteration(usage).repeated(count, rounds(count)), *ways));
    let failed =
        one.failed.into_iter().map(|failed| Failed { usage: others.clone().then(&iteration(&failed.usage)), ..failed });
    Ok(Inside { succeeded: succeeded.collect(), failed: failed.collect() })
}
