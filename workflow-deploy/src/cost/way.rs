//! Ways through a scope, and which of many are kept.

use super::usage::Usage;
use std::collections::BTreeMap;

/// How many ways to the same end are kept: enough to tell the cheapest, the middle and the dearest.
const KEPT: usize = 9;

/// How a way ends.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// With success, in this state.
    Succeeded {
        /// The state that ends the execution.
        state: String,
    },
    /// With an error that nothing catches.
    Failed {
        /// The state that fails, in whatever scope it is.
        state: String,
        /// The error's name; none where it may be one of several, as that of a Task.
        error: Option<String>,
    },
}

impl End {
    /// The state in which it ends.
    pub fn state(&self) -> &str {
        match self {
            Self::Succeeded { state } | Self::Failed { state, .. } => state,
        }
    }

    /// Whether it is success.
    pub fn is_success(&self) -> bool {
        matches!(self, Self::Succeeded { .. })
    }
}

/// Where a way within a scope comes to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Goal<'m> {
    End(End),
    /// Back to a state that it came through: the head of a loop.
    Back(&'m str),
}

/// A way, or several that use the same.
#[derive(Clone, Debug)]
pub(super) struct Way<'m> {
    pub(super) goal: Goal<'m>,
    pub(super) usage: Usage,
    /// The states that it goes through, in its own scope: the last step in the walk's list of them.
    pub(super) steps: Option<usize>,
    /// How many ways this one stands for.
    pub(super) count: u64,
}

/// The steps of all ways, as a tree: each is a state and the steps after it.
#[derive(Debug, Default)]
pub(super) struct Steps<'m>(Vec<(&'m str, Option<usize>)>);

impl<'m> Steps<'m> {
    pub(super) fn before(&mut self, state: &'m str, rest: Option<usize>) -> Option<usize> {
        self.0.push((state, rest));
        self.0.len().checked_sub(1)
    }

    /// The last of the states.
    pub(super) fn last(&self, mut at: Option<usize>) -> Option<&'m str> {
        let mut last = None;
        while let Some((name, rest)) = at.and_then(|at| self.0.get(at)) {
            last = Some(*name);
            at = *rest;
        }
        last
    }

    pub(super) fn names(&self, mut at: Option<usize>) -> Vec<String> {
        let mut names = Vec::new();
        while let Some((name, rest)) = at.and_then(|at| self.0.get(at)) {
            names.push((*name).to_owned());
            at = *rest;
        }
        names
    }
}

/// Of each goal the cheapest way, the dearest, the slowest, and some between: a sum keeps its order when the same is added
/// to both sides, so the extremes of what follows are those of the whole. What is left out is counted with its neighbours.
pub(super) fn thinned(ways: Vec<Way<'_>>) -> Vec<Way<'_>> {
    let mut by_goal: BTreeMap<Goal<'_>, Vec<Way<'_>>> = BTreeMap::new();
    for way in ways {
        by_goal.entry(way.goal.clone()).or_default().push(way);
    }
    by_goal.into_values().flat_map(of_one_goal).collect()
}

fn of_one_goal(mut ways: Vec<Way<'_>>) -> Vec<Way<'_>> {
    ways.sort_by(|a, b| a.usage.rank().cmp(&b.usage.rank()));
    ways.dedup_by(|next, kept| {
        let same = next.usage == kept.usage;
        if same {
            kept.count = kept.count.saturating_add(next.count);
        }
        same
    });
    let last = ways.len().saturating_sub(1);
    if last < KEPT {
        return ways;
    }
    let slowest = ways.iter().enumerate().max_by_key(|(_, way)| way.usage.duration).map(|(index, _)| index);
    let mut kept: Vec<usize> = (0..KEPT).map(|step| step * last / (KEPT - 1)).chain(slowest).collect();
    kept.sort_unstable();
    kept.dedup();
    let counts = shared(&ways, &kept);
    let thin = kept.iter().zip(counts).filter_map(|(index, count)| Some(Way { count, ..ways.get(*index)?.clone() }));
    thin.collect()
}

/// How many ways those that are kept stand for: what is left out is shared between its neighbours, the nearer of which
/// gets more, so that the middle stays where it is.
fn shared(ways: &[Way<'_>], kept: &[usize]) -> Vec<u64> {
    let count = |index: usize| ways.get(index).map_or(0, |way| way.count);
    let mut counts: Vec<u64> = kept.iter().map(|index| count(*index)).collect();
    for (place, pair) in kept.windows(2).enumerate() {
        let [before, after] = *pair else { continue };
        for index in before + 1..after {
            let all = u128::from(count(index));
            let share = all * (index - before) as u128 / (after - before) as u128;
            for (at, share) in [(place + 1, share), (place, all - share)] {
                if let Some(count) = counts.get_mut(at) {
                    *count = count.saturating_add(u64::try_from(share).unwrap_or(u64::MAX));
                }
            }
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn way(transitions: u64, seconds: u64) -> Way<'static> {
        let usage = Usage { duration: Duration::from_secs(seconds), ..Usage::of(transitions, 0) };
        Way { goal: Goal::Back("A"), usage, steps: None, count: 1 }
    }

    #[test]
    fn the_extremes_of_many_ways_are_kept_and_all_are_counted() {
        let ways = (0..1_000).map(|i| way(i, if i == 333 { 9 } else { 1 })).collect();
        let kept = thinned(ways);
        assert!(kept.len() <= KEPT + 1);
        assert_eq!(kept.iter().map(|way| way.count).sum::<u64>(), 1_000);
        let transitions: Vec<u64> = kept.iter().map(|way| way.usage.transitions).collect();
        assert_eq!((transitions.first(), transitions.last()), (Some(&0), Some(&999)));
        assert!(transitions.contains(&333), "{transitions:?}");
    }

    #[test]
    fn ways_that_use_the_same_are_one() {
        let kept = thinned(vec![way(1, 1), way(2, 1), way(1, 1)]);
        assert_eq!(kept.iter().map(|way| (way.usage.transitions, way.count)).collect::<Vec<_>>(), [(1, 2), (2, 1)]);
    }
}
