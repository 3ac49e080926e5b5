//! What is done for an execution in this process: tasks, activities, executions.

use std::future::ready;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::{AbortHandle, Abortable};
use tracing::Instrument;

use super::Actor;
use crate::activities::no_activity;
use crate::durable::child::{self, Child};
use crate::durable::effect::{ChildStart, EffectKind, Work};
use crate::durable::record::{Cause, EffectId, Record};
use crate::durable::routes::Message;
use crate::durable::token;
use crate::{ActivityTask, Failure, Payload, TaskError};

impl Actor {
    /// Begins what the program has asked for, now that it is durable that it has.
    pub(super) fn begin_works(&mut self) {
        if self.inner.only_records() {
            return;
        }
        let asked = self.life.recorder.lock().take_asked();
        for (effect, work) in asked {
            self.begin_work(effect, work);
        }
    }

    fn begin_work(&mut self, effect: EffectId, work: Work) {
        match work {
            Work::Timer => {}
            Work::Task(body) => {
                let (inner, id) = (Arc::clone(&self.inner), self.id);
                let submissions = Arc::new(move |output| inner.send(id, Message::Submitted { effect, output }));
                let span = self.log.state_span(self.life.recorder.lock().effects().get(&effect));
                // The body may do something before it gives a future.
                let work = async move { body(submissions).await }.instrument(span);
                let work = AssertUnwindSafe(work).catch_unwind();
                self.push_work(effect, work.map(|result| Some(result.unwrap_or_else(|_| Err(panicked())))));
            }
            Work::Activity { arn, input } => {
                if !self.begun.insert(effect) {
                    return;
                }
                let token = self.token_of(effect);
                let is_there = self.inner.options.engine.activities().exists(&arn);
                match token.filter(|_| is_there) {
                    Some(token) => self.inner.options.engine.activities().schedule(&arn, ActivityTask { token, input }),
                    None => {
                        let failure = TaskError::Halted(no_activity(&arn));
                        self.push_work(effect, ready(Some(Err(failure))));
                    }
                }
            }
            Work::Child(start) => self.begin_child(effect, start),
        }
    }

    fn push_work(
        &mut self,
        effect: EffectId,
        work: impl Future<Output = Option<Result<Payload, TaskError>>> + Send + 'static,
    ) {
        let (abort, registration) = AbortHandle::new_pair();
        self.aborts.insert(effect, abort);
        let work = Abortable::new(work, registration);
        self.works.push(work.map(move |worked| (effect, worked.ok().flatten())).boxed());
    }

    fn begin_child(&mut self, effect: EffectId, start: ChildStart) {
        if !self.begun.insert(effect) {
            return;
        }
        let drawn = uuid::Uuid::from_u128(self.life.recorder.draw(&format!("child {effect}")));
        let child = Child::of(&self.new, self.id, effect, start, drawn);
        let inner = Arc::clone(&self.inner);
        self.push_work(effect, async move { child.begin(&inner).await.err().map(Err) });
    }

    fn token_of(&self, effect: EffectId) -> Option<String> {
        let recording = self.life.recorder.lock();
        let number = recording.effects().get(&effect)?.token?;
        Some(token::text(self.id, number, recording.seed()))
    }

    pub(super) fn worked(
        &mut self,
        effect: EffectId,
        result: Option<Result<Payload, TaskError>>,
        records: &mut Vec<Record>,
    ) {
        self.aborts.remove(&effect);
        let (waits_for_token, early) = {
            let recording = self.life.recorder.lock();
            let in_flight = recording.effects().get(&effect);
            let waits = in_flight.is_some_and(|of| of.token.is_some() && of.kind == EffectKind::Task);
            (waits, recording.early(effect))
        };
        match result {
            None => {}
            Some(Ok(output)) if waits_for_token => drop(self.happen(Cause::Submitted { effect, output }, records)),
            Some(Ok(output)) => drop(self.happen(Cause::Succeeded { effect, output }, records)),
            // What its token was completed with before it failed is its result.
            Some(Err(_)) if early.is_some() => {}
            Some(Err(error)) => drop(self.happen(Cause::Failed { effect, error }, records)),
        }
        if let Some(cause) = early {
            self.happen(cause, records);
        }
    }

    /// Ends what was begun and nobody waits for any more.
    pub(super) fn give_up(&mut self) {
        let left = {
            let recording = self.life.recorder.lock();
            let is_waited_for =
                |effect: &EffectId| self.life.ended.is_none() && recording.effects().contains_key(effect);
            self.begun.retain(is_waited_for);
            self.aborts.extract_if(|effect, _| !is_waited_for(effect)).for_each(|(_, abort)| abort.abort());
            self.children.extract_if(|effect, _| !is_waited_for(effect)).map(|(_, child)| child).collect::<Vec<_>>()
        };
        left.into_iter().for_each(|child| child::stop(&self.inner, child));
    }
}

fn panicked() -> TaskError {
    Failure::named(Failure::TASK_PANICKED).into()
}
