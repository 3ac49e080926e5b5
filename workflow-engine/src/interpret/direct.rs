//! An attempt of a Task of a run that is not recorded: the world is asked here.

use std::pin::pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::{Either, select};

use super::branch::Branch;
use super::task::Ended;
use crate::callbacks::{Callback, Signal};
use crate::history::TaskEvent;
use crate::program::TaskPlan;
use crate::test_state::{InspectionData, Test};
use crate::{HttpRequest, HttpResponse, HttpSecrets, Payload, TaskProgress, TaskRequest, TaskTarget};

impl Branch<'_> {
    /// Has a target do the work, and waits for the token if there is one.
    pub(super) async fn work(
        &mut self,
        task: &TaskPlan,
        target: &dyn TaskTarget,
        request: TaskRequest,
        callback: Option<&mut Callback>,
        heartbeat_seconds: Option<u64>,
    ) -> Result<Payload, Ended> {
        let progress = Progress { submitted: Mutex::default(), test: self.run.test.as_ref() };
        let answer = {
            let clock = &self.run.engine.options.clock;
            let _busy = if target.keeps_time() { None } else { clock.busy() };
            let mut work = target.run(request, &progress);
            std::future::poll_fn(|context| {
                let answer = work.as_mut().poll(context);
                // Recorded here, as the event's place is before whatever comes while the job runs.
                if let Some(output) = progress.take_submitted()
                    && let Err(halt) = self.task_event(task, TaskEvent::Submitted { output })
                {
                    return std::task::Poll::Ready(Err(Ended::Halt(halt)));
                }
                answer.map_err(Ended::Failed)
            })
            .await?
        };
        let Some(callback) = callback else { return Ok(answer) };
        self.task_event(task, TaskEvent::Submitted { output: answer })?;
        self.completion(task, callback, heartbeat_seconds).await
    }

    /// Waits until a token is completed, or its heartbeats stop.
    pub(super) async fn completion(
        &mut self,
        task: &TaskPlan,
        callback: &mut Callback,
        heartbeat_seconds: Option<u64>,
    ) -> Result<Payload, Ended> {
        let clock = self.run.engine.options.clock.clone();
        let _outside = clock.outside();
        loop {
            let signal = match heartbeat_seconds {
                None => callback.next().await,
                Some(seconds) => {
                    let silence = clock.sleep(Duration::from_secs(seconds));
                    match select(pin!(callback.next()), pin!(silence)).await {
                        Either::Left((signal, _)) => signal,
                        Either::Right(_) => return Err(Ended::TimedOut),
                    }
                }
            };
            match signal {
                Signal::Heartbeat => {}
                Signal::Started { worker_name } => self.task_event(task, TaskEvent::Started { worker_name })?,
                Signal::Completed(result) => return result.map_err(|failure| Ended::Failed(failure.into())),
            }
        }
    }
}

/// What a target tells while it works.
struct Progress<'t> {
    submitted: Mutex<Option<Payload>>,
    test: Option<&'t Test>,
}

impl Progress<'_> {
    fn take_submitted(&self) -> Option<Payload> {
        self.submitted.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn inspect(&self, show: impl FnOnce(&mut InspectionData)) {
        if let Some(test) = self.test {
            test.inspect(show);
        }
    }
}

impl TaskProgress for Progress<'_> {
    fn submitted(&self, output: Payload) {
        *self.submitted.lock().unwrap_or_else(PoisonError::into_inner) = Some(output);
    }

    fn inspects_http(&self) -> Option<HttpSecrets> {
        self.test.map(|test| if test.reveal_secrets { HttpSecrets::Revealed } else { HttpSecrets::Hidden })
    }

    fn http_requested(&self, request: HttpRequest) {
        self.inspect(|seen| seen.request = Some(request));
    }

    fn http_responded(&self, response: HttpResponse) {
        self.inspect(|seen| seen.response = Some(response));
    }
}
