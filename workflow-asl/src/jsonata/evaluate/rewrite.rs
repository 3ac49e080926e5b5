//! The text of an expression with other parts.

/// Another text for a part of an expression.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Edit {
    /// Where the part starts, in bytes.
    start: usize,
    /// What comes first where several start together: what ends there, what stands there, what starts there.
    order: (u8, isize),
    /// Where the part ends.
    end: usize,
    text: String,
}

impl Edit {
    /// Takes the place of a part.
    pub(super) fn replace(start: usize, end: usize, text: impl Into<String>) -> Self {
        Self { start, order: (1, 0), end, text: text.into() }
    }

    /// Stands before a part; of several the one that is made first is the outer one, with the lower `rank`.
    pub(super) fn before(start: usize, rank: usize, text: impl Into<String>) -> Self {
        Self { start, order: (2, rank as isize), end: start, text: text.into() }
    }

    /// Stands after a part.
    pub(super) fn after(end: usize, rank: usize, text: impl Into<String>) -> Self {
        Self { start: end, order: (0, -(rank as isize)), end, text: text.into() }
    }
}

/// The text with all edits made. Nothing if there are none, or if they overlap.
pub(super) fn apply(text: &str, mut edits: Vec<Edit>) -> Option<String> {
    if edits.is_empty() {
        return None;
    }
    edits.sort();
    let mut edited = String::with_capacity(text.len() + 16 * edits.len());
    let mut copied = 0;
    for edit in edits {
        edited.push_str(text.get(copied..edit.start)?);
        edited.push_str(&edit.text);
        copied = edit.end;
    }
    edited.push_str(text.get(copied..)?);
    Some(edited)
}
