//! What is another value each time: the moment, ids and random numbers.
//!
//! A workflow tells these functions from others of their names by their lifetime, which is nothing else.

use jiff::Timestamp;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use workflow_engine::clock::Clock;

/// The present moment, to the millisecond.
///
/// A workflow that is replayed gets the moment that was recorded. In a definition it is `$now()`, written as a
/// `Timestamp` is: without zeros at the end of the fraction.
pub fn now<'a: 'a>() -> Timestamp {
    to_the_millisecond(Clock::Real.now())
}

/// A random UUID of version 4 as text, such as `1b4e28ba-2fa1-4f0b-883f-0016d3cca427`.
///
/// A workflow that is replayed gets the one that was recorded. In a definition it is `$uuid()`.
pub fn uuid<'a: 'a>() -> String {
    ::uuid::Uuid::new_v4().to_string()
}

/// A random number, at least 0 and less than 1.
///
/// A workflow that is replayed gets the one that was recorded. In a definition it is `$random()`.
pub fn random<'a: 'a>() -> f64 {
    rand::random()
}

/// The type of the function, by which a workflow knows it.
#[doc(hidden)]
#[expect(non_camel_case_types, reason = "it has the function's name")]
#[derive(Debug)]
pub enum now {}

/// The type of the function, by which a workflow knows it.
#[doc(hidden)]
#[expect(non_camel_case_types, reason = "it has the function's name")]
#[derive(Debug)]
pub enum uuid {}

/// The type of the function, by which a workflow knows it.
#[doc(hidden)]
#[expect(non_camel_case_types, reason = "it has the function's name")]
#[derive(Debug)]
pub enum random {}

/// `$now()` gives no finer moment.
pub(crate) fn to_the_millisecond(moment: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(moment.as_millisecond()).unwrap_or(moment)
}

/// What a test has drawn in advance.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draws {
    uuids: Arc<Mutex<VecDeque<String>>>,
    randoms: Arc<Mutex<VecDeque<f64>>>,
}

impl Draws {
    pub(crate) fn add_uuids(&self, uuids: impl Iterator<Item = String>) {
        self.uuids.lock().unwrap_or_else(PoisonError::into_inner).extend(uuids);
    }

    pub(crate) fn add_randoms(&self, randoms: impl Iterator<Item = f64>) {
        self.randoms.lock().unwrap_or_else(PoisonError::into_inner).extend(randoms);
    }

    pub(crate) fn uuid(&self) -> String {
        self.given_uuid().unwrap_or_else(uuid)
    }

    pub(crate) fn random(&self) -> f64 {
        self.given_random().unwrap_or_else(random)
    }

    fn given_uuid(&self) -> Option<String> {
        self.uuids.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }

    fn given_random(&self) -> Option<f64> {
        self.randoms.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }
}

/// In an interpreted definition, too.
impl workflow_asl::jsonata::Draws for Draws {
    fn now(&self) -> Option<i64> {
        None
    }

    fn random(&self) -> Option<f64> {
        self.given_random()
    }

    fn uuid(&self) -> Option<String> {
        self.given_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_moment_has_no_more_than_milliseconds() {
        assert_eq!(now().as_nanosecond() % 1_000_000, 0);
        let moment: Timestamp = "2025-01-02T03:04:05.678999999Z".parse().unwrap();
        assert_eq!(to_the_millisecond(moment).to_string(), "2025-01-02T03:04:05.678Z");
    }

    #[test]
    fn a_random_number_is_less_than_one() {
        assert!((0..100).map(|_| random()).all(|number| (0.0..1.0).contains(&number)));
    }

    #[test]
    fn what_was_given_is_drawn_first() {
        let draws = Draws::default();
        draws.add_uuids(["a".to_owned()].into_iter());
        draws.add_randoms([0.5].into_iter());
        assert_eq!((draws.uuid().as_str(), draws.random()), ("a", 0.5));
        assert_eq!(draws.uuid().len(), 36);
    }
}
