//! The names of the language's fields, each written once.
//!
//! Reading, writing, validation and the interpreter share them.

macro_rules! names {
    ($($constant:ident = $name:literal)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub const $constant: &str = $name;
        )*
    };
}

names! {
    AND = "And"
    ARGUMENTS = "Arguments"
    ASSIGN = "Assign"
    BACKOFF_RATE = "BackoffRate"
    BATCH_INPUT = "BatchInput"
    BRANCHES = "Branches"
    CATCH = "Catch"
    CAUSE = "Cause"
    CAUSE_PATH = "CausePath"
    CHOICES = "Choices"
    COMMENT = "Comment"
    CONDITION = "Condition"
    CREDENTIALS = "Credentials"
    CSV_HEADERS = "CSVHeaders"
    CSV_HEADER_LOCATION = "CSVHeaderLocation"
    DEFAULT = "Default"
    END = "End"
    ERROR = "Error"
    ERROR_EQUALS = "ErrorEquals"
    ERROR_PATH = "ErrorPath"
    EXECUTION_TYPE = "ExecutionType"
    FUNCTION_NAME = "FunctionName"
    HEARTBEAT_SECONDS = "HeartbeatSeconds"
    HEARTBEAT_SECONDS_PATH = "HeartbeatSecondsPath"
    INPUT_PATH = "InputPath"
    INPUT_TYPE = "InputType"
    INTERVAL_SECONDS = "IntervalSeconds"
    ITEMS = "Items"
    ITEMS_PATH = "ItemsPath"
    ITEM_BATCHER = "ItemBatcher"
    ITEM_PROCESSOR = "ItemProcessor"
    ITEM_READER = "ItemReader"
    ITEM_SELECTOR = "ItemSelector"
    ITERATOR = "Iterator"
    JITTER_STRATEGY = "JitterStrategy"
    LABEL = "Label"
    MAX_ATTEMPTS = "MaxAttempts"
    MAX_CONCURRENCY = "MaxConcurrency"
    MAX_CONCURRENCY_PATH = "MaxConcurrencyPath"
    MAX_DELAY_SECONDS = "MaxDelaySeconds"
    MAX_INPUT_BYTES_PER_BATCH = "MaxInputBytesPerBatch"
    MAX_ITEMS_PER_BATCH = "MaxItemsPerBatch"
    MODE = "Mode"
    NEXT = "Next"
    NOT = "Not"
    OR = "Or"
    OUTPUT = "Output"
    OUTPUT_PATH = "OutputPath"
    PARAMETERS = "Parameters"
    PROCESSOR_CONFIG = "ProcessorConfig"
    QUERY_LANGUAGE = "QueryLanguage"
    READER_CONFIG = "ReaderConfig"
    RESOURCE = "Resource"
    RESULT = "Result"
    RESULT_PATH = "ResultPath"
    RESULT_SELECTOR = "ResultSelector"
    RESULT_WRITER = "ResultWriter"
    RETRY = "Retry"
    ROLE_ARN = "RoleArn"
    ROLE_ARN_PATH = "RoleArn.$"
    SECONDS = "Seconds"
    SECONDS_PATH = "SecondsPath"
    START_AT = "StartAt"
    STATES = "States"
    TIMEOUT_SECONDS = "TimeoutSeconds"
    TIMEOUT_SECONDS_PATH = "TimeoutSecondsPath"
    TIMESTAMP = "Timestamp"
    TIMESTAMP_PATH = "TimestampPath"
    TOLERATED_FAILURE_COUNT = "ToleratedFailureCount"
    TOLERATED_FAILURE_PERCENTAGE = "ToleratedFailurePercentage"
    TYPE = "Type"
    VARIABLE = "Variable"
    VERSION = "Version"
}

/// The fields that exist only in JSONPath, by the object they stand in.
///
/// `SecondsPath` and `TimestampPath` of a Wait are not here: the model has them as
/// [`WaitUntil`](crate::WaitUntil).
#[rustfmt::skip] // Lists of names, to be read as such.
pub(crate) mod jsonpath {
    pub(crate) const TASK: &[&str] = &[
        "InputPath", "Parameters", "ResultSelector", "ResultPath", "OutputPath", "TimeoutSecondsPath",
        "HeartbeatSecondsPath",
    ];
    pub(crate) const PASS: &[&str] = &["InputPath", "Parameters", "Result", "ResultPath", "OutputPath"];
    pub(crate) const CHOICE: &[&str] = &["InputPath", "OutputPath"];
    pub(crate) const WAIT: &[&str] = &["InputPath", "OutputPath"];
    pub(crate) const SUCCEED: &[&str] = &["InputPath", "OutputPath"];
    pub(crate) const FAIL: &[&str] = &["ErrorPath", "CausePath"];
    pub(crate) const PARALLEL: &[&str] = &["InputPath", "Parameters", "ResultSelector", "ResultPath", "OutputPath"];
    pub(crate) const MAP: &[&str] = &[
        "InputPath", "ItemsPath", "Parameters", "MaxConcurrencyPath", "ToleratedFailureCountPath",
        "ToleratedFailurePercentagePath", "ResultSelector", "ResultPath", "OutputPath",
    ];
    pub(crate) const CATCHER: &[&str] = &["ResultPath"];
    /// `Variable`, the three that combine rules, and the 39 comparisons.
    pub(crate) const CHOICE_RULE: &[&str] = &[
        "Variable", "And", "Or", "Not",
        "StringEquals", "StringEqualsPath", "StringLessThan", "StringLessThanPath", "StringGreaterThan",
        "StringGreaterThanPath", "StringLessThanEquals", "StringLessThanEqualsPath", "StringGreaterThanEquals",
        "StringGreaterThanEqualsPath", "StringMatches",
        "NumericEquals", "NumericEqualsPath", "NumericLessThan", "NumericLessThanPath", "NumericGreaterThan",
        "NumericGreaterThanPath", "NumericLessThanEquals", "NumericLessThanEqualsPath", "NumericGreaterThanEquals",
        "NumericGreaterThanEqualsPath",
        "BooleanEquals", "BooleanEqualsPath",
        "TimestampEquals", "TimestampEqualsPath", "TimestampLessThan", "TimestampLessThanPath",
        "TimestampGreaterThan", "TimestampGreaterThanPath", "TimestampLessThanEquals", "TimestampLessThanEqualsPath",
        "TimestampGreaterThanEquals", "TimestampGreaterThanEqualsPath",
        "IsNull", "IsPresent", "IsNumeric", "IsString", "IsBoolean", "IsTimestamp",
    ];
}
