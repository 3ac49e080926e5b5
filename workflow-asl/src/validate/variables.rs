use std::collections::HashSet;

use super::Check;
use crate::graph::{self, Scope, Via};
use crate::model::{Assign, QueryLanguage, State};
use crate::{Code, field, pointer};

/// The length in characters of the longest name that a variable may have.
const MAX_NAME: usize = 80;
/// Where expressions find their input; no variable.
const RESERVED: &str = "states";

impl<'m> Check<'m> {
    /// The variables that the transitions of `scope` assign, inner scopes aside.
    pub(super) fn assigned_in(&self, scope: &Scope<'m>) -> HashSet<&'m str> {
        let names = |from: &'m State| {
            let language = self.machine.query_language_of(from);
            let keys = graph::edges(from).into_iter().flat_map(|edge| edge.assign.keys());
            keys.map(move |key| variable_name(key, language))
        };
        scope.states.values().flat_map(names).collect()
    }

    /// Whether any of `scopes`, or a scope within them, assigns any of the names.
    pub(super) fn assign_any(&self, scopes: &[Scope<'m>], names: &HashSet<&str>) -> bool {
        !names.is_empty()
            && scopes.iter().flat_map(|scope| scope.states.values()).any(|state| {
                let language = self.machine.query_language_of(state);
                let mut keys = assigns(state, "").into_iter().flat_map(|(_, assign)| assign.keys());
                keys.any(|key| names.contains(variable_name(key, language)))
                    || self.assign_any(&graph::inner_scopes(state, ""), names)
            })
    }

    /// The variables that `scope` may have assigned when it enters the state: those of each transition after
    /// which the state can still be entered. What is assigned only after it is not among them.
    pub(super) fn assigned_on_the_way(&self, scope: &Scope<'m>, state: &'m str) -> HashSet<&'m str> {
        let leading = scope.leading_to(state);
        let mut names = HashSet::new();
        for from in scope.states.values() {
            let language = self.machine.query_language_of(from);
            for edge in graph::edges(from) {
                if leading.contains(edge.target) {
                    names.extend(edge.assign.keys().map(|key| variable_name(key, language)));
                }
            }
        }
        names
    }

    /// The names that a state assigns, be it its own, a Choice rule's or a Catcher's.
    pub(super) fn assigned_names(&mut self, state: &State, at: &str, outer: &HashSet<&str>) {
        let language = self.machine.query_language_of(state);
        for (at, assign) in assigns(state, at) {
            for key in assign.keys() {
                let name = variable_name(key, language);
                let at = pointer::below(&at, key);
                if let Err((code, message)) = check_name(name) {
                    self.error(code, at, message);
                } else if outer.contains(name) {
                    let message = format!("The variable name '{name}' was already defined in a parent scope.");
                    self.error(Code::DuplicateVariableName, at, message);
                }
            }
        }
    }
}

/// Every `Assign` of a state, with its pointer.
fn assigns<'s>(state: &'s State, at: &str) -> Vec<(String, &'s Assign)> {
    let own = state.assign().map(|assign| (pointer::below(at, field::ASSIGN), assign));
    let nested = graph::edges(state).into_iter().filter_map(|edge| {
        let (list, index) = match edge.via {
            Via::Rule(index, _) => (field::CHOICES, index),
            Via::Catch(index, _) => (field::CATCH, index),
            // They assign what is the state's own.
            Via::Next | Via::Default => return None,
        };
        let element = pointer::at(&pointer::below(at, list), index);
        Some((pointer::below(&element, field::ASSIGN), edge.assign))
    });
    own.into_iter().chain(nested).collect()
}

/// In JSONPath, the key of a value that is to be evaluated has `.$` behind the name.
fn variable_name(key: &str, language: QueryLanguage) -> &str {
    match language {
        QueryLanguage::JsonPath => key.strip_suffix(".$").unwrap_or(key),
        QueryLanguage::JsonAta => key,
    }
}

fn check_name(name: &str) -> Result<(), (Code, String)> {
    let mut characters = name.chars();
    let starts = characters.next().is_some_and(unicode_ident::is_xid_start);
    let invalid = |why: &str| Err((Code::InvalidVariableName, format!("Invalid variable name '{name}': {why}.")));
    if !starts || !characters.all(unicode_ident::is_xid_continue) {
        return invalid("the variable name contains invalid characters");
    }
    if name.chars().count() > MAX_NAME {
        return invalid(&format!("the variable name has more than {MAX_NAME} characters"));
    }
    if name == RESERVED {
        return Err((Code::ReservedVariableName, format!("Cannot assign to reserved variable '${name}'.")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unicode_identifiers() {
        for good in ["x", "total_2", "größe", "数", "a".repeat(80).as_str()] {
            assert_eq!(check_name(good), Ok(()), "{good}");
        }
        for bad in ["", "_x", "2x", "a-b", "a.b", "x.$", "$x", "states", "a".repeat(81).as_str()] {
            assert!(check_name(bad).is_err(), "{bad}");
        }
    }
}
