//! What a definition may say and probably should not.

mod events;
mod handlers;
mod payload;

use std::collections::HashSet;

use crate::graph::{self, Scope};
use crate::model::{State, StateKind, StateMachine, Task};
use crate::{Code, Diagnostic, field, pointer};

/// Warnings about a machine that AWS would accept: what may wait for ever, never happen or outgrow a limit.
///
/// What [`validate`](crate::validate) reports is not repeated here, be it an error (a state that cannot be reached) or a
/// warning (an inline Map that asks for more concurrency than there is).
///
/// ```
/// use workflow_asl::{Code, StateMachine, lint};
///
/// let machine = StateMachine::from_json(
///     r#"{"StartAt": "Ask", "States": {"Ask": {
///         "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken", "End": true
///     }}}"#,
/// ).unwrap();
/// let found = lint(&machine);
/// assert_eq!(found[0].code, Code::CallbackWithoutTimeout);
/// assert_eq!(found[0].pointer, "/States/Ask");
/// ```
pub fn lint(machine: &StateMachine) -> Vec<Diagnostic> {
    let root = Scope { pointer: String::new(), start_at: &machine.start_at, states: &machine.states };
    let mut lint = Lint { out: Vec::new() };
    lint.scope(&root, &HashSet::new());
    lint.out
}

/// A search under way.
struct Lint {
    out: Vec<Diagnostic>,
}

impl Lint {
    fn warn(&mut self, code: Code, way: impl AsRef<str>, message: impl Into<String>) {
        self.out.push(Diagnostic::warning(code, way, message));
    }

    /// A scope and all that are within it. `lists` are the variables around it that hold the result of a Map.
    fn scope<'m>(&mut self, scope: &Scope<'m>, lists: &HashSet<&'m str>) {
        let mut lists = lists.clone();
        lists.extend(payload::lists(scope.states));
        for (name, state) in scope.states {
            let at = scope.pointer_to(name);
            self.retriers(state, &at);
            self.catchers(state, &at);
            match &state.kind {
                StateKind::Task(task) => {
                    self.callback(state, task, &at);
                    self.payload(task, &at, &lists);
                }
                StateKind::Map(map) => self.history(map, &at),
                _ => {}
            }
            graph::inner_scopes(state, &at).iter().for_each(|inner| self.scope(inner, &lists));
        }
    }

    /// An execution may run for a year, and so long it waits for who has lost the token.
    fn callback(&mut self, state: &State, task: &Task, at: &str) {
        let waits = task.resource.ends_with(".waitForTaskToken") || is_activity(&task.resource);
        let (timeout, heartbeat) = (field::TIMEOUT_SECONDS, field::HEARTBEAT_SECONDS);
        // JSONPath has fields of the same names that end with `Path`.
        let by_path = state.jsonpath.keys().any(|name| name.starts_with(timeout) || name.starts_with(heartbeat));
        if waits && !by_path && task.timeout_seconds.is_none() && task.heartbeat_seconds.is_none() {
            let message =
                format!("Waits for a callback, for ever if none comes: it has neither '{timeout}' nor '{heartbeat}'");
            self.warn(Code::CallbackWithoutTimeout, at, message);
        }
    }
}

fn is_activity(resource: &str) -> bool {
    let mut parts = resource.split(':');
    parts.nth(2) == Some("states") && parts.nth(2) == Some("activity")
}

fn below(at: &str, list: &str, index: usize) -> String {
    pointer::at(&pointer::below(at, list), index)
}
