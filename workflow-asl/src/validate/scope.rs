use std::collections::HashSet;

use super::Check;
use crate::graph::{self, Scope};
use crate::{Code, Diagnostic, field, pointer};

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

    /// Every target exists, every state can be reached, and the machine can end.
    fn transitions(&mut self, scope: &Scope<'m>) {
        if !scope.has(scope.start_at) {
            self.missing_target(pointer::below(&scope.pointer, field::START_AT), scope.start_at);
        }
        for (name, state) in scope.states {
            let at = scope.pointer_to(name);
            for edge in graph::edges(state).iter().filter(|edge| !scope.has(edge.target)) {
                self.missing_target(edge.pointer(&at), edge.target);
            }
        }
        if scope.states.values().any(graph::is_terminal) {
            self.unreachable(scope);
        } else {
            self.no_end(scope);
        }
    }

    fn unreachable(&mut self, scope: &Scope<'m>) {
        let reachable = scope.reachable();
        for name in scope.states.keys().filter(|name| !reachable.contains(name.as_str())) {
            let message = format!("State \"{name}\" is not reachable.");
            self.error(Code::MissingTransitionTarget, scope.pointer_to(name), message);
        }
    }

    /// AWS looks for an end in the outermost scope only, gives no location, and does not go on to look for states
    /// that cannot be reached. In an inner scope, where it looks for those alone, we warn.
    fn no_end(&mut self, scope: &Scope<'m>) {
        let message = "Workflow has no terminal state";
        if scope.pointer.is_empty() {
            self.out.push(Diagnostic::error(Code::MissingEndState, "", message).without_location());
        } else {
            self.warn(Code::MissingEndState, &scope.pointer, message);
            self.unreachable(scope);
        }
    }

    /// AWS says `Next` whichever field it is.
    fn missing_target(&mut self, at: String, target: &str) {
        self.error(Code::MissingTransitionTarget, at, format!("Missing 'Next' target: {target}"));
    }
}
