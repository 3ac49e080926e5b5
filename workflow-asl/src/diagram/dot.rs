//! A machine in the language of Graphviz.

use super::{state_label, transition_label};
use crate::graph::{self, Scope};
use crate::model::{State, StateKind, StateMachine};

/// The machine as a directed graph in [DOT](https://graphviz.org/doc/info/lang.html).
///
/// Transitions of a Choice carry their conditions, those of a Catcher the errors that it catches. Parallel and Map are
/// clusters with a point at which they are entered and one at which they are left; `dot` draws them, as do other layouts
/// that know clusters. Names and texts may have any characters. A transition whose target does not exist is left out.
///
/// ```
/// use workflow_asl::{StateMachine, dot};
///
/// let machine = StateMachine::from_json(
///     r#"{"StartAt": "Charge card", "States": {"Charge card": {"Type": "Pass", "End": true}}}"#,
/// ).unwrap();
/// assert_eq!(dot(&machine), r#"digraph {
///     compound=true
///     node [shape=box style=rounded]
///     start [shape=circle style=filled fillcolor=black label="" width=0.2]
///     end [shape=doublecircle style=filled fillcolor=black label="" width=0.15]
///     s1 [label="Charge card"]
///     start -> s1
///     s1 -> end
/// }
/// "#);
/// ```
pub fn dot(machine: &StateMachine) -> String {
    let mut drawing = Drawing { text: String::new(), depth: 0, states: 0 };
    drawing.open("digraph");
    drawing.line("compound=true");
    drawing.line("node [shape=box style=rounded]");
    drawing.line("start [shape=circle style=filled fillcolor=black label=\"\" width=0.2]");
    drawing.line("end [shape=doublecircle style=filled fillcolor=black label=\"\" width=0.15]");
    let scope = Scope { pointer: String::new(), start_at: &machine.start_at, states: &machine.states };
    drawing.scope(&scope, &Ends { entry: "start", exit: "end" });
    drawing.close();
    drawing.text
}

struct Drawing {
    text: String,
    /// How far lines are indented.
    depth: usize,
    /// How many states have been given a number.
    states: usize,
}

/// The nodes between which a scope is drawn.
struct Ends<'a> {
    entry: &'a str,
    exit: &'a str,
}

/// A state that has been drawn: the nodes at which it is entered and left, and its cluster if it has one.
struct Drawn {
    entry: String,
    exit: String,
    cluster: Option<String>,
}

impl Drawing {
    fn line(&mut self, line: &str) {
        self.text.extend(std::iter::repeat_n("    ", self.depth));
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn open(&mut self, what: &str) {
        self.line(&format!("{what} {{"));
        self.depth += 1;
    }

    fn close(&mut self) {
        self.depth -= 1;
        self.line("}");
    }

    fn scope(&mut self, scope: &Scope<'_>, ends: &Ends<'_>) {
        let drawn: Vec<(&str, Drawn)> =
            scope.states.iter().map(|(name, state)| (name.as_str(), self.state(name, state))).collect();
        let find = |name: &str| drawn.iter().find(|(known, _)| *known == name).map(|(_, drawn)| drawn);
        if let Some(start) = find(scope.start_at) {
            self.edge(ends.entry, &start.entry, &attributes(None, start, None));
        }
        for ((_, from), state) in drawn.iter().zip(scope.states.values()) {
            for edge in graph::edges(state) {
                if let Some(to) = find(edge.target) {
                    self.edge(&from.exit, &to.entry, &attributes(Some(from), to, transition_label(&edge)));
                }
            }
            if graph::is_terminal(state) {
                let tail = from.cluster.as_ref().map(|cluster| format!(" [ltail={cluster}]")).unwrap_or_default();
                self.edge(&from.exit, ends.exit, &tail);
            }
        }
    }

    fn edge(&mut self, from: &str, to: &str, attributes: &str) {
        self.line(&format!("{from} -> {to}{attributes}"));
    }

    /// Declares a state with all that is within it.
    fn state(&mut self, name: &str, state: &State) -> Drawn {
        self.states += 1;
        // A name may have any characters; numbers in order of appearance are as good as names to Graphviz.
        let id = format!("s{}", self.states);
        let label = quoted(&state_label(name, state));
        let mut inner = graph::inner_scopes(state, "");
        inner.retain(|scope| !scope.states.is_empty());
        if inner.is_empty() {
            let shape = if matches!(state.kind, StateKind::Choice(_)) { " shape=diamond style=solid" } else { "" };
            self.line(&format!("{id} [label={label}{shape}]"));
            return Drawn { entry: id.clone(), exit: id, cluster: None };
        }
        let (cluster, exit) = (format!("cluster_{id}"), format!("{id}_end"));
        self.open(&format!("subgraph {cluster}"));
        self.line(&format!("label={label}"));
        self.line(&format!("{id} [shape=point]"));
        self.line(&format!("{exit} [shape=point]"));
        for scope in &inner {
            self.scope(scope, &Ends { entry: &id, exit: &exit });
        }
        self.close();
        Drawn { entry: id, exit, cluster: Some(cluster) }
    }
}

/// What is said of an edge: its label, and the clusters at whose borders it begins and ends.
fn attributes(from: Option<&Drawn>, to: &Drawn, label: Option<String>) -> String {
    let tail = from.and_then(|from| from.cluster.as_ref()).map(|cluster| format!("ltail={cluster}"));
    let head = to.cluster.as_ref().map(|cluster| format!("lhead={cluster}"));
    let label = label.map(|label| format!("label={}", quoted(&label)));
    let all: Vec<String> = label.into_iter().chain(tail).chain(head).collect();
    if all.is_empty() { String::new() } else { format!(" [{}]", all.join(" ")) }
}

/// A text as a quoted string. Graphviz reads escapes and entities of HTML in a label.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '&' => quoted.push_str("&amp;"),
            character if character.is_control() => quoted.push(' '),
            character => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_safe() {
        assert_eq!(quoted("a \"b\" \\N &lt; <i>\n"), r#""a \"b\" \\N &amp;lt; <i> ""#);
    }

    #[test]
    fn what_encloses_states_is_a_cluster() {
        let machine = StateMachine::from_json(
            r#"{"StartAt": "Big?", "States": {
                "Big?": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericEquals": 3, "Next": "Each"}]},
                "Each": {"Type": "Map", "ItemProcessor": {"StartAt": "One", "States": {"One": {"Type": "Pass", "End": true}}},
                    "Catch": [{"ErrorEquals": ["A", "B"], "Next": "Sorry"}], "Next": "Again"},
                "Again": {"Type": "Parallel", "Branches": [{"StartAt": "X", "States": {"X": {"Type": "Succeed"}}}], "End": true},
                "Sorry": {"Type": "Fail"}
            }}"#,
        )
        .unwrap();
        assert_eq!(
            dot(&machine).lines().skip(5).collect::<Vec<_>>(),
            r#"    s1 [label="Big?" shape=diamond style=solid]
    subgraph cluster_s2 {
        label="Each (Map)"
        s2 [shape=point]
        s2_end [shape=point]
        s3 [label="One"]
        s2 -> s3
        s3 -> s2_end
    }
    subgraph cluster_s4 {
        label="Again (Parallel)"
        s4 [shape=point]
        s4_end [shape=point]
        s5 [label="X"]
        s4 -> s5
        s5 -> s4_end
    }
    s6 [label="Sorry"]
    start -> s1
    s1 -> s2 [label="$.n NumericEquals 3" lhead=cluster_s2]
    s2_end -> s4 [ltail=cluster_s2 lhead=cluster_s4]
    s2_end -> s6 [label="Catch A, B" ltail=cluster_s2]
    s4_end -> end [ltail=cluster_s4]
    s6 -> end
}"#
            .lines()
            .collect::<Vec<_>>()
        );
    }
}
