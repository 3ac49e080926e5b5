//! What AWS bills, in exact arithmetic.

use std::fmt;
use std::time::Duration;

/// Where the prices are from, and when they were read there.
pub const PRICES: &str = "us-east-1, https://aws.amazon.com/step-functions/pricing/ as read in November 2026";

/// State transitions that are free each month, for all state machines of an account together.
pub const FREE_TRANSITIONS: u64 = 4_000;

/// A state transition of a Standard execution: $0.025 for a thousand.
pub const TRANSITION: Dollars = Dollars::from_nanos(25_000);

/// A start of an Express execution: $1.00 for a million.
pub const EXPRESS_REQUEST: Dollars = Dollars::from_nanos(1_000);

/// What an Express execution's duration is billed at: the price of a GB-hour, and up to how many GB-hours a month it
/// holds. The page also gives the first as $0.00001667 for a GB-second, which is $0.06 for a GB-hour, rounded.
pub const EXPRESS_GB_HOUR: [Tier; 3] = [
    Tier { price: Dollars::from_nanos(60_000_000), to: Some(1_000) },
    Tier { price: Dollars::from_nanos(30_000_000), to: Some(5_000) },
    Tier { price: Dollars::from_nanos(16_420_000), to: None },
];

/// Memory is billed in chunks of 64 MB.
pub const MEMORY_CHUNK_MB: u64 = 64;

/// Durations are billed in steps of 100 ms.
pub const DURATION_STEP: Duration = Duration::from_millis(100);

/// How long an Express execution may take.
pub const LONGEST_EXPRESS: Duration = Duration::from_secs(300);

/// A GB-hour is so many chunks of memory for a step of time each: 16 chunks, 36,000 steps.
const UNITS_OF_A_GB_HOUR: u128 = 16 * 36_000;

/// A price that holds up to a number of GB-hours a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tier {
    /// Of a GB-hour.
    pub price: Dollars,
    /// GB-hours a month, those of the tiers before included; none for the last.
    pub to: Option<u64>,
}

/// An amount of money, in whole billionths of a dollar.
///
/// ```
/// use workflow_deploy::cost::Dollars;
///
/// assert_eq!(Dollars::from_nanos(250_000_000_000).to_string(), "$250.00");
/// assert_eq!(Dollars::from_nanos(1_234_567_890_000).to_string(), "$1,234.57");
/// assert_eq!(Dollars::from_nanos(25_000).to_string(), "$0.000025");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dollars(u128);

impl Dollars {
    const OF_A_CENT: u128 = 10_000_000;

    /// So many billionths of a dollar.
    pub const fn from_nanos(nanos: u128) -> Self {
        Self(nanos)
    }

    /// Billionths of a dollar.
    pub const fn nanos(self) -> u128 {
        self.0
    }

    fn times(self, count: u128) -> Self {
        Self(self.0.saturating_mul(count))
    }

    fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

/// To the cent, or to the last digit where it is less than ten cents.
impl fmt::Display for Dollars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 > 0 && self.0 < 10 * Self::OF_A_CENT {
            let digits = format!("{:09}", self.0);
            return write!(f, "$0.{}", digits.trim_end_matches('0'));
        }
        let cents = self.0.saturating_add(Self::OF_A_CENT / 2) / Self::OF_A_CENT;
        let whole = u64::try_from(cents / 100).unwrap_or(u64::MAX);
        write!(f, "${}.{:02}", grouped(whole), cents % 100)
    }
}

/// A number with commas between its thousands.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// What Standard executions cost that have so many transitions each, the free ones of the month left aside.
///
/// ```
/// use workflow_deploy::cost::standard;
///
/// // Ten states, a million executions: 10,000,000 transitions at $0.025 for a thousand.
/// assert_eq!(standard(1_000_000, 10).to_string(), "$250.00");
/// ```
pub fn standard(executions: u64, transitions: u64) -> Dollars {
    TRANSITION.times(u128::from(executions).saturating_mul(u128::from(transitions)))
}

/// What of [`standard`] is not billed because of the [free transitions](FREE_TRANSITIONS) of a month.
pub fn free_of_standard(executions: u64, transitions: u64) -> Dollars {
    let all = u128::from(executions).saturating_mul(u128::from(transitions));
    TRANSITION.times(all.min(u128::from(FREE_TRANSITIONS)))
}

/// What Express executions cost in a month, each with this duration and memory, by the [tiers](EXPRESS_GB_HOUR).
///
/// ```
/// use std::time::Duration;
/// use workflow_deploy::cost::express;
///
/// // The page's example: 100 million executions of 10 s in 64 MB are 17,361.11 GB-hours, of which 1,000 are $60.00, 4,000
/// // are $120.00, and 12,361.11 are $202.97. Their requests are $100.00.
/// assert_eq!(express(100_000_000, Duration::from_secs(10), 64).to_string(), "$482.97");
/// ```
pub fn express(executions: u64, duration: Duration, memory_mb: u64) -> Dollars {
    let units = units(executions, duration, memory_mb);
    let (mut from, mut nanos) = (0, 0_u128);
    for tier in EXPRESS_GB_HOUR {
        let to = tier.to.map_or(u128::MAX, |hours| u128::from(hours) * UNITS_OF_A_GB_HOUR);
        let within = units.min(to).saturating_sub(from);
        nanos = nanos.saturating_add(within.saturating_mul(tier.price.0));
        from = to;
    }
    requests(executions).plus(rounded(nanos))
}

/// The same at the price of the first tier, however many GB-hours there are: what comparisons that leave the tiers aside
/// come to.
///
/// ```
/// use std::time::Duration;
/// use workflow_deploy::cost::express_at_first_tier;
///
/// // A minute in 512 MB, a million times: 30,000,000 GB-seconds, which are 8,333.33 GB-hours at $0.06, and $1.00.
/// assert_eq!(express_at_first_tier(1_000_000, Duration::from_secs(60), 512).to_string(), "$501.00");
/// ```
pub fn express_at_first_tier(executions: u64, duration: Duration, memory_mb: u64) -> Dollars {
    let [first, ..] = EXPRESS_GB_HOUR;
    requests(executions).plus(rounded(units(executions, duration, memory_mb).saturating_mul(first.price.0)))
}

fn requests(executions: u64) -> Dollars {
    EXPRESS_REQUEST.times(u128::from(executions))
}

/// Chunks of memory for a step of time each.
fn units(executions: u64, duration: Duration, memory_mb: u64) -> u128 {
    let chunks = memory_mb.div_ceil(MEMORY_CHUNK_MB).max(1);
    let steps = duration.as_nanos().div_ceil(DURATION_STEP.as_nanos()).max(1);
    u128::from(executions).saturating_mul(steps).saturating_mul(u128::from(chunks))
}

/// A price of units that were multiplied by that of a GB-hour: rounded once, half up.
fn rounded(nanos: u128) -> Dollars {
    Dollars(nanos.saturating_add(UNITS_OF_A_GB_HOUR / 2) / UNITS_OF_A_GB_HOUR)
}

/// The longest duration, in billed steps, for which Express costs no more than so many transitions as Standard; none where
/// Express is dearer at once. It may be longer than an Express execution may take.
pub fn break_even_duration(executions: u64, transitions: u64, memory_mb: u64) -> Option<Duration> {
    let limit = standard(executions, transitions);
    let is_cheap = |steps: u32| express(executions, DURATION_STEP * steps, memory_mb) <= limit;
    // Durations above a day are of no use: an Express execution may take five minutes.
    let (mut cheap, mut dear) = (1_u32, 864_001_u32);
    if !is_cheap(cheap) {
        return None;
    }
    while dear - cheap > 1 {
        let middle = cheap + (dear - cheap) / 2;
        if is_cheap(middle) { cheap = middle } else { dear = middle }
    }
    Some(DURATION_STEP * cheap)
}

/// The fewest transitions with which Standard costs more than Express of this duration.
pub fn break_even_transitions(executions: u64, duration: Duration, memory_mb: u64) -> u64 {
    let of_one = standard(executions, 1).0.max(1);
    u64::try_from(express(executions, duration, memory_mb).0 / of_one).map_or(u64::MAX, |count| count.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MILLION: u64 = 1_000_000;

    #[test]
    fn ten_states_a_million_times_are_250_dollars() {
        assert_eq!(standard(MILLION, 10), Dollars::from_nanos(250_000_000_000));
        // 9,996,000 transitions are billed.
        assert_eq!(free_of_standard(MILLION, 10).to_string(), "$0.10");
        assert_eq!(free_of_standard(10, 10).nanos(), standard(10, 10).nanos());
    }

    #[test]
    fn a_minute_in_512_mb_a_million_times_is_501_dollars() {
        let minute = Duration::from_secs(60);
        assert_eq!(express_at_first_tier(MILLION, minute, 512), Dollars::from_nanos(501_000_000_000));
        // By tiers: $1 + 1,000 h at $0.06 + 4,000 h at $0.03 + 3,333 1/3 h at $0.01642, rounded at the end.
        assert_eq!(express(MILLION, minute, 512), Dollars::from_nanos(235_733_333_333));
    }

    #[test]
    fn the_example_with_tiers_is_482_97_dollars() {
        assert_eq!(express(100 * MILLION, Duration::from_secs(10), 64).to_string(), "$482.97");
    }

    #[test]
    fn durations_and_memory_are_rounded_up() {
        let of = |milliseconds, memory| express(MILLION, Duration::from_millis(milliseconds), memory);
        assert_eq!(of(0, 0), of(100, 64));
        assert_eq!(of(101, 65), of(200, 128));
        assert!(of(100, 64) < of(101, 64) && of(100, 64) < of(100, 65));
    }

    #[test]
    fn tiers_meet_without_a_step() {
        // 1,000 GB-hours are 576,000,000 units: the next costs half.
        let at = |executions| express(executions, DURATION_STEP, 64).nanos();
        assert_eq!(at(576_000_000), 576_000_000_000 + 60_000_000_000);
        assert_eq!(at(576_000_000 + 576) - at(576_000_000), 576_000 + 30_000);
    }

    #[test]
    fn the_break_even_is_where_prices_cross() {
        for transitions in [1, 2, 3, 10, 57, 400] {
            for memory in [64, 512] {
                let duration = break_even_duration(MILLION, transitions, memory).unwrap();
                assert!(express(MILLION, duration, memory) <= standard(MILLION, transitions));
                let longer = duration + DURATION_STEP;
                assert!(express(MILLION, longer, memory) > standard(MILLION, transitions));
                assert_eq!(break_even_transitions(MILLION, longer, memory), transitions + 1);
            }
        }
        assert_eq!(break_even_duration(MILLION, 0, 64), None);
    }

    #[test]
    fn nothing_overflows() {
        let most = express(u64::MAX, Duration::MAX, u64::MAX);
        assert!(!most.to_string().is_empty());
        assert_eq!(break_even_duration(0, u64::MAX, u64::MAX), Some(DURATION_STEP * 864_000));
        assert!(break_even_transitions(0, Duration::MAX, 1) > 0);
    }

    #[test]
    fn amounts_are_written_as_people_read_them() {
        let text = |nanos| Dollars::from_nanos(nanos).to_string();
        assert_eq!(text(0), "$0.00");
        assert_eq!(text(1), "$0.000000001");
        assert_eq!(text(99_999_999), "$0.099999999");
        assert_eq!(text(100_000_000), "$0.10");
        assert_eq!(text(1_000_000_000), "$1.00");
        assert_eq!(text(999_995_000_000), "$1,000.00");
        assert_eq!(text(1_234_567_000_000_000), "$1,234,567.00");
    }
}
