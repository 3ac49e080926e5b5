//! The cost for people.

use super::price::{FREE_TRANSITIONS, LONGEST_EXPRESS, PRICES, grouped};
use super::{Cost, End, Ending, Express, Path};
use std::collections::BTreeSet;
use std::fmt::{self, Display};
use std::time::Duration;
use workflow_asl::ExecutionType;

const HEADINGS: [&str; COLUMNS] =
    ["END", "PATH", "TRANSITIONS", "EVENTS", "DURATION", "STANDARD", "EXPRESS", "CHEAPER", "EXPRESS PAYS UP TO"];
const COLUMNS: usize = 9;
/// The columns of texts; the others are numbers, which stand to the right.
const TEXTS: [usize; 3] = [0, 1, 7];

type Row = [String; COLUMNS];

/// A table with a row for each path, what was assumed, and warnings.
impl Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let assumed = &self.assumptions;
        let (executions, kind) = (grouped(assumed.executions), self.execution_type.as_str());
        writeln!(f, "{} ({kind}): {executions} executions a month, Express with {} MB", self.name, assumed.memory_mb)?;
        writeln!(f)?;
        let rows: Vec<Row> =
            std::iter::once(HEADINGS.map(str::to_owned)).chain(self.ends.iter().flat_map(rows)).collect();
        let width =
            |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
        let widths: [usize; COLUMNS] = std::array::from_fn(|column| width(column).unwrap_or_default());
        rows.iter().try_for_each(|row| writeln!(f, "  {}", line(row, &widths)))?;
        writeln!(f)?;
        self.notes().iter().try_for_each(|note| writeln!(f, "{note}"))
    }
}

fn line(row: &Row, widths: &[usize; COLUMNS]) -> String {
    let cells = row.iter().zip(widths).enumerate().map(|(column, (cell, width))| {
        if TEXTS.contains(&column) { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
    });
    cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
}

/// The paths to an end that differ.
fn rows(ending: &Ending) -> Vec<Row> {
    let named = [
        ("cheapest", &ending.cheapest),
        ("typical", &ending.typical),
        ("dearest", &ending.dearest),
        ("slowest", &ending.slowest),
    ];
    let mut shown: Vec<(String, &Path)> = Vec::new();
    for (name, path) in named {
        match shown.iter_mut().find(|(_, other)| other.usage == path.usage) {
            Some((names, _)) if !names.contains("cheapest") => *names = format!("{names}, {name}"),
            Some(_) => {}
            None => shown.push((name.to_owned(), path)),
        }
    }
    let only = shown.len() == 1;
    let row = |(index, (name, path)): (usize, (String, &Path))| {
        let end = if index == 0 { told(&ending.end) } else { String::new() };
        let name = match (only, ending.ways) {
            (true, 1) => "only".to_owned(),
            (true, count) => format!("any of {count}"),
            (false, count) if index == 0 => format!("{name} of {count}"),
            (false, _) => name,
        };
        cells(end, name, path)
    };
    shown.into_iter().enumerate().map(row).collect()
}

fn told(end: &End) -> String {
    match end {
        End::Succeeded { state } => state.clone(),
        End::Failed { state, error: Some(error) } if error == state => format!("{state}, uncaught"),
        End::Failed { state, error: Some(error) } => format!("{state}: {error}, uncaught"),
        End::Failed { state, error: None } => format!("{state}: an error, uncaught"),
    }
}

fn cells(end: String, name: String, path: &Path) -> Row {
    let usage = &path.usage;
    let cheaper = match path.cheaper() {
        Some(ExecutionType::Standard) => "Standard",
        Some(ExecutionType::Express) => "Express",
        None => "?",
    };
    [
        end,
        name,
        grouped(usage.transitions),
        grouped(usage.events),
        format!("{}{}", if usage.unknown.is_empty() { "" } else { "> " }, time(usage.duration)),
        path.standard.to_string(),
        match &path.express {
            Express::Price { tiered, .. } => tiered.to_string(),
            Express::Unknown => "?".to_owned(),
            Express::TooLong => "too long".to_owned(),
            Express::Refused(_) => "refused".to_owned(),
        },
        cheaper.to_owned(),
        match (&path.express, path.break_even) {
            (Express::Refused(_), _) => "-".to_owned(),
            (_, None) => "never".to_owned(),
            (_, Some(duration)) => time(duration.min(LONGEST_EXPRESS)),
        },
    ]
}

/// `0.25 s`, `61 s`, `2 h 5 min`.
fn time(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match (seconds / 3_600, seconds / 60 % 60) {
        (0, minutes) if minutes < 10 => {
            format!("{} s", format!("{:.3}", duration.as_secs_f64()).trim_end_matches('0').trim_end_matches('.'))
        }
        (0, minutes) => format!("{minutes} min {} s", seconds % 60),
        (hours, minutes) => format!("{} h {minutes} min", grouped(hours)),
    }
}

impl Cost {
    /// What is said below the table.
    fn notes(&self) -> Vec<String> {
        let paths = || self.ends.iter().flat_map(|end| [&end.cheapest, &end.typical, &end.dearest, &end.slowest]);
        let unknown: BTreeSet<&str> = paths().flat_map(|path| &path.usage.unknown).map(String::as_str).collect();
        let refused = paths().find_map(|path| match &path.express {
            Express::Refused(why) => Some(why),
            _ => None,
        });
        let free = paths().map(|path| path.free).max().unwrap_or_default();
        let mut notes = vec![
            format!("prices: {PRICES}"),
            format!(
                "free tier: {} transitions a month, worth {free} at most, are not taken off",
                grouped(FREE_TRANSITIONS)
            ),
        ];
        notes.extend(self.assumptions.told().into_iter().map(|assumed| format!("assumed: {assumed}")));
        if !unknown.is_empty() {
            let names: Vec<&str> = unknown.into_iter().collect();
            notes.push(format!("durations are not known of: {}", names.join(", ")));
        }
        notes.extend(refused.map(|why| format!("not possible as Express: {why}")));
        notes.extend(self.warnings.iter().map(|warning| format!("warning: {warning}")));
        notes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_people_read_them() {
        let texts = [0, 250, 60_000, 599_900, 600_000, 3_600_000, 90_000_000].map(|ms| time(Duration::from_millis(ms)));
        assert_eq!(texts, ["0 s", "0.25 s", "60 s", "599.9 s", "10 min 0 s", "1 h 0 min", "25 h 0 min"]);
    }
}
