//! Where a line of states stands in an execution that is recorded.

use std::fmt::Write;
use std::sync::Arc;

/// The branches and iterations that a line of states stands in, and how often it has visited states that have such.
///
/// The text of `Ship[2]/Both#3[0]` is the first branch of the third visit of `Both`, in the third iteration of `Ship`.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    path: Arc<str>,
    visits: Vec<(Arc<str>, u32)>,
}

impl Scope {
    /// Its text; empty for the execution's own.
    pub(crate) fn path(&self) -> Arc<str> {
        Arc::clone(&self.path)
    }

    /// Counts a visit of a Parallel or Map.
    pub(crate) fn visits(&mut self, state: &Arc<str>) {
        match self.visits.iter_mut().find(|(visited, _)| visited == state) {
            Some((_, count)) => *count += 1,
            None => self.visits.push((Arc::clone(state), 1)),
        }
    }

    /// The scope of a branch or iteration of the visit that `state` is in.
    pub(crate) fn child(&self, state: &str, index: usize) -> Self {
        let mut path = self.path.to_string();
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(state);
        let count = self.visits.iter().find(|(visited, _)| **visited == *state).map_or(1, |(_, count)| *count);
        // Writing into a string does not fail.
        let _ = match count {
            1 => write!(path, "[{index}]"),
            count => write!(path, "#{count}[{index}]"),
        };
        Self { path: path.into(), visits: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_states_visits_and_indices() {
        let (ship, both) = (Arc::from("Ship"), Arc::from("Both"));
        let mut root = Scope::default();
        root.visits(&ship);
        let mut iteration = root.child("Ship", 2);
        iteration.visits(&both);
        assert_eq!(&*iteration.child("Both", 1).path(), "Ship[2]/Both[1]");
        iteration.visits(&both);
        assert_eq!(&*iteration.child("Both", 0).path(), "Ship[2]/Both#2[0]");
        assert_eq!(&*root.path(), "");
    }
}
