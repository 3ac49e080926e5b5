//! The ways through a scope.

use super::assumptions::Assumptions;
use super::way::{End, Goal, Steps, Way, thinned};
use super::{CostError, state};
use std::collections::{HashMap, HashSet};
use workflow_asl::{State, States, edges};

/// The states of a machine, a branch or an item processor.
#[derive(Clone, Copy)]
pub(super) struct Scope<'m> {
    pub(super) start_at: &'m str,
    pub(super) states: &'m States,
}

/// The ways through a scope, with the names of their states.
pub(super) struct Ways<'m> {
    pub(super) ways: Vec<Way<'m>>,
    pub(super) steps: Steps<'m>,
}

/// A way out of a state: where it leads, or how it ends the scope.
pub(super) enum Exit<'m> {
    To(&'m str),
    End(End),
}

/// All ways through a scope, thinned. Loops are left out of them: each that a way comes through is added so often as
/// assumed, by its dearest round.
pub(super) fn ways<'m>(scope: Scope<'m>, assumptions: &Assumptions) -> Result<Ways<'m>, CostError> {
    let order = Order::of(scope);
    let mut steps = Steps::default();
    let mut known: HashMap<&'m str, Vec<Way<'m>>> = HashMap::new();
    for name in &order.last_first {
        let Some(state) = scope.states.get(*name) else { continue };
        let mut ways = Vec::new();
        for (exit, usage, count) in state::exits(name, state, assumptions)? {
            match exit {
                Exit::End(end) => ways.push(Way { goal: Goal::End(end), usage, steps: None, count }),
                Exit::To(target) if order.back.contains(&(*name, target)) => {
                    ways.push(Way { goal: Goal::Back(target), usage, steps: None, count });
                }
                Exit::To(target) => {
                    let rest = known.get(target).into_iter().flatten();
                    ways.extend(rest.map(|rest| Way {
                        usage: usage.clone().then(&rest.usage),
                        count: count.saturating_mul(rest.count),
                        ..rest.clone()
                    }));
                }
            }
        }
        let mut ways = thinned(looped(name, ways, assumptions));
        ways.iter_mut().for_each(|way| way.steps = steps.before(name, way.steps));
        known.insert(name, ways);
    }
    let ways = known.remove(scope.start_at).unwrap_or_default();
    match ways.iter().find_map(|way| if let Goal::Back(head) = way.goal { Some(head) } else { None }) {
        Some(head) => Err(CostError::EnteredTwice { state: head.to_owned() }),
        None => Ok(Ways { ways, steps }),
    }
}

/// Adds the rounds of the loop that a state is the head of to the ways that leave it.
fn looped<'m>(head: &str, ways: Vec<Way<'m>>, assumptions: &Assumptions) -> Vec<Way<'m>> {
    let (rounds, mut others): (Vec<_>, Vec<_>) =
        ways.into_iter().partition(|way| matches!(way.goal, Goal::Back(to) if to == head));
    if let Some(round) = rounds.into_iter().max_by(|a, b| a.usage.rank().cmp(&b.usage.rank())) {
        let all = round.usage.times(assumptions.loops);
        others.iter_mut().for_each(|way| way.usage = all.clone().then(&way.usage));
    }
    others
}

/// The order in which a depth-first search leaves the states that can be entered, and the transitions that lead back to a
/// state on the way to where they start.
struct Order<'m> {
    last_first: Vec<&'m str>,
    back: HashSet<(&'m str, &'m str)>,
}

impl<'m> Order<'m> {
    /// Without recursion: a definition may have many thousand states in a row.
    fn of(scope: Scope<'m>) -> Self {
        let mut order = Self { last_first: Vec::new(), back: HashSet::new() };
        let mut entered: HashMap<&'m str, bool> = HashMap::new();
        let mut stack: Vec<(&'m str, Vec<&'m str>)> = Vec::new();
        let start = scope.states.get_key_value(scope.start_at);
        stack.extend(start.map(|(name, state)| (name.as_str(), targets(state))));
        entered.extend(stack.first().map(|(name, _)| (*name, true)));
        while let Some((name, rest)) = stack.last_mut() {
            let name = *name;
            match rest.pop() {
                None => {
                    entered.insert(name, false);
                    order.last_first.push(name);
                    stack.pop();
                }
                Some(target) => match (entered.get(target), scope.states.get(target)) {
                    (Some(true), _) => {
                        order.back.insert((name, target));
                    }
                    (None, Some(state)) => {
                        entered.insert(target, true);
                        stack.push((target, targets(state)));
                    }
                    (Some(false), _) | (None, None) => {}
                },
            }
        }
        order
    }
}

fn targets(state: &State) -> Vec<&str> {
    edges(state).into_iter().rev().map(|edge| edge.target).collect()
}
