use super::{Assign, Catcher, FieldOrder, Retrier, States, Template, Transition};

/// A state of type `Parallel`. Follows "Parallel workflow state" of the AWS developer guide.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parallel {
    /// `Branches`: each is a scope of its own; the result is the list of their outputs.
    pub branches: Vec<Branch>,
    /// `Arguments`: the input of every branch; the state's input when absent.
    pub arguments: Option<Template>,
    /// `Retry`.
    pub retry: Vec<Retrier>,
    /// `Catch`.
    pub catch: Vec<Catcher>,
    /// `Assign`; may read `$states.result`.
    pub assign: Assign,
    /// `Output`; may read `$states.result`, which it is when absent.
    pub output: Option<Template>,
    /// `Next` or `End`.
    pub transition: Transition,
}

/// One element of `Branches`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Branch {
    /// `Comment`: a description for people.
    pub comment: Option<String>,
    /// `StartAt`: the name of the branch's first state.
    pub start_at: String,
    /// `States`.
    pub states: States,
    /// How the fields were ordered when read.
    pub order: FieldOrder,
}

/// A state of type `Map`. Follows "Map workflow state" of the AWS developer guide, inline and distributed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map {
    /// `Items`: a list, or an expression for it; the state's input when absent.
    pub items: Option<Template>,
    /// `ItemSelector`: the input of each iteration; the item itself when absent.
    pub item_selector: Option<Template>,
    /// `ItemProcessor`, or its legacy spelling `Iterator`.
    pub item_processor: ItemProcessor,
    /// `MaxConcurrency`: a number or an expression; 0 is as many as possible.
    pub max_concurrency: Option<Template>,
    /// `ItemReader`: where a distributed Map reads its items from.
    pub item_reader: Option<Template>,
    /// `ItemBatcher`: how a distributed Map groups its items.
    pub item_batcher: Option<Template>,
    /// `ResultWriter`: where a distributed Map writes its results to.
    pub result_writer: Option<Template>,
    /// `Label`: what the Map Runs of a distributed Map are called.
    pub label: Option<String>,
    /// `ToleratedFailureCount` of a distributed Map: a number or an expression.
    pub tolerated_failure_count: Option<Template>,
    /// `ToleratedFailurePercentage` of a distributed Map: a number or an expression.
    pub tolerated_failure_percentage: Option<Template>,
    /// `Retry`.
    pub retry: Vec<Retrier>,
    /// `Catch`.
    pub catch: Vec<Catcher>,
    /// `Assign`; may read `$states.result`.
    pub assign: Assign,
    /// `Output`; may read `$states.result`, which it is when absent.
    pub output: Option<Template>,
    /// `Next` or `End`.
    pub transition: Transition,
}

/// The workflow that a Map runs for each item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ItemProcessor {
    /// `ProcessorConfig`; inline when absent.
    pub config: Option<ProcessorConfig>,
    /// `Comment`: a description for people.
    pub comment: Option<String>,
    /// `StartAt`: the name of the first state.
    pub start_at: String,
    /// `States`.
    pub states: States,
    /// How the fields were ordered when read.
    pub order: FieldOrder,
}

impl ItemProcessor {
    /// Whether the Map is inline or distributed.
    pub fn mode(&self) -> ProcessorMode {
        self.config.as_ref().map_or(ProcessorMode::Inline, |config| config.mode)
    }
}

/// How the iterations of a Map are run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProcessorConfig {
    /// `Mode`.
    pub mode: ProcessorMode,
    /// `ExecutionType` of the child executions; a distributed Map must have it.
    pub execution_type: Option<ExecutionType>,
    /// How the fields were ordered when read.
    pub order: FieldOrder,
}

/// Where the iterations of a Map run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ProcessorMode {
    /// `"INLINE"`: within the execution.
    #[default]
    Inline,
    /// `"DISTRIBUTED"`: each as a child execution.
    Distributed,
}

impl ProcessorMode {
    /// The name as a definition writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Inline => "INLINE",
            Self::Distributed => "DISTRIBUTED",
        }
    }
}

/// The type of the child executions of a distributed Map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ExecutionType {
    /// `"STANDARD"`.
    #[default]
    Standard,
    /// `"EXPRESS"`.
    Express,
}

impl ExecutionType {
    /// The name as a definition writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "STANDARD",
            Self::Express => "EXPRESS",
        }
    }
}
