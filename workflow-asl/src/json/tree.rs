use std::ops::Range;

use serde_json::{Map, Value};

use super::error::{Opened, Place};
use super::scan::{Result, Scanner};
use super::string::Quoted;
use super::{DEPTH, SyntaxError};
use crate::pointer;

/// A value of a text, with the bytes in which it stands.
pub(crate) struct Node {
    pub(super) span: Range<usize>,
    pub(super) kind: NodeKind,
}

pub(super) enum NodeKind {
    Scalar(Value),
    Array(Vec<Node>),
    Object(Vec<Member>),
}

pub(super) struct Member {
    pub(super) name: String,
    /// The bytes in which the name stands, quotes included.
    pub(super) name_span: Range<usize>,
    pub(super) value: Node,
}

impl Node {
    /// Reads a text that is one JSON value.
    pub(crate) fn read(text: &str) -> std::result::Result<Self, SyntaxError> {
        let mut reader = Reader { scanner: Scanner::new(text), open: Vec::new() };
        let Some(first) = reader.scanner.next_token()? else {
            return reader.scanner.fail("No content to map due to end-of-input");
        };
        let node = reader.value(first)?;
        match reader.scanner.next_token()? {
            None => Ok(node),
            Some(other) => reader.scanner.unexpected(other, "expected nothing behind the value"),
        }
    }

    /// The value, of which every name that stands twice in an object is reported: with its name and its place.
    pub(crate) fn into_value(self, at: String, duplicate: &mut dyn FnMut(&str, &str)) -> Value {
        match self.kind {
            NodeKind::Scalar(value) => value,
            NodeKind::Array(items) => {
                let items = items.into_iter().enumerate();
                items.map(|(index, item)| item.into_value(pointer::at(&at, index), duplicate)).collect()
            }
            NodeKind::Object(members) => {
                let mut object = Map::new();
                for Member { name, value, .. } in members {
                    let at = pointer::below(&at, &name);
                    if object.contains_key(&name) {
                        duplicate(&name, &at);
                    }
                    let value = value.into_value(at, duplicate);
                    object.insert(name, value);
                }
                Value::Object(object)
            }
        }
    }
}

/// What is open around the value that is read.
#[derive(Clone, Copy)]
struct Open {
    /// The opening bracket.
    start: Place,
    /// `Object` or `Array`.
    kind: &'static str,
    closing: char,
}

struct Reader<'t> {
    scanner: Scanner<'t>,
    open: Vec<Open>,
}

impl Reader<'_> {
    /// The value that starts with `first`, which has been read.
    fn value(&mut self, first: char) -> Result<Node> {
        let start = self.scanner.place.offset - first.len_utf8();
        let kind = match first {
            '{' => self.object()?,
            '[' => self.array()?,
            '"' => NodeKind::Scalar(self.scanner.string(Quoted::Value)?.into()),
            '-' | '0'..='9' => {
                let number = self.scanner.number(first)?;
                self.after_number()?;
                NodeKind::Scalar(number.into())
            }
            't' => self.literal("true", true.into())?,
            'f' => self.literal("false", false.into())?,
            'n' => self.literal("null", Value::Null)?,
            other => return self.scanner.no_value(other),
        };
        Ok(Node { span: start..self.scanner.place.offset, kind })
    }

    fn literal(&mut self, token: &'static str, value: Value) -> Result<NodeKind> {
        self.scanner.literal(token)?;
        Ok(NodeKind::Scalar(value))
    }

    /// Outside of arrays and objects, a number must be followed by a blank.
    fn after_number(&mut self) -> Result<()> {
        match self.scanner.peek().filter(|next| self.open.is_empty() && !next.is_ascii_whitespace()) {
            Some(next) => {
                self.scanner.next();
                self.scanner.unexpected(next, "Expected space separating root-level values")
            }
            None => Ok(()),
        }
    }

    fn array(&mut self) -> Result<NodeKind> {
        self.enter("Array", ']')?;
        let mut items = Vec::new();
        while let Some(first) = self.next_entry(items.is_empty())? {
            items.push(self.value(first)?);
        }
        Ok(NodeKind::Array(items))
    }

    fn object(&mut self) -> Result<NodeKind> {
        self.enter("Object", '}')?;
        let mut members = Vec::new();
        while let Some(first) = self.next_entry(members.is_empty())? {
            if first != '"' {
                return self.scanner.unexpected(first, "was expecting double-quote to start field name");
            }
            let start = self.scanner.place.offset - first.len_utf8();
            let name = self.scanner.string(Quoted::Name)?;
            let name_span = start..self.scanner.place.offset;
            match self.scanner.next_token()? {
                Some(':') => {}
                Some(other) => {
                    let expected = "was expecting a colon to separate field name and value";
                    return self.scanner.unexpected(other, expected);
                }
                None => return self.between(),
            }
            let Some(first) = self.scanner.next_token()? else { return self.between() };
            members.push(Member { name, name_span, value: self.value(first)? });
        }
        Ok(NodeKind::Object(members))
    }

    fn enter(&mut self, kind: &'static str, closing: char) -> Result<()> {
        let place = self.scanner.place;
        self.open.push(Open { start: Place { offset: place.offset - 1, ..place }, kind, closing });
        if self.open.len() > DEPTH {
            return Err(SyntaxError::too_deep(self.scanner.text, self.scanner.place));
        }
        Ok(())
    }

    /// What the next entry of the innermost array or object starts with; nothing when that is closed.
    fn next_entry(&mut self, is_first: bool) -> Result<Option<char>> {
        let Some(&open) = self.open.last() else { return Ok(None) };
        let Some(next) = self.scanner.next_token()? else {
            let what = format!("Unexpected end-of-input: expected close marker for {}", open.kind);
            let start = open.start.describe(self.scanner.text);
            return self.unclosed(open, &what, &format!("(start marker at {start})"));
        };
        if next == open.closing {
            self.open.pop();
            return Ok(None);
        }
        if matches!(next, ']' | '}') {
            let what = format!("Unexpected close marker '{next}': expected '{}'", open.closing);
            let start = open.start.describe(self.scanner.text);
            return self.unclosed(open, &what, &format!("(for {} starting at {start})", open.kind));
        }
        if is_first {
            return Ok(Some(next));
        }
        if next != ',' {
            let comment = format!("was expecting comma to separate {} entries", open.kind);
            return self.scanner.unexpected(next, &comment);
        }
        match self.scanner.next_token()? {
            Some(first) => Ok(Some(first)),
            None => self.between(),
        }
    }

    fn unclosed<T>(&self, open: Open, what: &str, start: &str) -> Result<T> {
        let opened = Opened { offset: open.start.offset, summary: what.to_owned() };
        self.scanner.fail(format!("{what} {start}")).map_err(|error| error.opened(opened))
    }

    fn between<T>(&self) -> Result<T> {
        let kind = self.open.last().map_or("root", |open| open.kind);
        self.scanner.ended(&format!(" within/between {kind} entries"))
    }
}
