use serde_json::Value;

use super::errors::{catch, retry};
use super::object::Object;
use super::{ThenClose, nested, query_language};
use crate::Diagnostic;
use crate::field::{self, jsonpath};
use crate::model::{Choice, ChoiceRule, Fail, Pass, State, StateKind, Succeed, Task, Transition, Wait, WaitUntil};

pub(super) fn state(value: Value, at: String, out: &mut Vec<Diagnostic>) -> State {
    let mut object = Object::open(value, at, out);
    let order = object.order();
    let comment = object.text(field::COMMENT);
    let query_language = query_language(&mut object);
    let Some((kind, jsonpath_fields)) = kind(&mut object) else {
        object.abandon();
        return State::default();
    };
    State { comment, query_language, kind, jsonpath: object.jsonpath(jsonpath_fields), order }.then_close(object)
}

/// `Type`, the fields of that type, and the names of those that only JSONPath has.
fn kind(object: &mut Object<'_>) -> Option<(StateKind, &'static [&'static str])> {
    object.require(field::TYPE);
    let read = object.one_of(field::TYPE, READERS)?;
    Some(read(object))
}

type ReadKind = fn(&mut Object<'_>) -> (StateKind, &'static [&'static str]);

/// In the order in which AWS lists them.
const READERS: &[(&str, ReadKind)] = &[
    ("Task", |object| (StateKind::Task(Box::new(task(object))), jsonpath::TASK)),
    ("Wait", |object| (StateKind::Wait(wait(object)), jsonpath::WAIT)),
    ("Pass", |object| (StateKind::Pass(pass(object)), jsonpath::PASS)),
    ("Succeed", |object| (StateKind::Succeed(succeed(object)), jsonpath::SUCCEED)),
    ("Fail", |object| (StateKind::Fail(fail(object)), jsonpath::FAIL)),
    ("Choice", |object| (StateKind::Choice(choice(object)), jsonpath::CHOICE)),
    ("Parallel", |object| (StateKind::Parallel(nested::parallel(object)), jsonpath::PARALLEL)),
    ("Map", |object| (StateKind::Map(Box::new(nested::map(object))), jsonpath::MAP)),
];

fn task(object: &mut Object<'_>) -> Task {
    Task {
        resource: object.required_text(field::RESOURCE),
        arguments: object.template(field::ARGUMENTS),
        credentials: object.template(field::CREDENTIALS),
        timeout_seconds: object.template(field::TIMEOUT_SECONDS),
        heartbeat_seconds: object.template(field::HEARTBEAT_SECONDS),
        retry: retry(object),
        catch: catch(object),
        assign: object.assign(field::ASSIGN),
        output: object.template(field::OUTPUT),
        transition: transition(object),
    }
}

fn pass(object: &mut Object<'_>) -> Pass {
    Pass {
        assign: object.assign(field::ASSIGN),
        output: object.template(field::OUTPUT),
        transition: transition(object),
    }
}

fn choice(object: &mut Object<'_>) -> Choice {
    let rules = object.required_list(field::CHOICES);
    Choice {
        choices: rules.into_iter().map(|(at, rule)| choice_rule(rule, at, object.out())).collect(),
        default: object.text(field::DEFAULT),
        assign: object.assign(field::ASSIGN),
        output: object.template(field::OUTPUT),
    }
}

fn choice_rule(value: Value, at: String, out: &mut Vec<Diagnostic>) -> ChoiceRule {
    let mut object = Object::open(value, at, out);
    ChoiceRule {
        order: object.order(),
        comment: object.text(field::COMMENT),
        condition: condition(&mut object),
        assign: object.assign(field::ASSIGN),
        output: object.template(field::OUTPUT),
        next: object.required_text(field::NEXT),
        jsonpath: object.jsonpath(jsonpath::CHOICE_RULE),
    }
    .then_close(object)
}

/// Null stands for no condition in the model, so one that is written is an error and not lost.
fn condition(rule: &mut Object<'_>) -> Value {
    let value = rule.template(field::CONDITION);
    if value == Some(Value::Null) {
        rule.report_field(field::CONDITION, "Expected value of type [STRING, BOOLEAN]");
    }
    value.unwrap_or_default()
}

fn wait(object: &mut Object<'_>) -> Wait {
    Wait {
        until: wait_until(object),
        assign: object.assign(field::ASSIGN),
        output: object.template(field::OUTPUT),
        transition: transition(object),
    }
}

fn wait_until(object: &mut Object<'_>) -> WaitUntil {
    object.one_field_of(&[field::SECONDS_PATH, field::SECONDS, field::TIMESTAMP_PATH, field::TIMESTAMP]);
    let given = [
        object.template(field::SECONDS).map(WaitUntil::Seconds),
        object.template(field::TIMESTAMP).map(WaitUntil::Timestamp),
        object.text(field::SECONDS_PATH).map(WaitUntil::SecondsPath),
        object.text(field::TIMESTAMP_PATH).map(WaitUntil::TimestampPath),
    ];
    given.into_iter().flatten().next().unwrap_or_default()
}

fn succeed(object: &mut Object<'_>) -> Succeed {
    Succeed { output: object.template(field::OUTPUT) }
}

fn fail(object: &mut Object<'_>) -> Fail {
    Fail { error: object.template(field::ERROR), cause: object.template(field::CAUSE) }
}

pub(super) fn transition(object: &mut Object<'_>) -> Transition {
    // What does not end may just as well not say so.
    let end = object.flag(field::END);
    if end == Some(false) {
        object.template(field::END);
    }
    object.one_field_of(&[field::NEXT, field::END]);
    object.template(field::END);
    match object.text(field::NEXT) {
        Some(name) => Transition::Next(name),
        None => Transition::End,
    }
}
