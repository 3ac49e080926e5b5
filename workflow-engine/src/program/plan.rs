//! What a prepared state consists of.

use std::sync::Arc;

use serde_json::Value;
use workflow_asl::jsonpath::{ChoiceCondition, Path, ResultPath};
use workflow_asl::{QueryLanguage, Resource, Retrier};

use super::Source;
use crate::{StateType, TaskKind};

/// The states of one scope.
#[derive(Debug)]
pub(crate) struct ScopePlan {
    /// The index of the first.
    pub(crate) start_at: usize,
    pub(crate) states: Vec<StatePlan>,
}

#[derive(Debug)]
pub(crate) struct StatePlan {
    pub(crate) name: Arc<str>,
    pub(crate) state_type: StateType,
    pub(crate) language: QueryLanguage,
    pub(crate) input: InputFields,
    pub(crate) output: OutputFields,
    pub(crate) assign: Assignments,
    pub(crate) retry: Vec<Retrier>,
    pub(crate) catch: Vec<CatcherPlan>,
    /// The index of the next state; none at the end of the scope.
    pub(crate) next: Option<usize>,
    pub(crate) kind: Kind,
}

/// What a state makes of its input before it works.
#[derive(Debug, Default)]
pub(crate) struct InputFields {
    /// `InputPath`; `null` is a literal empty object.
    pub(crate) input_path: Option<Source>,
    /// `Parameters` or `Arguments`.
    pub(crate) arguments: Option<Source>,
}

/// What a state makes of its result.
#[derive(Debug, Default)]
pub(crate) struct OutputFields {
    /// `ResultSelector`.
    pub(crate) result_selector: Option<Source>,
    /// `ResultPath`.
    pub(crate) result_path: ResultPath,
    /// `OutputPath`; `null` is a literal empty object.
    pub(crate) output_path: Option<Source>,
    /// `Output`.
    pub(crate) output: Option<Source>,
}

/// `Assign`.
#[derive(Debug, Default)]
pub(crate) struct Assignments {
    /// Each variable's name, and its value. Of JSONPath the name has lost its `.$`.
    pub(crate) variables: Vec<(Arc<str>, Source)>,
}

#[derive(Debug)]
pub(crate) struct CatcherPlan {
    pub(crate) error_equals: Vec<String>,
    pub(crate) assign: Assignments,
    pub(crate) output: Option<Source>,
    pub(crate) result_path: ResultPath,
    pub(crate) next: usize,
}

/// What is particular to a type of state.
#[derive(Debug)]
pub(crate) enum Kind {
    Task(Box<TaskPlan>),
    Pass {
        /// `Result`.
        result: Option<Value>,
    },
    Choice(ChoicePlan),
    Wait(WaitPlan),
    Succeed,
    Fail(FailPlan),
    Parallel(Vec<ScopePlan>),
    Map(Box<MapPlan>),
}

#[derive(Debug)]
pub(crate) struct TaskPlan {
    pub(crate) resource: Arc<Resource>,
    pub(crate) task_kind: TaskKind,
    pub(crate) timeout: Option<Source>,
    pub(crate) heartbeat: Option<Source>,
    /// The `RoleArn` of `Credentials`.
    pub(crate) role_arn: Option<Source>,
}

#[derive(Debug)]
pub(crate) struct ChoicePlan {
    pub(crate) rules: Vec<ChoiceRulePlan>,
    pub(crate) default: Option<usize>,
}

#[derive(Debug)]
pub(crate) struct ChoiceRulePlan {
    pub(crate) condition: Condition,
    pub(crate) assign: Assignments,
    pub(crate) output: Option<Source>,
    pub(crate) next: usize,
}

#[derive(Debug)]
pub(crate) enum Condition {
    JsonPath(ChoiceCondition),
    Jsonata(Source),
}

#[derive(Debug)]
pub(crate) enum WaitPlan {
    Seconds(Source),
    SecondsPath(Path),
    Timestamp(Source),
    TimestampPath(Path),
}

#[derive(Debug, Default)]
pub(crate) struct FailPlan {
    /// `Error` or `ErrorPath`, and the name of that field.
    pub(crate) error: Option<(&'static str, Source)>,
    /// `Cause` or `CausePath`, and the name of that field.
    pub(crate) cause: Option<(&'static str, Source)>,
}

#[derive(Debug)]
pub(crate) struct MapPlan {
    /// `Items` or `ItemsPath`.
    pub(crate) items: Option<Source>,
    /// `ItemSelector`, or `Parameters` of old.
    pub(crate) item_selector: Option<Source>,
    pub(crate) max_concurrency: Option<Source>,
    pub(crate) processor: ScopePlan,
    /// What only a distributed Map has.
    pub(crate) distributed: Option<DistributedPlan>,
}

#[derive(Debug, Default)]
pub(crate) struct DistributedPlan {
    /// `Label`, which is part of the ARN of the Map Run.
    pub(crate) label: Option<String>,
    pub(crate) tolerated_failure_count: Option<Source>,
    pub(crate) tolerated_failure_percentage: Option<Source>,
    pub(crate) max_items_per_batch: Option<Source>,
    pub(crate) max_input_bytes_per_batch: Option<Source>,
    pub(crate) batch_input: Option<Source>,
    /// The name of a field that this engine cannot serve yet: `ItemReader`, `ResultWriter`.
    pub(crate) unsupported: Option<&'static str>,
    /// Whether it has a `ResultWriter`.
    pub(crate) writes_results: bool,
}

impl DistributedPlan {
    /// Whether an `ItemBatcher` groups the items.
    pub(crate) fn is_batched(&self) -> bool {
        self.max_items_per_batch.is_some() || self.max_input_bytes_per_batch.is_some()
    }
}
