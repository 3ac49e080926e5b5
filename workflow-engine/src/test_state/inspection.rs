//! What a test shows of a state.

use workflow_asl::QueryLanguage;

use crate::program::StatePlan;
use crate::{HttpRequest, HttpResponse, Payload, StateType};

/// How the data of a tested state flowed; what did not happen, or is not shown of such a state, is absent.
///
/// See `InspectionData` in the Step Functions API reference.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct InspectionData {
    /// The raw input.
    pub input: Option<Payload>,
    /// The input after `Arguments`, of a JSONata Task.
    pub after_arguments: Option<Payload>,
    /// The input after `InputPath`, of JSONPath; not of a Parallel.
    pub after_input_path: Option<Payload>,
    /// The input after `Parameters`, of JSONPath; not of a Parallel.
    pub after_parameters: Option<Payload>,
    /// The result of a Task, or of a Pass with `Result`.
    pub result: Option<Payload>,
    /// The result after `ResultSelector`, of JSONPath.
    pub after_result_selector: Option<Payload>,
    /// The result after `ResultPath`, of JSONPath.
    pub after_result_path: Option<Payload>,
    /// The items of a Map of JSONPath.
    pub after_items_path: Option<Payload>,
    /// The items of a Map after its `ItemReader`'s `ItemsPointer`.
    pub after_items_pointer: Option<Payload>,
    /// The inputs of all iterations of a Map with `ItemSelector`.
    pub after_item_selector: Option<Payload>,
    /// The inputs of all batches of a Map with `ItemBatcher`.
    pub after_item_batcher: Option<Payload>,
    /// What an HTTP task asked.
    pub request: Option<HttpRequest>,
    /// What an HTTP task was answered.
    pub response: Option<HttpResponse>,
    /// All variables after the state, as an object; absent if there are none.
    pub variables: Option<Payload>,
    /// Which Retrier or Catcher took the error.
    pub error_details: Option<ErrorDetails>,
    /// `ToleratedFailureCount` of a Map that has it.
    pub tolerated_failure_count: Option<f64>,
    /// `ToleratedFailurePercentage` of a Map that has it: 0 to 100.
    pub tolerated_failure_percentage: Option<f64>,
    /// `MaxConcurrency` of a Map; 0 is no limit.
    pub max_concurrency: Option<u64>,
}

/// Which Retrier or Catcher took an error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ErrorDetails {
    /// The index of the Catcher.
    pub catch_index: Option<usize>,
    /// The index of the Retrier, also if it may not be used again.
    pub retry_index: Option<usize>,
    /// How long it would wait, in seconds, without jitter; none if it may not be used again.
    pub retry_backoff_interval_seconds: Option<u64>,
}

/// A step of a state's data flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DataStep {
    InputPath,
    Arguments,
    Result,
    ResultSelector,
    ResultPath,
    Items,
    ItemSelector,
    ItemBatcher,
}

impl InspectionData {
    /// Takes what a step gave, if AWS shows it of such a state.
    pub(crate) fn see(&mut self, state: &StatePlan, step: DataStep, value: &Payload) {
        let language = state.language;
        let field = match (step, language, state.state_type) {
            (DataStep::InputPath | DataStep::Arguments, _, StateType::Parallel) => return,
            (DataStep::InputPath, QueryLanguage::JsonPath, _) => &mut self.after_input_path,
            (DataStep::Arguments, QueryLanguage::JsonPath, _) => &mut self.after_parameters,
            (DataStep::Arguments, QueryLanguage::JsonAta, StateType::Task) => &mut self.after_arguments,
            (DataStep::Result, ..) => &mut self.result,
            (DataStep::ResultSelector, QueryLanguage::JsonPath, _) => &mut self.after_result_selector,
            (DataStep::ResultPath, QueryLanguage::JsonPath, _) => &mut self.after_result_path,
            (DataStep::Items, QueryLanguage::JsonPath, _) => &mut self.after_items_path,
            (DataStep::ItemSelector, ..) => &mut self.after_item_selector,
            (DataStep::ItemBatcher, ..) => &mut self.after_item_batcher,
            (_, QueryLanguage::JsonAta, _) => return,
        };
        *field = Some(value.clone());
    }
}
