use std::fmt;

use serde_json::{Map, Value};

use super::{Data, Expression, ExpressionError};
use crate::{EvaluationError, pointer};

/// What a name ends with whose value is a path or a call.
const DYNAMIC: &str = ".$";

/// `Parameters`, `ResultSelector`, `ItemSelector`, `BatchInput` or `Assign`: JSON in which the value of each field
/// whose name ends in `.$`, at any depth, is a path or a call of an intrinsic function, and the name is without `.$` in
/// the result.
///
/// Follows "Payload Template" of the Amazon States Language specification.
#[derive(Clone, Debug, PartialEq)]
pub struct PayloadTemplate(Node);

#[derive(Clone, Debug, PartialEq)]
enum Node {
    Literal(Value),
    Array(Vec<Node>),
    Object(Vec<Field>),
}

#[derive(Clone, Debug, PartialEq)]
enum Field {
    Static(Box<str>, Node),
    /// The name without `.$`, and with it.
    Dynamic(Box<str>, Box<str>, Expression),
}

/// A field of a template whose name ends in `.$`, and whose value is neither a path nor a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    /// The whole name of the field.
    pub field: String,
    /// The JSON pointer of the object that has the field, from the template on.
    pub object: String,
    /// What is wrong with its value; none if it is not a text.
    pub reason: Option<ExpressionError>,
}

impl fmt::Display for TemplateError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = &self.field;
        write!(
            formatter,
            "The value for the field '{field}' must be a valid JSONPath or a valid intrinsic function call"
        )
    }
}

impl std::error::Error for TemplateError {}

impl PayloadTemplate {
    /// Parses a template.
    ///
    /// # Errors
    /// One for each dynamic field that is neither a path nor a call. Each is displayed in the words of AWS.
    pub fn parse(template: &Value) -> Result<Self, Vec<TemplateError>> {
        let mut errors = Vec::new();
        let node = Node::parse(template, "", &mut errors);
        if errors.is_empty() { Ok(Self(node)) } else { Err(errors) }
    }

    /// The template with its values filled in.
    ///
    /// # Errors
    /// `States.Runtime` if a path leads nowhere or a call fails.
    pub fn evaluate(&self, data: &Data<'_>) -> Result<Value, EvaluationError> {
        self.0.evaluate(data)
    }

    /// Calls this with the name of each variable that is read, in the order of the text.
    pub fn each_variable<'t>(&'t self, found: &mut dyn FnMut(&'t str)) {
        self.0.each_variable(found);
    }
}

impl Node {
    fn parse(template: &Value, at: &str, errors: &mut Vec<TemplateError>) -> Self {
        match template {
            Value::Array(items) => {
                let items: Vec<_> = items
                    .iter()
                    .enumerate()
                    .map(|(index, item)| Self::parse(item, &pointer::at(at, index), errors))
                    .collect();
                if items.iter().all(|item| matches!(item, Self::Literal(_))) {
                    return Self::Literal(template.clone());
                }
                Self::Array(items)
            }
            Value::Object(members) => {
                let fields: Vec<_> =
                    members.iter().filter_map(|(name, value)| Field::parse(name, value, at, errors)).collect();
                if fields.iter().all(|field| matches!(field, Field::Static(_, Self::Literal(_)))) {
                    return Self::Literal(template.clone());
                }
                Self::Object(fields)
            }
            _ => Self::Literal(template.clone()),
        }
    }

    fn evaluate(&self, data: &Data<'_>) -> Result<Value, EvaluationError> {
        match self {
            Self::Literal(value) => Ok(value.clone()),
            Self::Array(items) => items.iter().map(|item| item.evaluate(data)).collect(),
            Self::Object(fields) => {
                let mut members = Map::with_capacity(fields.len());
                for field in fields {
                    let (name, value) = match field {
                        Field::Static(name, node) => (name, node.evaluate(data)?),
                        Field::Dynamic(name, whole, expression) => {
                            (name, expression.evaluate(whole, data)?.into_owned())
                        }
                    };
                    members.insert(name.to_string(), value);
                }
                Ok(Value::Object(members))
            }
        }
    }

    fn each_variable<'t>(&'t self, found: &mut dyn FnMut(&'t str)) {
        match self {
            Self::Literal(_) => {}
            Self::Array(items) => items.iter().for_each(|item| item.each_variable(found)),
            Self::Object(fields) => fields.iter().for_each(|field| match field {
                Field::Static(_, node) => node.each_variable(found),
                Field::Dynamic(_, _, expression) => expression.each_variable(found),
            }),
        }
    }
}

impl Field {
    /// None if it is wrong, which is then reported.
    fn parse(name: &str, value: &Value, at: &str, errors: &mut Vec<TemplateError>) -> Option<Self> {
        let Some(short) = name.strip_suffix(DYNAMIC) else {
            return Some(Self::Static(name.into(), Node::parse(value, &pointer::below(at, name), errors)));
        };
        let reason = match value.as_str().map(Expression::parse) {
            Some(Ok(expression)) => return Some(Self::Dynamic(short.into(), name.into(), expression)),
            Some(Err(error)) => Some(error),
            None => None,
        };
        errors.push(TemplateError { field: name.to_owned(), object: at.to_owned(), reason });
        None
    }
}
