use std::borrow::Cow;
use std::fmt;

use indexmap::IndexMap;
use serde_json::Value;

use super::operator::{self, Operator};
use crate::EvaluationError;
use crate::jsonpath::{Data, Path, PathError};

/// How deep `And`, `Or` and `Not` may be nested.
const MAX_DEPTH: usize = 64;

/// What a rule of a Choice state compares: `Variable` and one of 39 operators, or `And`, `Or` or `Not` of such.
///
/// A comparison of values of different types does not hold; it is no error. Follows "Choice Rules" of the Amazon
/// States Language specification.
///
/// ```
/// use serde_json::json;
/// use workflow_asl::jsonpath::{ChoiceCondition, Data, NoRandomness};
///
/// let rule = json!({ "Variable": "$.cents", "NumericGreaterThan": 100 });
/// let condition = ChoiceCondition::parse_object(rule.as_object().unwrap()).unwrap();
/// let (input, context) = (json!({ "cents": 250 }), json!({}));
/// let data = Data { input: &input, context: &context, variables: &(), random: &NoRandomness };
/// assert!(condition.holds(&data).unwrap());
/// ```
#[derive(Clone, Debug)]
pub struct ChoiceCondition(Node);

#[derive(Clone, Debug)]
enum Node {
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
    IsPresent(Path, bool),
    Compare(Path, Operator),
}

/// Why the fields of a rule are not a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionError {
    /// The JSON pointer of what is wrong, from the rule on.
    pub location: String,
    /// What is wrong.
    pub message: String,
    /// The field whose value is not a path, if that is what is wrong.
    pub path: Option<PathError>,
}

impl fmt::Display for ConditionError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} at {}", self.message, if self.location.is_empty() { "/" } else { &self.location })
    }
}

impl std::error::Error for ConditionError {}

impl ChoiceCondition {
    /// Parses the fields of a rule as the model has them; others than those of a condition are passed over.
    ///
    /// # Errors
    /// Fields that are not a condition, with the first that is wrong.
    pub fn parse(fields: &IndexMap<String, Value>) -> Result<Self, ConditionError> {
        Node::parse(&|name| fields.get(name), &mut fields.iter(), "", 0).map(Self)
    }

    /// Parses a rule that is a JSON object.
    ///
    /// # Errors
    /// Fields that are not a condition, with the first that is wrong.
    pub fn parse_object(fields: &serde_json::Map<String, Value>) -> Result<Self, ConditionError> {
        Node::parse(&|name| fields.get(name), &mut fields.iter(), "", 0).map(Self)
    }

    /// Whether the condition holds. Of `And` and `Or`, only as many are looked at as decide it.
    ///
    /// # Errors
    /// `States.Runtime` if a path that has to be read leads nowhere; `IsPresent` need not.
    pub fn holds(&self, data: &Data<'_>) -> Result<bool, EvaluationError> {
        self.0.holds(data)
    }

    /// Calls this with the name of each variable that is read, in the order of the text.
    pub fn each_variable<'c>(&'c self, found: &mut dyn FnMut(&'c str)) {
        self.0.each_variable(found);
    }
}

type Fields<'f> = dyn Iterator<Item = (&'f String, &'f Value)> + 'f;

impl Node {
    fn parse<'f>(
        get: &dyn Fn(&str) -> Option<&'f Value>,
        fields: &mut Fields<'f>,
        at: &str,
        depth: usize,
    ) -> Result<Self, ConditionError> {
        let error = |message: String| ConditionError { location: at.to_owned(), message, path: None };
        if depth == MAX_DEPTH {
            return Err(error(format!("Rules may be nested at most {MAX_DEPTH} levels deep")));
        }
        if let Some(rules) = get("And") {
            return Self::list(rules, &format!("{at}/And"), depth).map(Self::And);
        }
        if let Some(rules) = get("Or") {
            return Self::list(rules, &format!("{at}/Or"), depth).map(Self::Or);
        }
        if let Some(rule) = get("Not") {
            return Self::object(rule, &format!("{at}/Not"), depth).map(|rule| Self::Not(Box::new(rule)));
        }
        let variable = get("Variable").and_then(Value::as_str);
        let variable = variable.ok_or_else(|| error("A rule must have the field 'Variable'".to_owned()))?;
        let variable = path(variable, &format!("{at}/Variable"))?;
        let mut comparisons = fields.filter(|(name, _)| operator::is_name(name));
        let (Some((name, operand)), None) = (comparisons.next(), comparisons.next()) else {
            return Err(error("A rule must have exactly one comparison".to_owned()));
        };
        let location = format!("{at}/{name}");
        if name == "IsPresent" {
            let wanted = operand.as_bool();
            let wanted = wanted.ok_or_else(|| wrong_operand(&location, "BOOLEAN"))?;
            return Ok(Self::IsPresent(variable, wanted));
        }
        Operator::parse(name, operand, &location).map(|operator| Self::Compare(variable, operator))
    }

    fn object(rule: &Value, at: &str, depth: usize) -> Result<Self, ConditionError> {
        let fields = rule.as_object().ok_or_else(|| wrong_operand(at, "OBJECT"))?;
        Self::parse(&|name| fields.get(name), &mut fields.iter(), at, depth + 1)
    }

    fn list(rules: &Value, at: &str, depth: usize) -> Result<Vec<Self>, ConditionError> {
        let rules = rules.as_array().filter(|rules| !rules.is_empty());
        let rules = rules.ok_or_else(|| wrong_operand(at, "ARRAY"))?;
        rules.iter().enumerate().map(|(index, rule)| Self::object(rule, &format!("{at}/{index}"), depth)).collect()
    }

    fn holds(&self, data: &Data<'_>) -> Result<bool, EvaluationError> {
        match self {
            Self::And(rules) => first(rules, false, data).map(|failed| !failed),
            Self::Or(rules) => first(rules, true, data),
            Self::Not(rule) => rule.holds(data).map(|holds| !holds),
            Self::IsPresent(path, wanted) => Ok(path.get(data).is_some() == *wanted),
            Self::Compare(path, operator) => operator.holds(&*value(path, data)?, data),
        }
    }

    fn each_variable<'c>(&'c self, found: &mut dyn FnMut(&'c str)) {
        match self {
            Self::And(rules) | Self::Or(rules) => rules.iter().for_each(|rule| rule.each_variable(found)),
            Self::Not(rule) => rule.each_variable(found),
            Self::IsPresent(path, _) => path.variable().into_iter().for_each(found),
            Self::Compare(path, operator) => {
                path.variable().into_iter().chain(operator.path().and_then(Path::variable)).for_each(found);
            }
        }
    }
}

/// Whether there is a rule that holds, or does not, as wanted.
fn first(rules: &[Node], wanted: bool, data: &Data<'_>) -> Result<bool, EvaluationError> {
    for rule in rules {
        if rule.holds(data)? == wanted {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What a rule compares, which has to be there.
pub(super) fn value<'a>(path: &Path, data: &Data<'a>) -> Result<Cow<'a, Value>, EvaluationError> {
    path.get(data).ok_or_else(|| {
        let cause = format!("Invalid path '{path}': The choice state's condition path references an invalid value.");
        EvaluationError::new("States.Runtime", cause)
    })
}

pub(super) fn path(text: &str, at: &str) -> Result<Path, ConditionError> {
    Path::parse(text).map_err(|error| ConditionError {
        location: at.to_owned(),
        message: "Value is not a Reference Path".to_owned(),
        path: Some(error),
    })
}

pub(super) fn wrong_operand(at: &str, wanted: &str) -> ConditionError {
    ConditionError { location: at.to_owned(), message: format!("Expected value of type [{wanted}]"), path: None }
}
