//! Numbers as `$string` and `&` write them.

use jlens_core::{HostCall, Result};
use serde_json::Value;

use super::Arguments;

/// How many digits of a fraction are written.
const DIGITS: usize = 15;

/// What stands for the text of a value: the text itself if there is a fraction in it that is cut, else the value,
/// which has no other text on Step Functions. The second argument is whether the text has lines and indents.
pub(super) fn text(arguments: Arguments<'_>, call: &HostCall<'_>) -> Result<Option<Value>> {
    if call.function(0).is_some() {
        return Ok(Some(Value::from("")));
    }
    let Some(Some(value)) = arguments.first() else {
        return Ok(None);
    };
    if !has_cut_fraction(value) {
        return Ok(Some(value.clone()));
    }
    let pretty = matches!(arguments.get(1), Some(Some(Value::Bool(true))));
    let mut text = String::new();
    write(value, pretty.then_some(0), &mut text);
    Ok(Some(Value::String(text)))
}

fn has_cut_fraction(value: &Value) -> bool {
    match value {
        Value::Number(number) => {
            let number = number.as_f64().unwrap_or_default();
            number.fract() != 0.0 && Decimal::of(number).digits.len() > DIGITS
        }
        Value::Array(items) => items.iter().any(has_cut_fraction),
        Value::Object(fields) => fields.values().any(has_cut_fraction),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}

/// Writes a value, on lines of its own if it is told how deep it stands.
fn write(value: &Value, depth: Option<usize>, text: &mut String) {
    let below = depth.map(|depth| depth + 1);
    let line = |depth: Option<usize>, text: &mut String| {
        if let Some(depth) = depth {
            text.push('\n');
            text.push_str(&"  ".repeat(depth));
        }
    };
    match value {
        Value::Number(number) => text.push_str(&Decimal::of(number.as_f64().unwrap_or_default()).text()),
        Value::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                text.push(if index == 0 { '[' } else { ',' });
                line(below, text);
                write(item, below, text);
            }
            line(depth, text);
            text.push(']');
        }
        Value::Object(fields) if !fields.is_empty() => {
            for (index, (key, field)) in fields.iter().enumerate() {
                text.push(if index == 0 { '{' } else { ',' });
                line(below, text);
                text.push_str(&Value::from(key.as_str()).to_string());
                text.push_str(if depth.is_some() { ": " } else { ":" });
                write(field, below, text);
            }
            line(depth, text);
            text.push('}');
        }
        other => text.push_str(&other.to_string()),
    }
}

/// A number in digits, the first of which stands before the point, times ten to the power of the exponent.
struct Decimal {
    negative: bool,
    digits: String,
    exponent: i32,
}

impl Decimal {
    /// The shortest decimal that reads as the number.
    fn of(number: f64) -> Self {
        let written = format!("{:e}", number.abs());
        let (digits, exponent) = written.split_once('e').unwrap_or((&written, "0"));
        Self { negative: number < 0.0, digits: digits.replace('.', ""), exponent: exponent.parse().unwrap_or_default() }
    }

    /// Whether there is nothing after the decimal point.
    fn is_whole(&self) -> bool {
        i32::try_from(self.digits.len()).is_ok_and(|digits| digits <= self.exponent + 1)
    }

    /// A whole number below 1e21 in its digits; a fraction cut to the next lower one of fifteen digits, and in
    /// exponent notation where its digits end before the point.
    fn text(&self) -> String {
        if self.is_whole() {
            return if self.exponent < 21 { self.plain() } else { self.scientific() };
        }
        let cut = self.cut();
        if cut.exponent < -6 || (cut.is_whole() && !cut.ends_at_point()) { cut.scientific() } else { cut.plain() }
    }

    fn ends_at_point(&self) -> bool {
        usize::try_from(self.exponent + 1).is_ok_and(|digits| digits == self.digits.len())
    }

    /// Cut towards the lower number.
    fn cut(&self) -> Self {
        let (kept, dropped) = self.digits.split_at(self.digits.len().min(DIGITS));
        let mut digits: u64 = kept.parse().unwrap_or_default();
        digits += u64::from(self.negative && dropped.bytes().any(|digit| digit != b'0'));
        let digits = digits.to_string();
        // 9.99… has become 10.0….
        let exponent = self.exponent + i32::from(digits.len() > kept.len());
        Self { negative: self.negative, digits: digits.trim_end_matches('0').to_owned(), exponent }
    }

    fn sign(&self) -> &'static str {
        if self.negative { "-" } else { "" }
    }

    fn plain(&self) -> String {
        let sign = self.sign();
        let Ok(exponent) = usize::try_from(self.exponent) else {
            let zeros = "0".repeat(usize::try_from(-1 - self.exponent).unwrap_or_default());
            return format!("{sign}0.{zeros}{}", self.digits);
        };
        match self.digits.split_at_checked(exponent + 1) {
            Some((whole, "")) => format!("{sign}{whole}"),
            Some((whole, fraction)) => format!("{sign}{whole}.{fraction}"),
            None => format!("{sign}{:0<width$}", self.digits, width = exponent + 1),
        }
    }

    fn scientific(&self) -> String {
        let (first, rest) = self.digits.split_at_checked(1).unwrap_or((&self.digits, ""));
        let point = if rest.is_empty() { "" } else { "." };
        format!("{}{first}{point}{rest}e{:+}", self.sign(), self.exponent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As sfnx measured them, or as what it says of them has it.
    #[test]
    fn numbers_are_written_as_step_functions_does() {
        for (number, text) in [
            (1.0, "1"),
            (1.5e16, "15000000000000000"),
            (1.5e21, "1.5e+21"),
            (0.666_666_666_666_666_6, "0.666666666666666"),
            (-0.666_666_666_666_666_6, "-0.666666666666667"),
            (0.000_000_15, "1.5e-7"),
            (1_234_567_890_123_456.7, "1.23456789012345e+15"),
            (0.1 + 0.2, "0.3"),
            (19.95 * 3.0, "59.8499999999999"),
            (-0.1 - 0.2, "-0.300000000000001"),
            (0.000_001, "0.000001"),
            (1e21, "1e+21"),
            (123.25, "123.25"),
            (-9.999_999_999_999_998, "-1e+1"),
        ] {
            assert_eq!(Decimal::of(number).text(), text);
        }
    }
}
