//! The states that neither do work outside nor hold other states.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;
use workflow_asl::field;
use workflow_asl::jsonata::Expected;
use workflow_asl::{EvaluationError, jsonpath};

use super::branch::{Branch, Step, Visit};
use super::fields;
use super::halt::{Halt, in_state};
use crate::program::{ChoicePlan, ChoiceRulePlan, Condition, FailPlan, Kind, Source, StatePlan, WaitPlan};
use crate::test_state::DataStep;
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
        let result = match result {
            // As seen in AWS, the input is not looked at then.
            Some(result) => {
                let result = Payload::from(result.clone());
                self.inspect_step(visit, DataStep::Result, &result);
                result
            }
            None => {
                let input = self.effective_input(visit)?;
                self.arguments(visit, &input)?
            }
        };
        self.outcome(visit, result)
    }

    fn succeed(&mut self, visit: &Visit<'_>) -> Result<Step, Halt> {
        let outcome = self.effective_input(visit).and_then(|input| self.passed_on(visit, input));
        let (output, assigned) = outcome.map_err(|error| self.evaluation_failed(visit, error))?;
        self.exit(visit, None, output, assigned)
    }

    fn fail(&mut self, visit: &Visit<'_>, fail: &FailPlan) -> Halt {
        let input = match self.effective_input(visit) {
            Ok(input) => input,
            Err(error) => return self.evaluation_failed(visit, error),
        };
        let text = |field: &Option<(&'static str, Source)>| -> Result<Option<String>, EvaluationError> {
            let Some((name, source)) = field else { return Ok(None) };
            let value = source.read_as(Expected::String, name, &self.reading(visit, &input))?;
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
        self.wait_for(visit, until).await;
        let outcome = self.passed_on(visit, input);
        let (output, assigned) = outcome.map_err(|error| self.evaluation_failed(visit, error))?;
        self.exit(visit, visit.state.next, output, assigned)
    }

    /// The moment at which a Wait is over.
    fn wait_until(&mut self, visit: &Visit<'_>, wait: &WaitPlan, input: &Payload) -> Result<Timestamp, Halt> {
        match wait {
            WaitPlan::Seconds(source) => {
                let read = source.read_as(Expected::Integer, field::SECONDS, &self.reading(visit, input));
                let seconds = read.map_err(|error| self.evaluation_failed(visit, error))?;
                match seconds.as_f64() {
                    Some(seconds) if seconds >= 0.0 => Ok(self.in_seconds(seconds)),
                    _ => {
                        let cause = format!("The Seconds field references a negative value: {}", *seconds);
                        Err(self.wait_failed(visit, field::SECONDS, &cause))
                    }
                }
            }
            WaitPlan::Timestamp(source) => {
                let read = source.read_as(Expected::String, field::TIMESTAMP, &self.reading(visit, input));
                let text = read.map_err(|error| self.evaluation_failed(visit, error))?;
                let text = text.as_str().unwrap_or_default();
                parse_timestamp(text).ok_or_else(|| {
                    let cause = format!(
                        "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format \
                         string: {text}"
                    );
                    self.wait_failed(visit, field::TIMESTAMP, &cause)
                })
            }
            WaitPlan::SecondsPath(path) => {
                let seconds = jsonpath::field::wait_seconds(path, &self.reading(visit, input).data());
                let seconds = seconds.map_err(|error| self.evaluation_failed(visit, error))?;
                Ok(self.in_seconds(seconds as f64))
            }
            WaitPlan::TimestampPath(path) => {
                let moment = jsonpath::field::wait_timestamp(path, &self.reading(visit, input).data());
                let moment = moment.map_err(|error| self.evaluation_failed(visit, error))?;
                Ok(moment_of(moment).unwrap_or(Timestamp::MAX))
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

/// The moment that a JSONata state names. AWS takes more here than where a path leads: a lowercase `t` or `z`, and a
/// time without seconds (measured by sfnx).
fn parse_timestamp(text: &str) -> Option<Timestamp> {
    let text = text.to_ascii_uppercase();
    let moment = workflow_asl::Timestamp::parse(&text).or_else(|| {
        let (minutes, offset) = text.split_at_checked("2016-12-05T21:29".len())?;
        workflow_asl::Timestamp::parse(&format!("{minutes}:00{offset}"))
    });
    moment_of(moment?)
}

fn moment_of(moment: workflow_asl::Timestamp) -> Option<Timestamp> {
    Timestamp::new(moment.seconds, i32::try_from(moment.nanoseconds).ok()?).ok()
}
