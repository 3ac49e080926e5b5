//! Sales, as a file of them holds them.

use super::PipelineError;
use csv::{ErrorKind, StringRecord};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::path::Path;

/// The columns of a file of sales.
pub const COLUMNS: [&str; 7] = ["order_id", "sold_on", "customer", "country", "product", "quantity", "unit_price"];

/// A sale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sale {
    /// The order that it belongs to.
    pub order_id: u32,
    /// The day.
    pub sold_on: Date,
    /// Who bought.
    pub customer: String,
    /// Where to, as two capital letters.
    pub country: String,
    /// What.
    pub product: String,
    /// How many.
    pub quantity: u32,
    /// What one costs, in cents.
    pub unit_cents: u32,
}

/// A row that holds no sale.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejection {
    /// The line that it starts on.
    pub line: u64,
    /// What is wrong with it.
    pub reason: String,
}

/// The rows of a file.
pub struct SalesFile {
    reader: csv::Reader<File>,
    size: u64,
}

impl SalesFile {
    /// Opens a file that has the [`COLUMNS`].
    ///
    /// # Errors
    ///
    /// Where there is no such file, or it is none of sales.
    pub fn open(path: &str) -> Result<Self, PipelineError> {
        let unreadable = |reason: String| PipelineError::Unreadable { path: path.to_owned(), reason };
        let size = std::fs::metadata(Path::new(path)).map_err(|error| unreadable(error.to_string()))?.len();
        let mut reader = csv::Reader::from_path(path).map_err(|error| unreadable(error.to_string()))?;
        let header = reader.headers().map_err(|error| unreadable(error.to_string()))?;
        if header != COLUMNS.as_slice() {
            return Err(unreadable(format!("its first line is not `{}`", COLUMNS.join(","))));
        }
        Ok(SalesFile { reader, size })
    }

    /// Reads the next row; `None` at the end.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read any further.
    pub fn next_row(&mut self) -> Result<Option<Result<Sale, Rejection>>, PipelineError> {
        let line = self.reader.position().line();
        let mut record = StringRecord::new();
        let row = match self.reader.read_record(&mut record) {
            Ok(false) => return Ok(None),
            Ok(true) => sale(&record),
            Err(error) => match error.kind() {
                ErrorKind::UnequalLengths { expected_len, len, .. } => Err(format!("{len} fields, not {expected_len}")),
                ErrorKind::Utf8 { .. } => Err("it is not UTF-8".to_owned()),
                _ => return Err(error.into()),
            },
        };
        Ok(Some(row.map_err(|reason| Rejection { line, reason })))
    }

    /// How many bytes have been read, of how many.
    pub fn progress(&self) -> (u64, u64) {
        (self.reader.position().byte(), self.size)
    }
}

fn sale(record: &StringRecord) -> Result<Sale, String> {
    let field = |column: usize| record.get(column).unwrap_or_default().trim();
    let text = |column: usize| match field(column) {
        "" => Err(format!("`{}` is empty", COLUMNS.get(column).unwrap_or(&""))),
        text => Ok(text.to_owned()),
    };
    Ok(Sale {
        order_id: field(0).parse().map_err(|_| format!("`order_id` is not a number: {}", field(0)))?,
        sold_on: field(1).parse().map_err(|_| format!("`sold_on` is not a date: {}", field(1)))?,
        customer: text(2)?,
        country: country(field(3))?,
        product: text(4)?,
        quantity: quantity(field(5))?,
        unit_cents: cents(field(6)).ok_or_else(|| format!("`unit_price` is not a price: {}", field(6)))?,
    })
}

fn country(text: &str) -> Result<String, String> {
    if text.len() == 2 && text.chars().all(|letter| letter.is_ascii_alphabetic()) {
        Ok(text.to_ascii_uppercase())
    } else {
        Err(format!("`country` is not two letters: {text}"))
    }
}

fn quantity(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(quantity) if quantity > 0 => Ok(quantity),
        _ => Err(format!("`quantity` is not a number above 0: {text}")),
    }
}

/// `12.5` and `12.50` and `12` as cents, without a detour through floating-point numbers.
fn cents(price: &str) -> Option<u32> {
    let (whole, fraction) = price.split_once('.').unwrap_or((price, ""));
    let digits = |text: &str| text.chars().all(|digit| digit.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) || fraction.len() > 2 {
        return None;
    }
    let fraction: u32 = format!("{fraction:0<2}").parse().ok()?;
    whole.parse::<u32>().ok()?.checked_mul(100)?.checked_add(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_cents() {
        let read = ["12", "12.5", "12.50", "0.07", "", ".5", "1.234", "-1", "1e3", "99999999"].map(cents);
        assert_eq!(read, [Some(1200), Some(1250), Some(1250), Some(7), None, None, None, None, None, None]);
    }

    #[test]
    fn a_row_is_cleaned_or_rejected() {
        let row = |fields: [&str; 7]| sale(&StringRecord::from(fields.as_slice()));
        let clean = row(["7", "2025-02-28", " Ann, Lee ", "de", "Lamp \"Aurora\"", "2", "49.9"]).unwrap();
        assert_eq!((clean.customer.as_str(), clean.country.as_str(), clean.unit_cents), ("Ann, Lee", "DE", 4990));
        assert_eq!(
            row(["7", "2025-02-30", "Ann", "DE", "Lamp", "2", "1"]).unwrap_err(),
            "`sold_on` is not a date: 2025-02-30"
        );
        assert_eq!(row(["7", "2025-02-28", " ", "DE", "Lamp", "2", "1"]).unwrap_err(), "`customer` is empty");
        assert_eq!(
            row(["7", "2025-02-28", "Ann", "DE", "Lamp", "0", "1"]).unwrap_err(),
            "`quantity` is not a number above 0: 0"
        );
    }
}
