//! Where in an execution an effect stands.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// The branches and iterations that an effect stands in, outermost first; empty for the workflow's own.
///
/// Its text names the effect's place once and for all within an execution: `Ship[2]/Both#3[0]` is the first branch of
/// the third visit of `Both`, in the third iteration of `Ship`.
#[derive(Clone, Debug, Default)]
pub struct ScopePath(Option<Arc<Segment>>);

#[derive(Debug)]
struct Segment {
    parent: ScopePath,
    place: ScopeSegment,
}

/// One step of a [`ScopePath`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ScopeSegment {
    /// The Parallel or Map state.
    pub state: &'static str,
    /// How often that state had been visited in its own scope, from 1.
    pub visit: u32,
    /// Which branch or iteration, from 0.
    pub index: usize,
}

impl ScopePath {
    /// The steps, outermost first.
    pub fn segments(&self) -> Vec<ScopeSegment> {
        let mut segments: Vec<ScopeSegment> =
            std::iter::successors(self.0.as_deref(), |segment| segment.parent.0.as_deref())
                .map(|segment| segment.place)
                .collect();
        segments.reverse();
        segments
    }

    /// Whether this is the workflow's own scope.
    pub fn is_root(&self) -> bool {
        self.0.is_none()
    }

    fn child(&self, place: ScopeSegment) -> ScopePath {
        ScopePath(Some(Arc::new(Segment { parent: self.clone(), place })))
    }
}

impl fmt::Display for ScopePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (depth, segment) in self.segments().into_iter().enumerate() {
            let separator = if depth > 0 { "/" } else { "" };
            write!(f, "{separator}{segment}")?;
        }
        Ok(())
    }
}

impl fmt::Display for ScopeSegment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.visit {
            1 => write!(f, "{}[{}]", self.state, self.index),
            visit => write!(f, "{}#{visit}[{}]", self.state, self.index),
        }
    }
}

/// A scope while the program runs in it: its path and how often each of its states was visited.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    path: ScopePath,
    visits: Mutex<Vec<(&'static str, u32)>>,
}

impl Scope {
    /// Where it is.
    pub(crate) fn path(&self) -> &ScopePath {
        &self.path
    }

    /// Counts a visit and says which it is, from 1.
    pub(crate) fn visit(&self, state: &'static str) -> u32 {
        let mut visits = self.visits.lock().unwrap_or_else(PoisonError::into_inner);
        match visits.iter_mut().find(|(visited, _)| *visited == state) {
            Some((_, count)) => {
                *count += 1;
                *count
            }
            None => {
                visits.push((state, 1));
                1
            }
        }
    }

    /// Which visit a state is in.
    pub(crate) fn current(&self, state: &'static str) -> u32 {
        let visits = self.visits.lock().unwrap_or_else(PoisonError::into_inner);
        visits.iter().find(|(visited, _)| *visited == state).map_or(1, |(_, count)| *count)
    }

    /// The scope of a branch or iteration of the visit that `state` is in.
    #[must_use]
    pub(crate) fn child(&self, state: &'static str, index: usize) -> Scope {
        let visit = self.current(state);
        Scope { path: self.path.child(ScopeSegment { state, visit, index }), visits: Mutex::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_states_visits_and_indices() {
        let root = Scope::default();
        assert_eq!((root.visit("Ship"), root.path().to_string()), (1, String::new()));
        let iteration = root.child("Ship", 2);
        assert_eq!((iteration.visit("Both"), iteration.visit("Both")), (1, 2));
        assert_eq!(iteration.child("Both", 0).path().to_string(), "Ship[2]/Both#2[0]");
        assert!(root.path().is_root() && !iteration.path().is_root());
    }
}
