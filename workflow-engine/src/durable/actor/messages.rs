//! What comes for an execution from outside.

use super::Actor;
use crate::durable::child;
use crate::durable::commit::PendingReply;
use crate::durable::record::{Cause, EffectId, Record};
use crate::durable::routes::{Message, Reply, SendError, TokenSignal};
use crate::durable::store::ExecutionId;
use crate::durable::token;
use crate::{CallbackError, ExecutionStatus, Failure, Payload};

impl Actor {
    /// Takes the messages that are there. `false` where this process works no longer.
    pub(super) fn take_messages(&mut self, records: &mut Vec<Record>) -> bool {
        while let Ok(message) = self.inbox.try_recv() {
            if !self.take(message, records) {
                return false;
            }
        }
        true
    }

    /// Takes a message. `false` where this process works no longer.
    pub(super) fn take(&mut self, message: Message, records: &mut Vec<Record>) -> bool {
        match message {
            Message::ShutDown => return false,
            Message::Stop { reason, reply } => {
                self.happen(Cause::Stopped(reason), records);
                self.replies.push(PendingReply::Done(reply));
            }
            Message::MapRunUpdated { map_run_arn, limits, reply } => {
                self.happen(Cause::MapRunUpdated { map_run_arn: map_run_arn.into(), limits }, records);
                self.replies.push(PendingReply::Done(reply));
            }
            Message::Submitted { effect, output } => self.submitted(effect, output, records),
            Message::ChildBegan { effect, child } => self.child_began(effect, child),
            Message::ChildEnded { effect, status } => self.child_ended(effect, status, records),
            Message::Signal { token, signal, reply } => self.signal(&token, signal, reply, records),
        }
        true
    }

    fn submitted(&mut self, effect: EffectId, output: Payload, records: &mut Vec<Record>) {
        let is_new = self.life.recorder.lock().effects().get(&effect).is_some_and(|effect| !effect.is_submitted);
        if is_new {
            self.happen(Cause::Submitted { effect, output }, records);
        }
    }

    fn child_began(&mut self, effect: EffectId, child: ExecutionId) {
        // An execution that is over waits for nothing.
        let is_waited_for = self.life.ended.is_none() && self.life.recorder.lock().effects().contains_key(&effect);
        match is_waited_for {
            true => drop(self.children.insert(effect, child)),
            false => child::stop(&self.inner, child),
        }
    }

    fn child_ended(&mut self, effect: EffectId, status: ExecutionStatus, records: &mut Vec<Record>) {
        self.children.remove(&effect);
        match child::outcome(status) {
            Some(Ok(output)) => drop(self.happen(Cause::Succeeded { effect, output }, records)),
            Some(Err(failure)) => drop(self.happen(Cause::Failed { effect, error: failure.into() }, records)),
            None => {}
        }
    }

    fn signal(
        &mut self,
        token: &str,
        signal: TokenSignal,
        reply: Reply<Result<(), SendError>>,
        records: &mut Vec<Record>,
    ) {
        let effect = match self.waits_for(token) {
            Ok(effect) => effect,
            Err(error) => return self.replies.push(PendingReply::Refused(reply, error)),
        };
        match signal {
            TokenSignal::Heartbeat => {
                let now = self.inner.now();
                let mut recording = self.life.recorder.lock();
                recording.effects_mut().get_mut(&effect).into_iter().for_each(|effect| effect.alive_at = now);
                drop(reply.send(Ok(())));
            }
            // It was taken, and whoever did so was told that it could not be recorded.
            TokenSignal::Started { .. } if self.is_submitted(effect) => drop(reply.send(Ok(()))),
            TokenSignal::Started { worker_name } => {
                let is_taken = self.happen(Cause::WorkerStarted { effect, worker_name }, records);
                self.replies.push(PendingReply::of(reply, is_taken));
            }
            TokenSignal::Completed(result) => self.completed(effect, result, reply, records),
        }
    }

    fn is_submitted(&self, effect: EffectId) -> bool {
        self.life.recorder.lock().effects().get(&effect).is_some_and(|effect| effect.is_submitted)
    }

    pub(super) fn completed(
        &mut self,
        effect: EffectId,
        result: Result<Payload, Failure>,
        reply: Reply<Result<(), SendError>>,
        records: &mut Vec<Record>,
    ) {
        if let Ok(output) = &result
            && let Some(accepts) = self.life.recorder.lock().effects().get(&effect).and_then(|effect| effect.accepts)
            && let Err(reason) = accepts(output)
        {
            // Whoever has gone needs no telling.
            return drop(reply.send(Err(SendError::InvalidOutput(reason))));
        }
        // The task's own part comes first, as `TaskSubmitted` does.
        let cause = match self.aborts.contains_key(&effect) {
            true => Cause::CompletedEarly { effect, result },
            false => Cause::of_result(effect, result),
        };
        let is_taken = self.happen(cause, records);
        self.replies.push(PendingReply::of(reply, is_taken));
    }

    /// The effect that waits for a token.
    fn waits_for(&self, token: &str) -> Result<EffectId, CallbackError> {
        let (_, number) = token::owner(token).ok_or(CallbackError::InvalidToken)?;
        if self.life.ended.is_some() {
            return Err(CallbackError::TaskTimedOut);
        }
        let recording = self.life.recorder.lock();
        if token::text(self.id, number, recording.seed()) != token {
            return Err(CallbackError::TaskTimedOut);
        }
        let effect = recording.effect_of_token(number).ok_or(CallbackError::TaskTimedOut)?;
        match recording.effects().get(&effect).is_some_and(|in_flight| in_flight.early.is_some()) {
            true => Err(CallbackError::TaskTimedOut),
            false => Ok(effect),
        }
    }
}
