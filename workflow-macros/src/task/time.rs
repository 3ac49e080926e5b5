//! Times in options: `"30s"`, `"5m"`, `"24h"`, `"1d"`.

/// `TimeoutSeconds`, `HeartbeatSeconds` and `IntervalSeconds` go up to this.
pub(super) const MOST_SECONDS: u64 = 99_999_999;
/// `MaxDelaySeconds` goes up to this (it must be less than 31622400).
pub(super) const MOST_DELAY_SECONDS: u64 = 31_622_399;

/// The seconds that a time stands for, or what is wrong with it.
pub(crate) fn seconds(text: &str, most: u64) -> Result<u64, String> {
    let form = "a time is a whole number and a unit, such as \"30s\", \"5m\", \"24h\" or \"1d\"";
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = text.strip_prefix(digits).unwrap_or_default();
    if matches!(unit, "ms" | "us" | "µs" | "ns") || (digits.contains('.') && matches!(unit, "s" | "m" | "h" | "d")) {
        return Err(format!("Step Functions counts whole seconds: {form}"));
    }
    let factor: u64 = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => return Err(form.to_owned()),
    };
    let all_digits = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if !all_digits {
        return Err(form.to_owned());
    }
    let total = digits.parse::<u64>().ok().and_then(|number| number.checked_mul(factor));
    match total {
        Some(0) => Err("at least one second: \"1s\"".to_owned()),
        Some(total) if total <= most => Ok(total),
        _ => Err(format!("Step Functions allows at most {most} s ({} days)", most / 86_400)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units() {
        for (text, expected) in [("1s", 1), ("5m", 300), ("24h", 86_400), ("1d", 86_400), ("99999999s", MOST_SECONDS)] {
            assert_eq!(seconds(text, MOST_SECONDS), Ok(expected), "{text}");
        }
    }

    #[test]
    fn refused() {
        for text in ["", "s", "1", "1 s", "-1s", "1w", "0s", "1.5s", "500ms", "100000000s", "99999999999999999999d"] {
            assert!(seconds(text, MOST_SECONDS).is_err(), "{text}");
        }
        assert!(seconds("500ms", MOST_SECONDS).is_err_and(|message| message.contains("whole seconds")));
    }
}
