//! What people read: dates, colours, lines that fit.

use std::borrow::Cow;

use jiff::Timestamp;
use serde_json::{Value, json};

/// How text may look.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub(crate) colours: bool,
}

impl Style {
    fn with<'a>(self, text: &'a str, code: &str) -> Cow<'a, str> {
        if self.colours { format!("\u{1b}[{code}m{text}\u{1b}[0m").into() } else { text.into() }
    }

    pub(crate) fn bold(self, text: &str) -> String {
        self.with(text, "1").into_owned()
    }

    pub(crate) fn dim(self, text: &str) -> Cow<'_, str> {
        self.with(text, "2")
    }

    /// A status of executions.
    pub(crate) fn status(self, status: &str) -> Cow<'_, str> {
        match status {
            "SUCCEEDED" => self.with(status, "32"),
            "RUNNING" => self.with(status, "36"),
            "FAILED" | "TIMED_OUT" => self.with(status, "31"),
            _ => self.with(status, "33"),
        }
    }

    /// A type of events.
    pub(crate) fn event(self, name: &str) -> Cow<'_, str> {
        if name.ends_with("Failed") || name.ends_with("TimedOut") {
            self.with(name, "31")
        } else if name.ends_with("Aborted") {
            self.with(name, "33")
        } else if name == "ExecutionSucceeded" {
            self.with(name, "32")
        } else {
            name.into()
        }
    }
}

/// A field's text.
pub(crate) fn field<'a>(of: &'a Value, name: &str) -> Option<&'a str> {
    of.get(name)?.as_str()
}

/// A date as the protocol writes it: seconds since 1970, to the millisecond.
pub(crate) fn api_date(date: Timestamp) -> Value {
    json!(date.as_millisecond() as f64 / 1000.0)
}

/// A date of the API, which is in seconds, to the second.
pub(crate) fn date(date: Option<&Value>) -> Option<String> {
    let seconds = date?.as_f64()?;
    Timestamp::from_second(seconds.floor() as i64).ok().map(|date| date.to_string())
}

/// A date of the API, which is in seconds, to the millisecond.
pub(crate) fn precise_date(date: Option<&Value>) -> Option<String> {
    let milliseconds = (date?.as_f64()? * 1000.0).round();
    Timestamp::from_millisecond(milliseconds as i64).ok().map(|date| format!("{date:.3}"))
}

/// As much of a line as has room.
pub(crate) fn fitting(line: &str, width: Option<usize>) -> Cow<'_, str> {
    match width {
        Some(width) => console::truncate_str(line, width, "…"),
        None => line.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_in_seconds() {
        assert_eq!(date(Some(&json!(1_767_225_600.999))).as_deref(), Some("2026-01-01T00:00:00Z"));
        assert_eq!(precise_date(Some(&json!(1_767_225_600.25))).as_deref(), Some("2026-01-01T00:00:00.250Z"));
        assert_eq!(date(Some(&json!("now"))), None);
        assert_eq!(date(Some(&json!(1e300))), None);
    }

    #[test]
    fn lines_fit() {
        assert_eq!(fitting("abcdef", Some(4)), "abc…");
        assert_eq!(fitting("abcdef", None), "abcdef");
    }
}
