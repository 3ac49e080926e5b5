//! The cases that cannot pass, and why: `known.json`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::outcome::{Level, Outcome};

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
    /// Parts of the paths at which it differs, if not everywhere: a difference elsewhere is none that is known.
    #[serde(default)]
    pub places: Vec<String>,
    /// Why it cannot pass.
    pub reason: String,
}

impl KnownFailure {
    /// Whether this is about an outcome on a level.
    pub fn is_about(&self, outcome: &Outcome, level: Level) -> bool {
        self.kind == outcome.kind && self.name == outcome.name && self.levels.iter().any(|one| one == level.as_str())
    }

    /// Whether an outcome misses a level only where this says.
    fn explains(&self, outcome: &Outcome, level: Level) -> bool {
        let is_known = |place: &String| self.places.iter().any(|known| place.contains(known.as_str()));
        let differing = outcome.places.get(&level).map(Vec::as_slice).unwrap_or_default();
        self.places.is_empty() || (!differing.is_empty() && differing.iter().all(is_known))
    }
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
    let listed = known.iter().flat_map(|failure| failure.levels.iter().map(move |level| (failure, level)));
    let listed: BTreeMap<(&str, &str, &str), &KnownFailure> =
        listed.map(|(failure, level)| ((&*failure.kind, &*failure.name, &**level), failure)).collect();
    let missed = outcomes.iter().flat_map(|outcome| outcome.missed().map(move |level| (outcome, level)));
    let missed: BTreeMap<(&str, &str, &str), (&Outcome, Level)> =
        missed.map(|(outcome, level)| ((&*outcome.kind, &*outcome.name, level.as_str()), (outcome, level))).collect();
    let is_explained = |(key, (outcome, level)): &(&_, &(&Outcome, Level))| {
        listed.get(*key).is_some_and(|failure| failure.explains(outcome, *level))
    };
    let unlisted = missed.iter().filter(|entry| !is_explained(entry));
    let unlisted = unlisted.map(|((kind, name, level), _)| format!("fails, and is not listed: {kind} {name}: {level}"));
    let passing = listed.iter().filter(|(key, failure)| was_run(failure) && !missed.contains_key(*key));
    let passing = passing.map(|((kind, name, level), _)| format!("is listed, and passes: {kind} {name}: {level}"));
    unlisted.chain(passing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_says_exactly_what_fails() {
        let known = |name: &str| KnownFailure {
            kind: "a".to_owned(),
            name: name.to_owned(),
            levels: vec!["final".to_owned()],
            places: Vec::new(),
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
    fn a_listed_case_may_differ_only_where_the_list_says() {
        let text = r#"[{"kind": "a", "name": "1", "levels": ["final"], "places": [".Date"], "reason": "r"}]"#;
        let known: Vec<KnownFailure> = serde_json::from_str(text).unwrap();
        let mut outcome = Outcome::new("a", "1");
        outcome.judge(Level::Final, false);
        outcome.places.insert(Level::Final, vec!["$.Headers.Date[0]".to_owned()]);
        assert_eq!(surprises(&known, &[outcome.clone()], |_| true).len(), 0);
        outcome.places.insert(Level::Final, vec!["$.Headers.Date[0]".to_owned(), "$.a".to_owned()]);
        assert_eq!(surprises(&known, &[outcome], |_| true).len(), 1);
    }

    #[test]
    fn the_list_can_be_read() {
        read().unwrap();
    }
}
