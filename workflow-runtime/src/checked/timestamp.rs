//! Moments shifted by whole seconds.

use crate::fault::fault;
use jiff::Timestamp;
use std::time::Duration;

/// The first second that the text of a moment has four digits for the year in: 0001-01-01T00:00:00Z.
pub const FIRST_SECOND: i64 = -62_135_596_800;

/// The last second that a `Timestamp` holds all of.
pub const LAST_SECOND: i64 = 253_402_207_199;

/// What a duration can be added to: a moment, or a reference to one.
#[diagnostic::on_unimplemented(
    message = "[W0835] a duration cannot be added to `{Self}` in a workflow",
    label = "`jiff::Timestamp` can stand here",
    note = "write `moment + Duration::from_secs(..)`; compute with the seconds themselves for anything else"
)]
pub trait Moment {
    #[doc(hidden)]
    fn moment(self) -> Timestamp;
}

#[diagnostic::do_not_recommend]
impl Moment for Timestamp {
    fn moment(self) -> Timestamp {
        self
    }
}

#[diagnostic::do_not_recommend]
impl Moment for &Timestamp {
    fn moment(self) -> Timestamp {
        *self
    }
}

/// `moment + duration`
pub fn later(moment: impl Moment, duration: Duration) -> Timestamp {
    within(moment.moment().checked_add(duration))
}

/// `moment - duration`
pub fn earlier(moment: impl Moment, duration: Duration) -> Timestamp {
    within(moment.moment().checked_sub(duration))
}

fn within(moment: Result<Timestamp, jiff::Error>) -> Timestamp {
    let holds = |moment: &Timestamp| {
        let second = moment.as_nanosecond().div_euclid(1_000_000_000);
        (i128::from(FIRST_SECOND)..=i128::from(LAST_SECOND)).contains(&second)
    };
    moment.ok().filter(holds).unwrap_or_else(|| fault("no timestamp holds this moment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_shifted_by_seconds() {
        let moment: Timestamp = "2025-01-02T03:04:05.123456789Z".parse().unwrap();
        assert_eq!(later(moment, Duration::from_secs(60)).to_string(), "2025-01-02T03:05:05.123456789Z");
        assert_eq!(earlier(moment, Duration::from_secs(60)).to_string(), "2025-01-02T03:03:05.123456789Z");
    }

    #[test]
    fn the_last_second_is_one_that_a_timestamp_holds_all_of() {
        assert_eq!(Timestamp::from_second(FIRST_SECOND).unwrap().to_string(), "0001-01-01T00:00:00Z");
        let last = Timestamp::new(LAST_SECOND, 999_999_999).unwrap();
        assert_eq!(later(last, Duration::ZERO), last);
    }

    #[test]
    #[should_panic]
    fn a_moment_that_no_timestamp_holds_is_a_fault() {
        later(Timestamp::MAX, Duration::from_secs(1));
    }
}
