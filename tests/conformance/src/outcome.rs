//! What became of a case, and how many reach which level.

use std::collections::BTreeMap;
use std::fmt;

use crate::compare::Difference;

/// How much of a case is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Status and output, or error and cause; the result of a single call without what is only inspected.
    Final,
    /// The types of the history's events, in order.
    Types,
    /// Every event with all its details.
    History,
    /// Everything that a call, or a script of calls, answered.
    Full,
    /// The code of an error.
    Code,
    /// Its code and its message.
    Message,
}

impl Level {
    /// All of them, in the order in which a table shows them.
    pub const ALL: [Self; 6] = [Self::Final, Self::Types, Self::History, Self::Full, Self::Code, Self::Message];

    /// As tables and the list of known failures name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Final => "final",
            Self::Types => "types",
            Self::History => "history",
            Self::Full => "full",
            Self::Code => "code",
            Self::Message => "message",
        }
    }
}

/// What became of a case.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its kind, which is a row of the table.
    pub kind: String,
    /// Its name in the corpus.
    pub name: String,
    /// Whether it reached the levels on which it is judged. None: it was skipped.
    pub levels: BTreeMap<Level, bool>,
    /// The places in which it differs, per level; none where that is not said of a level that was missed.
    pub places: BTreeMap<Level, Vec<String>>,
    /// What was not as recorded, for people.
    pub details: Vec<String>,
}

impl Outcome {
    /// Of a case that is not judged yet.
    pub fn new(kind: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            name: name.into(),
            levels: BTreeMap::new(),
            places: BTreeMap::new(),
            details: Vec::new(),
        }
    }

    /// Judges a level.
    pub fn judge(&mut self, level: Level, is_reached: bool) {
        self.levels.insert(level, is_reached);
    }

    /// Judges a level by what differs on it.
    pub fn judge_differences(&mut self, level: Level, differences: &[Difference]) {
        self.judge(level, differences.is_empty());
        self.differs(level, differences);
        self.details.extend(differences.iter().take(8).map(|difference| format!("{}: {difference}", level.as_str())));
    }

    /// Takes down where a level is missed.
    pub fn differs(&mut self, level: Level, differences: &[Difference]) {
        self.places.entry(level).or_default().extend(differences.iter().map(|difference| difference.path.clone()));
    }

    /// Judges levels as not reached, for one reason.
    pub fn fail(&mut self, levels: impl IntoIterator<Item = Level>, reason: impl Into<String>) {
        self.levels.extend(levels.into_iter().map(|level| (level, false)));
        self.details.push(reason.into());
    }

    /// The levels that were not reached.
    pub fn missed(&self) -> impl Iterator<Item = Level> {
        self.levels.iter().filter(|(_, is_reached)| !**is_reached).map(|(level, _)| *level)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let missed: Vec<&str> = self.missed().map(Level::as_str).collect();
        write!(f, "{} {} [{}]", self.kind, self.name, missed.join(", "))?;
        self.details.iter().try_for_each(|detail| write!(f, "\n    {detail}"))
    }
}

/// How many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// How many reached the level.
    pub reached: usize,
    /// How many were judged on it.
    pub judged: usize,
}

impl Count {
    /// How many of some outcomes reached a level.
    pub fn of<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>, level: Level) -> Self {
        outcomes.into_iter().filter_map(|outcome| outcome.levels.get(&level)).fold(Self::default(), |count, reached| {
            Self { reached: count.reached + usize::from(*reached), judged: count.judged + 1 }
        })
    }

    /// Whether at least so many of a thousand reached it.
    pub fn is_at_least(self, per_thousand: usize) -> bool {
        self.reached * 1000 >= self.judged * per_thousand
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.reached, self.judged)
    }
}

/// A row per kind, with the count of each level.
pub fn table(outcomes: &[Outcome]) -> String {
    let mut kinds: BTreeMap<&str, Vec<&Outcome>> = BTreeMap::new();
    for outcome in outcomes {
        kinds.entry(&outcome.kind).or_default().push(outcome);
    }
    let rows = kinds.iter().map(|(kind, outcomes)| {
        let skipped = outcomes.iter().filter(|outcome| outcome.levels.is_empty()).count();
        let counts = Level::ALL.iter().filter_map(|level| {
            let count = Count::of(outcomes.iter().copied(), *level);
            (count.judged > 0).then(|| format!(" {} {count}", level.as_str()))
        });
        format!("{kind} n={} skipped={skipped}{}\n", outcomes.len(), counts.collect::<String>())
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_counts_levels() {
        let mut good = Outcome::new("a", "1");
        good.judge(Level::Final, true);
        let mut bad = Outcome::new("a", "2");
        bad.fail([Level::Final, Level::Types], "reason");
        let outcomes = [good, bad, Outcome::new("b", "3")];
        assert_eq!(table(&outcomes), "a n=2 skipped=0 final 1/2 types 0/1\nb n=1 skipped=1\n");
        assert_eq!(outcomes[1].to_string(), "a 2 [final, types]\n    reason");
        let count = Count::of(&outcomes, Level::Final);
        assert!(count.is_at_least(500) && !count.is_at_least(501));
    }
}
