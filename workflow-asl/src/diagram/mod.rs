//! A machine as a diagram that people can read.

mod dot;
mod mermaid;

pub use dot::dot;
pub use mermaid::mermaid;

use serde_json::Value;

use crate::graph::{Edge, Via};
use crate::jsonata_text;
use crate::model::{ChoiceRule, State, StateKind};

/// The length in characters to which the text of a transition is cut.
const MAX_LABEL: usize = 60;

/// What a state is called: those that enclose others with their type.
fn state_label(name: &str, state: &State) -> String {
    match state.kind {
        StateKind::Parallel(_) | StateKind::Map(_) => format!("{name} ({})", state.kind.type_name()),
        _ => name.to_owned(),
    }
}

/// What is written at a transition, if anything.
fn transition_label(edge: &Edge<'_>) -> Option<String> {
    let text = match edge.via {
        Via::Next => return None,
        Via::Default => "Default".to_owned(),
        Via::Rule(_, rule) => condition(rule),
        Via::Catch(_, catcher) => format!("Catch {}", catcher.error_equals.join(", ")),
    };
    Some(shortened(&text))
}

fn condition(rule: &ChoiceRule) -> String {
    match &rule.condition {
        Value::String(text) => jsonata_text::body(text).unwrap_or(text).trim().to_owned(),
        // A JSONPath rule: what it compares, without the braces.
        Value::Null => {
            let fields = rule.jsonpath.iter().map(|(name, value)| match value {
                Value::String(text) if text.starts_with('$') => text.clone(),
                other => format!("{name} {other}"),
            });
            fields.collect::<Vec<_>>().join(" ")
        }
        other => other.to_string(),
    }
}

fn shortened(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= MAX_LABEL {
        return words;
    }
    words.chars().take(MAX_LABEL - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_conditions_are_cut() {
        assert_eq!(shortened("a\n   b"), "a b");
        assert_eq!(shortened(&"x".repeat(61)), "x".repeat(59) + "…");
    }
}
