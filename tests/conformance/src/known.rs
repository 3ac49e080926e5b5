//! The cases that cannot pass, and why: `known.json`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::outcome::Outcome;

/// A case that cannot reach some levels.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownFailure {
    /// The kind of the case, which is its row in the table.
    pub kind: String,
    /// Its name in the corpus.
    pub name: String,
    /// The levels that it misses.
    pub levels: Vec<String>,
    /// Why it cannot pass.
    pub reason: String,
}

/// Where the list is.
pub fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("known.json")
}

/// Reads the list.
///
/// # Errors
///
/// If the file is not there, or not such a list, or an entry has no reason.
pub fn read() -> Result<Vec<KnownFailure>, Box<dyn std::error::Error>> {
    let known: Vec<KnownFailure> = serde_json::from_str(&std::fs::read_to_string(path())?)?;
    match known.iter().find(|failure| failure.reason.trim().is_empty() || failure.levels.is_empty()) {
        Some(failure) => Err(format!("{}: neither levels nor reason may be missing", failure.name).into()),
        None => Ok(known),
    }
}

/// What the list does not say of the outcomes: failures that are not listed, and listed ones that did not happen.
///
/// Of cases without an outcome it says so only if every case `was_run`.
pub fn surprises(known: &[KnownFailure], outcomes: &[Outcome], was_run: impl Fn(&KnownFailure) -> bool) -> Vec<String> {
    let listed: BTreeMap<(&str, &str, &str), bool> = known
        .iter()
        .flat_map(|failure| failure.levels.iter().map(move |level| (failure, level)))
        .map(|(failure, level)| ((&*failure.kind, &*failure.name, &**level), was_run(failure)))
        .collect();
    let missed: BTreeMap<(&str, &str, &str), &Outcome> = outcomes
        .iter()
        .flat_map(|outcome| outcome.missed().map(move |level| (outcome, level)))
        .map(|(outcome, level)| ((&*outcome.kind, &*outcome.name, level.as_str()), outcome))
        .collect();
    let unlisted = missed.keys().filter(|key| !listed.contains_key(*key));
    let unlisted = unlisted.map(|(kind, name, level)| format!("fails, and is not listed: {kind} {name}: {level}"));
    let passing = listed.iter().filter(|(key, was_run)| **was_run && !missed.contains_key(*key));
    let passing = passing.map(|((kind, name, level), _)| format!("is listed, and passes: {kind} {name}: {level}"));
    unlisted.chain(passing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::Level;

    #[test]
    fn the_list_says_exactly_what_fails() {
        let known = |name: &str| KnownFailure {
            kind: "a".to_owned(),
            name: name.to_owned(),
            levels: vec!["final".to_owned()],
            reason: "it cannot".to_owned(),
        };
        let mut outcomes = vec![Outcome::new("a", "1"), Outcome::new("a", "2"), Outcome::new("a", "3")];
        outcomes[0].judge(Level::Final, false);
        outcomes[1].judge(Level::Final, false);
        outcomes[2].judge(Level::Final, true);
        let found = surprises(&[known("1"), known("3")], &outcomes, |_| true);
        let expected = ["fails, and is not listed: a 2: final", "is listed, and passes: a 3: final"];
        assert_eq!(found, expected);
        assert_eq!(surprises(&[known("1"), known("2"), known("4")], &outcomes, |known| known.name != "4").len(), 0);
    }

    #[test]
    fn the_list_can_be_read() {
        read().unwrap();
    }
}
