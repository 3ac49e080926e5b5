/// Whether a text is an RFC 3339 time as a definition may have it: with an uppercase `T`, and `Z` or an offset.
pub fn is_timestamp(text: &str) -> bool {
    parse(text.as_bytes()).is_some()
}

fn parse(text: &[u8]) -> Option<()> {
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
    (valid && is_offset(without_fraction(rest)?)).then_some(())
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |value, digit| digit.is_ascii_digit().then(|| value * 10 + u32::from(digit - b'0')))
}

fn days_in(year: u32, month: u32) -> u32 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// A fraction has at least one digit.
fn without_fraction(text: &[u8]) -> Option<&[u8]> {
    let [b'.', fraction @ ..] = text else { return Some(text) };
    let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (digits > 0).then(|| fraction.get(digits..)).flatten()
}

fn is_offset(text: &[u8]) -> bool {
    match text {
        [b'Z'] => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => {
            number(&[*h1, *h2]).is_some_and(|hours| hours <= 23)
                && number(&[*m1, *m2]).is_some_and(|minutes| minutes <= 59)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_timestamp;

    #[test]
    fn accepts_times_that_exist() {
        for good in [
            "2016-08-18T17:33:00Z",
            "2016-02-29T00:00:00Z",
            "2000-02-29T23:59:59.123456789Z",
            "2016-03-14T01:59:00+09:00",
            "2016-03-14T01:59:00.5-23:59",
        ] {
            assert!(is_timestamp(good), "{good}");
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
            assert!(!is_timestamp(bad), "{bad}");
        }
    }
}
