use std::ops::Range;

use super::tree::{Member, NodeKind};
use super::{Node, SyntaxError};

/// Where the values of a JSON text stand.
///
/// ```
/// use workflow_asl::json::SourceMap;
///
/// let text = "{\n  \"States\": {\"A\": {\"Type\": \"Nap\"}}\n}";
/// let map = SourceMap::read(text).unwrap();
/// let span = map.span("/States/A/Type").unwrap();
/// assert_eq!(&text[span.clone()], "\"Nap\"");
/// let position = map.position(span.start);
/// assert_eq!((position.line, position.column), (2, 28));
/// ```
pub struct SourceMap<'t> {
    text: &'t str,
    root: Node,
}

/// A place that a person looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl Position {
    /// The position of a byte of a text.
    pub fn of(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |feed| feed + 1);
        Self { line, column: before.get(start..).unwrap_or_default().chars().count() + 1 }
    }
}

impl<'t> SourceMap<'t> {
    /// Reads a text.
    ///
    /// # Errors
    ///
    /// Those of [`parse`](super::parse).
    pub fn read(text: &'t str) -> Result<Self, SyntaxError> {
        Ok(Self { text, root: Node::read(text)? })
    }

    /// The bytes of the value that a JSON pointer (RFC 6901) leads to; of a name that stands twice, the last.
    pub fn span(&self, pointer: &str) -> Option<Range<usize>> {
        self.find(pointer).map(|(node, _)| node.span.clone())
    }

    /// The bytes of the name before that value, quotes included; none for the whole and for items of arrays.
    pub fn name_span(&self, pointer: &str) -> Option<Range<usize>> {
        self.find(pointer)?.1
    }

    /// The bytes of the value that a pointer leads to, or of what is around it where the pointer leads on to what
    /// is not there.
    pub fn nearest(&self, pointer: &str) -> Range<usize> {
        let mut pointer = pointer;
        loop {
            if let Some(span) = self.span(pointer) {
                return span;
            }
            match pointer.rsplit_once('/') {
                Some((parent, _)) => pointer = parent,
                None => return self.root.span.clone(),
            }
        }
    }

    /// The position of a byte of the text.
    pub fn position(&self, offset: usize) -> Position {
        Position::of(self.text, offset)
    }

    fn find(&self, pointer: &str) -> Option<(&Node, Option<Range<usize>>)> {
        let mut tokens = pointer.split('/');
        if tokens.next() != Some("") {
            return None;
        }
        let mut found = (&self.root, None);
        for token in tokens {
            found = step(found.0, &token.replace("~1", "/").replace("~0", "~"))?;
        }
        Some(found)
    }
}

fn step<'n>(node: &'n Node, token: &str) -> Option<(&'n Node, Option<Range<usize>>)> {
    match &node.kind {
        NodeKind::Scalar(_) => None,
        NodeKind::Array(items) => Some((items.get(token.parse::<usize>().ok()?)?, None)),
        NodeKind::Object(members) => {
            let is_named = |member: &&Member| member.name == token;
            let member = members.iter().rev().find(is_named)?;
            Some((&member.value, Some(member.name_span.clone())))
        }
    }
}
