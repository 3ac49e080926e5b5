//! How values stand in columns.

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use workflow_engine::durable::{ExecutionId, Status, StoreError, Wake};

use crate::failure::corrupt;

/// A moment in nanoseconds since 1970. Those outside the years 1678 to 2261 stand for the last that can be stored.
pub(crate) fn nanoseconds(moment: Timestamp) -> i64 {
    let nanoseconds = moment.as_nanosecond();
    i64::try_from(nanoseconds).unwrap_or(if nanoseconds < 0 { i64::MIN } else { i64::MAX })
}

/// The moment that is stored as that.
pub(crate) fn moment(nanoseconds: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_nanosecond(nanoseconds.into()).map_err(|error| corrupt(error.to_string()))
}

/// [`Wake::Now`]. Zero takes no space.
pub(crate) const NOW: i64 = 0;

/// When an execution goes on; never is null.
pub(crate) fn wake_column(wake: Wake) -> Option<i64> {
    match wake {
        Wake::Now => Some(NOW),
        Wake::At(moment) => Some(match nanoseconds(moment) {
            // Not what now is stored as, and not too early.
            NOW => 1,
            nanoseconds => nanoseconds,
        }),
        Wake::Never => None,
    }
}

/// When it goes on that is stored as that.
pub(crate) fn wake(column: Option<i64>) -> Result<Wake, StoreError> {
    match column {
        None => Ok(Wake::Never),
        Some(NOW) => Ok(Wake::Now),
        Some(nanoseconds) => Ok(Wake::At(moment(nanoseconds)?)),
    }
}

/// The statuses in the order of their columns.
pub(crate) const STATUSES: [Status; 5] =
    [Status::Running, Status::Succeeded, Status::Failed, Status::TimedOut, Status::Aborted];

/// The column of [`Status::Running`].
pub(crate) const RUNNING: i64 = 0;

pub(crate) fn status_column(status: Status) -> i64 {
    match status {
        Status::Running => RUNNING,
        Status::Succeeded => 1,
        Status::Failed => 2,
        Status::TimedOut => 3,
        Status::Aborted => 4,
    }
}

pub(crate) fn status(column: i64) -> Result<Status, StoreError> {
    let status = usize::try_from(column).ok().and_then(|index| STATUSES.get(index));
    status.copied().ok_or_else(|| corrupt(format!("an execution has the status {column}")))
}

/// How many bits of a journal's `place` are the row's sequence.
const SEQUENCE_BITS: u32 = 24;

const SEQUENCE_MASK: i64 = (1 << SEQUENCE_BITS) - 1;

/// Where a row of an execution's record is in the journal: those of one follow each other.
pub(crate) fn place(execution: ExecutionId, sequence: u32) -> Result<i64, StoreError> {
    let is_small = (0..1 << (63 - SEQUENCE_BITS)).contains(&execution.0);
    if !is_small || i64::from(sequence) > SEQUENCE_MASK {
        return Err(corrupt(format!("there can be no row {sequence} of the execution {}", execution.0)));
    }
    Ok(execution.0 << SEQUENCE_BITS | i64::from(sequence))
}

/// Where the first row of an execution's record can be, and the last.
pub(crate) fn places(execution: ExecutionId) -> Result<(i64, i64), StoreError> {
    let first = place(execution, 0)?;
    Ok((first, first | SEQUENCE_MASK))
}

/// The sequence of the row that is there.
pub(crate) fn sequence(place: i64) -> u32 {
    u32::try_from(place & SEQUENCE_MASK).unwrap_or_default()
}

/// What an ARN is looked up by. An index of these has a tenth of the size of one of ARNs, which matters where each insertion
/// is at another place; ARNs that share one are told apart by the row.
pub(crate) fn arn_hash(arn: &str) -> i64 {
    Sha256::digest(arn).iter().take(8).fold(0, |hash, byte| hash << 8 | i64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_and_wakes_are_read_as_they_were_written() {
        let exact = Timestamp::from_nanosecond(1_700_000_000_123_456_789).unwrap();
        assert_eq!(moment(nanoseconds(exact)).unwrap(), exact);
        for kept in [Wake::Now, Wake::Never, Wake::At(exact)] {
            assert_eq!(wake(wake_column(kept)).unwrap(), kept);
        }
        let Wake::At(epoch) = wake(wake_column(Wake::At(Timestamp::UNIX_EPOCH))).unwrap() else { panic!("a moment") };
        assert_eq!(epoch.as_nanosecond(), 1);
    }

    #[test]
    fn moments_that_are_too_far_stay_far() {
        let Wake::At(far) = wake(wake_column(Wake::At(Timestamp::MAX))).unwrap() else { panic!("a moment") };
        assert!(far.to_string().starts_with("2262"), "{far}");
        assert!(moment(nanoseconds(Timestamp::MIN)).unwrap() < Timestamp::UNIX_EPOCH);
    }

    #[test]
    fn statuses_are_read_as_they_were_written() {
        assert!(STATUSES.into_iter().all(|kept| status(status_column(kept)).unwrap() == kept));
        assert!(matches!(status(5), Err(StoreError::Corrupt(_))));
        assert!(matches!(status(-1), Err(StoreError::Corrupt(_))));
    }

    #[test]
    fn places_are_in_order_and_have_limits() {
        let (first, last) = places(ExecutionId(7)).unwrap();
        assert!(place(ExecutionId(6), SEQUENCE_MASK as u32).unwrap() < first);
        assert!(last < place(ExecutionId(8), 0).unwrap());
        assert_eq!(sequence(place(ExecutionId(7), 12).unwrap()), 12);
        assert!(place(ExecutionId(-1), 0).is_err());
        assert!(place(ExecutionId(1 << 39), 0).is_err());
        assert!(place(ExecutionId(1), 1 << 24).is_err());
    }

    #[test]
    fn a_hash_never_changes() {
        assert_eq!(arn_hash("abc"), 0xba78_16bf_8f01_cfea_u64.cast_signed());
    }
}
