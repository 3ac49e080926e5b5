//! What keeps Standard executions: their records, and what is listed of them.

use std::fmt;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use jiff::Timestamp;

use crate::ExecutionIdentity;

/// The number of an execution in its store. Later executions have greater ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExecutionId(pub i64);

/// A definition that executions are pinned to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// A hash of what is run, as hexadecimal digits.
    pub fingerprint: Arc<str>,
    /// What runs it.
    pub kind: DefinitionKind,
    /// The name of the state machine or workflow.
    pub name: Arc<str>,
    /// The definition as JSON: what is interpreted, or what a native workflow was exported as.
    pub text: Arc<str>,
}

/// What runs a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DefinitionKind {
    /// The interpreter.
    Interpreted,
    /// A workflow's native body.
    Native,
}

/// The execution that has started another one as one of its tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parent {
    /// Which execution.
    pub execution: ExecutionId,
    /// Which of its effects waits for the child.
    pub effect: u64,
}

/// An execution as it was started.
#[derive(Clone, Debug)]
pub struct NewExecution {
    /// Who it is. Its ARN is unique in a store.
    pub identity: Arc<ExecutionIdentity>,
    /// The [`Definition::fingerprint`] of what it runs.
    pub definition: Arc<str>,
    /// Its input, as JSON.
    pub input: Arc<str>,
    /// When it was started.
    pub start_date: Timestamp,
    /// What all that is random in it is made of.
    pub seed: [u8; 16],
    /// What started it, if that waits for it.
    pub parent: Option<Parent>,
    /// What whoever started it keeps with it; nothing here reads it.
    pub details: Option<Arc<str>>,
}

/// The status of an execution, without its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the API's own words")]
pub enum Status {
    Running,
    Succeeded,
    Failed,
    TimedOut,
    Aborted,
}

impl Status {
    /// The status as the API writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "RUNNING",
            Self::Succeeded => "SUCCEEDED",
            Self::Failed => "FAILED",
            Self::TimedOut => "TIMED_OUT",
            Self::Aborted => "ABORTED",
        }
    }
}

/// When an execution wants to go on by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// At once: it has work in flight, or has not begun.
    Now,
    /// At a moment.
    At(Timestamp),
    /// Only when someone outside does something.
    Never,
}

/// An execution as it stands.
#[derive(Clone, Debug)]
pub struct StoredExecution {
    /// Its number.
    pub id: ExecutionId,
    /// What it was started with.
    pub new: NewExecution,
    /// Its status.
    pub status: Status,
    /// When it ended.
    pub stop_date: Option<Timestamp>,
    /// When it goes on, if it runs.
    pub wake: Wake,
    /// How often it was redriven.
    pub redrive_count: u32,
    /// When it was redriven last.
    pub redrive_date: Option<Timestamp>,
    /// Why it does not go on although it runs: the code is not the one that it began with.
    pub suspended: Option<Arc<str>>,
}

/// A part of an execution's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalRow {
    /// Its place: counted from 0 without gaps.
    pub sequence: u32,
    /// What happened, encoded.
    pub data: Arc<[u8]>,
}

/// An execution with its record.
#[derive(Clone, Debug)]
pub struct LoadedExecution {
    /// The execution.
    pub execution: StoredExecution,
    /// All rows of its record, in order.
    pub rows: Vec<JournalRow>,
}

/// What one execution writes at a time: all of it or nothing.
#[derive(Clone, Debug)]
pub struct Commit {
    /// Which execution.
    pub execution: ExecutionId,
    /// The execution itself, if this is its start.
    pub start: Option<NewExecution>,
    /// What happened.
    pub row: Option<JournalRow>,
    /// When it goes on, where that has changed.
    pub wake: Option<Wake>,
    /// What has become of it, and when it ended, where that has changed.
    pub status: Option<(Status, Option<Timestamp>)>,
    /// How often it was redriven, and when last, where that has changed.
    pub redrive: Option<(u32, Timestamp)>,
    /// Why it does not go on, where that has changed.
    pub suspended: Option<Option<Arc<str>>>,
}

impl Commit {
    /// One that changes nothing yet.
    pub fn of(execution: ExecutionId) -> Self {
        Self { execution, start: None, row: None, wake: None, status: None, redrive: None, suspended: None }
    }
}

/// What is known of an execution that runs before it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenExecution {
    /// Which.
    pub id: ExecutionId,
    /// When it goes on.
    pub wake: Wake,
    /// Who has started it and waits for it.
    pub parent: Option<Parent>,
}

/// Which executions to list.
#[derive(Clone, Debug, Default)]
pub struct ListFilter {
    /// Only those of this state machine.
    pub state_machine_arn: Option<String>,
    /// Only those with this status.
    pub status: Option<Status>,
    /// Only those that were redriven, or that were not.
    pub is_redriven: Option<bool>,
    /// Only those that this one has started and waits for.
    pub parent: Option<ExecutionId>,
}

/// What is to be done for a process that does not hold the store: an operation of the API, as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreRequest {
    /// Its number.
    pub id: i64,
    /// `StartExecution` and the like.
    pub operation: String,
    /// The input of the operation, as JSON.
    pub input: String,
}

/// Why a store cannot do something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// An execution of that ARN is there already.
    ExecutionExists(ExecutionId),
    /// There is no space left. Nothing was written; it can be tried again.
    Full(String),
    /// It cannot be read or written now. Nothing was written; it can be tried again.
    Unavailable(String),
    /// What is stored cannot be understood.
    Corrupt(String),
    /// The execution does not go on with the code that there is now.
    OtherCode(String),
}

impl StoreError {
    /// Whether the same may succeed later.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Full(_) | Self::Unavailable(_))
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ExecutionExists(_) => f.write_str("an execution of this name exists"),
            Self::Full(text) => write!(f, "there is no space left for executions: {text}"),
            Self::Unavailable(text) => write!(f, "the executions cannot be read or written: {text}"),
            Self::Corrupt(text) => write!(f, "the stored executions are damaged: {text}"),
            Self::OtherCode(text) => write!(f, "the execution does not go on with this code: {text}"),
        }
    }
}

impl std::error::Error for StoreError {}

/// What a store answers.
pub type Stored<T> = BoxFuture<'static, Result<T, StoreError>>;

/// Keeps Standard executions. What is asked of it begins at once, whether or not the answer is waited for.
pub trait Store: Send + Sync + fmt::Debug + 'static {
    /// Writes a commit. When this is answered, it is durable.
    ///
    /// A [`start`](Commit::start) whose ARN exists changes nothing and is answered with
    /// [`ExecutionExists`](StoreError::ExecutionExists). Commits of one execution come one after the other.
    fn commit(&self, commit: Arc<Commit>) -> Stored<()>;

    /// All that is recorded of an execution, in order.
    fn journal(&self, execution: ExecutionId) -> Stored<Vec<JournalRow>>;

    /// The first rows of an execution's record that are not among the first `skip`.
    fn journal_page(&self, execution: ExecutionId, skip: u32, count: u32) -> Stored<Vec<JournalRow>>;

    /// The last row of an execution's record.
    fn last_row(&self, execution: ExecutionId) -> Stored<Option<JournalRow>>;

    /// An execution by its number.
    fn execution(&self, execution: ExecutionId) -> Stored<Option<StoredExecution>>;

    /// Executions with all that is recorded of them; those that are not there are left out.
    fn load(&self, executions: Vec<ExecutionId>) -> Stored<Vec<LoadedExecution>>;

    /// An execution by its ARN.
    fn find(&self, execution_arn: &str) -> Stored<Option<StoredExecution>>;

    /// Executions, newest first: up to `count` of those that were started before `before`, if given.
    fn list(&self, filter: ListFilter, before: Option<ExecutionId>, count: usize) -> Stored<Vec<StoredExecution>>;

    /// The executions that run, oldest first: up to `count` of those after `after`. Those that are suspended come with
    /// [`Wake::Now`], as the code may be another one now.
    fn open(&self, after: Option<ExecutionId>, count: usize) -> Stored<Vec<OpenExecution>>;

    /// The greatest number that any execution has had.
    fn last_id(&self) -> Stored<ExecutionId>;

    /// Forgets up to `count` executions that ended before a moment, with their records; says how many.
    fn prune(&self, stopped_before: Timestamp, count: usize) -> Stored<usize>;

    /// Keeps a definition; nothing happens if it is there already.
    fn put_definition(&self, definition: Definition) -> Stored<()>;

    /// A definition by its fingerprint.
    fn definition(&self, fingerprint: &str) -> Stored<Option<Definition>>;

    /// Keeps a text under a name, or forgets it: what the API creates besides executions.
    fn put_document(&self, collection: &'static str, name: &str, text: Option<String>) -> Stored<()>;

    /// The names and texts of a collection.
    fn documents(&self, collection: &'static str) -> Stored<Vec<(String, String)>>;

    /// What other processes have asked for and was not answered yet, oldest first.
    fn requests(&self) -> Stored<Vec<StoreRequest>>;

    /// Answers a request of another process: the operation's output, or an error, as JSON.
    fn answer(&self, request: i64, answer: Result<String, String>) -> Stored<()>;
}
