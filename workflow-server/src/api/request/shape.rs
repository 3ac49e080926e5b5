//! The shapes of requests: which members there are and what their values must satisfy.

/// What a value must be.
#[derive(Debug)]
pub(super) enum Shape {
    /// A string.
    Text(Text),
    /// A number without a fraction.
    Integer { min: i64, max: i64 },
    /// Any number.
    Float { min: f64, max: f64 },
    /// `true` or `false`.
    Boolean,
    /// An array.
    List { min: usize, max: usize, member: &'static Shape },
    /// An object. AWS names it where a message shows the value.
    Structure { name: &'static str, members: &'static [Member] },
}

/// What a string must satisfy.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text {
    /// The least length.
    pub(super) min: usize,
    /// The greatest length, in the unit of `measure`.
    pub(super) max: usize,
    /// What a length counts.
    pub(super) measure: Measure,
    /// What it must match.
    pub(super) pattern: Option<Pattern>,
    /// The values that it may have; empty for any.
    pub(super) values: &'static [&'static str],
    /// Whether messages must not show it.
    pub(super) is_sensitive: bool,
}

/// What the length of a string counts.
#[derive(Clone, Copy, Debug)]
pub(super) enum Measure {
    /// Characters.
    Characters,
    /// Bytes in UTF-8, as the quota for payloads does.
    Bytes,
}

/// The patterns of the service model.
#[derive(Clone, Copy, Debug)]
pub(super) enum Pattern {
    /// Of an alias: letters, digits, `_`, `-` and `.`, but not digits alone.
    AliasName,
    /// Of a client token: printable ASCII without blanks.
    ClientToken,
    /// Of a trace header.
    Ascii,
}

impl Pattern {
    /// As messages show it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::AliasName => r"^(?=.*[a-zA-Z_\-\.])[a-zA-Z0-9_\-\.]+$",
            Self::ClientToken => "[!-~]+",
            Self::Ascii => r"\p{ASCII}*",
        }
    }

    /// Whether the whole text matches.
    pub(super) fn matches(self, text: &str) -> bool {
        match self {
            Self::AliasName => {
                let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
                text.chars().all(is_name) && text.chars().any(|c| !c.is_ascii_digit())
            }
            Self::ClientToken => !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic()),
            Self::Ascii => text.is_ascii(),
        }
    }
}

/// A member of a structure.
#[derive(Debug)]
pub(super) struct Member {
    /// Its name in JSON.
    pub(super) name: &'static str,
    /// Whether it must be there.
    pub(super) is_required: bool,
    /// What it must be.
    pub(super) shape: &'static Shape,
}

pub(super) const fn required(name: &'static str, shape: &'static Shape) -> Member {
    Member { name, is_required: true, shape }
}

pub(super) const fn optional(name: &'static str, shape: &'static Shape) -> Member {
    Member { name, is_required: false, shape }
}

impl Text {
    pub(super) const fn new(min: usize, max: usize) -> Self {
        Self { min, max, measure: Measure::Characters, pattern: None, values: &[], is_sensitive: false }
    }

    pub(super) const fn matching(self, pattern: Pattern) -> Self {
        Self { pattern: Some(pattern), ..self }
    }

    pub(super) const fn sensitive(self) -> Self {
        Self { is_sensitive: true, ..self }
    }

    pub(super) const fn in_bytes(self) -> Self {
        Self { measure: Measure::Bytes, ..self }
    }

    pub(super) fn length_of(&self, text: &str) -> usize {
        match self.measure {
            Measure::Characters => text.chars().count(),
            Measure::Bytes => text.len(),
        }
    }
}

pub(super) const fn text(min: usize, max: usize) -> Shape {
    Shape::Text(Text::new(min, max))
}

/// One of these, in the order in which messages list them.
pub(super) const fn one_of(values: &'static [&'static str]) -> Shape {
    Shape::Text(Text { values, ..Text::new(0, usize::MAX) })
}

pub(super) const fn integer(min: i64, max: i64) -> Shape {
    Shape::Integer { min, max }
}

pub(super) const fn list(member: &'static Shape) -> Shape {
    Shape::List { min: 0, max: usize::MAX, member }
}

pub(super) const fn structure(name: &'static str, members: &'static [Member]) -> Shape {
    Shape::Structure { name, members }
}
