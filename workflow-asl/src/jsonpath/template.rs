use std::fmt;

use serde_json::{Map, Value};

use super::expression::{Expression, ExpressionError};
use super::Data;
use crate::EvaluationError;

/// `Parameters`, `ResultSelector`, `ItemSelector` or a value of `Assign`: JSON in which the fields whose names end with
/// `.$`, at any depth, are paths or calls of functions.
///
/// Follows "Payload Template" of the Amazon States Language specification.
///
/// ```
/// use serde_json::json;
/// use workflow_asl::jsonpath::{Data, NoRandomness, PayloadTemplate};
///
/// let template = PayloadTemplate::parse(&json!({"fixed": "$.a", "read.$": "$.a", "list": [{"b.$": "$.a"}]})).unwrap();
/// let (input, context) = (json!({"a": 1}), json!({}));
/// let data = Data { input: &input, context: &context, variables: &(), random: &NoRandomness };
/// assert_eq!(template.evaluate(&data).unwrap(), json!({"fixed": "$.a", "read": 1, "list": [{"b": 1}]}));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct PayloadTemplate(Part);

#[derive(Clone, Debug, PartialEq)]
enum Part {
    /// JSON without anything to evaluate.
    Literal(Value),
    Object(Vec<Member>),
    Array(Vec<Part>),
}

#[derive(Clone, Debug, PartialEq)]
enum Member {
    /// A field as it is called.
    Plain(String, Part),
    /// A field that is evaluated: its name with `.$`, and without.
    Evaluated { field: String, name: String, expression: Expression },
}

/// Why a template does not parse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    /// The JSON pointer from the template to the field.
    pub pointer: String,
    /// What is wrong with its value; none if it is no text.
    pub error: Option<ExpressionError>,
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.error {
            Some(error) => error.fmt(f),
            None => f.write_str("The value of a field that ends with '.$' must be a path or a function call"),
        }
    }
}

impl std::error::Error for TemplateError {}

/// What the names of evaluated fields end with.
const EVALUATED: &str = ".$";

impl PayloadTemplate {
    /// Parses a template.
    ///
    /// # Errors
    /// The first field that ends with `.$` and is neither a path nor a call.
    pub fn parse(template: &Value) -> Result<Self, TemplateError> {
        Part::parse(template, "").map(Self)
    }

    /// The value of a template that has nothing to evaluate.
    pub fn as_literal(&self) -> Option<&Value> {
        match &self.0 {
            Part::Literal(value) => Some(value),
            Part::Object(_) | Part::Array(_) => None,
        }
    }

    /// The JSON, with what its fields evaluate to.
    ///
    /// # Errors
    /// Of the first field that cannot be evaluated.
    pub fn evaluate(&self, data: &Data<'_>) -> Result<Value, EvaluationError> {
        self.0.evaluate(data)
    }
}

impl Part {
    fn parse(template: &Value, at: &str) -> Result<Self, TemplateError> {
        let part = match template {
            Value::Object(fields) => {
                let members = fields.iter().map(|(name, value)| Member::parse(name, value, at));
                Self::Object(members.collect::<Result<_, _>>()?)
            }
            Value::Array(items) => {
                let parts = items.iter().enumerate().map(|(index, item)| Self::parse(item, &format!("{at}/{index}")));
                Self::Array(parts.collect::<Result<_, _>>()?)
            }
            _ => Self::Literal(template.clone()),
        };
        Ok(if part.is_literal() { Self::Literal(template.clone()) } else { part })
    }

    fn is_literal(&self) -> bool {
        match self {
            Self::Literal(_) => true,
            Self::Array(parts) => parts.iter().all(|part| matches!(part, Self::Literal(_))),
            Self::Object(members) => members.iter().all(|member| matches!(member, Member::Plain(_, Self::Literal(_)))),
        }
    }

    fn evaluate(&self, data: &Data<'_>) -> Result<Value, EvaluationError> {
        match self {
            Self::Literal(value) => Ok(value.clone()),
            Self::Array(parts) => parts.iter().map(|part| part.evaluate(data)).collect::<Result<_, _>>().map(Value::Array),
            Self::Object(members) => {
                let mut object = Map::with_capacity(members.len());
                for member in members {
                    let (name, value) = match member {
                        Member::Plain(name, part) => (name, part.evaluate(data)?),
                        Member::Evaluated { field, name, expression } => (name, expression.evaluate(field, data)?),
                    };
                    object.insert(name.clone(), value);
                }
                Ok(Value::Object(object))
            }
        }
    }
}

impl Member {
    fn parse(field: &str, value: &Value, at: &str) -> Result<Self, TemplateError> {
        let at = || format!("{at}/{}", field.replace('~', "~0").replace('/', "~1"));
        let Some(name) = field.strip_suffix(EVALUATED) else {
            return Ok(Self::Plain(field.to_owned(), Part::parse(value, &at())?));
        };
        let text = value.as_str().ok_or_else(|| TemplateError { pointer: at(), error: None })?;
        let expression =
            Expression::parse(text).map_err(|error| TemplateError { pointer: at(), error: Some(error) })?;
        Ok(Self::Evaluated { field: field.to_owned(), name: name.to_owned(), expression })
    }
}
