//! The characters of a text, one after the other, and what may be said of one that is not expected.

use super::SyntaxError;
use super::error::Place;

/// What a value may start with.
const VALUES: &str = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
/// The length of the longest token that a message gives.
const LONGEST_TOKEN: usize = 256;

pub(super) type Result<T> = std::result::Result<T, SyntaxError>;

/// A text that has been read up to a place.
pub(super) struct Scanner<'t> {
    pub(super) text: &'t str,
    pub(super) place: Place,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, place: Place { offset: 0, line: 1, line_start: 0 } }
    }

    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.place.offset..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The next character, which is then read.
    pub(super) fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.place.offset += next.len_utf8();
        Some(next)
    }

    /// Reads on to the next character that is not white space and reads that.
    ///
    /// # Errors
    ///
    /// A control character, or a comment.
    pub(super) fn next_token(&mut self) -> Result<Option<char>> {
        while let Some(next) = self.next() {
            match next {
                ' ' | '\t' => {}
                '\n' => self.new_line(),
                '\r' => {
                    if self.peek() == Some('\n') {
                        self.next();
                    }
                    self.new_line();
                }
                '\0'..' ' => {
                    let what = describe(next);
                    let only = "only regular white space (\\r, \\n, \\t) is allowed between tokens";
                    return self.fail(format!("Illegal character ({what}): {only}"));
                }
                '/' => {
                    let feature = "(not recognized as one since Feature 'ALLOW_COMMENTS' not enabled for parser)";
                    return self.unexpected(next, &format!("maybe a (non-standard) comment? {feature}"));
                }
                other => return Ok(Some(other)),
            }
        }
        Ok(None)
    }

    fn new_line(&mut self) {
        self.place.line += 1;
        self.place.line_start = self.place.offset;
    }

    pub(super) fn fail<T>(&self, message: impl Into<String>) -> Result<T> {
        Err(SyntaxError::new(message.into(), self.text, self.place))
    }

    pub(super) fn unexpected<T>(&self, character: char, comment: &str) -> Result<T> {
        self.fail(format!("Unexpected character ({}): {comment}", describe(character)))
    }

    pub(super) fn ended<T>(&self, what: &str) -> Result<T> {
        self.fail(format!("Unexpected end-of-input{what}"))
    }

    /// A character that starts no value.
    pub(super) fn no_value<T>(&mut self, first: char) -> Result<T> {
        match first {
            '}' => self.unexpected(first, "expected a value"),
            '+' => {
                let Some(next) = self.next() else { return self.ended(" in a Number value") };
                self.unexpected_in_number(next, "expected digit (0-9) to follow minus sign, for valid numeric value")
            }
            'N' if self.rest().starts_with("aN") => self.non_standard("aN"),
            'I' if self.rest().starts_with("nfinity") => self.non_standard("nfinity"),
            _ if is_identifier(first) => self.no_token(first.to_string()),
            _ => self.unexpected(first, &format!("expected a valid value {VALUES}")),
        }
    }

    fn non_standard<T>(&mut self, rest: &str) -> Result<T> {
        let first = self.text.get(..self.place.offset).and_then(|read| read.chars().next_back()).unwrap_or_default();
        self.place.offset += rest.len();
        let token = format!("{first}{rest}");
        let feature = "JsonParser.Feature.ALLOW_NON_NUMERIC_NUMBERS";
        self.fail(format!("Non-standard token '{token}': enable {feature} to allow"))
    }

    /// A word that is no token. What has been read of it is given.
    fn no_token<T>(&mut self, mut token: String) -> Result<T> {
        while let Some(next) = self.peek().filter(|next| is_identifier(*next)) {
            self.next();
            token.push(next);
            if token.len() >= LONGEST_TOKEN {
                token.push_str("...");
                break;
            }
        }
        self.fail(format!("Unrecognized token '{token}': was expecting {VALUES}"))
    }

    /// Reads the rest of `token`, of which the first character has been read.
    pub(super) fn literal(&mut self, token: &'static str) -> Result<()> {
        let mut matched = String::new();
        for (index, expected) in token.chars().enumerate() {
            if index > 0 {
                if self.peek() != Some(expected) {
                    return self.no_token(matched);
                }
                self.next();
            }
            matched.push(expected);
        }
        match self.peek() {
            Some(next) if is_identifier(next) => self.no_token(matched),
            _ => Ok(()),
        }
    }
}

/// Whether Java would let a character stand in an identifier.
fn is_identifier(character: char) -> bool {
    unicode_ident::is_xid_continue(character) || matches!(character, '$' | '¢'..='¥' | '€')
}

/// A character with its code, as messages give it.
pub(super) fn describe(character: char) -> String {
    let code = u32::from(character);
    if character.is_control() {
        format!("(CTRL-CHAR, code {code})")
    } else if code > 255 {
        format!("'{character}' (code {code} / 0x{code:x})")
    } else {
        format!("'{character}' (code {code})")
    }
}
