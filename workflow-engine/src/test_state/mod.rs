//! `TestState`: one state of a definition run once, with mocks in place of work outside.
//!
//! Follows "Testing state machines with TestState API" of the AWS developer guide, and AWS's recorded answers where
//! it is silent.

mod check;
mod context;
mod definition;
mod inspection;
mod items;
mod response;

use std::sync::{Mutex, PoisonError};

use serde_json::{Map, Value};
use workflow_asl::Diagnostic;

pub(crate) use inspection::DataStep;
pub use inspection::{ErrorDetails, InspectionData};

use crate::interpret;
use crate::interpret::Halt;
use crate::{Engine, ExecutionIdentity, Failure, Payload};
use definition::Definition;

/// The name that the context object has for every tested state.
pub(crate) const TESTED_STATE: &str = "StateName";

/// A state to test.
#[derive(Clone, Debug, Default)]
pub struct TestState {
    /// The definition of the state; of a whole machine if there is a [`state_name`](Self::state_name). JSON.
    pub definition: String,
    /// Which state of the machine, in whatever scope.
    pub state_name: Option<String>,
    /// The state's input.
    pub input: Payload,
    /// The variables that the state sees, by name.
    pub variables: Map<String, Value>,
    /// What the context object is, in place of one made of `identity`. JSON; only with a mock.
    pub context: Option<String>,
    /// What is put in place of work outside. A Parallel or Map needs it, as do jobs, callbacks and activities.
    pub mock: Option<Mock>,
    /// Whether what a connection adds to the request of an HTTP task is to be seen; not with a mock.
    pub reveal_secrets: bool,
    /// What is to be assumed of the state.
    pub configuration: StateConfiguration,
    /// The execution that the context object tells of. Without a role, no Task is run but with a mock.
    pub identity: ExecutionIdentity,
}

/// What is put in place of work outside: either of a result and an error.
#[derive(Clone, Debug, Default)]
pub struct Mock {
    /// The result. JSON.
    pub result: Option<String>,
    /// The error, which needs a name.
    pub error_output: Option<Failure>,
    /// How the result is compared with what the service answers.
    pub field_validation_mode: FieldValidationMode,
}

/// How a mocked result is compared with the response of the API.
///
/// What a response looks like is known for all actions of DynamoDB, EventBridge, KMS, Lambda, S3, Secrets Manager,
/// Step Functions, SNS and SQS, and for the optimised integrations of Athena, AWS Batch, CodeBuild, DataBrew, ECS,
/// EMR on EKS, EMR Serverless, Glue and SageMaker. Of these, only what is called without waiting is compared, and
/// `startExecution.sync`. All else is accepted unchecked, as are patterns of texts, and the `Payload` that
/// `lambda:invoke` has made JSON of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldValidationMode {
    /// `STRICT`: what is required is there, and what is there fits.
    #[default]
    Strict,
    /// `PRESENT`: what is there fits.
    Present,
    /// `NONE`.
    None,
}

/// What is to be assumed of the state.
#[derive(Clone, Debug, Default)]
pub struct StateConfiguration {
    /// How often the Retrier that names the error was used.
    pub retrier_retry_count: u64,
    /// The state within a Parallel or Map that has the mocked error. It has to be there, and changes nothing.
    pub error_caused_by_state: Option<String>,
    /// How many iterations of the Map failed.
    pub map_iteration_failure_count: usize,
    /// What the `ItemReader` of the Map reads: JSON or JSON lines, as its `ReaderConfig` says.
    pub map_item_reader_data: Option<String>,
}

/// What became of a tested state.
#[derive(Clone, Debug)]
pub struct TestStateOutcome {
    /// Whether it succeeded, or what would become of its failure.
    pub status: TestStatus,
    /// The output, of a state that goes on.
    pub output: Option<Payload>,
    /// The failure, if there was one.
    pub failure: Option<Failure>,
    /// The state it goes on to; none at the end.
    pub next_state: Option<String>,
    /// How its data flowed.
    pub inspection: InspectionData,
}

/// What became of a tested state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestStatus {
    /// `SUCCEEDED`.
    Succeeded,
    /// `FAILED`: neither a Retrier nor a Catcher takes the error.
    Failed,
    /// `RETRIABLE`: a Retrier would try again.
    Retriable,
    /// `CAUGHT_ERROR`: a Catcher goes on.
    CaughtError,
}

impl TestStatus {
    /// The status as the API writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Succeeded => "SUCCEEDED",
            Self::Failed => "FAILED",
            Self::Retriable => "RETRIABLE",
            Self::CaughtError => "CAUGHT_ERROR",
        }
    }
}

/// Why a state could not be tested.
#[derive(Clone, Debug, PartialEq)]
pub enum TestStateError {
    /// The definition has these errors.
    Definition(Vec<Diagnostic>),
    /// The state is of a kind that is not tested so; AWS calls this an invalid definition, too.
    Unsupported(String),
    /// The request does not fit the state.
    Invalid(String),
}

impl TestStateError {
    fn invalid(why: impl Into<String>) -> Self {
        Self::Invalid(why.into())
    }
}

impl Engine {
    /// Tests a state: runs it once, and gives what came of it. Five minutes are the longest it may take.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
    /// use serde_json::json;
    /// use workflow_engine::{Engine, EngineOptions, TestState, TestStatus};
    ///
    /// let definition = r#"{"Type": "Pass", "Parameters": {"n.$": "$.n"}, "Next": "Other"}"#.to_owned();
    /// let test = TestState { definition, input: json!({"n": 1, "m": 2}).into(), ..TestState::default() };
    /// let outcome = Engine::new(EngineOptions::default()).test_state(test).await.unwrap();
    /// assert_eq!(outcome.status, TestStatus::Succeeded);
    /// assert_eq!(outcome.output, Some(json!({"n": 1}).into()));
    /// assert_eq!(outcome.next_state.as_deref(), Some("Other"));
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// See [`TestStateError`]. A state that fails is none.
    pub async fn test_state(&self, test: TestState) -> Result<TestStateOutcome, TestStateError> {
        let definition = Definition::read(&test.definition, test.state_name.as_deref())?;
        let checked = check::check(&test, &definition)?;
        let TestState { input, variables, identity, .. } = test;
        let (scope, state) = definition.plan()?;
        let tested = interpret::test(self.shared(), identity, state, input, variables, checked).await;
        if let Some(why) = tested.refusal {
            return Err(TestStateError::Invalid(why));
        }
        let next = tested.step.as_ref().and_then(|step| scope.states.get(step.next?));
        Ok(TestStateOutcome {
            status: tested.status,
            next_state: next.map(|state| state.name.to_string()),
            output: tested.step.map(|step| step.output),
            failure: tested.failure,
            inspection: tested.inspection,
        })
    }
}

/// What a test puts into a run, and sees of it.
#[derive(Debug, Default)]
pub(crate) struct Test {
    /// What is put in place of work outside.
    pub(crate) mocked: Option<Result<Payload, Failure>>,
    /// What is put in place of the context object.
    pub(crate) context: Option<Value>,
    pub(crate) configuration: StateConfiguration,
    pub(crate) reveal_secrets: bool,
    /// The items that the `ItemReader` reads.
    pub(crate) item_reader_data: Option<Vec<Value>>,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    inspection: InspectionData,
    refusal: Option<String>,
}

impl Test {
    pub(crate) fn inspect(&self, show: impl FnOnce(&mut InspectionData)) {
        show(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner).inspection);
    }

    /// Ends the run, as the test makes no sense.
    pub(crate) fn refuse(&self, why: &str) -> Halt {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).refusal = Some(why.to_owned());
        Halt::Execution(Failure::new(Failure::RUNTIME, why))
    }

    /// What was seen, and why the test made no sense if it did not.
    pub(crate) fn into_seen(self) -> (InspectionData, Option<String>) {
        let seen = self.seen.into_inner().unwrap_or_else(PoisonError::into_inner);
        (seen.inspection, seen.refusal)
    }
}
