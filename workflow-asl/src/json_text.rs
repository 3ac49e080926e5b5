//! JSON as Step Functions writes it.

use std::io;

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{Formatter, Serializer};

/// The compact text of a value, with the fractions and the large numbers that Java writes: `1.0E25`, `1.0E-5`.
///
/// sfnx measured `1.0E25`; the rest follows from `Double.toString` of Java, whose words it is.
///
/// ```
/// use serde_json::json;
/// let value = json!({"a": [1, 1.5, 1e25, 0.00001, 12345678.9], "b": "x"});
/// assert_eq!(workflow_asl::json_text(&value), r#"{"a":[1,1.5,1.0E25,1.0E-5,1.23456789E7],"b":"x"}"#);
/// ```
pub fn json_text(value: &Value) -> String {
    let mut text = Vec::new();
    // Neither can fail: the keys of a value are strings, and memory takes every byte.
    let _ = value.serialize(&mut Serializer::with_formatter(&mut text, JavaNumbers));
    String::from_utf8(text).unwrap_or_default()
}

struct JavaNumbers;

impl Formatter for JavaNumbers {
    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        writer.write_all(double(value).as_bytes())
    }
}

/// `Double.toString`: from a thousandth to ten million as it is, else with an exponent; always with a point.
fn double(value: f64) -> String {
    let magnitude = value.abs();
    if value == 0.0 || (1e-3..1e7).contains(&magnitude) {
        return format!("{value:?}");
    }
    let written = format!("{value:e}");
    match written.split_once('e') {
        Some((digits, exponent)) if digits.contains('.') => format!("{digits}E{exponent}"),
        Some((digits, exponent)) => format!("{digits}.0E{exponent}"),
        None => written,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_java() {
        for (value, text) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (0.1, "0.1"),
            (0.001, "0.001"),
            (0.000_999, "9.99E-4"),
            (9_999_999.5, "9999999.5"),
            (1e7, "1.0E7"),
            (-12_345_678.9, "-1.23456789E7"),
            (1.5e300, "1.5E300"),
            (5e-324, "5.0E-324"),
        ] {
            assert_eq!(double(value), text);
        }
    }
}
