//! A line of states: the top level of an execution, a branch of a Parallel, an iteration of a Map.

use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use jiff::Timestamp;
use workflow_asl::EvaluationError;

use super::halt::{Halt, evaluation_failure, in_state};
use super::reading::Reading;
use super::run::Run;
use super::scope::Scope;
use super::trace::Trace;
use super::variables::Variables;
use crate::history::{Event, StateType};
use crate::program::{ScopePlan, StatePlan};
use crate::{Failure, Payload};

pub(crate) struct Branch<'a> {
    pub(crate) run: &'a Run,
    /// The last event of this line, which the next names as the one before it.
    pub(crate) last: u64,
    pub(crate) variables: Variables<'a>,
    /// Kept only where there is a history to write aborted states into.
    pub(crate) trace: Option<Arc<Trace>>,
    /// Kept only where the run is recorded.
    pub(crate) scope: Option<Box<Scope>>,
    /// How often something random was drawn in this line.
    pub(crate) draws: AtomicU32,
}

/// A state while it is run.
pub(crate) struct Visit<'v> {
    pub(crate) state: &'v StatePlan,
    /// The state's raw input.
    pub(crate) raw: Payload,
    pub(crate) entered_at: Timestamp,
    /// The last event before the state was entered.
    pub(crate) before: u64,
    /// The event of its entry.
    pub(crate) entered: u64,
    /// How often it was retried; none for states that cannot be.
    pub(crate) retry_count: Option<u32>,
    /// Of a Task that waits for one.
    pub(crate) task_token: Option<String>,
}

/// Where a state goes on.
pub(crate) struct Step {
    /// The index of the next state in the scope; none at its end.
    pub(crate) next: Option<usize>,
    pub(crate) output: Payload,
}

/// The variables that a state assigns when it is left.
pub(crate) type Assigned = Vec<(Arc<str>, Payload)>;

impl<'a> Branch<'a> {
    /// The top level of a run.
    pub(crate) fn root(run: &'a Run) -> Self {
        let trace = run.has_history().then(Arc::<Trace>::default);
        let scope = run.recorder.is_some().then(Box::default);
        Self { run, last: 0, variables: Variables::default(), trace, scope, draws: AtomicU32::new(0) }
    }

    /// A branch or iteration of the state that this line is in, after its last event.
    pub(crate) fn inner(&self, state: &str, index: usize) -> Branch<'_> {
        let trace = self.trace.as_ref().map(|trace| trace.branch());
        let scope = self.scope.as_ref().map(|scope| Box::new(scope.child(state, index)));
        let variables = Variables::within(&self.variables);
        let inner = Branch { run: self.run, last: self.last, variables, trace, scope, draws: AtomicU32::new(0) };
        if let Some(trace) = &inner.trace {
            trace.moved(self.last);
        }
        inner
    }
}

impl Branch<'_> {
    /// Runs the states of a scope to its end and gives its output.
    pub(crate) async fn scope(&mut self, scope: &ScopePlan, input: Payload) -> Result<Payload, Halt> {
        let (mut at, mut input) = (scope.start_at, input);
        while let Some(state) = scope.states.get(at) {
            let step = self.state(state, input).await?;
            input = step.output;
            match step.next {
                Some(next) => at = next,
                None => break,
            }
            self.run.engine.options.clock.progressed();
            // A loop of states that never wait must not keep others from running.
            tokio::task::coop::consume_budget().await;
        }
        Ok(input)
    }

    /// Writes an event of this line.
    pub(crate) fn record(&mut self, event: impl FnOnce() -> Event) -> Result<(), Halt> {
        let id = self.note_after(self.last, event)?;
        self.moved(id);
        Ok(())
    }

    /// Writes an event on which those after it do not follow.
    pub(crate) fn note(&self, event: impl FnOnce() -> Event) -> Result<(), Halt> {
        self.note_after(self.last, event).map(drop)
    }

    /// Writes an event after another one than this line's last, and gives its id.
    pub(crate) fn note_after(&self, previous: u64, event: impl FnOnce() -> Event) -> Result<u64, Halt> {
        self.run.record(self.scope.as_deref(), previous, event)
    }

    pub(crate) fn moved(&mut self, last: u64) {
        self.last = last;
        if let Some(trace) = &self.trace {
            trace.moved(last);
        }
    }

    pub(crate) fn enter<'v>(&mut self, state: &'v StatePlan, raw: Payload) -> Result<Visit<'v>, Halt> {
        let before = self.last;
        self.record(|| Event::StateEntered {
            state_type: state.state_type,
            name: Arc::clone(&state.name),
            input: raw.clone(),
        })?;
        if let Some(trace) = &self.trace {
            trace.entered(state.state_type);
        }
        if let (Some(scope), StateType::Parallel | StateType::Map) = (&mut self.scope, state.state_type) {
            scope.visits(&state.name);
        }
        let entered_at = self.run.now();
        Ok(Visit { state, raw, entered_at, before, entered: self.last, retry_count: None, task_token: None })
    }

    /// Leaves a state: its variables are set, and where it goes on is known.
    pub(crate) fn exit(
        &mut self,
        visit: &Visit<'_>,
        next: Option<usize>,
        output: Payload,
        assigned: Assigned,
    ) -> Result<Step, Halt> {
        if !output.is_same(&visit.raw) && output.is_too_large() {
            return Err(Halt::Execution(Failure::result_too_large(&visit.state.name)));
        }
        let set = self.variables.assign(assigned.clone());
        set.map_err(|cause| {
            let cause = in_state(&visit.state.name, visit.entered, &cause);
            Halt::Execution(Failure::new(Failure::RUNTIME, cause))
        })?;
        self.record(|| {
            let mut assigned_variables = assigned;
            assigned_variables.sort_by(|one, other| one.0.cmp(&other.0));
            Event::StateExited {
                state_type: visit.state.state_type,
                name: Arc::clone(&visit.state.name),
                output: output.clone(),
                assigned_variables,
            }
        })?;
        if let Some(trace) = &self.trace {
            trace.exited();
        }
        Ok(Step { next, output })
    }

    pub(crate) fn reading<'r>(&'r self, visit: &'r Visit<'r>, input: &'r Payload) -> Reading<'r> {
        Reading::new(self, visit, input)
    }

    /// The failure of an evaluation. That of a JSONata field is an event of its own.
    pub(crate) fn evaluation_failed(&mut self, visit: &Visit<'_>, error: EvaluationError) -> Halt {
        let location = error.location.clone();
        let failure = evaluation_failure(error, &visit.state.name, visit.entered);
        if failure.name() != Failure::QUERY_EVALUATION_ERROR {
            return Halt::of(failure);
        }
        // AWS evaluates a state's fields before it counts the state as entered.
        let is_first = self.last == visit.entered;
        let previous = if is_first { visit.before } else { self.last };
        self.query_evaluation_failed(visit, previous, failure, location)
    }

    pub(crate) fn query_evaluation_failed(
        &mut self,
        visit: &Visit<'_>,
        previous: u64,
        failure: Failure,
        location: Option<String>,
    ) -> Halt {
        let event =
            || Event::EvaluationFailed { failure: failure.clone(), location, state: Arc::clone(&visit.state.name) };
        match self.note_after(previous, event) {
            Ok(id) => self.moved(id),
            Err(halt) => return halt,
        }
        Halt::Failed(failure)
    }
}
