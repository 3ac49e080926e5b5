//! The rules of a Choice state in JSONPath.

mod glob;
mod operator;

use std::fmt;

use serde_json::Value;

use super::path::{Path, PathError};
use super::Data;
use crate::{EvaluationError, JsonPathFields};
use glob::Glob;
use operator::{Comparison, Kind, Operator};

/// What a rule of a Choice state compares: a variable, or several comparisons with `And`, `Or` and `Not`.
///
/// Follows "Choice workflow state" of the AWS developer guide. Values of other types than the operator's never match.
///
/// ```
/// use serde_json::json;
/// use workflow_asl::jsonpath::{ChoiceCondition, Data, NoRandomness};
///
/// let rule = [("Variable".to_owned(), json!("$.n")), ("NumericGreaterThan".to_owned(), json!(5))].into();
/// let condition = ChoiceCondition::parse(&rule).unwrap();
/// let (input, context) = (json!({"n": 7}), json!({}));
/// let data = Data { input: &input, context: &context, variables: &(), random: &NoRandomness };
/// assert_eq!(condition.holds(&data), Ok(true));
/// ```
#[derive(Clone, Debug)]
pub struct ChoiceCondition(Condition);

#[derive(Clone, Debug)]
enum Condition {
    And(Vec<Condition>),
    Or(Vec<Condition>),
    Not(Box<Condition>),
    Compare { variable: Path, test: Test },
}

#[derive(Clone, Debug)]
enum Test {
    /// A comparison with a value that is written in the definition.
    Value(Comparison, Value),
    /// A comparison with what another path leads to.
    Path(Comparison, Path),
    Matches(Glob),
    /// `IsNull` and the like, and whether it is to be so.
    Is(Kind, bool),
    IsPresent(bool),
}

/// Why a rule compares nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionError {
    /// The JSON pointer from the rule to what is wrong.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for ConditionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ConditionError {}

/// How deep rules may be nested.
const MAX_DEPTH: usize = 64;

/// The fields of a nested rule, from either map that JSON objects are kept in.
type Field<'r> = &'r dyn Fn(&str) -> Option<&'r Value>;

impl ChoiceCondition {
    /// Parses a rule.
    ///
    /// # Errors
    /// A rule without a comparison, or with one that cannot be made.
    pub fn parse(rule: &JsonPathFields) -> Result<Self, ConditionError> {
        let names: Vec<&str> = rule.keys().map(String::as_str).collect();
        Condition::parse(&names, &|name| rule.get(name), "", 0).map(Self)
    }

    /// Whether the rule holds.
    ///
    /// # Errors
    /// `States.Runtime` if a path that is compared leads nowhere.
    pub fn holds(&self, data: &Data<'_>) -> Result<bool, EvaluationError> {
        self.0.holds(data)
    }
}

impl Condition {
    fn parse(names: &[&str], field: Field<'_>, at: &str, depth: usize) -> Result<Self, ConditionError> {
        let error = |name: &str, message: String| ConditionError { pointer: format!("{at}/{name}"), message };
        if depth > MAX_DEPTH {
            return Err(error("", format!("Rules are nested more than {MAX_DEPTH} deep")));
        }
        let nested = |name: &str, rule: &Value, at: String| match rule {
            Value::Object(rule) => {
                let names: Vec<&str> = rule.keys().map(String::as_str).collect();
                Self::parse(&names, &|name| rule.get(name), &at, depth + 1)
            }
            _ => Err(error(name, "Expected a rule".to_owned())),
        };
        for name in names {
            let value = field(name);
            match (*name, value) {
                ("And" | "Or", Some(Value::Array(rules))) => {
                    let rules = rules.iter().enumerate();
                    let rules = rules.map(|(index, rule)| nested(name, rule, format!("{at}/{name}/{index}")));
                    let rules = rules.collect::<Result<Vec<_>, _>>()?;
                    return Ok(if *name == "And" { Self::And(rules) } else { Self::Or(rules) });
                }
                ("Not", Some(rule)) => {
                    return nested(name, rule, format!("{at}/Not")).map(|rule| Self::Not(Box::new(rule)));
                }
                _ => {}
            }
        }
        let variable = field("Variable").and_then(Value::as_str);
        let variable = variable.ok_or_else(|| error("Variable", "The field 'Variable' is required".to_owned()))?;
        let variable = Path::parse(variable).map_err(|problem| error("Variable", problem.to_string()))?;
        let tests = names.iter().filter_map(|name| Some((*name, Operator::named(name)?)));
        let (name, operator) = tests.last().ok_or_else(|| error("", "The rule compares nothing".to_owned()))?;
        let value = field(name).unwrap_or(&Value::Null);
        let test = Test::parse(operator, value).map_err(|message| error(name, message))?;
        Ok(Self::Compare { variable, test })
    }

    fn holds(&self, data: &Data<'_>) -> Result<bool, EvaluationError> {
        match self {
            Self::And(rules) => {
                for rule in rules {
                    if !rule.holds(data)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Self::Or(rules) => {
                for rule in rules {
                    if rule.holds(data)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Self::Not(rule) => rule.holds(data).map(|holds| !holds),
            Self::Compare { variable, test: Test::IsPresent(wanted) } => {
                Ok(variable.get(data).is_some() == *wanted)
            }
            Self::Compare { variable, test } => test.holds(&*variable.read(data)?, data),
        }
    }
}

impl Test {
    fn parse(operator: Operator, value: &Value) -> Result<Self, String> {
        let path = |value: &Value| match value.as_str() {
            Some(text) => Path::parse(text).map_err(|error: PathError| error.to_string()),
            None => Err("Expected a path".to_owned()),
        };
        let flag = |value: &Value| value.as_bool().ok_or_else(|| "Expected true or false".to_owned());
        match operator {
            Operator::Value(comparison) => Ok(Self::Value(comparison, value.clone())),
            Operator::Path(comparison) => path(value).map(|path| Self::Path(comparison, path)),
            Operator::Matches => match value.as_str() {
                Some(text) => Ok(Self::Matches(Glob::parse(text))),
                None => Err("Expected a text".to_owned()),
            },
            Operator::Is(kind) => flag(value).map(|wanted| Self::Is(kind, wanted)),
            Operator::IsPresent => flag(value).map(Self::IsPresent),
        }
    }

    fn holds(&self, variable: &Value, data: &Data<'_>) -> Result<bool, EvaluationError> {
        Ok(match self {
            Self::Value(comparison, value) => comparison.holds(variable, value),
            Self::Path(comparison, path) => comparison.holds(variable, &*path.read(data)?),
            Self::Matches(glob) => variable.as_str().is_some_and(|text| glob.matches(text)),
            Self::Is(kind, wanted) => kind.is(variable) == *wanted,
            // Looked for where nothing need be there to be read.
            Self::IsPresent(wanted) => *wanted,
        })
    }
}
