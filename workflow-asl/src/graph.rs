//! The states of a machine as a graph: which scopes there are and what leads where.

use std::collections::{HashMap, HashSet};

use crate::field;
use crate::model::{Assign, Catcher, ChoiceRule, State, StateKind, States, Transition};
use crate::pointer;

/// The states of a machine, a branch or a Map's processor.
#[derive(Clone)]
pub(crate) struct Scope<'m> {
    /// The pointer to the object that holds `StartAt` and `States`.
    pub(crate) pointer: String,
    pub(crate) start_at: &'m str,
    pub(crate) states: &'m States,
}

impl<'m> Scope<'m> {
    /// The pointer to one of the scope's states.
    pub(crate) fn pointer_to(&self, state: &str) -> String {
        pointer::below(&pointer::below(&self.pointer, field::STATES), state)
    }

    /// The names of the states that can be entered.
    pub(crate) fn reachable(&self) -> HashSet<&'m str> {
        let mut reached = HashSet::new();
        let mut rest = vec![self.start_at];
        while let Some((name, state)) = rest.pop().and_then(|name| self.states.get_key_value(name)) {
            if reached.insert(name.as_str()) {
                rest.extend(edges(state).into_iter().map(|edge| edge.target).filter(|target| self.has(target)));
            }
        }
        reached
    }

    pub(crate) fn has(&self, state: &str) -> bool {
        self.states.contains_key(state)
    }

    /// The names of the states from which `state` can be entered, directly or not, itself included.
    pub(crate) fn leading_to(&self, state: &'m str) -> HashSet<&'m str> {
        let mut predecessors: HashMap<&str, Vec<&'m str>> = HashMap::new();
        for (name, from) in self.states {
            for edge in edges(from) {
                predecessors.entry(edge.target).or_default().push(name);
            }
        }
        let mut leading = HashSet::new();
        let mut rest = vec![state];
        while let Some(name) = rest.pop() {
            if leading.insert(name) {
                rest.extend(predecessors.get(name).into_iter().flatten());
            }
        }
        leading
    }
}

/// What may follow a state.
#[derive(Clone, Copy, Debug)]
pub struct Edge<'m> {
    /// Why it follows.
    pub via: Via<'m>,
    /// The name of the state that follows.
    pub target: &'m str,
    /// What is assigned on the way.
    pub assign: &'m Assign,
}

/// Why one state follows another.
#[derive(Clone, Copy, Debug)]
pub enum Via<'m> {
    /// `Next` of the state itself.
    Next,
    /// `Default` of a Choice.
    Default,
    /// A Choice rule, with its index.
    Rule(usize, &'m ChoiceRule),
    /// A Catcher, with its index.
    Catch(usize, &'m Catcher),
}

impl Edge<'_> {
    /// The pointer to the field that names the target, given that to the state.
    pub(crate) fn pointer(&self, state: &str) -> String {
        let nested = |list, index| pointer::below(&pointer::at(&pointer::below(state, list), index), field::NEXT);
        match self.via {
            Via::Next => pointer::below(state, field::NEXT),
            Via::Default => pointer::below(state, field::DEFAULT),
            Via::Rule(index, _) => nested(field::CHOICES, index),
            Via::Catch(index, _) => nested(field::CATCH, index),
        }
    }
}

/// All that may follow `state`, in the order in which it is written.
pub fn edges(state: &State) -> Vec<Edge<'_>> {
    let mut edges = Vec::new();
    if let (Some(Transition::Next(target)), Some(assign)) = (state.transition(), state.assign()) {
        edges.push(Edge { via: Via::Next, target, assign });
    }
    if let StateKind::Choice(choice) = &state.kind {
        edges.extend(choice.choices.iter().enumerate().map(|(index, rule)| Edge {
            via: Via::Rule(index, rule),
            target: &rule.next,
            assign: &rule.assign,
        }));
        let default = choice.default.as_deref();
        edges.extend(default.map(|target| Edge { via: Via::Default, target, assign: &choice.assign }));
    }
    edges.extend(state.catch().iter().enumerate().map(|(index, catcher)| Edge {
        via: Via::Catch(index, catcher),
        target: &catcher.next,
        assign: &catcher.assign,
    }));
    edges
}

/// Whether the scope is done when the state is.
pub(crate) fn is_terminal(state: &State) -> bool {
    match &state.kind {
        StateKind::Succeed(_) | StateKind::Fail(_) => true,
        _ => state.transition() == Some(&Transition::End),
    }
}

/// The names of the states of a definition, those of branches and item processors included, in the order in which they
/// stand.
///
/// ```
/// use workflow_asl::{StateMachine, state_names};
///
/// let machine = StateMachine::from_json(
///     r#"{"StartAt": "A", "States": {"A": {
///         "Type": "Parallel", "Next": "C",
///         "Branches": [{"StartAt": "B", "States": {"B": {"Type": "Succeed"}}}]
///     }, "C": {"Type": "Succeed"}}}"#,
/// ).unwrap();
/// assert_eq!(state_names(&machine), ["A", "B", "C"]);
/// ```
pub fn state_names(machine: &crate::StateMachine) -> Vec<&str> {
    let mut names = Vec::new();
    collect_names(&machine.states, &mut names);
    names
}

fn collect_names<'m>(states: &'m States, names: &mut Vec<&'m str>) {
    for (name, state) in states {
        names.push(name);
        inner_scopes(state, "").iter().for_each(|inner| collect_names(inner.states, names));
    }
}

/// The scopes within a state: the branches of a Parallel, the processor of a Map.
pub(crate) fn inner_scopes<'m>(state: &'m State, at: &str) -> Vec<Scope<'m>> {
    match &state.kind {
        StateKind::Parallel(parallel) => {
            let branches = pointer::below(at, field::BRANCHES);
            let scope = |(index, branch): (usize, &'m crate::Branch)| Scope {
                pointer: pointer::at(&branches, index),
                start_at: &branch.start_at,
                states: &branch.states,
            };
            parallel.branches.iter().enumerate().map(scope).collect()
        }
        StateKind::Map(map) => {
            let processor = &map.item_processor;
            let pointer = pointer::below(at, state.order.item_processor_name());
            vec![Scope { pointer, start_at: &processor.start_at, states: &processor.states }]
        }
        _ => Vec::new(),
    }
}
