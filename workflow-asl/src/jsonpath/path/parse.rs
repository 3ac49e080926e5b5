use serde_json::Value;

use super::PathError;
use super::filter_parse;
use super::function::{Argument, Function};
use super::step::{Root, Step};

/// How deep paths may be nested in the filters and functions of paths.
const MAX_DEPTH: usize = 16;

/// Parses a whole path.
pub(super) fn path(text: &str) -> Result<(Root, Vec<Step>), PathError> {
    let trimmed = text.trim_end();
    let mut cursor = Cursor { text: trimmed, at: trimmed.len() - trimmed.trim_start().len(), depth: 0 };
    if !cursor.eat("$") {
        return Err(cursor.error("A path must start with '$'"));
    }
    let root = if cursor.eat("$") {
        Root::Context
    } else {
        match variable_name(cursor.rest()) {
            "" => Root::Input,
            name => {
                cursor.at += name.len();
                Root::Variable(name.into())
            }
        }
    };
    let steps = cursor.steps()?;
    if !cursor.rest().is_empty() {
        return Err(cursor.error("Expected '.' or '['"));
    }
    Ok((root, steps))
}

/// The identifier that the text starts with, or nothing.
pub(crate) fn variable_name(text: &str) -> &str {
    let mut end = 0;
    for (at, char) in text.char_indices() {
        let fits = if at == 0 {
            unicode_ident::is_xid_start(char) || char == '_'
        } else {
            unicode_ident::is_xid_continue(char)
        };
        if !fits {
            break;
        }
        end = at + char.len_utf8();
    }
    text.get(..end).unwrap_or_default()
}

/// A place in the text of a path.
pub(super) struct Cursor<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    pub(super) depth: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn eat(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    pub(super) fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Skips blanks before and after the token too.
    pub(super) fn eat_spaced(&mut self, token: &str) -> bool {
        self.skip_space();
        let found = self.eat(token);
        if found {
            self.skip_space();
        }
        found
    }

    pub(super) fn error(&self, message: impl Into<String>) -> PathError {
        PathError { message: message.into(), offset: self.at }
    }

    pub(super) fn expect(&mut self, token: &str) -> Result<(), PathError> {
        if self.eat_spaced(token) { Ok(()) } else { Err(self.error(format!("Expected '{token}'"))) }
    }

    /// Takes characters as long as they fit.
    pub(super) fn take_while(&mut self, fits: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|char| !fits(char)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    /// Does this one level deeper.
    pub(super) fn nested<T>(&mut self, parse: impl FnOnce(&mut Self) -> Result<T, PathError>) -> Result<T, PathError> {
        if self.depth == MAX_DEPTH {
            return Err(self.error(format!("A path may be nested at most {MAX_DEPTH} levels deep")));
        }
        self.depth += 1;
        let result = parse(self);
        self.depth -= 1;
        result
    }

    /// Steps as far as they go.
    pub(super) fn steps(&mut self) -> Result<Vec<Step>, PathError> {
        let mut steps = Vec::new();
        loop {
            if self.eat("..") {
                steps.push(Step::Scan);
                let step = if self.peek() == Some('[') { self.bracket()? } else { self.name()? };
                steps.push(step);
            } else if self.eat(".") {
                let step = if self.peek() == Some('[') { self.bracket()? } else { self.name()? };
                steps.push(step);
            } else if self.peek() == Some('[') {
                steps.push(self.bracket()?);
            } else {
                return Ok(steps);
            }
        }
    }

    /// What follows a `.`: a name, `*` or a function.
    fn name(&mut self) -> Result<Step, PathError> {
        if self.eat("*") {
            return Ok(Step::Wildcard);
        }
        let in_filter = self.depth > 0;
        let ends = move |char: char| {
            matches!(char, '.' | '[' | '(' | ' ')
                || (in_filter && (char.is_whitespace() || ")=!<>&|,]~".contains(char)))
        };
        let name = self.take_while(|char| !ends(char));
        if name.is_empty() {
            return Err(self.error("Expected a name"));
        }
        if self.eat("(") {
            let arguments = self.arguments()?;
            return Function::new(name, arguments).map(Step::Function).map_err(|message| self.error(message));
        }
        if self.peek() == Some(' ') && !in_filter {
            return Err(self.error("Use bracket notation ['my prop'] if your property contains blank characters."));
        }
        Ok(Step::Member(name.into()))
    }

    /// The arguments of a function, after the `(`.
    fn arguments(&mut self) -> Result<Vec<Argument>, PathError> {
        let mut arguments = Vec::new();
        while !self.eat_spaced(")") {
            if !arguments.is_empty() {
                self.expect(",")?;
            }
            self.skip_space();
            arguments.push(if matches!(self.peek(), Some('$' | '@')) {
                self.nested(Self::relative).map(|(_, steps)| Argument::Path(steps))?
            } else {
                Argument::Value(self.json()?)
            });
        }
        // The blank after the parenthesis, if any, ends the path.
        Ok(arguments)
    }

    /// A path within a path: whether it starts from `$` rather than `@`, and its steps.
    pub(super) fn relative(&mut self) -> Result<(bool, Vec<Step>), PathError> {
        let from_root = self.eat("$");
        if !from_root && !self.eat("@") {
            return Err(self.error("Expected '@' or '$'"));
        }
        Ok((from_root, self.steps()?))
    }

    /// A JSON value within a path.
    pub(super) fn json(&mut self) -> Result<Value, PathError> {
        if !matches!(self.peek(), Some('{' | '[' | '"')) {
            let error = self.error("Expected a value");
            let token = self.take_while(|char| char.is_ascii_alphanumeric() || "+-.".contains(char));
            return serde_json::from_str(token).map_err(|_| error);
        }
        let mut values = serde_json::Deserializer::from_str(self.rest()).into_iter();
        let value = values.next().and_then(Result::ok).ok_or_else(|| self.error("Expected a value"))?;
        self.at += values.byte_offset();
        Ok(value)
    }

    fn bracket(&mut self) -> Result<Step, PathError> {
        self.expect("[")?;
        let step = match self.peek() {
            Some('\'' | '"') => self.members()?,
            Some('*') => {
                self.at += 1;
                Step::Wildcard
            }
            Some('?') => self.filter()?,
            Some('0'..='9' | '-' | ':') => self.elements()?,
            _ => return Err(self.error("Expected ?, ', 0-9, *")),
        };
        self.skip_space();
        if self.eat("]") { Ok(step) } else { Err(self.error("Expected ']'")) }
    }

    fn members(&mut self) -> Result<Step, PathError> {
        let mut names = vec![self.quoted()?.into()];
        while self.eat_spaced(",") {
            names.push(self.quoted()?.into());
        }
        Ok(match <[Box<str>; 1]>::try_from(names) {
            Ok([name]) => Step::Member(name),
            Err(names) => Step::Members(names),
        })
    }

    /// A quoted text. A backslash keeps the quote after it from ending the text, and is dropped before it; before
    /// anything else it is itself.
    pub(super) fn quoted(&mut self) -> Result<String, PathError> {
        let start = self.error("The text is not closed");
        let Some(quote @ ('\'' | '"')) = self.peek() else { return Err(self.error("Expected a quoted text")) };
        self.at += 1;
        let mut text = String::new();
        let mut chars = self.rest().char_indices();
        while let Some((at, char)) = chars.next() {
            if char == quote {
                self.at += at + 1;
                return Ok(text);
            }
            if char == '\\' {
                let Some((_, next)) = chars.next() else { break };
                if next != quote {
                    text.push('\\');
                }
                text.push(next);
            } else {
                text.push(char);
            }
        }
        Err(start)
    }

    fn filter(&mut self) -> Result<Step, PathError> {
        self.at += 1;
        self.expect("(")?;
        let filter = self.nested(filter_parse::filter)?;
        self.expect(")")?;
        Ok(Step::Filter(filter))
    }

    /// `0`, `0,1`, `1:3`, `1:` or `:3`.
    fn elements(&mut self) -> Result<Step, PathError> {
        let first = self.integer()?;
        if self.eat_spaced(":") {
            let to = self.integer()?;
            if first.is_none() && to.is_none() {
                return Err(self.error("A slice needs a start or an end"));
            }
            return Ok(Step::Slice { from: first, to });
        }
        let mut indexes = Vec::from_iter(first);
        while self.eat_spaced(",") {
            indexes.extend(self.integer()?);
        }
        match indexes.as_slice() {
            [] => Err(self.error("Expected an index")),
            [index] => Ok(Step::Element(*index)),
            _ => Ok(Step::Elements(indexes)),
        }
    }

    fn integer(&mut self) -> Result<Option<i64>, PathError> {
        let digits = self.take_while(|char| char == '-' || char.is_ascii_digit());
        if digits.is_empty() {
            return Ok(None);
        }
        // Java's int.
        match digits.parse::<i32>() {
            Ok(number) => Ok(Some(number.into())),
            Err(_) => Err(self.error(format!("'{digits}' is not an index"))),
        }
    }
}
