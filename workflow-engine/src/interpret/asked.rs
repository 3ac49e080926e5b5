//! What a run that is recorded asks of its recorder, where another one asks the world.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use jiff::{RoundMode, Timestamp, TimestampRound, Unit};

use super::branch::{Branch, Visit};
use super::task::{Ended, Limits, no_target};
use crate::clock::{Clock, later};
use crate::durable::{Answer, Asked, Effect, Recorder, Submissions, TaskBody, TokenNumber, Work};
use crate::history::{Event, TaskEvent};
use crate::map_runs::Keeper;
use crate::program::TaskPlan;
use crate::{Payload, TaskError, TaskProgress, TaskRequest, TaskTarget};

impl Branch<'_> {
    /// 128 random bits; of a run that is recorded, the same whenever it is brought back.
    pub(crate) fn draw(&self) -> u128 {
        let Some(recorder) = &self.run.recorder else { return rand::random() };
        let path = self.scope.as_ref().map(|scope| scope.path()).unwrap_or_default();
        // A line of states draws one after the other, and has other events when it is run again.
        let drawn = self.draws.fetch_add(1, Ordering::Relaxed);
        recorder.draw(&format!("{}/{path}/{}/{drawn}", self.run.identity.name, self.last))
    }

    /// The random bits of a child execution, whichever of them start first.
    pub(super) fn draw_child(&self, map_run_arn: &str, index: usize) -> u128 {
        match &self.run.recorder {
            None => rand::random(),
            Some(recorder) => recorder.draw(&format!("{map_run_arn}/{index}")),
        }
    }

    /// What knows the time of the Map Runs of this run.
    pub(super) fn keeper(&self) -> Keeper {
        match &self.run.recorder {
            None => Keeper::Clock(self.run.engine.options.clock.clone()),
            Some(recorder) => Keeper::Recorder(recorder.clone()),
        }
    }

    /// Waits until a moment.
    pub(super) async fn wait_for(&self, visit: &Visit<'_>, moment: Timestamp) {
        match &self.run.recorder {
            None => self.run.engine.options.clock.sleep_until(moment).await,
            Some(recorder) => self.ask_timer(recorder, visit, moment).await,
        }
    }

    /// Waits for a while.
    pub(super) async fn pause(&self, visit: &Visit<'_>, delay: Duration) {
        match &self.run.recorder {
            None => self.run.engine.options.clock.sleep(delay).await,
            Some(recorder) => self.ask_timer(recorder, visit, later(recorder.now(), delay)).await,
        }
    }

    async fn ask_timer(&self, recorder: &Recorder, visit: &Visit<'_>, due: Timestamp) {
        if due > recorder.now() {
            let timer = Effect { due: Some(whole_milliseconds(due)), ..self.effect(visit, Work::Timer) };
            recorder.ask(timer).over().await;
        }
    }

    /// The delay that full jitter draws.
    pub(super) fn jittered(&self, delay: Duration) -> Duration {
        let clock = &self.run.engine.options.clock;
        match &self.run.recorder {
            None => clock.jittered(delay),
            Some(_) => clock.jittered_by(delay, || fraction(self.draw())),
        }
    }

    fn effect(&self, visit: &Visit<'_>, work: Work) -> Effect {
        Effect {
            scope: self.scope.as_ref().map(|scope| scope.path()).unwrap_or_default(),
            state: Arc::clone(&visit.state.name),
            entered_event_id: visit.entered,
            due: None,
            heartbeat: None,
            token: None,
            accepts: None,
            work,
        }
    }

    /// Asks for an attempt of a Task.
    pub(super) fn ask_attempt(
        &self,
        recorder: &Recorder,
        visit: &Visit<'_>,
        limits: Limits,
        token: Option<TokenNumber>,
        work: Work,
    ) -> Asked {
        recorder.ask(Effect {
            due: limits.timeout_seconds.map(|seconds| later(recorder.now(), Duration::from_secs(seconds))),
            heartbeat: limits.heartbeat_seconds.map(Duration::from_secs),
            token,
            ..self.effect(visit, work)
        })
    }

    /// Waits for the end of an attempt.
    pub(super) async fn answered(&mut self, task: &TaskPlan, mut asked: Asked) -> Result<Payload, Ended> {
        let mut is_submitted = false;
        loop {
            match asked.next().await {
                Answer::Started { worker_name } => self.task_event(task, TaskEvent::Started { worker_name })?,
                // An attempt that was begun anew may submit its job again.
                Answer::Submitted { .. } if is_submitted => {}
                Answer::Submitted { output } => {
                    is_submitted = true;
                    self.task_event(task, TaskEvent::Submitted { output })?;
                }
                Answer::Ended(result) => return result.map_err(Ended::Failed),
                Answer::TimeIsOver => return Err(Ended::TimedOut),
            }
        }
    }

    /// Whether the world has something that a Task needs, as far as it matters before the work begins. Of what is on
    /// record it is whether it was there then, which shows in whether the work was scheduled; where that is not recorded,
    /// work that nothing can do fails when it begins.
    pub(super) fn has(&self, is_there: bool) -> bool {
        let is_scheduled = |event: &Event| matches!(event, Event::Task { event: TaskEvent::Scheduled { .. }, .. });
        match (&self.run.recorder, self.run.has_history()) {
            (None, _) => is_there,
            (Some(recorder), true) => recorder.is_on_record(is_scheduled).unwrap_or(is_there),
            (Some(_), false) => true,
        }
    }
}

/// The first millisecond that is not before a moment: time is recorded so.
fn whole_milliseconds(moment: Timestamp) -> Timestamp {
    moment.round(TimestampRound::new().smallest(Unit::Millisecond).mode(RoundMode::Ceil)).unwrap_or(moment)
}

/// A number from 0 to 1 made of random bits: as many of them as a float keeps.
fn fraction(bits: u128) -> f64 {
    (bits >> (u128::BITS - f64::MANTISSA_DIGITS)) as f64 / (1_u64 << f64::MANTISSA_DIGITS) as f64
}

/// An attempt that owns all it needs.
pub(super) fn body(
    target: Option<Arc<dyn TaskTarget>>,
    mut request: TaskRequest,
    recorder: Recorder,
    clock: Clock,
) -> TaskBody {
    Box::new(move |submissions| {
        // Not as often as when it was asked for, if what had become of it was undone since.
        request.redrive_count = recorder.redriven().map_or(0, |redriven| redriven.count);
        Box::pin(async move {
            let Some(target) = target else { return Err(TaskError::Halted(no_target(&request.resource))) };
            let _busy = if target.keeps_time() { None } else { clock.busy() };
            target.run(request, &Submitting(submissions)).await
        })
    })
}

/// Tells the recorder what a target tells.
struct Submitting(Submissions);

impl TaskProgress for Submitting {
    fn submitted(&self, output: Payload) {
        (self.0)(output);
    }
}
