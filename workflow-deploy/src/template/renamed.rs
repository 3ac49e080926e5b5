//! Policies in a template: what is deployed has other names there than definitions call it by.

use serde_json::Value;

use super::deployed::{Target, is_here};
use super::stack::Stack;

impl Stack<'_> {
    /// All texts of a policy.
    pub(super) fn texts(&self, value: Value) -> Value {
        match value {
            Value::String(text) => self.text(&self.deployed(&text)),
            Value::Array(items) => {
                let mut texts: Vec<Value> = Vec::new();
                for text in items.into_iter().map(|item| self.texts(item)) {
                    // A function and its versions are one alias.
                    if !texts.contains(&text) {
                        texts.push(text);
                    }
                }
                Value::Array(texts)
            }
            Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, self.texts(value))).collect(),
            other => other,
        }
    }

    /// An ARN in which functions and machines that are deployed are called what they will be.
    fn deployed(&self, arn: &str) -> String {
        let by_name = self.by_name(arn);
        let arn = by_name.as_deref().unwrap_or(arn);
        for lambda in &self.lambdas {
            let function = format!("${{{}}}", self.function_id(&lambda.name));
            if lambda.aliases.is_empty()
                && let Some(renamed) = renamed(arn, ":function:", &lambda.name, &function)
            {
                return renamed;
            }
            for task in &lambda.aliases {
                if let Some(renamed) = renamed(arn, ":function:", task, &format!("{function}:{task}")) {
                    return renamed.strip_suffix(":*").map(str::to_owned).unwrap_or(renamed);
                }
            }
        }
        let machines = self.machines.iter().flat_map(|(machine, _)| {
            [":stateMachine:", ":execution:", ":express:", ":mapRun:"].map(|marker| (marker, &machine.name))
        });
        let activities = self.deployment.activities.iter().map(|activity| (":activity:", &activity.name));
        let mut all = machines
            .chain(activities)
            .filter_map(|(marker, name)| renamed(arn, marker, name, &self.machine_name(name)));
        all.next().unwrap_or_else(|| arn.to_owned())
    }

    /// The ARN by name of what a definition calls by its placeholder.
    fn by_name(&self, text: &str) -> Option<String> {
        let name = text.strip_prefix("${")?.strip_suffix('}')?;
        let mut all = self.machines.iter().flat_map(|(_, definition)| &definition.substitutions);
        let (service, resource) = match all.find(|(known, _)| known == name)? {
            (_, Target::Function(function)) => ("lambda", format!("function:{function}")),
            (_, Target::Machine(machine)) => ("states", format!("stateMachine:{machine}")),
            (_, Target::Activity(_) | Target::Parameter) => return None,
        };
        Some(format!("arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:{resource}"))
    }
}

/// An ARN with another name after the marker, if it is this name that stands there, in the template's account and region.
fn renamed(arn: &str, marker: &str, name: &str, by: &str) -> Option<String> {
    let (before, after) = arn.split_once(marker)?;
    if !is_here(before) {
        return None;
    }
    let service = before.strip_prefix("arn:")?.replace("${AWS::Partition}", "").split(':').nth(1)?.to_owned();
    let after = after.strip_prefix(name)?;
    let is_name = after.is_empty() || after.starts_with([':', '/']);
    is_name
        .then(|| format!("arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}{marker}{by}{after}"))
}
