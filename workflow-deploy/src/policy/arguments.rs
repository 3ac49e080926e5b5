//! What a state gives to its resource, as far as the definition says.

use serde_json::Value;
use workflow_asl::{QueryLanguage, is_jsonata};

/// `Arguments` of a state, or its `Parameters`.
#[derive(Clone, Copy)]
pub(super) struct Arguments<'a> {
    /// None where it is the state's input.
    value: Option<&'a Value>,
    language: QueryLanguage,
}

/// A part of the arguments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Argument<'a> {
    /// It is this value. Inside of it, something may be computed.
    Given(&'a Value),
    /// Known only when it runs.
    Computed,
    /// Not set.
    Absent,
}

/// A part of the arguments that should be a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Text<'a> {
    /// This text.
    Constant(&'a str),
    /// Known only when it runs, or no text.
    Computed,
    /// Not set.
    Absent,
}

impl<'a> Arguments<'a> {
    pub(super) fn new(value: Option<&'a Value>, language: QueryLanguage) -> Self {
        Self { value, language }
    }

    /// What stands at `path`, names with dots between them.
    pub(super) fn get(&self, path: &str) -> Argument<'a> {
        let Some(value) = self.value else { return Argument::Computed };
        let mut found = self.given(value);
        for name in path.split('.') {
            let Argument::Given(value) = found else { return found };
            found = self.member(value, name);
        }
        found
    }

    /// All arguments, as they stand.
    pub(super) fn get_all(&self) -> Option<&'a Value> {
        self.value
    }

    /// The text at `path`.
    pub(super) fn text(&self, path: &str) -> Text<'a> {
        match self.get(path) {
            Argument::Given(Value::String(text)) => Text::Constant(text),
            Argument::Given(_) | Argument::Computed => Text::Computed,
            Argument::Absent => Text::Absent,
        }
    }

    /// The items at `path`, each as arguments of its own; none where they are computed.
    pub(super) fn items(&self, path: &str) -> Option<Vec<Arguments<'a>>> {
        match self.get(path) {
            Argument::Given(Value::Array(items)) => Some(items.iter().map(|item| self.item(item)).collect()),
            Argument::Absent => Some(Vec::new()),
            Argument::Given(_) | Argument::Computed => None,
        }
    }

    fn item(&self, item: &'a Value) -> Arguments<'a> {
        Arguments { value: Some(item), language: self.language }
    }

    /// Whether something stands at `path`, or may.
    pub(super) fn has(&self, path: &str) -> bool {
        self.get(path) != Argument::Absent
    }

    fn member(&self, of: &'a Value, name: &str) -> Argument<'a> {
        match of.get(name) {
            Some(value) => self.given(value),
            None if self.is_path(of, name) => Argument::Computed,
            None => Argument::Absent,
        }
    }

    fn given(&self, value: &'a Value) -> Argument<'a> {
        match value {
            Value::String(text) if self.language == QueryLanguage::JsonAta && is_jsonata(text) => Argument::Computed,
            _ => Argument::Given(value),
        }
    }

    /// Whether the member is there as `name.$`.
    fn is_path(&self, of: &Value, name: &str) -> bool {
        self.language == QueryLanguage::JsonPath && of.get(format!("{name}.$")).is_some()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn constant_computed_absent() {
        let value = json!({"A": "{% 1 %}", "B": {"C": "c"}, "D.$": "$.d", "E": {"F.$": "$.f"}, "G": 1});
        let jsonata = Arguments::new(Some(&value), QueryLanguage::JsonAta);
        let jsonpath = Arguments::new(Some(&value), QueryLanguage::JsonPath);
        assert_eq!((jsonata.text("A"), jsonpath.text("A")), (Text::Computed, Text::Constant("{% 1 %}")));
        assert_eq!((jsonata.text("B.C"), jsonata.text("A.C")), (Text::Constant("c"), Text::Computed));
        assert_eq!((jsonata.text("D"), jsonpath.text("D")), (Text::Absent, Text::Computed));
        assert_eq!((jsonpath.text("E.F"), jsonpath.text("D.X")), (Text::Computed, Text::Computed));
        assert_eq!((jsonpath.text("G"), jsonpath.text("B.X")), (Text::Computed, Text::Absent));
    }

    #[test]
    fn without_arguments_the_input_is_given() {
        let arguments = Arguments::new(None, QueryLanguage::JsonPath);
        assert_eq!(arguments.text("TopicArn"), Text::Computed);
        assert!(arguments.items("Entries").is_none());
    }
}
