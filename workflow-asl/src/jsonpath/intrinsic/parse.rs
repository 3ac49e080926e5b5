//! Reading calls: a name, and arguments in parentheses.

use serde_json::Value;

use super::{Argument, Function, Intrinsic, IntrinsicError};
use crate::jsonpath::path::Path;

/// How deep calls may be nested.
const MAX_DEPTH: usize = 10;

/// A text that is one call.
pub(super) fn call(text: &str) -> Result<Intrinsic, IntrinsicError> {
    let mut reader = Reader { text, at: 0 };
    reader.skip_blanks();
    let call = reader.call(1)?;
    reader.skip_blanks();
    if reader.rest().is_empty() { Ok(call) } else { Err(reader.error("Expected the end of the function call")) }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn error(&self, message: impl Into<String>) -> IntrinsicError {
        IntrinsicError { message: message.into(), offset: self.at }
    }

    fn skip_blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn eat(&mut self, character: char) -> bool {
        self.skip_blanks();
        let is_next = self.rest().starts_with(character);
        self.at += if is_next { character.len_utf8() } else { 0 };
        is_next
    }

    fn expect(&mut self, character: char) -> Result<(), IntrinsicError> {
        if self.eat(character) { Ok(()) } else { Err(self.error(format!("Expected '{character}'"))) }
    }

    fn call(&mut self, depth: usize) -> Result<Intrinsic, IntrinsicError> {
        let start = self.at;
        if depth > MAX_DEPTH {
            return Err(self.error(format!("Functions are nested more than {MAX_DEPTH} deep")));
        }
        let end = self.rest().find('(').ok_or_else(|| self.error("Expected a function call"))?;
        let name = self.rest().get(..end).unwrap_or_default().trim_end();
        let function = Function::named(name).ok_or_else(|| self.error(format!("There is no function '{name}'")))?;
        self.at += end;
        self.expect('(')?;
        let mut arguments = Vec::new();
        if !self.eat(')') {
            loop {
                arguments.push(self.argument(depth)?);
                if !self.eat(',') {
                    break;
                }
            }
            self.expect(')')?;
        }
        if !function.takes(arguments.len()) {
            self.at = start;
            return Err(self.error(format!("The function '{name}' does not take {} arguments", arguments.len())));
        }
        let text = self.text.get(start..self.at).unwrap_or_default().into();
        Ok(Intrinsic { text, function, arguments })
    }

    fn argument(&mut self, depth: usize) -> Result<Argument, IntrinsicError> {
        self.skip_blanks();
        match self.rest().chars().next() {
            Some('\'') => self.text(),
            Some('$') => self.path(),
            Some('S') => self.call(depth + 1).map(|call| Argument::Call(Box::new(call))),
            _ => self.plain(),
        }
    }

    /// A text in single quotes, in which a backslash takes the next character as it is, or stands for a control
    /// character. For `States.Format` braces and backslashes keep theirs.
    fn text(&mut self) -> Result<Argument, IntrinsicError> {
        let (mut plain, mut template) = (String::new(), String::new());
        let mut characters = self.rest().char_indices().skip(1);
        while let Some((index, character)) = characters.next() {
            if character == '\'' {
                self.at += index + 1;
                return Ok(Argument::Text { plain, template });
            }
            if character != '\\' {
                plain.push(character);
                template.push(character);
                continue;
            }
            let Some((_, escaped)) = characters.next() else { break };
            let meant = match escaped {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                other => other,
            };
            plain.push(meant);
            template.extend(matches!(escaped, '{' | '}' | '\\').then_some('\\'));
            template.push(meant);
        }
        Err(self.error("The text is not closed"))
    }

    /// A path ends where an argument ends: at a comma or parenthesis that is in no brackets, parentheses or quotes.
    fn path(&mut self) -> Result<Argument, IntrinsicError> {
        let (mut depth, mut quote, mut end) = (0_usize, None, self.rest().len());
        let mut characters = self.rest().char_indices();
        while let Some((index, character)) = characters.next() {
            match (quote, character) {
                (Some(_), '\\') => drop(characters.next()),
                (Some(open), _) if open == character => quote = None,
                (Some(_), _) => {}
                (None, '\'' | '"') => quote = Some(character),
                (None, '[' | '(') => depth += 1,
                (None, ',' | ')') if depth == 0 => {
                    end = index;
                    break;
                }
                (None, ']' | ')') => depth = depth.saturating_sub(1),
                (None, _) => {}
            }
        }
        let text = self.rest().get(..end).unwrap_or_default().trim_end();
        let path = Path::parse(text)
            .map_err(|error| IntrinsicError { message: error.message, offset: self.at + error.offset })?;
        self.at += end;
        Ok(Argument::Path(path))
    }

    /// A number, `true`, `false` or `null`.
    fn plain(&mut self) -> Result<Argument, IntrinsicError> {
        let end = self.rest().find([',', ')']).unwrap_or(self.rest().len());
        let text = self.rest().get(..end).unwrap_or_default().trim_end();
        match serde_json::from_str(text) {
            Ok(value @ (Value::Number(_) | Value::Bool(_) | Value::Null)) => {
                self.at += end;
                Ok(Argument::Literal(value))
            }
            _ => Err(self.error("Expected a path, a text, a number, true, false, null or a function call")),
        }
    }
}
