/// A point in time: seconds and nanoseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    /// Whole seconds, rounded down.
    pub seconds: i64,
    /// What is left, 0 to 999,999,999; further digits of the text are dropped.
    pub nanoseconds: u32,
}

impl Timestamp {
    /// Reads an RFC 3339 time as the Amazon States Language wants it: with an uppercase `T`, and `Z` or an offset.
    /// None for any other text, and for times that do not exist.
    ///
    /// ```
    /// use workflow_asl::Timestamp;
    ///
    /// let time = Timestamp::parse("1970-01-01T01:00:00.5+01:00").unwrap();
    /// assert_eq!((time.seconds, time.nanoseconds), (0, 500_000_000));
    /// assert_eq!(Timestamp::parse("1970-01-01 00:00:00Z"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        parse(text.as_bytes())
    }
}

fn parse(text: &[u8]) -> Option<Timestamp> {
    let (date, time) = text.split_at_checked(10)?;
    let (b'T', time) = time.split_first().map(|(first, rest)| (*first, rest))? else { return None };
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = date else { return None };
    let year = number(&[*y1, *y2, *y3, *y4])?;
    let month = number(&[*m1, *m2])?;
    let day = number(&[*d1, *d2])?;
    let (clock, rest) = time.split_at_checked(8)?;
    let [h1, h2, b':', i1, i2, b':', s1, s2] = clock else { return None };
    let hour = number(&[*h1, *h2])?;
    let minute = number(&[*i1, *i2])?;
    let second = number(&[*s1, *s2])?;
    let valid = (1..=days_in(year, month)).contains(&day) && hour <= 23 && minute <= 59 && second <= 59;
    if !valid {
        return None;
    }
    let (nanoseconds, rest) = fraction(rest)?;
    let of_day = i64::from(hour * 3600 + minute * 60 + second);
    Some(Timestamp { seconds: days_since_1970(year, month, day) * 86_400 + of_day - offset(rest)?, nanoseconds })
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |value, digit| digit.is_ascii_digit().then(|| value * 10 + u32::from(digit - b'0')))
}

fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

fn days_since_1970(year: u32, month: u32, day: u32) -> i64 {
    // Leap days before the year, counted from the year 0, which is one itself.
    let leap_days = year.div_ceil(4) + year.div_ceil(400) - year.div_ceil(100);
    let months: u32 = (1..month).map(|month| days_in(year, month)).sum();
    let day_of_era = year * 365 + leap_days + months + day - 1;
    i64::from(day_of_era) - 719_528
}

/// The nanoseconds of a fraction, which has at least one digit if it is there, and what follows.
fn fraction(text: &[u8]) -> Option<(u32, &[u8])> {
    let [b'.', digits @ ..] = text else { return Some((0, text)) };
    let count = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = digits.split_at_checked(count).filter(|_| count > 0)?;
    let first_nine = digits.iter().chain(std::iter::repeat(&b'0')).take(9);
    Some((first_nine.fold(0, |value, digit| value * 10 + u32::from(digit - b'0')), rest))
}

/// The seconds by which local time is ahead of UTC.
fn offset(text: &[u8]) -> Option<i64> {
    match text {
        [b'Z'] => Some(0),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let hours = number(&[*h1, *h2]).filter(|hours| *hours <= 23)?;
            let minutes = number(&[*m1, *m2]).filter(|minutes| *minutes <= 59)?;
            let ahead = i64::from(hours * 3600 + minutes * 60);
            Some(if *sign == b'+' { ahead } else { -ahead })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn counts_seconds_from_1970() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1969-12-31T23:59:59Z", -1),
            ("2000-03-01T00:00:00Z", 951_868_800),
            ("2016-08-18T17:33:00Z", 1_471_541_580),
            ("2016-08-18T17:33:00+09:30", 1_471_507_380),
            ("0000-01-01T00:00:00Z", -62_167_219_200),
            ("0000-03-01T00:00:00Z", -62_162_035_200),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
        ] {
            assert_eq!(Timestamp::parse(text), Some(Timestamp { seconds, nanoseconds: 0 }), "{text}");
        }
    }

    #[test]
    fn orders_fractions() {
        let times = ["2016-08-18T17:33:00Z", "2016-08-18T17:33:00.000000001Z", "2016-08-18T17:33:00.1Z"];
        assert!(times.map(|text| Timestamp::parse(text).unwrap()).is_sorted());
    }

    #[test]
    fn accepts_times_that_exist() {
        for good in [
            "2016-08-18T17:33:00Z",
            "2016-02-29T00:00:00Z",
            "2000-02-29T23:59:59.123456789Z",
            "2016-03-14T01:59:00+09:00",
            "2016-03-14T01:59:00.5-23:59",
        ] {
            assert!(Timestamp::parse(good).is_some(), "{good}");
        }
    }

    #[test]
    fn refuses_all_else() {
        for bad in [
            "",
            "2016-08-18",
            "2016-08-18 17:33:00Z",
            "2016-08-18t17:33:00Z",
            "2016-08-18T17:33:00z",
            "2016-08-18T17:33:00",
            "2016-08-18T17:33Z",
            "2016-13-05T21:29:29Z",
            "05-12-2016T21:29:29Z",
            "2016-12-05T25:29:29Z",
            "2016-12-05T24:00:00Z",
            "2016-12-05T21:60:29Z",
            "2016-12-05T21:29:60Z",
            "2015-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2016-04-31T00:00:00Z",
            "2016-00-01T00:00:00Z",
            "2016-01-00T00:00:00Z",
            "2016-08-18T17:33:00.Z",
            "2016-08-18T17:33:00+9:00",
            "2016-08-18T17:33:00ZZ",
            "é016-08-18T17:33:00Z",
            "2016-08-18T17:33:00+24:00",
        ] {
            assert!(Timestamp::parse(bad).is_none(), "{bad}");
        }
    }
}
