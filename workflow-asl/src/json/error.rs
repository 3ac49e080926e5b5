use std::fmt;

use super::DEPTH;

/// How much of a text a location quotes, in UTF-16 units.
const QUOTED: usize = 500;
/// The longest text, in UTF-16 units, that is quoted at all: Jackson reads longer ones as a stream.
const LONGEST_QUOTED: usize = 0x8000;

/// Why a text is not JSON, and where.
///
/// The line and the column are those of AWS's answers: counted from 1, in UTF-16 units, and just *behind* what was
/// read last, which as a rule is the character that was not expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    message: String,
    /// Where what is open was opened, as the message says it.
    opened: Option<Opened>,
    is_depth: bool,
    offset: usize,
    line: usize,
    column: usize,
    source: String,
}

impl SyntaxError {
    pub(super) fn new(message: String, text: &str, place: Place) -> Self {
        let (line, column) = place.line_and_column(text);
        Self { message, opened: None, is_depth: false, offset: place.offset, line, column, source: describe(text) }
    }

    pub(super) fn too_deep(text: &str, place: Place) -> Self {
        Self { is_depth: true, ..Self::new(format!("JSON is nested more than {DEPTH} deep"), text, place) }
    }

    pub(super) fn opened(self, opened: Opened) -> Self {
        Self { opened: Some(opened), ..self }
    }

    /// What is wrong, without the place.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What is wrong, without any place, for whoever is shown the text: where the message says where an array or
    /// object was opened it quotes the whole text.
    pub fn summary(&self) -> String {
        match &self.opened {
            Some(opened) => opened.summary.clone(),
            None => self.message.clone(),
        }
    }

    /// Where the array or object was opened that is not closed, in bytes.
    pub fn opened_at(&self) -> Option<usize> {
        self.opened.as_ref().map(|opened| opened.offset)
    }

    /// The line, from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The column in UTF-16 units, from 1, behind what was read last.
    pub fn column(&self) -> usize {
        self.column
    }

    /// How many bytes of the text had been read.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The place as AWS writes it: `[Source: (String)"…"; line: 1, column: 4]`.
    pub fn location(&self) -> String {
        location(&self.source, self.line, self.column)
    }

    /// Whether the text may be JSON, but is nested deeper than is read.
    pub(crate) fn is_depth(&self) -> bool {
        self.is_depth
    }
}

/// The message and on a second line the place, as AWS writes them.
impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n at {}", self.message, self.location())
    }
}

impl std::error::Error for SyntaxError {}

/// An array or object that is not closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Opened {
    pub(super) offset: usize,
    /// The message without the place.
    pub(super) summary: String,
}

/// A place in a text.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// In bytes.
    pub(super) offset: usize,
    /// The line, from 1.
    pub(super) line: usize,
    /// Where the line starts, in bytes. It is not always behind the line feed before it: within a string, where a
    /// line feed is an error, no new line starts.
    pub(super) line_start: usize,
}

impl Place {
    fn line_and_column(self, text: &str) -> (usize, usize) {
        let before = text.get(self.line_start..self.offset).unwrap_or_default();
        (self.line, before.encode_utf16().count() + 1)
    }

    /// The place as a part of a message.
    pub(super) fn describe(self, text: &str) -> String {
        let (line, column) = self.line_and_column(text);
        location(&describe(text), line, column)
    }
}

fn location(source: &str, line: usize, column: usize) -> String {
    format!("[Source: {source}; line: {line}, column: {column}]")
}

/// The text itself, cut where it is long.
fn describe(text: &str) -> String {
    let length = text.encode_utf16().count();
    if length > LONGEST_QUOTED {
        return "(StringReader)".to_owned();
    }
    let mut quoted = String::new();
    let mut units = 0;
    for character in text.chars().take_while(|character| {
        units += character.len_utf16();
        units <= QUOTED
    }) {
        match character {
            '\r' | '\n' => quoted.push(character),
            control if control.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(control))),
            other => quoted.push(other),
        }
    }
    let cut = length.saturating_sub(QUOTED);
    let cut = if cut > 0 { format!("[truncated {cut} chars]") } else { String::new() };
    format!("(String)\"{quoted}\"{cut}")
}
