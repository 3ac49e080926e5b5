use serde_json::{Map, Value};

use super::{Bindings, Conditions, Expected, Expression, SyntaxError};
use crate::{EvaluationError, jsonata_text};

/// A field of a JSONata state, prepared: JSON whose strings `{% … %}`, at any depth, stand for values.
///
/// The keys of objects are taken as they are.
///
/// ```
/// use workflow_asl::jsonata::{Bindings, Conditions, Template};
/// use serde_json::json;
///
/// let template = Template::parse(&json!({"sum": "{% $states.input.a + 1 %}", "all": [true]})).unwrap();
/// let input = json!({"a": 1});
/// let value = template.evaluate("Output", &Bindings::new(&()).input(&input), &Conditions::new(0, 0)).unwrap();
/// assert_eq!(value, json!({"sum": 2, "all": [true]}));
/// ```
#[derive(Clone, Debug)]
pub struct Template(Part);

#[derive(Clone, Debug)]
enum Part {
    /// JSON without expressions.
    Literal(Value),
    /// An expression, with the way to it from the field.
    Expression(Box<Expression>, String),
    Array(Vec<Part>),
    Object(Vec<(String, Part)>),
}

/// An expression in a template that does not parse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    /// The way to the expression from the field, such as `/a/b[0]`.
    pub below: String,
    /// What is wrong with it.
    pub error: SyntaxError,
}

impl std::fmt::Display for TemplateError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}", self.error)
    }
}

impl std::error::Error for TemplateError {}

impl Template {
    /// Prepares a field.
    ///
    /// # Errors
    /// The first expression that does not parse.
    pub fn parse(value: &Value) -> Result<Self, TemplateError> {
        Part::parse(value, "").map(Self)
    }

    /// The value of a template without expressions.
    pub fn as_literal(&self) -> Option<&Value> {
        match &self.0 {
            Part::Literal(value) => Some(value),
            _ => None,
        }
    }

    /// The expression of a template that is nothing else.
    pub fn as_expression(&self) -> Option<&Expression> {
        match &self.0 {
            Part::Expression(expression, _) => Some(expression),
            _ => None,
        }
    }

    /// All expressions, in the order of the template.
    pub fn expressions(&self) -> Vec<&Expression> {
        let mut all = Vec::new();
        self.0.expressions(&mut all);
        all
    }

    /// Whether any expression may read `$states.context`.
    pub fn reads_context(&self) -> bool {
        self.expressions().iter().any(|expression| expression.reads_context())
    }

    /// The value of the template, `field` being its place in the state: `Output`, `Assign`.
    ///
    /// # Errors
    /// The failure of the first expression that fails, as [`Expression::evaluate`] describes it.
    pub fn evaluate(
        &self,
        field: &str,
        bindings: &Bindings<'_>,
        conditions: &Conditions,
    ) -> Result<Value, EvaluationError> {
        self.0.evaluate(field, bindings, conditions)
    }

    /// The value of the template, of the type that the field takes. What is not an expression is not looked at: it
    /// is for validation.
    ///
    /// # Errors
    /// As [`evaluate`](Self::evaluate), and if an expression that is all of the template gives another type.
    pub fn evaluate_as(
        &self,
        expected: Expected,
        field: &str,
        bindings: &Bindings<'_>,
        conditions: &Conditions,
    ) -> Result<Value, EvaluationError> {
        match self.as_expression() {
            Some(expression) => expression.evaluate_as(expected, field, bindings, conditions),
            None => self.evaluate(field, bindings, conditions),
        }
    }
}

impl Part {
    fn parse(value: &Value, below: &str) -> Result<Self, TemplateError> {
        match value {
            Value::String(text) => match jsonata_text::body(text) {
                Some(body) => {
                    let located = |error| TemplateError { below: below.to_owned(), error };
                    let expression = Expression::parse(body).map_err(located)?;
                    Ok(Self::Expression(Box::new(expression), below.to_owned()))
                }
                None => Ok(Self::Literal(value.clone())),
            },
            Value::Array(items) => {
                let parts = items.iter().enumerate();
                let parts = parts.map(|(index, item)| Self::parse(item, &format!("{below}[{index}]")));
                let parts = parts.collect::<Result<Vec<_>, _>>()?;
                Ok(if parts.iter().all(Self::is_literal) { Self::Literal(value.clone()) } else { Self::Array(parts) })
            }
            Value::Object(fields) => {
                let part = |(name, field): (&String, &Value)| {
                    Ok((name.clone(), Self::parse(field, &format!("{below}/{name}"))?))
                };
                let parts = fields.iter().map(part).collect::<Result<Vec<_>, _>>()?;
                let literal = parts.iter().all(|(_, part)| part.is_literal());
                Ok(if literal { Self::Literal(value.clone()) } else { Self::Object(parts) })
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => Ok(Self::Literal(value.clone())),
        }
    }

    fn is_literal(&self) -> bool {
        matches!(self, Self::Literal(_))
    }

    fn expressions<'a>(&'a self, all: &mut Vec<&'a Expression>) {
        match self {
            Self::Literal(_) => {}
            Self::Expression(expression, _) => all.push(expression),
            Self::Array(items) => items.iter().for_each(|item| item.expressions(all)),
            Self::Object(fields) => fields.iter().for_each(|(_, field)| field.expressions(all)),
        }
    }

    fn evaluate(
        &self,
        field: &str,
        bindings: &Bindings<'_>,
        conditions: &Conditions,
    ) -> Result<Value, EvaluationError> {
        match self {
            Self::Literal(value) => Ok(value.clone()),
            Self::Expression(expression, below) => {
                expression.evaluate_at(expression.place(field, below), bindings, conditions)
            }
            Self::Array(items) => items.iter().map(|item| item.evaluate(field, bindings, conditions)).collect(),
            Self::Object(fields) => {
                let value =
                    |(name, part): &(String, Self)| Ok((name.clone(), part.evaluate(field, bindings, conditions)?));
                fields.iter().map(value).collect::<Result<Map<_, _>, _>>().map(Value::Object)
            }
        }
    }
}
