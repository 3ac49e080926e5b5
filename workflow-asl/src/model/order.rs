use indexmap::IndexSet;

use crate::field;

/// The order in which the fields of a JSON object stood when it was read.
///
/// It is kept beside the model only so that writing gives the fields back in their own order; it is no part of
/// what a definition means, so **two orders always compare equal**. An object built in code has an empty order
/// and is written in the order that AWS's documentation uses.
///
/// The order also remembers spellings that mean the same as another: a Map's legacy `Iterator`, and a `Retry`,
/// `Catch` or `Assign` that was written though empty.
#[derive(Clone, Debug, Default)]
pub struct FieldOrder(Option<IndexSet<String>>);

impl FieldOrder {
    /// Whether a field of this name stood in the object that was read.
    pub fn contains(&self, name: &str) -> bool {
        self.0.as_ref().is_some_and(|names| names.contains(name))
    }

    /// Whether the object was read, rather than built in code.
    pub fn was_read(&self) -> bool {
        self.0.is_some()
    }

    /// The name under which a Map with this order has its processor: `Iterator` if it was read so.
    pub(crate) fn item_processor_name(&self) -> &'static str {
        let is_legacy = self.contains(field::ITERATOR) && !self.contains(field::ITEM_PROCESSOR);
        if is_legacy { field::ITERATOR } else { field::ITEM_PROCESSOR }
    }

    /// Where the field stood, counted from 0.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.0.as_ref()?.get_index_of(name)
    }
}

impl PartialEq for FieldOrder {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for FieldOrder {}

impl<S: Into<String>> FromIterator<S> for FieldOrder {
    fn from_iter<I: IntoIterator<Item = S>>(names: I) -> Self {
        Self(Some(names.into_iter().map(Into::into).collect()))
    }
}
