use serde_json::Value;

use super::fields::Fields;
use super::nested;
use crate::field;
use crate::model::{
    Catcher, Choice, ChoiceRule, Fail, Pass, Retrier, State, StateKind, Succeed, Task, Transition, Wait, WaitUntil,
};

pub(super) fn state(state: &State) -> Value {
    let mut fields = Fields::new(&state.order);
    fields.put(field::TYPE, Some(state.kind.type_name()));
    fields.put(field::COMMENT, state.comment.as_deref());
    fields.put(field::QUERY_LANGUAGE, state.query_language.map(|language| language.as_str()));
    fields.put_jsonpath(&state.jsonpath);
    match &state.kind {
        StateKind::Task(kind) => task(&mut fields, kind),
        StateKind::Pass(kind) => pass(&mut fields, kind),
        StateKind::Choice(kind) => choice(&mut fields, kind),
        StateKind::Wait(kind) => wait(&mut fields, kind),
        StateKind::Succeed(Succeed { output }) => fields.put(field::OUTPUT, output.clone()),
        StateKind::Fail(Fail { error, cause }) => {
            fields.put(field::ERROR, error.clone());
            fields.put(field::CAUSE, cause.clone());
        }
        StateKind::Parallel(kind) => nested::parallel(&mut fields, kind),
        StateKind::Map(kind) => nested::map(&mut fields, kind),
    }
    fields.finish()
}

fn task(fields: &mut Fields<'_>, task: &Task) {
    fields.put(field::RESOURCE, Some(task.resource.as_str()));
    fields.put(field::ARGUMENTS, task.arguments.clone());
    fields.put(field::CREDENTIALS, task.credentials.clone());
    fields.put(field::TIMEOUT_SECONDS, task.timeout_seconds.clone());
    fields.put(field::HEARTBEAT_SECONDS, task.heartbeat_seconds.clone());
    errors(fields, &task.retry, &task.catch);
    fields.put_assign(field::ASSIGN, &task.assign);
    fields.put(field::OUTPUT, task.output.clone());
    transition(fields, &task.transition);
}

fn pass(fields: &mut Fields<'_>, pass: &Pass) {
    fields.put_assign(field::ASSIGN, &pass.assign);
    fields.put(field::OUTPUT, pass.output.clone());
    transition(fields, &pass.transition);
}

fn choice(fields: &mut Fields<'_>, choice: &Choice) {
    // Even an empty list, for the field is required.
    fields.put(field::CHOICES, Some(choice.choices.iter().map(choice_rule).collect::<Vec<_>>()));
    fields.put(field::DEFAULT, choice.default.as_deref());
    fields.put_assign(field::ASSIGN, &choice.assign);
    fields.put(field::OUTPUT, choice.output.clone());
}

fn choice_rule(rule: &ChoiceRule) -> Value {
    let mut fields = Fields::new(&rule.order);
    fields.put(field::COMMENT, rule.comment.as_deref());
    fields.put(field::CONDITION, Some(&rule.condition).filter(|condition| !condition.is_null()).cloned());
    fields.put_jsonpath(&rule.jsonpath);
    fields.put_assign(field::ASSIGN, &rule.assign);
    fields.put(field::OUTPUT, rule.output.clone());
    fields.put(field::NEXT, Some(rule.next.as_str()));
    fields.finish()
}

fn wait(fields: &mut Fields<'_>, wait: &Wait) {
    match &wait.until {
        WaitUntil::Seconds(seconds) => fields.put(field::SECONDS, Some(seconds.clone())),
        WaitUntil::Timestamp(timestamp) => fields.put(field::TIMESTAMP, Some(timestamp.clone())),
        WaitUntil::SecondsPath(path) => fields.put(field::SECONDS_PATH, Some(path.as_str())),
        WaitUntil::TimestampPath(path) => fields.put(field::TIMESTAMP_PATH, Some(path.as_str())),
    }
    fields.put_assign(field::ASSIGN, &wait.assign);
    fields.put(field::OUTPUT, wait.output.clone());
    transition(fields, &wait.transition);
}

pub(super) fn errors(fields: &mut Fields<'_>, retry: &[Retrier], catch: &[Catcher]) {
    fields.put_list(field::RETRY, retry.iter().map(retrier).collect());
    fields.put_list(field::CATCH, catch.iter().map(catcher).collect());
}

fn retrier(retrier: &Retrier) -> Value {
    let mut fields = Fields::new(&retrier.order);
    fields.put(field::COMMENT, retrier.comment.as_deref());
    fields.put(field::ERROR_EQUALS, Some(retrier.error_equals.clone()));
    fields.put(field::INTERVAL_SECONDS, retrier.interval_seconds);
    fields.put(field::MAX_ATTEMPTS, retrier.max_attempts);
    fields.put(field::BACKOFF_RATE, retrier.backoff_rate.map(plain_number));
    fields.put(field::MAX_DELAY_SECONDS, retrier.max_delay_seconds);
    fields.put(field::JITTER_STRATEGY, retrier.jitter_strategy.map(|strategy| strategy.as_str()));
    fields.finish()
}

/// Without a fraction when there is none, as people write it: `2`, not `2.0`.
fn plain_number(number: f64) -> Value {
    // Above this, not every whole number is a floating-point number.
    let is_exact = number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0;
    if is_exact { Value::from(number as i64) } else { Value::from(number) }
}

fn catcher(catcher: &Catcher) -> Value {
    let mut fields = Fields::new(&catcher.order);
    fields.put(field::COMMENT, catcher.comment.as_deref());
    fields.put(field::ERROR_EQUALS, Some(catcher.error_equals.clone()));
    fields.put_jsonpath(&catcher.jsonpath);
    fields.put_assign(field::ASSIGN, &catcher.assign);
    fields.put(field::OUTPUT, catcher.output.clone());
    fields.put(field::NEXT, Some(catcher.next.as_str()));
    fields.finish()
}

pub(super) fn transition(fields: &mut Fields<'_>, transition: &Transition) {
    match transition {
        Transition::Next(name) => fields.put(field::NEXT, Some(name.as_str())),
        Transition::End => fields.put(field::END, Some(true)),
    }
}
