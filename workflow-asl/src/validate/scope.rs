use std::collections::HashSet;

use super::Check;
use crate::graph::{self, Scope};
use crate::{Code, field, pointer};

/// The length in characters of the longest name that a state may have.
const MAX_NAME: usize = 80;

impl<'m> Check<'m> {
    /// A scope and all that are within it. `outer` are the variables that its outer scopes may have assigned
    /// before it is entered.
    pub(super) fn scope(&mut self, scope: &Scope<'m>, outer: &HashSet<&'m str>) {
        let assigned = self.assigned_in(scope);
        for (name, state) in scope.states {
            let at = scope.pointer_to(name);
            self.state_name(name, &at);
            self.state(state, &at);
            self.assigned_names(state, &at, outer);
            let inner = graph::inner_scopes(state, &at);
            // What is assigned before each of many states takes long to say, so only where it matters.
            if self.assign_any(&inner, &assigned) {
                let mut before = self.assigned_on_the_way(scope, name);
                before.extend(outer);
                inner.iter().for_each(|inner| self.scope(inner, &before));
            } else {
                inner.iter().for_each(|inner| self.scope(inner, outer));
            }
        }
        self.transitions(scope);
    }

    fn state_name(&mut self, name: &'m str, at: &str) {
        if !self.names.insert(name) {
            self.error(Code::DuplicateStateName, at, format!("Duplicate State name: {name}"));
        }
        let length = name.chars().count();
        if length == 0 || length > MAX_NAME {
            let message = format!("A state name must have 1 to {MAX_NAME} characters, but has {length}");
            self.error(Code::InvalidStateName, at, message);
        }
        if name.chars().any(char::is_control) {
            self.error(Code::InvalidStateName, at, "A state name must not contain control characters");
        }
    }

    /// Every target exists, every state can be reached, and the scope can end.
    fn transitions(&mut self, scope: &Scope<'m>) {
        if !scope.has(scope.start_at) {
            self.missing_target(pointer::below(&scope.pointer, field::START_AT), scope.start_at);
        }
        let reachable = scope.reachable();
        // Where targets are missing, what could be reached through them is unknown.
        let mut can_end = !scope.has(scope.start_at);
        for (name, state) in scope.states {
            let at = scope.pointer_to(name);
            let is_reachable = reachable.contains(name.as_str());
            can_end |= is_reachable && graph::is_terminal(state);
            for edge in graph::edges(state) {
                if !scope.has(edge.target) {
                    self.missing_target(edge.pointer(&at), edge.target);
                    can_end |= is_reachable;
                }
            }
            if !is_reachable {
                let message = format!("State \"{name}\" is not reachable.");
                self.error(Code::MissingTransitionTarget, at, message);
            }
        }
        if !can_end {
            let message = "No state that ends the workflow can be reached from its start";
            self.error(Code::MissingEndState, scope.pointer.clone(), message);
        }
    }

    /// AWS says `Next` whichever field it is.
    fn missing_target(&mut self, at: String, target: &str) {
        self.error(Code::MissingTransitionTarget, at, format!("Missing 'Next' target: {target}"));
    }
}
