//! How data flows through a state: from its raw input to what it works on, from its result to its output.
//!
//! Follows "Processing input and output in Step Functions" of the AWS developer guide.

use std::sync::Arc;

use serde_json::{Value, json};
use workflow_asl::field;
use workflow_asl::jsonpath::ResultPath;
use workflow_asl::{EvaluationError, QueryLanguage};

use super::branch::{Assigned, Branch, Visit};
use super::reading::Reading;
use crate::Payload;
use crate::program::{Assignments, Source};
use crate::test_state::DataStep;

impl Branch<'_> {
    /// The input that a state works on: after `InputPath`.
    pub(crate) fn effective_input(&self, visit: &Visit<'_>) -> Result<Payload, EvaluationError> {
        let input = match &visit.state.input.input_path {
            Some(path) => path.read(field::INPUT_PATH, &self.reading(visit, &visit.raw))?,
            None => visit.raw.clone(),
        };
        self.inspect_step(visit, DataStep::InputPath, &input);
        Ok(input)
    }

    /// What a state gives to its work: `Parameters` or `Arguments`, or its effective input.
    pub(crate) fn arguments(&self, visit: &Visit<'_>, input: &Payload) -> Result<Payload, EvaluationError> {
        let field = match visit.state.language {
            QueryLanguage::JsonPath => field::PARAMETERS,
            QueryLanguage::JsonAta => field::ARGUMENTS,
        };
        let arguments = match &visit.state.input.arguments {
            Some(arguments) => arguments.read(field, &self.reading(visit, input))?,
            None => input.clone(),
        };
        self.inspect_step(visit, DataStep::Arguments, &arguments);
        Ok(arguments)
    }

    /// What a state that succeeded with this result assigns and gives on.
    pub(crate) fn outcome(&self, visit: &Visit<'_>, result: Payload) -> Result<(Payload, Assigned), EvaluationError> {
        match visit.state.language {
            QueryLanguage::JsonPath => self.jsonpath_outcome(visit, result),
            QueryLanguage::JsonAta => {
                let reading = self.reading(visit, &visit.raw).with_result(&result);
                let assigned = assigned(&visit.state.assign, &reading)?;
                let output = output(visit.state.output.output.as_ref(), &reading, &result)?;
                Ok((output, assigned))
            }
        }
    }

    fn jsonpath_outcome(&self, visit: &Visit<'_>, result: Payload) -> Result<(Payload, Assigned), EvaluationError> {
        let fields = &visit.state.output;
        let assigned = assigned(&visit.state.assign, &self.reading(visit, &result))?;
        let selected = match &fields.result_selector {
            Some(selector) => selector.read(field::RESULT_SELECTOR, &self.reading(visit, &result))?,
            None => result,
        };
        self.inspect_step(visit, DataStep::ResultSelector, &selected);
        let combined = placed(&fields.result_path, &visit.raw, selected)?;
        self.inspect_step(visit, DataStep::ResultPath, &combined);
        Ok((self.output_path(visit, combined)?, assigned))
    }

    /// `OutputPath`.
    pub(crate) fn output_path(&self, visit: &Visit<'_>, output: Payload) -> Result<Payload, EvaluationError> {
        match &visit.state.output.output_path {
            Some(path) => path.read(field::OUTPUT_PATH, &self.reading(visit, &output)),
            None => Ok(output),
        }
    }

    /// What a state without a result of its own assigns and gives on: Wait, Succeed, a Choice's default.
    pub(crate) fn passed_on(&self, visit: &Visit<'_>, input: Payload) -> Result<(Payload, Assigned), EvaluationError> {
        match visit.state.language {
            QueryLanguage::JsonPath => {
                let assigned = assigned(&visit.state.assign, &self.reading(visit, &input))?;
                Ok((self.output_path(visit, input)?, assigned))
            }
            QueryLanguage::JsonAta => {
                let reading = self.reading(visit, &visit.raw);
                let assigned = assigned(&visit.state.assign, &reading)?;
                Ok((output(visit.state.output.output.as_ref(), &reading, &input)?, assigned))
            }
        }
    }
}

/// `Output`, or what is given on without it.
pub(crate) fn output(
    field: Option<&Source>,
    reading: &Reading<'_>,
    otherwise: &Payload,
) -> Result<Payload, EvaluationError> {
    match field {
        Some(output) => output.read(field::OUTPUT, reading),
        None => Ok(otherwise.clone()),
    }
}

/// The values of `Assign`, all read before any is set.
pub(crate) fn assigned(assign: &Assignments, reading: &Reading<'_>) -> Result<Assigned, EvaluationError> {
    let mut values = Vec::with_capacity(assign.variables.len());
    for (name, source) in &assign.variables {
        let value = match source {
            // The field of a literal is in no message.
            Source::Literal(value) => value.clone(),
            Source::Jsonata(_) => source.read(&format!("Assign/{name}"), reading)?,
            _ => source.read(name, reading)?,
        };
        values.push((Arc::clone(name), value));
    }
    Ok(values)
}

/// The raw input with the result where `ResultPath` says.
pub(crate) fn placed(path: &ResultPath, raw: &Payload, result: Payload) -> Result<Payload, EvaluationError> {
    match path {
        ResultPath::Replace => Ok(result),
        ResultPath::Discard => Ok(raw.clone()),
        ResultPath::Insert(path) => path.write(Value::clone(raw), result.into_value()).map(Payload::from),
    }
}

/// What `null` for `InputPath` or `OutputPath` gives.
pub(crate) fn discarded() -> Payload {
    json!({}).into()
}
