//! Choice rules of JSONPath states.

use serde_json::Value;

use super::{Check, syntax};
use crate::field::jsonpath::CHOICE_RULE;
use crate::model::Choice;
use crate::{Code, Timestamp, field, pointer};

/// What a rule is: of these fields it has one.
const KINDS: [&str; 5] = [field::AND, field::OR, field::NOT, field::VARIABLE, field::CONDITION];
/// What a rule within another may have besides what it compares or combines.
const NESTED: [&str; 1] = [field::COMMENT];

impl Check<'_> {
    /// `Choices` of a JSONPath state.
    pub(super) fn rules(&mut self, choice: &Choice, state: &str) {
        for (index, rule) in choice.choices.iter().enumerate() {
            let at = pointer::at(&pointer::below(state, field::CHOICES), index);
            self.assign(&rule.assign, &at);
            // Of a condition it has been said that it does not belong here.
            if rule.condition.is_null() {
                let fields: Vec<_> = rule.jsonpath.iter().map(|(name, value)| (name.as_str(), value)).collect();
                self.rule(&fields, &at);
            }
        }
    }

    /// A rule, outermost or within another, whose fields have names that rules have.
    fn rule(&mut self, fields: &[(&str, &Value)], at: &str) {
        let kinds: Vec<_> = fields.iter().filter(|(name, _)| KINDS.contains(name)).collect();
        let [(kind, value)] = kinds[..] else {
            let kinds = KINDS.join(", ");
            self.schema(at, format!("The object must have only one of the following fields, [{kinds}]"));
            return;
        };
        let inner = pointer::below(at, kind);
        match *kind {
            field::VARIABLE => {
                match value.as_str() {
                    Some(path) => self.reference_path(syntax::compared_path(path), &inner),
                    None => self.wrong_type(&inner, "[STRING]"),
                }
                self.comparison(fields, at);
            }
            field::NOT => self.nested_rule(value, &inner),
            _ => self.combined_rules(value, &inner),
        }
    }

    fn combined_rules(&mut self, rules: &Value, at: &str) {
        match rules {
            Value::Array(rules) if rules.is_empty() => self.schema(at, "Value cannot be empty"),
            Value::Array(rules) => {
                for (index, rule) in rules.iter().enumerate() {
                    self.nested_rule(rule, &pointer::at(at, index));
                }
            }
            _ => self.wrong_type(at, "[ARRAY]"),
        }
    }

    fn nested_rule(&mut self, rule: &Value, at: &str) {
        let Value::Object(rule) = rule else {
            self.wrong_type(at, "[OBJECT]");
            return;
        };
        let mut fields = Vec::new();
        for (name, value) in rule {
            if CHOICE_RULE.contains(&name.as_str()) {
                fields.push((name.as_str(), value));
            } else if !NESTED.contains(&name.as_str()) {
                self.schema_of_field(at, name, format!("Field '{name}' is not supported"));
            }
        }
        self.rule(&fields, at);
    }

    fn comparison(&mut self, fields: &[(&str, &Value)], at: &str) {
        let is_comparison = |name: &str| CHOICE_RULE.contains(&name) && !KINDS.contains(&name);
        let comparisons: Vec<_> = fields.iter().filter(|(name, _)| is_comparison(name)).collect();
        if let [(name, operand)] = comparisons[..] {
            self.operand(name, operand, &pointer::below(at, name));
            return;
        }
        let known: Vec<_> = CHOICE_RULE.iter().copied().filter(|name| is_comparison(name)).collect();
        let rule = match comparisons.len() {
            0 => "This object should have only one of the following fields",
            _ => "There should only be one of the following fields",
        };
        self.schema(at, format!("{rule}: [{}]", known.join(", ")));
    }

    /// What the variable is compared to.
    fn operand(&mut self, comparison: &str, operand: &Value, at: &str) {
        let (expected, is_expected) = match operand_type(comparison) {
            Operand::Boolean => ("[BOOLEAN]", operand.is_boolean()),
            Operand::Number => ("[NUMBER]", operand.is_number()),
            Operand::Text | Operand::Path => ("[STRING]", operand.is_string()),
        };
        if !is_expected {
            self.wrong_type(at, expected);
        }
        let Some(text) = operand.as_str().filter(|_| is_expected) else { return };
        if operand_type(comparison) == Operand::Path {
            self.reference_path(syntax::compared_path(text), at);
        } else if comparison.starts_with("Timestamp") && Timestamp::parse(text).is_none() {
            self.schema(at, "String does not match RFC3339 timestamp");
        } else if syntax::looks_like_path(text) {
            let message = format!("The text is compared as it is; '{comparison}Path' would read what it leads to");
            self.warn(Code::NoPath, at, message);
        }
    }
}

#[derive(PartialEq, Eq)]
enum Operand {
    Path,
    Boolean,
    Number,
    Text,
}

fn operand_type(comparison: &str) -> Operand {
    if comparison.ends_with("Path") {
        Operand::Path
    } else if comparison.starts_with("Is") || comparison.starts_with("Boolean") {
        Operand::Boolean
    } else if comparison.starts_with("Numeric") {
        Operand::Number
    } else {
        Operand::Text
    }
}
