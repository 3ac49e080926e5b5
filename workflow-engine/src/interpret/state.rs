//! The states that neither do work outside nor hold other states.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;
use workflow_asl::jsonata::Expected;
use workflow_asl::EvaluationError;

use super::branch::{Branch, Step, Visit};
use super::fields;
use super::halt::{Halt, in_state};
use crate::program::{ChoicePlan, ChoiceRulePlan, Condition, FailPlan, Kind, Source, StatePlan, WaitPlan};
use crate::{Failure, Payload};

impl Branch<'_> {
    /// Runs one state.
    pub(crate) async fn state(&mut self, state: &StatePlan, raw: Payload) -> Result<Step, Halt> {
        let mut visit = self.enter(state, raw)?;
        match &state.kind {
            Kind::Pass { result } => self.pass(&visit, result.as_ref()),
            Kind::Choice(choice) => self.choice(&visit, choice),
            Kind::Wait(wait) => self.wait(&visit, wait).await,
            Kind::Succeed => self.succeed(&visit),
            Kind::Fail(fail) => Err(self.fail(&visit, fail)),
            Kind::Task(_) | Kind::Parallel(_) | Kind::Map(_) => self.with_recovery(&mut visit).await,
        }
    }

    fn pass(&mut self, visit: &Visit<'_>, result: Option<&Value>) -> Result<Step, Halt> {
        let outcome = self.pass_outcome(visit, result);
        let (output, assigned) = outcome.map_err(|error| self.evaluation_failed(visit, error))?;
        self.exit(visit, visit.state.next, output, assigned)
    }

    fn pass_outcome(
        &self,
        visit: &Visit<'_>,
        result: Option<&Value>,
    ) -> Result<(Payload, super::branch::Assigned), EvaluationError> {
        let input = self.effective_input(visit)?;
        let arguments = self.arguments(visit, &input)?;
        match result {
            Some(result) => self.outcome(visit, result.clone().into()),
            None => self.outcome(visit, arguments),
        }
    }

    fn succeed(&mut self, visit: &Visit<'_>) -> Result<Step, Halt> {
        let outcome = self.effective_input(visit).and_then(|input| self.passed_on(visit, input));
        let (output, assigned) = outcome.map_err(|error| self.evaluation_failed(visit, error))?;
        self.exit(visit, None, output, assigned)
    }

    fn fail(&mut self, visit: &Visit<'_>, fail: &FailPlan) -> Halt {
        let text = |field: &Option<(&'static str, Source)>| -> Result<Option<String>, EvaluationError> {
            let Some((name, source)) = field else { return Ok(None) };
            let value = source.read_as(Expected::String, name, &self.reading(visit, &visit.raw))?;
            Ok(Some(value.as_str().map_or_else(|| value.to_text(), str::to_owned)))
        };
        let failure = text(&fail.error).and_then(|error| Ok(Failure { error, cause: text(&fail.cause)? }));
        match failure {
            Ok(failure) => Halt::Failed(failure),
            Err(error) => self.evaluation_failed(visit, error),
        }
    }

    fn choice(&mut self, visit: &Visit<'_>, choice: &ChoicePlan) -> Result<Step, Halt> {
        let taken = self.taken(visit, choice);
        let (input, rule) = taken.map_err(|error| self.evaluation_failed(visit, error))?;
        let Some(rule) = rule else { return self.default(visit, choice, input) };
        let reading = self.reading(visit, &input);
        let outcome = fields::assigned(&rule.assign, &reading)
            .and_then(|assigned| Ok((fields::output(rule.output.as_ref(), &reading, &input)?, assigned)))
            .and_then(|(output, assigned)| Ok((self.output_path(visit, output)?, assigned)));
        let (output, assigned) = outcome.map_err(|error| self.evaluation_failed(visit, error))?;
        self.exit(visit, Some(rule.next), output, assigned)
    }

    /// The effective input and the first rule that holds.
    fn taken<'c>(
        &self,
        visit: &Visit<'_>,
        choice: &'c ChoicePlan,
    ) -> Result<(Payload, Option<&'c ChoiceRulePlan>), EvaluationError> {
        let input = self.effective_input(visit)?;
        let reading = self.reading(visit, &input);
        for (index, rule) in choice.rules.iter().enumerate() {
            let holds = match &rule.condition {
                Condition::JsonPath(condition) => condition.holds(&reading.data())?,
                Condition::Jsonata(condition) => {
                    let field = format!("Choices[{index}]/Condition");
                    condition.read_as(Expected::Boolean, &field, &reading)?.as_bool() == Some(true)
                }
            };
            if holds {
                drop(reading);
                return Ok((input, Some(rule)));
            }
        }
        drop(reading);
        Ok((input, None))
    }

    fn default(&mut self, visit: &Visit<'_>, choice: &ChoicePlan, input: Payload) -> Result<Step, Halt> {
        let Some(default) = choice.default else {
            let cause = "Failed to transition out of the state. The state does not point to a next state.";
            let cause = in_state(&visit.state.name, visit.entered, cause);
            return Err(Halt::Failed(Failure::new(Failure::NO_CHOICE_MATCHED, cause)));
        };
        let outcome = self.passed_on(visit, input);
        let (output, assigned) = outcome.map_err(|error| self.evaluation_failed(visit, error))?;
        self.exit(visit, Some(default), output, assigned)
    }

    async fn wait(&mut self, visit: &Visit<'_>, wait: &WaitPlan) -> Result<Step, Halt> {
        let input = self.effective_input(visit).map_err(|error| self.evaluation_failed(visit, error))?;
        let until = self.wait_until(visit, wait, &input)?;
        let delay = until.duration_since(self.run.now());
        if delay.as_secs() > MAX_WAIT.as_secs().cast_signed() {
            let cause = in_state(&visit.state.name, visit.entered, "Wait state delay is too long.");
            return Err(Halt::Execution(Failure::new(Failure::RUNTIME, cause)));
        }
        self.run.engine.options.clock.sleep_until(until).await;
        let outcome = self.passed_on(visit, input);
        let (output, assigned) = outcome.map_err(|error| self.evaluation_failed(visit, error))?;
        self.exit(visit, visit.state.next, output, assigned)
    }

    /// The moment at which a Wait is over.
    fn wait_until(&mut self, visit: &Visit<'_>, wait: &WaitPlan, input: &Payload) -> Result<Timestamp, Halt> {
        match wait {
            WaitPlan::Seconds(source) => {
                let read = source.read_as(Expected::Integer, "Seconds", &self.reading(visit, input));
                let seconds = read.map_err(|error| self.evaluation_failed(visit, error))?;
                match seconds.as_f64() {
                    Some(seconds) if seconds >= 0.0 => Ok(self.in_seconds(seconds)),
                    _ => {
                        let cause = format!("The Seconds field references a negative value: {}", *seconds);
                        Err(self.wait_failed(visit, "Seconds", &cause))
                    }
                }
            }
            WaitPlan::Timestamp(source) => {
                let read = source.read_as(Expected::String, "Timestamp", &self.reading(visit, input));
                let text = read.map_err(|error| self.evaluation_failed(visit, error))?;
                let text = text.as_str().unwrap_or_default();
                parse_timestamp(text).ok_or_else(|| {
                    let cause = format!(
                        "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format \
                         string: {text}"
                    );
                    self.wait_failed(visit, "Timestamp", &cause)
                })
            }
            WaitPlan::SecondsPath(path, source) => {
                let value = source.read("SecondsPath", &self.reading(visit, input)).ok();
                let seconds = seconds_at(path, value.as_deref());
                seconds.map(|seconds| self.in_seconds(seconds)).map_err(|cause| runtime_failure(visit, &cause))
            }
            WaitPlan::TimestampPath(path, source) => {
                let value = source.read("TimestampPath", &self.reading(visit, input)).ok();
                timestamp_at(path, value.as_deref()).map_err(|cause| runtime_failure(visit, &cause))
            }
        }
    }

    fn in_seconds(&self, seconds: f64) -> Timestamp {
        let delay = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX);
        crate::clock::later(self.run.now(), delay)
    }

    fn wait_failed(&mut self, visit: &Visit<'_>, field: &str, cause: &str) -> Halt {
        let cause = in_state(&visit.state.name, visit.entered, cause);
        let failure = Failure::new(Failure::QUERY_EVALUATION_ERROR, cause);
        self.query_evaluation_failed(visit, visit.entered, failure, Some(field.to_owned()))
    }
}

/// The longest wait: the largest number of milliseconds in 31 bits, in seconds; 24,855 days.
const MAX_WAIT: Duration = Duration::from_secs(i32::MAX as u64);

fn runtime_failure(visit: &Visit<'_>, cause: &str) -> Halt {
    let cause = in_state(&visit.state.name, visit.entered, cause);
    Halt::Execution(Failure::new(Failure::RUNTIME, cause))
}

/// The seconds that `SecondsPath` reads, or why not.
fn seconds_at(path: &str, value: Option<&Value>) -> Result<f64, String> {
    let Some(Value::Number(number)) = value else {
        return Err(format!("The SecondsPath parameter does not reference an input value: {path}"));
    };
    if number.is_f64() {
        return Err(format!("The SecondsPath parameter cannot be parsed as a long value: {path} == {number}"));
    }
    match number.as_f64() {
        Some(seconds) if seconds >= 0.0 => Ok(seconds),
        _ => Err(format!("The SecondsPath parameter references a negative value: {path} == {number}")),
    }
}

/// The moment that `TimestampPath` reads, or why not.
fn timestamp_at(path: &str, value: Option<&Value>) -> Result<Timestamp, String> {
    let Some(value) = value else {
        return Err(format!("The TimestampPath parameter does not reference an input value: {path}"));
    };
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    parse_timestamp(&text).ok_or_else(|| {
        format!(
            "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format \
             string: {path} == {text}"
        )
    })
}

fn parse_timestamp(text: &str) -> Option<Timestamp> {
    let moment = workflow_asl::Timestamp::parse(text)?;
    Timestamp::new(moment.seconds, i32::try_from(moment.nanoseconds).ok()?).ok()
}
