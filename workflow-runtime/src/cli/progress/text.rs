//! How times and places are written.

use crate::ScopePath;
use jiff::Timestamp;
use std::time::Duration;

/// A length of time: `3 ms`, `1.3 s`, `12.0 s`, `2 min 5 s`, `23 h 59 min`.
pub(super) fn duration(duration: Duration) -> String {
    let seconds = duration.saturating_add(Duration::from_millis(500)).as_secs();
    match seconds {
        _ if duration < Duration::from_secs(1) => format!("{} ms", duration.as_millis()),
        0..60 => format!("{:.1} s", duration.as_secs_f64()),
        60..3600 => pair(seconds / 60, "min", seconds % 60, "s"),
        3600..86_400 => pair(seconds / 3600, "h", seconds % 3600 / 60, "min"),
        _ => pair(seconds / 86_400, "d", seconds % 86_400 / 3600, "h"),
    }
}

fn pair(large: u64, large_unit: &str, small: u64, small_unit: &str) -> String {
    match small {
        0 => format!("{large} {large_unit}"),
        _ => format!("{large} {large_unit} {small} {small_unit}"),
    }
}

/// From one moment to a later one.
pub(super) fn between(from: Timestamp, to: Timestamp) -> Duration {
    Duration::try_from(to.duration_since(from)).unwrap_or_default()
}

/// A state and where it stands: `Ship[2]/Pack`.
pub(super) fn place(scope: &ScopePath, state: &str) -> String {
    if scope.is_root() { state.to_owned() } else { format!("{scope}/{state}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_short() {
        let texts = [0, 300, 59_400, 59_999, 125_400, 86_340_000, 86_400_000, 93_600_000];
        let texts = texts.map(|millis| duration(Duration::from_millis(millis)));
        assert_eq!(texts, ["0 ms", "300 ms", "59.4 s", "1 min", "2 min 5 s", "23 h 59 min", "1 d", "1 d 2 h"]);
    }
}
