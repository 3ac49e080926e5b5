//! JSON that comes as text in a request, and what is wrong with it in the words of Jackson, the parser behind the API.

use std::iter::Peekable;
use std::str::Chars;

use serde_json::Value;

/// Reads a JSON text.
///
/// # Errors
///
/// What Jackson says of it.
pub(super) fn parse(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|_| explain(text))
}

const VALUES: &str = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

/// What is wrong with a text that is no JSON.
fn explain(text: &str) -> String {
    if text.trim().is_empty() {
        return "Invalid execution input.".to_owned();
    }
    let mut scan = Scan { text, rest: text.chars().peekable(), open: Vec::new(), line: 1, column: 0 };
    // What our reader refuses and this does not is out of its limits: a number out of range, or too deep a nesting.
    scan.document().err().unwrap_or_else(|| "Invalid execution input.".to_owned())
}

/// A walk through the text as far as it is JSON.
struct Scan<'a> {
    text: &'a str,
    rest: Peekable<Chars<'a>>,
    /// The containers that are open, each with where it starts.
    open: Vec<(Container, Place)>,
    line: usize,
    column: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Container {
    Object,
    Array,
}

#[derive(Clone, Copy)]
struct Place {
    line: usize,
    column: usize,
}

/// The message of what is wrong.
type Check = Result<(), String>;

impl Container {
    fn name(self) -> &'static str {
        match self {
            Self::Object => "Object",
            Self::Array => "Array",
        }
    }

    fn close(self) -> char {
        match self {
            Self::Object => '}',
            Self::Array => ']',
        }
    }
}

impl Scan<'_> {
    fn next(&mut self) -> Option<char> {
        let next = self.rest.next()?;
        (self.line, self.column) = if next == '\n' { (self.line + 1, 0) } else { (self.line, self.column + 1) };
        Some(next)
    }

    /// The next character that is no white space; it is not consumed.
    fn peek(&mut self) -> Option<char> {
        while let Some(' ' | '\t' | '\r' | '\n') = self.rest.peek() {
            self.next();
        }
        self.rest.peek().copied()
    }

    fn document(&mut self) -> Check {
        self.value()?;
        while let Some((container, place)) = self.open.last().copied() {
            match self.peek() {
                None => return Err(unclosed(container, &self.source(place))),
                Some(close @ ('}' | ']')) => self.close(close)?,
                Some(',') => {
                    self.next();
                    self.entry(container)?;
                }
                Some(other) => {
                    return Err(unexpected(
                        other,
                        &format!("was expecting comma to separate {} entries", container.name()),
                    ));
                }
            }
        }
        if self.peek().is_some() { self.value() } else { Ok(()) }
    }

    /// What follows a comma, or an opening brace.
    fn entry(&mut self, container: Container) -> Check {
        if self.peek().is_none() {
            return Err(format!("Unexpected end-of-input within/between {} entries", container.name()));
        }
        if container == Container::Object {
            self.name()?;
        }
        self.value()
    }

    fn name(&mut self) -> Check {
        match self.next() {
            Some('"') => self.string(" in field name", "name")?,
            Some(other) => return Err(unexpected(other, "was expecting double-quote to start field name")),
            None => {}
        }
        match self.peek() {
            Some(':') => {
                self.next();
                if self.peek().is_some() { Ok(()) } else { Err(between(Container::Object)) }
            }
            Some(other) => Err(unexpected(other, "was expecting a colon to separate field name and value")),
            None => Err(between(Container::Object)),
        }
    }

    /// A value. A container is only opened, with its first name: its entries are left to the loop over what is open.
    fn value(&mut self) -> Check {
        loop {
            let container = match self.peek() {
                Some('{') => Container::Object,
                Some('[') => Container::Array,
                other => return self.scalar(other),
            };
            self.next();
            self.open.push((container, Place { line: self.line, column: self.column }));
            match self.peek() {
                None | Some('}' | ']') => return Ok(()),
                Some(_) if container == Container::Object => self.name()?,
                Some(_) => {}
            }
        }
    }

    fn scalar(&mut self, first: Option<char>) -> Check {
        match first {
            None => Ok(()),
            Some(close @ ('}' | ']')) if self.open.is_empty() => {
                Err(format!("Unexpected close marker '{close}': expected '{}'", if close == '}' { ']' } else { '}' }))
            }
            Some('"') => {
                self.next();
                self.string(": was expecting closing quote for a string value", "string value")
            }
            Some('-' | '0'..='9') => self.number(),
            Some(start) if start.is_alphabetic() || matches!(start, '_' | '$') => self.token(),
            Some(other) => Err(unexpected(other, &format!("expected a valid value {VALUES}"))),
        }
    }

    fn close(&mut self, close: char) -> Check {
        match self.open.pop() {
            Some((container, place)) if container.close() != close => {
                let (expected, name, source) = (container.close(), container.name(), self.source(place));
                Err(format!(
                    "Unexpected close marker '{close}': expected '{expected}' (for {name} starting at {source})"
                ))
            }
            _ => {
                self.next();
                Ok(())
            }
        }
    }

    /// The rest of a string, after its opening quote.
    fn string(&mut self, unended: &str, what: &str) -> Check {
        loop {
            match self.next() {
                Some('"') => return Ok(()),
                Some('\\') => self.escape(unended)?,
                Some(control) if control < ' ' => {
                    return Err(format!(
                        "Illegal unquoted character ({}): has to be escaped using backslash to be included in {what}",
                        described(control)
                    ));
                }
                Some(_) => {}
                None => return Err(format!("Unexpected end-of-input{unended}")),
            }
        }
    }

    fn escape(&mut self, unended: &str) -> Check {
        match self.next() {
            Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => Ok(()),
            Some('u') => {
                for _ in 0..4 {
                    match self.next() {
                        Some(digit) if digit.is_ascii_hexdigit() => {}
                        Some(other) => {
                            return Err(unexpected(other, "expected a hex-digit for character escape sequence"));
                        }
                        None => return Err(format!("Unexpected end-of-input{unended}")),
                    }
                }
                Ok(())
            }
            Some(other) => Err(format!("Unrecognized character escape {}", described(other))),
            None => Err(format!("Unexpected end-of-input{unended}")),
        }
    }

    fn number(&mut self) -> Check {
        let is_negative = self.rest.peek() == Some(&'-');
        if is_negative {
            self.next();
        }
        let first = self.rest.peek().copied();
        let digits = self.digits();
        if digits == 0 {
            let follow = "expected digit (0-9) to follow minus sign, for valid numeric value";
            return Err(self.not_a_digit(follow));
        }
        if digits > 1 && first == Some('0') {
            return Err("Invalid numeric value: Leading zeroes not allowed".to_owned());
        }
        if self.rest.peek() == Some(&'.') {
            self.next();
            if self.digits() == 0 {
                return Err(self.not_a_digit("Decimal point not followed by a digit"));
            }
        }
        if let Some('e' | 'E') = self.rest.peek() {
            self.next();
            if let Some('+' | '-') = self.rest.peek() {
                self.next();
            }
            if self.digits() == 0 {
                return Err(self.not_a_digit("Exponent indicator not followed by a digit"));
            }
        }
        match self.rest.peek().copied() {
            Some(next) if self.open.is_empty() && !next.is_ascii_whitespace() => {
                Err(unexpected(next, "Expected space separating root-level values"))
            }
            _ => Ok(()),
        }
    }

    fn digits(&mut self) -> usize {
        let mut count = 0;
        while self.rest.peek().is_some_and(char::is_ascii_digit) {
            self.next();
            count += 1;
        }
        count
    }

    fn not_a_digit(&mut self, comment: &str) -> String {
        match self.rest.peek().copied() {
            Some(other) => format!("Unexpected character ({}) in numeric value: {comment}", described(other)),
            None => format!("Unexpected end-of-input in numeric value: {comment}"),
        }
    }

    /// `true`, `false`, `null`, or what is taken for a misspelt one of them.
    fn token(&mut self) -> Check {
        let mut token = String::new();
        while let Some(part) = self.rest.peek().copied().filter(|c| c.is_alphanumeric() || matches!(c, '_' | '$')) {
            self.next();
            token.push(part);
        }
        match token.as_str() {
            "true" | "false" | "null" => Ok(()),
            "NaN" => {
                Err("Non-standard token 'NaN': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow".to_owned())
            }
            _ => Err(format!("Unrecognized token '{token}': was expecting {VALUES}")),
        }
    }

    fn source(&self, place: Place) -> String {
        let shown: String = self.text.chars().take(500).collect();
        format!("[Source: (String)\"{shown}\"; line: {}, column: {}]", place.line, place.column)
    }
}

fn unclosed(container: Container, source: &str) -> String {
    format!("Unexpected end-of-input: expected close marker for {} (start marker at {source})", container.name())
}

fn between(container: Container) -> String {
    format!("Unexpected end-of-input within/between {} entries", container.name())
}

fn unexpected(found: char, comment: &str) -> String {
    format!("Unexpected character ({}): {comment}", described(found))
}

fn described(c: char) -> String {
    let code = u32::from(c);
    match c {
        c if c.is_control() => format!("(CTRL-CHAR, code {code})"),
        c if code > 255 => format!("'{c}' (code {code} / 0x{code:x})"),
        c => format!("'{c}' (code {code})"),
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn json_is_read() {
        assert_eq!(parse(" {\"a\": [1, true]} ").unwrap(), serde_json::json!({"a": [1, true]}));
        assert_eq!(parse("2").unwrap(), 2);
    }

    #[test]
    fn what_is_wrong_is_said_as_jackson_does() {
        let values = super::VALUES;
        let cases = [
            ("", "Invalid execution input.".to_owned()),
            ("not some json", format!("Unrecognized token 'not': was expecting {values}")),
            ("{'not': 'json'", "Unexpected character (''' (code 39)): was expecting double-quote to start field name".into()),
            ("{\"a\":1,}", "Unexpected character ('}' (code 125)): was expecting double-quote to start field name".into()),
            ("[1,]", format!("Unexpected character (']' (code 93)): expected a valid value {values}")),
            ("{\"a\" 1}", "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value".into()),
            ("{\"a\":1 \"b\":2}", "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries".into()),
            ("[[1] 2]", "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries".into()),
            ("{\"a\":", "Unexpected end-of-input within/between Object entries".into()),
            ("[1,", "Unexpected end-of-input within/between Array entries".into()),
            ("{\"a\":1", "Unexpected end-of-input: expected close marker for Object (start marker at [Source: (String)\"{\"a\":1\"; line: 1, column: 1])".into()),
            ("[{}", "Unexpected end-of-input: expected close marker for Array (start marker at [Source: (String)\"[{}\"; line: 1, column: 1])".into()),
            ("\"a", "Unexpected end-of-input: was expecting closing quote for a string value".into()),
            ("\"a\n\"", "Illegal unquoted character ((CTRL-CHAR, code 10)): has to be escaped using backslash to be included in string value".into()),
            ("\"\\x\"", "Unrecognized character escape 'x' (code 120)".into()),
            ("012", "Invalid numeric value: Leading zeroes not allowed".into()),
            ("-a", "Unexpected character ('a' (code 97)) in numeric value: expected digit (0-9) to follow minus sign, for valid numeric value".into()),
            ("{\"a\":1]", "Unexpected close marker ']': expected '}' (for Object starting at [Source: (String)\"{\"a\":1]\"; line: 1, column: 1])".into()),
        ];
        for (text, message) in cases {
            assert_eq!(parse(text).unwrap_err(), message, "{text}");
        }
    }

    #[test]
    fn depth_costs_no_stack() {
        for text in ["[".repeat(200_000), "{\"a\":".repeat(100_000), format!("{}1{}", "[".repeat(500), "]".repeat(500))]
        {
            assert!(!parse(&text).unwrap_err().is_empty());
        }
    }
}
