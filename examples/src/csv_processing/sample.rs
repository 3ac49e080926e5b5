//! A file to try the pipeline on: the same 12,000 rows on every machine.

use super::Job;
use super::sales::COLUMNS;
use std::fs;
use std::path::Path;

/// How many rows the file has.
pub const ROWS: u32 = 12_000;

const CUSTOMERS: [&str; 5] = ["Lee, Ann", "Bob \"Bobby\" Hill", "Çelik, Ömer", "Nguyễn Văn An", "Plain Ltd"];
const PRODUCTS: [&str; 4] = ["Desk lamp, \"Aurora\"", "Chair", "Shelf, 3 boards", "Rug\n(two parts)"];
const COUNTRIES: [&str; 4] = ["DE", "fr", "VN", "tr"];

/// A job for the sample in `folder`, which is written there first.
///
/// # Errors
///
/// Where it cannot be written.
pub fn job(folder: &Path) -> Result<Job, csv::Error> {
    fs::create_dir_all(folder)?;
    let source = folder.join("sample.csv");
    write(&source)?;
    Ok(Job { source: source.display().to_string(), folder: folder.display().to_string() })
}

/// Writes the sample, of which one row in 25 holds no sale.
///
/// # Errors
///
/// Where it cannot be written.
pub fn write(path: &Path) -> Result<(), csv::Error> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_path(path)?;
    writer.write_record(COLUMNS)?;
    for row in 0..ROWS {
        writer.write_record(record(row))?;
    }
    writer.flush()?;
    Ok(())
}

fn record(row: u32) -> Vec<String> {
    let pick = |from: &[&str]| from.iter().cycle().nth(row as usize * 7 % 20).copied().unwrap_or_default().to_owned();
    let mut fields = vec![
        (100_000 + row).to_string(),
        format!("2025-{:02}-{:02}", row % 12 + 1, row % 28 + 1),
        pick(&CUSTOMERS),
        pick(&COUNTRIES),
        pick(&PRODUCTS),
        (row % 9 + 1).to_string(),
        format!("{}.{:02}", row % 200 + 1, row % 100),
    ];
    // Rows 24, 49, 74 and so on are spoilt, each in one of four ways.
    if row % 25 == 24 {
        let spoilt = [(1, "2025-02-30"), (3, "Germany"), (5, "-1"), (6, "free")];
        let (column, text) = spoilt.iter().cycle().nth(row as usize / 25 % 5).copied().unwrap_or_default();
        match fields.get_mut(column) {
            // Now and then a whole field is missing.
            _ if row % 250 == 249 => drop(fields.pop()),
            Some(field) => *field = text.to_owned(),
            None => {}
        }
    }
    fields
}
