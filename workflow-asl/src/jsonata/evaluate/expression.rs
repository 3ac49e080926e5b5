use std::fmt;

use jlens_core::output::Output;
use jlens_core::reads::Reads;
use serde_json::Value;

use super::cause::Place;
use super::references::References;
use super::result::Json;
use super::source::{Input, STATES};
use super::{Bindings, Conditions, Expected, aws_functions, plain};
use crate::EvaluationError;

/// A JSONata expression of a state, prepared for many evaluations. Threads may share it.
///
/// ```
/// use workflow_asl::jsonata::{Bindings, Conditions, Expression};
/// use serde_json::json;
///
/// let expression = Expression::parse(" $states.input.price * $count ").unwrap();
/// let input = json!({"price": 2.5});
/// let variables = json!({"count": 4});
/// let bindings = Bindings::new(variables.as_object().unwrap()).input(&input);
/// let total = expression.evaluate("Output", &bindings, &Conditions::new(0, 0)).unwrap();
/// assert_eq!(total, json!(10));
/// ```
#[derive(Clone, Debug)]
pub struct Expression {
    /// The text between the delimiters, trimmed.
    text: String,
    references: References,
    /// The names of variables that are not functions, without the dollar.
    variables: Vec<String>,
    /// The names of functions, which hide a function where there is a variable of that name.
    functions: Vec<String>,
    plain: jlens_core::Expression,
    reads: Reads,
    /// The expression with its variables read from its input, where that is all that it reads of the input.
    reading: Option<jlens_core::Expression>,
}

/// Why a text is no expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong, in the words of AWS.
    pub message: String,
    /// Where, as an offset in UTF-16 code units into the text that was parsed, after the offending token.
    pub position: Option<usize>,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for SyntaxError {}

impl From<jlens_core::Error> for SyntaxError {
    fn from(error: jlens_core::Error) -> Self {
        Self { message: error.message(), position: error.position() }
    }
}

impl Expression {
    /// Prepares the text between `{%` and `%}`.
    ///
    /// # Errors
    /// What is wrong with the text, as JSONata 2.0.6 sees it: what AWS reports as `INVALID_JSONATA_EXPRESSION`.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        let text = text.trim();
        let parsed = jlens_core::Expression::compile(text)?;
        let references = References::of(parsed.ast());
        if let Some(operator) = references.later_operator {
            return Err(SyntaxError::later_operator(operator));
        }
        let (functions, variables) = references
            .names
            .iter()
            .filter(|name| *name != STATES)
            .cloned()
            .partition(|name| super::super::is_function(name));
        let prepared = aws_functions::prepare(parsed.ast(), &references);
        let plain = match &prepared {
            Some(prepared) => jlens_core::Expression::compile(prepared)?,
            None => parsed,
        };
        let reads = plain.reads_with(aws_functions::bindings());
        let mut expression =
            Self { text: text.to_owned(), references, variables, functions, plain, reads, reading: None };
        expression.reading = expression.reading(prepared.as_deref().unwrap_or(text));
        Ok(expression)
    }

    /// The expression with its variables bound from its input first. An expression that could see the input itself
    /// has none, for an expression of a state has no input.
    fn reading(&self, text: &str) -> Option<jlens_core::Expression> {
        let odd = self.variables.iter().any(|name| name.contains('`'));
        if odd || self.reads.input().is_some() || self.reads.every_binding() {
            return None;
        }
        let mut bound = String::from("(");
        for name in self.variables.iter().map(String::as_str).chain(self.reads_states().then_some(STATES)) {
            bound.push_str(&format!("${name}:=`{name}`;"));
        }
        jlens_core::Expression::compile(&format!("{bound}{text}\n)")).ok()
    }

    /// The text of the expression, without its delimiters and the blanks inside them.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the expression may read `$states.context`: the Context object need not be made for one that does not.
    pub fn reads_context(&self) -> bool {
        self.reads("context")
    }

    /// Whether the expression may read this field of `$states`.
    pub fn reads(&self, field: &str) -> bool {
        match self.reads.binding(STATES) {
            Some(read) => read.fields().is_none_or(|fields| fields.contains_key(field)),
            None => self.reads.every_binding() && self.reads_states(),
        }
    }

    fn reads_states(&self) -> bool {
        self.references.names.contains(STATES)
    }

    /// The workflow variables that the expression may read, without the dollar. A superset: names that the
    /// expression binds itself are among them, and those of the functions it calls, which a variable hides.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.references.names.iter().map(String::as_str)
    }

    /// The fields that the paths which start at `$states` read first: `result` of `$states.result.id`.
    ///
    /// As AWS does, this looks at paths alone: `$states["result"]` and `($states).result` are not among them.
    pub fn states_fields(&self) -> &[String] {
        &self.references.states_fields
    }

    /// What the expression reads of an input that the expressions of a state do not have: names that stand where no
    /// step of a path gives them an item, and `$`. Each once, in the order of the text. AWS refuses them.
    pub fn top_level_references(&self) -> &[String] {
        &self.references.top_level
    }

    /// Whether the expression reads `$$`, which AWS refuses anywhere.
    pub fn reads_root(&self) -> bool {
        self.references.root
    }

    /// The value of the expression.
    ///
    /// `field` names the place of the expression in the state, as AWS's messages and the event `EvaluationFailed`
    /// name it: `Output`, `Choices[0]/Condition`.
    ///
    /// # Errors
    /// `States.QueryEvaluationError` with the cause in AWS's words, if the expression fails, gives nothing, gives a
    /// function, or reaches a limit.
    pub fn evaluate(
        &self,
        field: &str,
        bindings: &Bindings<'_>,
        conditions: &Conditions,
    ) -> Result<Value, EvaluationError> {
        self.evaluate_at(self.place(field, ""), bindings, conditions)
    }

    /// The value of the expression, of the type that the field takes.
    ///
    /// # Errors
    /// As [`evaluate`](Self::evaluate), and if the value is of another type.
    pub fn evaluate_as(
        &self,
        expected: Expected,
        field: &str,
        bindings: &Bindings<'_>,
        conditions: &Conditions,
    ) -> Result<Value, EvaluationError> {
        expected.check(self.evaluate(field, bindings, conditions)?, self.place(field, ""))
    }

    pub(super) fn place<'a>(&'a self, field: &'a str, below: &'a str) -> Place<'a> {
        Place { expression: &self.text, field, below }
    }

    pub(super) fn evaluate_at(
        &self,
        place: Place<'_>,
        bindings: &Bindings<'_>,
        conditions: &Conditions,
    ) -> Result<Value, EvaluationError> {
        let at = place.path();
        let (value, doubtful) = self.run(bindings, conditions, &at).map_err(|error| place.threw(&error))?;
        if !doubtful || !self.references.function_value {
            return value.ok_or_else(|| place.undefined());
        }
        // Rare: whether a function was left out is found by evaluating once more, under the same conditions.
        match plain::holds_function(self, bindings, conditions, &at) {
            Ok(true) => Err(place.unsupported()),
            Ok(false) => value.ok_or_else(|| place.undefined()),
            Err(error) => Err(place.threw(&error)),
        }
    }

    /// The result, if it is not undefined, and whether a function may have been left out of it.
    fn run(
        &self,
        bindings: &Bindings<'_>,
        conditions: &Conditions,
        place: &str,
    ) -> Result<(Option<Value>, bool), jlens_core::Error> {
        // Lives longer than the input, which borrows for as long as what is evaluated with it.
        let functions = aws_functions::with_conditions(&self.references.names, conditions, place);
        let input = Input::new(*bindings, &self.variables);
        let mut json = Json::new(Some(&input), conditions.limits.result);
        let write = |output: Output<'_, '_>| output.write(&mut json);
        let value = match &self.reading {
            Some(reading) if !self.hides_function(bindings) => {
                reading.evaluate_source_to(&input, &functions, &conditions.options(), write)
            }
            _ => plain::evaluate(self, bindings, functions.into_owned(), conditions, write),
        }?;
        if json.too_large {
            return Err(too_large(conditions));
        }
        let doubtful = json.doubtful || value.is_none();
        Ok((value, doubtful))
    }

    /// Whether a variable has the name of a function that the expression names.
    pub(super) fn hides_function(&self, bindings: &Bindings<'_>) -> bool {
        self.functions.iter().any(|name| bindings.variables.get(name).is_some())
    }

    pub(super) fn plain(&self) -> &jlens_core::Expression {
        &self.plain
    }

    /// What the expression reads of each name, if no variable hides a function.
    pub(super) fn all_reads(&self) -> &Reads {
        &self.reads
    }

    pub(super) fn names_set(&self) -> &std::collections::BTreeSet<String> {
        &self.references.names
    }
}

/// What the evaluator says of a result that is too large.
fn too_large(conditions: &Conditions) -> jlens_core::Error {
    let message = format!("The result would exceed the size limit of {} bytes", conditions.limits.result);
    jlens_core::Error::new("U1001").with("message", message)
}

impl SyntaxError {
    fn later_operator(operator: &str) -> Self {
        // To JSONata 2.0.6 both are a conditional whose middle part starts with the second character.
        let second = operator.chars().nth(1).unwrap_or('?');
        Self { message: format!("The symbol \"{second}\" cannot be used as a unary operator"), position: None }
    }
}
