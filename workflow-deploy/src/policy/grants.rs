//! What has been allowed so far, and the statements that say it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Policy, Statement, Warning};

/// What a role is allowed, collected.
#[derive(Default)]
pub(super) struct Grants {
    /// By condition, as its JSON text, so that it can be ordered: the resources of each action.
    allowed: BTreeMap<String, Allowed>,
    warnings: Vec<Warning>,
}

#[derive(Default)]
struct Allowed {
    condition: Option<Value>,
    resources: BTreeMap<String, BTreeSet<String>>,
}

/// The service, the resources and the condition of a statement; the order of these orders statements.
type Key = (String, Vec<String>, String);

impl Grants {
    /// Allows each action on each resource.
    pub(super) fn allow(&mut self, actions: &[&str], resources: &[String], condition: Option<Value>) {
        let key = condition.as_ref().map(Value::to_string).unwrap_or_default();
        let allowed = self.allowed.entry(key).or_insert_with(|| Allowed { condition, ..Allowed::default() });
        for action in actions {
            allowed.resources.entry((*action).to_owned()).or_default().extend(resources.iter().cloned());
        }
    }

    pub(super) fn warn(&mut self, state: Option<&str>, message: String) {
        let warning = Warning { state: state.map(str::to_owned), message };
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }

    /// One statement for all actions of a service on the same resources under the same condition.
    pub(super) fn into_policy(self) -> Policy {
        let mut merged: BTreeMap<Key, (BTreeSet<String>, Option<Value>)> = BTreeMap::new();
        for (key, allowed) in self.allowed {
            for (action, resources) in allowed.resources {
                let service = action.split(':').next().unwrap_or_default().to_owned();
                let statement = merged.entry((service, widest(&resources), key.clone())).or_default();
                statement.0.insert(action);
                statement.1.clone_from(&allowed.condition);
            }
        }
        Policy { statements: statements(merged), warnings: self.warnings }
    }
}

fn statements(merged: BTreeMap<Key, (BTreeSet<String>, Option<Value>)>) -> Vec<Statement> {
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let statement = |((service, resources, _), (actions, condition)): (Key, (BTreeSet<String>, Option<Value>))| {
        let sid = sid(&service);
        let number = numbers.entry(sid.clone()).or_default();
        *number += 1;
        let sid = if *number == 1 { sid } else { format!("{sid}{number}") };
        Statement { sid, actions: actions.into_iter().collect(), resources, condition }
    };
    merged.into_iter().map(statement).collect()
}

/// The resources but for those that a pattern among them covers.
fn widest(resources: &BTreeSet<String>) -> Vec<String> {
    let covers = |pattern: &String, resource: &String| {
        pattern != resource && pattern.strip_suffix('*').is_some_and(|start| resource.starts_with(start))
    };
    let is_covered = |resource: &String| resources.iter().any(|pattern| covers(pattern, resource));
    resources.iter().filter(|resource| !is_covered(resource)).cloned().collect()
}

/// `emr-serverless` is `EmrServerless`: a Sid has letters and digits only.
fn sid(service: &str) -> String {
    service.split('-').map(capitalised).collect()
}

/// The text with a capital first letter.
pub(super) fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(characters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resources(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn the_same_grants_make_the_same_statements_in_any_order() {
        let grants: [(&[&str], &[&str]); 3] =
            [(&["s:B"], &["x", "y"]), (&["s:A", "s:C"], &["y", "x"]), (&["s:C"], &["z"])];
        let made = |order: [usize; 3]| {
            let mut collected = Grants::default();
            order.iter().for_each(|at| collected.allow(grants[*at].0, &resources(grants[*at].1), None));
            collected.into_policy()
        };
        let policy = made([0, 1, 2]);
        assert_eq!(policy, made([2, 1, 0]));
        let actions: Vec<_> = policy.statements.iter().map(|one| (one.sid.as_str(), one.actions.join(" "))).collect();
        assert_eq!(actions, [("S", "s:A s:B".to_owned()), ("S2", "s:C".to_owned())]);
    }

    #[test]
    fn a_pattern_takes_in_what_it_covers() {
        let mut grants = Grants::default();
        grants.allow(&["s:A"], &resources(&["t:a", "t:*", "u:*", "v"]), None);
        assert_eq!(grants.into_policy().statements[0].resources, ["t:*", "u:*", "v"]);
    }
}
