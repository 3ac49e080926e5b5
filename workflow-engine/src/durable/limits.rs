//! The limits of Map Runs, which somebody may change while they run.

use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use super::recorder::{Recorder, Recording};
use crate::MapRunLimits;

/// The changes of a Map Run's limits. A Map Run that nobody waits for any more has none.
#[derive(Debug)]
pub struct LimitChanges {
    recorder: Recorder,
    map_run_arn: Arc<str>,
}

/// What has come and was not looked at yet.
#[derive(Debug, Default)]
pub(super) struct Changed {
    limits: Option<MapRunLimits>,
    waker: Option<Waker>,
}

impl Recorder {
    /// The changes of a Map Run's limits from now on.
    pub fn limit_changes(&self, map_run_arn: &Arc<str>) -> LimitChanges {
        self.lock().map_runs.insert(Arc::clone(map_run_arn), Changed::default());
        LimitChanges { recorder: self.clone(), map_run_arn: Arc::clone(map_run_arn) }
    }
}

impl LimitChanges {
    /// The limits that somebody gives next.
    pub async fn next(&mut self) -> MapRunLimits {
        std::future::poll_fn(|context| self.poll_next(context)).await
    }

    fn poll_next(&self, context: &mut Context<'_>) -> Poll<MapRunLimits> {
        let mut recording = self.recorder.lock();
        let Some(changed) = recording.map_runs.get_mut(&self.map_run_arn) else { return Poll::Pending };
        match changed.limits.take() {
            Some(limits) => Poll::Ready(limits),
            None => {
                changed.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

impl Drop for LimitChanges {
    fn drop(&mut self) {
        self.recorder.lock().map_runs.remove(&self.map_run_arn);
    }
}

impl Recording {
    /// Tells a Map Run its limits; `false` where it does not run.
    pub(super) fn change_limits(&mut self, map_run_arn: &str, limits: MapRunLimits) -> bool {
        let Some(changed) = self.map_runs.get_mut(map_run_arn) else { return false };
        changed.limits = Some(limits);
        if let Some(waker) = changed.waker.take() {
            waker.wake();
        }
        true
    }
}
