//! A machine in Mermaid.

use super::{state_label, transition_label};
use crate::graph::{self, Edge, Scope};
use crate::model::{State, StateMachine};

/// The machine as a Mermaid `stateDiagram-v2`.
///
/// Transitions of a Choice carry their conditions, those of a Catcher the errors that it catches. Parallel and
/// Map enclose their states; the branches of a Parallel are divided by dashed lines. Names and texts may have
/// any characters. A transition whose target does not exist is left out.
///
/// ```
/// use workflow_asl::{StateMachine, mermaid};
///
/// let machine = StateMachine::from_json(
///     r#"{"StartAt": "Charge card", "States": {"Charge card": {"Type": "Pass", "End": true}}}"#,
/// ).unwrap();
/// assert_eq!(mermaid(&machine), "stateDiagram-v2
///     state \"Charge card\" as s1
///     [*] --> s1
///     s1 --> [*]
/// ");
/// ```
pub fn mermaid(machine: &StateMachine) -> String {
    let mut diagram = Diagram { text: "stateDiagram-v2\n".to_owned(), depth: 1, states: 0 };
    diagram.scope(&Scope { pointer: String::new(), start_at: &machine.start_at, states: &machine.states });
    diagram.text
}

struct Diagram {
    text: String,
    /// How far lines are indented.
    depth: usize,
    /// How many states have been given an id.
    states: usize,
}

impl Diagram {
    fn line(&mut self, line: &str) {
        self.text.extend(std::iter::repeat_n("    ", self.depth));
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn scope(&mut self, scope: &Scope<'_>) {
        // A name cannot be an id, for it may have any characters; so ids are numbers, in order of appearance.
        let ids: Vec<(&str, String)> =
            scope.states.iter().map(|(name, state)| (name.as_str(), self.state(name, state))).collect();
        let id_of = |name: &str| ids.iter().find(|(known, _)| *known == name).map(|(_, id)| id.as_str());
        if let Some(start) = id_of(scope.start_at) {
            self.line(&format!("[*] --> {start}"));
        }
        for ((_, from), state) in ids.iter().zip(scope.states.values()) {
            for edge in graph::edges(state) {
                if let Some(to) = id_of(edge.target) {
                    self.line(&format!("{from} --> {to}{}", label(&edge)));
                }
            }
            if graph::is_terminal(state) {
                self.line(&format!("{from} --> [*]"));
            }
        }
    }

    /// Declares a state with all that is within it, and gives its id.
    fn state(&mut self, name: &str, state: &State) -> String {
        self.states += 1;
        let id = format!("s{}", self.states);
        let text = escaped(&state_label(name, state));
        let mut inner = graph::inner_scopes(state, "");
        // Mermaid knows no empty regions.
        inner.retain(|scope| !scope.states.is_empty());
        if inner.is_empty() {
            self.line(&format!("state \"{text}\" as {id}"));
            return id;
        }
        self.line(&format!("state \"{text}\" as {id} {{"));
        self.depth += 1;
        for (index, scope) in inner.iter().enumerate() {
            if index > 0 {
                self.line("--");
            }
            self.scope(scope);
        }
        self.depth -= 1;
        self.line("}");
        id
    }
}

/// What is written at a transition, if anything.
fn label(edge: &Edge<'_>) -> String {
    transition_label(edge).map(|text| format!(" : {}", escaped(&text))).unwrap_or_default()
}

/// Writes every character that might mean something to Mermaid or to HTML as an entity code, so that names and
/// expressions are shown as they are.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        let character = if character.is_control() { ' ' } else { character };
        let is_plain = match character {
            // Mermaid takes `direction LR` for a command wherever it stands.
            ' ' => !escaped.to_lowercase().ends_with("direction"),
            // `$$` would start a formula.
            '$' => !escaped.ends_with('$'),
            '_' | '.' | ',' | '(' | ')' | '=' | '+' | '…' => true,
            _ => character.is_alphanumeric(),
        };
        if is_plain {
            escaped.push(character);
        } else {
            escaped.push_str(&format!("#{};", u32::from(character)));
        }
    }
    // An empty text is no text to Mermaid.
    if escaped.trim().is_empty() { "#160;".to_owned() } else { escaped }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_safe() {
        assert_eq!(
            escaped("a \"b\"; c: <d> --> {%e%}\n"),
            "a #34;b#34;#59; c#58; #60;d#62; #45;#45;#62; #123;#37;e#37;#125; "
        );
        assert_eq!(escaped(" \t"), "#160;");
        assert_eq!(escaped("Direction LR $$x"), "Direction#32;LR $#36;x");
        assert_eq!(escaped("größe_1.5 = (数 + $x)"), "größe_1.5 = (数 + $x)");
    }
}
