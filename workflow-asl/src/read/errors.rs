use serde_json::Value;

use super::ThenClose;
use super::object::Object;
use crate::model::{Catcher, JitterStrategy, Retrier};
use crate::{Diagnostic, field, limit};

/// `Retry` of a state.
pub(super) fn retry(state: &mut Object<'_>) -> Vec<Retrier> {
    let items = state.list(field::RETRY);
    items.into_iter().map(|(at, item)| retrier(item, at, state.out())).collect()
}

/// `Catch` of a state.
pub(super) fn catch(state: &mut Object<'_>) -> Vec<Catcher> {
    let items = state.list(field::CATCH);
    items.into_iter().map(|(at, item)| catcher(item, at, state.out())).collect()
}

fn retrier(value: Value, at: String, out: &mut Vec<Diagnostic>) -> Retrier {
    let mut object = Object::open(value, at, out);
    let strategies = [JitterStrategy::None, JitterStrategy::Full].map(|strategy| (strategy.as_str(), strategy));
    Retrier {
        order: object.order(),
        comment: object.text(field::COMMENT),
        error_equals: object.required_texts(field::ERROR_EQUALS),
        interval_seconds: object.integer(field::INTERVAL_SECONDS, limit::INTERVAL),
        max_attempts: object.integer(field::MAX_ATTEMPTS, limit::ATTEMPTS),
        backoff_rate: object.number(field::BACKOFF_RATE),
        max_delay_seconds: object.integer(field::MAX_DELAY_SECONDS, limit::DELAY),
        jitter_strategy: object.one_of(field::JITTER_STRATEGY, &strategies),
    }
    .then_close(object)
}

fn catcher(value: Value, at: String, out: &mut Vec<Diagnostic>) -> Catcher {
    let mut object = Object::open(value, at, out);
    Catcher {
        order: object.order(),
        comment: object.text(field::COMMENT),
        error_equals: object.required_texts(field::ERROR_EQUALS),
        assign: object.assign(field::ASSIGN),
        output: object.template(field::OUTPUT),
        next: object.required_text(field::NEXT),
        jsonpath: object.jsonpath(field::jsonpath::CATCHER),
    }
    .then_close(object)
}
