use super::scan::{Result, Scanner, describe};

/// What a quoted text is, for the messages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoted {
    Name,
    Value,
}

impl Scanner<'_> {
    /// A string of which the opening quote has been read.
    pub(super) fn string(&mut self, quoted: Quoted) -> Result<String> {
        let mut string = String::new();
        loop {
            let plain = self.rest().find(|next| matches!(next, '"' | '\\' | '\0'..' '));
            let plain = self.rest().get(..plain.unwrap_or(self.rest().len())).unwrap_or_default();
            string.push_str(plain);
            self.place.offset += plain.len();
            match (self.next(), quoted) {
                (Some('"'), _) => return Ok(string),
                (Some('\\'), _) => string.push(self.escape()?),
                (Some(control), _) => {
                    let what = if quoted == Quoted::Name { "name" } else { "string value" };
                    let rule = "has to be escaped using backslash to be included in";
                    return self.fail(format!("Illegal unquoted character ({}): {rule} {what}", describe(control)));
                }
                (None, Quoted::Name) => return self.ended(" in field name"),
                (None, Quoted::Value) => return self.ended(": was expecting closing quote for a string value"),
            }
        }
    }

    /// What follows a backslash.
    fn escape(&mut self) -> Result<char> {
        match self.next() {
            Some('b') => Ok('\u{8}'),
            Some('f') => Ok('\u{c}'),
            Some('n') => Ok('\n'),
            Some('r') => Ok('\r'),
            Some('t') => Ok('\t'),
            Some(same @ ('"' | '/' | '\\')) => Ok(same),
            Some('u') => self.unicode(),
            Some(other) => self.fail(format!("Unrecognized character escape {}", describe(other))),
            None => self.escape_ended(),
        }
    }

    /// The digits after `\u`, and the second escape of a character that takes two.
    fn unicode(&mut self) -> Result<char> {
        let first = self.hex()?;
        if let Ok(character) = char::try_from(first) {
            return Ok(character);
        }
        if first < 0xDC00 && self.rest().starts_with("\\u") {
            self.place.offset += 2;
            let second = self.hex()?;
            if let Some(character) = pair(first, second) {
                return Ok(character);
            }
        }
        // Java can hold it, Rust cannot.
        self.fail("Half of a surrogate pair without the other half")
    }

    fn hex(&mut self) -> Result<u32> {
        let mut value = 0;
        for _ in 0..4 {
            let Some(next) = self.next() else { return self.escape_ended() };
            let Some(digit) = next.to_digit(16) else {
                return self.unexpected(next, "expected a hex-digit for character escape sequence");
            };
            value = value * 16 + digit;
        }
        Ok(value)
    }

    fn escape_ended<T>(&self) -> Result<T> {
        self.ended(" in character escape sequence")
    }
}

/// The character that the halves of a surrogate pair stand for.
fn pair(first: u32, second: u32) -> Option<char> {
    let low = second.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
    char::from_u32(0x10000 + (first.checked_sub(0xD800)? << 10) + low)
}
