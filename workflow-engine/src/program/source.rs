//! Where the value of a field comes from, in either query language.

use workflow_asl::EvaluationError;
use workflow_asl::jsonata::{Expected, Template};
use workflow_asl::jsonpath::{Expression, Path, PayloadTemplate};

use crate::Payload;
use crate::interpret::Reading;

/// The value of a field, before it is evaluated.
#[derive(Debug)]
pub(crate) enum Source {
    /// JSON as it stands.
    Literal(Payload),
    /// A path: `InputPath`, `ItemsPath`.
    Path(Path),
    /// A path or an intrinsic function: `ErrorPath`.
    Expression(Expression),
    /// `Parameters` and the like.
    PayloadTemplate(PayloadTemplate),
    /// What may hold `{% %}`.
    Jsonata(Template),
}

impl Source {
    /// The value, `field` being the name of the field for messages.
    pub(crate) fn read(&self, field: &str, reading: &Reading<'_>) -> Result<Payload, EvaluationError> {
        self.read_as(Expected::Any, field, reading)
    }

    /// The value, which has to be of a type if it is a JSONata expression.
    pub(crate) fn read_as(
        &self,
        expected: Expected,
        field: &str,
        reading: &Reading<'_>,
    ) -> Result<Payload, EvaluationError> {
        match self {
            Self::Literal(value) => Ok(value.clone()),
            Self::Path(path) if path.as_str() == "$" => Ok(reading.input.clone()),
            Self::Path(path) => path.read(&reading.data()).map(|value| Payload::from(value.into_owned())),
            Self::Expression(source) => {
                source.evaluate(field, &reading.data()).map(|value| Payload::from(value.into_owned()))
            }
            Self::PayloadTemplate(template) => template.evaluate(&reading.data()).map(Payload::from),
            Self::Jsonata(template) => {
                let conditions = reading.conditions();
                let bindings = reading.bindings(template.reads_context());
                template.evaluate_as(expected, field, &bindings, &conditions).map(Payload::from)
            }
        }
    }
}
