use serde_json::Number;

use super::scan::{Result, Scanner, describe};

impl Scanner<'_> {
    /// A number of which the first character has been read.
    pub(super) fn number(&mut self, first: char) -> Result<Number> {
        let start = self.place;
        let begin = self.place.offset - first.len_utf8();
        let digit = if first == '-' { self.digit_after_minus()? } else { first };
        if digit == '0' && self.peek().is_some_and(|next| next.is_ascii_digit()) {
            return self.fail("Invalid numeric value: Leading zeroes not allowed");
        }
        self.digits();
        if self.peek() == Some('.') {
            self.next();
            self.some_digits(start, "Decimal point not followed by a digit")?;
        }
        if self.peek().is_some_and(|next| matches!(next, 'e' | 'E')) {
            self.next();
            if self.peek().is_some_and(|next| matches!(next, '+' | '-')) {
                self.next();
            }
            self.some_digits(start, "Exponent indicator not followed by a digit")?;
        }
        let text = self.text.get(begin..self.place.offset).unwrap_or_default();
        text.parse().or_else(|_| self.fail(format!("Numeric value ({text}) out of range of a double")))
    }

    fn digit_after_minus(&mut self) -> Result<char> {
        match self.next() {
            Some(digit) if digit.is_ascii_digit() => Ok(digit),
            Some(other) => {
                self.unexpected_in_number(other, "expected digit (0-9) to follow minus sign, for valid numeric value")
            }
            // Without a blank, as Jackson writes it.
            None => self.ended("No digit following minus sign"),
        }
    }

    fn digits(&mut self) -> usize {
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        self.place.offset += digits;
        digits
    }

    /// One digit at least. Jackson gives the place behind the first character of the number.
    fn some_digits(&mut self, start: super::error::Place, message: &str) -> Result<()> {
        if self.digits() > 0 {
            return Ok(());
        }
        let next = self.peek();
        if next.is_some() {
            self.place = start;
        }
        self.unexpected_in_number(next.unwrap_or('\0'), message)
    }

    pub(super) fn unexpected_in_number<T>(&self, character: char, comment: &str) -> Result<T> {
        self.fail(format!("Unexpected character ({}) in numeric value: {comment}", describe(character)))
    }
}
