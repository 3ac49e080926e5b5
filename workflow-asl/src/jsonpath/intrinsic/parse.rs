use serde_json::{Number, Value};

use super::IntrinsicError;
use super::call::{Argument, Call, FUNCTIONS, Quoted};
use crate::jsonpath::Path;

/// How deep calls may be nested in calls.
const MAX_DEPTH: usize = 10;

/// Parses a whole call.
pub(super) fn call(text: &str) -> Result<Call, IntrinsicError> {
    let mut parser = Parser { text, at: 0, depth: 0 };
    parser.skip_space();
    let call = parser.call()?;
    parser.skip_space();
    if parser.rest().is_empty() { Ok(call) } else { Err(parser.error("Expected the end")) }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn error(&self, message: impl Into<String>) -> IntrinsicError {
        IntrinsicError { message: message.into(), offset: self.at }
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn eat(&mut self, token: char) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len_utf8();
        }
        found
    }

    /// As much of the text as is this long.
    fn take(&mut self, length: usize) -> &'t str {
        let taken = self.rest().get(..length).unwrap_or_default();
        self.at += taken.len();
        taken
    }

    fn call(&mut self) -> Result<Call, IntrinsicError> {
        if self.depth == MAX_DEPTH {
            return Err(self.error(format!("Intrinsic functions may be nested at most {MAX_DEPTH} levels deep")));
        }
        let rest = self.rest();
        let name = rest.split('(').next().filter(|name| name.len() < rest.len()).map(str::trim_end);
        let found = name.and_then(|name| FUNCTIONS.iter().find(|(known, _)| *known == name));
        let Some((_, function)) = found else { return Err(self.error("Expected the name of an intrinsic function")) };
        self.at += rest.find('(').unwrap_or_default() + 1;
        self.depth += 1;
        let arguments = self.arguments()?;
        self.depth -= 1;
        Ok(Call { function: *function, arguments })
    }

    fn arguments(&mut self) -> Result<Vec<Argument>, IntrinsicError> {
        let mut arguments = Vec::new();
        self.skip_space();
        if self.eat(')') {
            return Ok(arguments);
        }
        loop {
            self.skip_space();
            arguments.push(self.argument()?);
            self.skip_space();
            if self.eat(')') {
                return Ok(arguments);
            }
            if !self.eat(',') {
                return Err(self.error("Expected ',' or ')'"));
            }
        }
    }

    fn argument(&mut self) -> Result<Argument, IntrinsicError> {
        match self.rest().chars().next() {
            Some('\'') => self.quoted().map(Argument::Text),
            Some('$') => {
                let start = self.at;
                let text = self.take(path_length(self.rest()));
                let path = Path::parse(text);
                path.map(Argument::Path)
                    .map_err(|error| IntrinsicError { message: error.message, offset: start + error.offset })
            }
            Some('S') => self.call().map(Argument::Call),
            _ => self.literal(),
        }
    }

    /// A number, `true`, `false` or `null`.
    fn literal(&mut self) -> Result<Argument, IntrinsicError> {
        let rest = self.rest();
        let length = rest.find(|char: char| char == ',' || char == ')' || char.is_whitespace()).unwrap_or(rest.len());
        let error = self.error("Expected a value");
        let value = match self.take(length) {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "null" => Value::Null,
            number => number.parse::<Number>().map(Value::Number).map_err(|_| error)?,
        };
        Ok(Argument::Literal(value))
    }

    /// A text in single quotes. A backslash stands before a quote, a brace or a backslash, and nothing else.
    fn quoted(&mut self) -> Result<Quoted, IntrinsicError> {
        let error = self.error("The text is not closed");
        self.at += 1;
        let start = self.at;
        let mut value = String::new();
        let mut chars = self.rest().char_indices();
        while let Some((at, char)) = chars.next() {
            match char {
                '\'' => {
                    let raw = self.take(at).into();
                    self.at += 1;
                    return Ok(Quoted { raw, value: value.into() });
                }
                '\\' => match chars.next() {
                    Some((_, escaped @ ('\'' | '{' | '}' | '\\'))) => value.push(escaped),
                    _ => {
                        let message = "A backslash must be followed by ', {, } or \\".to_owned();
                        return Err(IntrinsicError { message, offset: start + at });
                    }
                },
                _ => value.push(char),
            }
        }
        Err(error)
    }
}

/// How long the path is that the text starts with: up to a comma or a parenthesis that is not its own.
fn path_length(text: &str) -> usize {
    let (mut brackets, mut parentheses, mut quote) = (0_usize, 0_usize, None);
    let mut chars = text.char_indices();
    while let Some((at, char)) = chars.next() {
        match (quote, char) {
            (_, '\\') => {
                chars.next();
            }
            (Some(open), _) if char == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') if brackets + parentheses > 0 => quote = Some(char),
            (None, '[') => brackets += 1,
            (None, ']') => brackets = brackets.saturating_sub(1),
            (None, '(') => parentheses += 1,
            (None, ')') if parentheses > 0 => parentheses -= 1,
            (None, ',' | ')') if brackets + parentheses == 0 => return at,
            _ => {}
        }
    }
    text.len()
}
