//! The operations of the API and the shapes of their requests: the facts of the public service model, version
//! 2016-11-23.

use super::shape::{Pattern, Shape, Text, integer, list, one_of, optional, required, structure, text};

const ARN: Shape = text(1, 256);
const LONG_ARN: Shape = text(1, 2000);
const NAME: Shape = text(1, 80);
const ALIAS_NAME: Shape = Shape::Text(Text::new(1, 80).matching(Pattern::AliasName));
const DESCRIPTION: Shape = Shape::Text(Text::new(0, 256).sensitive());
const DEFINITION: Shape = Shape::Text(Text::new(1, 1_048_576).sensitive());
const DATA: Shape = Shape::Text(Text::new(0, workflow_engine::MAX_PAYLOAD).sensitive().in_bytes());
const ERROR: Shape = Shape::Text(Text::new(0, 256).sensitive());
const CAUSE: Shape = Shape::Text(Text::new(0, 32_768).sensitive());
const TASK_TOKEN: Shape = Shape::Text(Text::new(1, 2048).sensitive());
const STATE_NAME: Shape = Shape::Text(Text::new(1, 80).sensitive());
const TRACE_HEADER: Shape = Shape::Text(Text::new(0, 256).matching(Pattern::Ascii));
const CLIENT_TOKEN: Shape = Shape::Text(Text::new(1, 64).matching(Pattern::ClientToken));
const PAGE_SIZE: Shape = integer(0, 1000);
const PAGE_TOKEN: Shape = text(1, 1024);
const EXECUTIONS_PAGE_TOKEN: Shape = text(1, 3096);
const REVISION_ID: Shape = text(0, usize::MAX);
const BOOLEAN: Shape = Shape::Boolean;

const TYPE: Shape = one_of(&["STANDARD", "EXPRESS"]);
const INCLUDED_DATA: Shape = one_of(&["ALL_DATA", "METADATA_ONLY"]);
const EXECUTION_STATUS: Shape = one_of(&["SUCCEEDED", "TIMED_OUT", "PENDING_REDRIVE", "ABORTED", "FAILED", "RUNNING"]);
const REDRIVE_FILTER: Shape = one_of(&["REDRIVEN", "NOT_REDRIVEN"]);
const SEVERITY: Shape = one_of(&["ERROR", "WARNING"]);
const INSPECTION_LEVEL: Shape = one_of(&["INFO", "DEBUG", "TRACE"]);
const FIELD_VALIDATION_MODE: Shape = one_of(&["STRICT", "PRESENT", "NONE"]);

const TAG_KEY: Shape = text(1, 128);
const TAG_KEYS: Shape = list(&TAG_KEY);
// The model requires neither member, but no client sends a tag without both.
const TAG: Shape = structure("Tag", &[required("key", &TAG_KEY), required("value", &text(0, 256))]);
const TAGS: Shape = list(&TAG);

const ENCRYPTION: Shape = structure(
    "EncryptionConfiguration",
    &[
        optional("kmsKeyId", &text(1, 2048)),
        optional("kmsDataKeyReusePeriodSeconds", &integer(60, 900)),
        required("type", &one_of(&["AWS_OWNED_KEY", "CUSTOMER_MANAGED_KMS_KEY"])),
    ],
);
const LOG_GROUP: Shape = structure("CloudWatchLogsLogGroup", &[optional("logGroupArn", &ARN)]);
const LOG_DESTINATION: Shape = structure("LogDestination", &[optional("cloudWatchLogsLogGroup", &LOG_GROUP)]);
const LOGGING: Shape = structure(
    "LoggingConfiguration",
    &[
        optional("level", &one_of(&["ALL", "ERROR", "FATAL", "OFF"])),
        optional("includeExecutionData", &BOOLEAN),
        optional("destinations", &list(&LOG_DESTINATION)),
    ],
);
const TRACING: Shape = structure("TracingConfiguration", &[optional("enabled", &BOOLEAN)]);

const ROUTE: Shape = structure(
    "RoutingConfigurationListItem",
    &[required("stateMachineVersionArn", &ARN), required("weight", &integer(0, 100))],
);
const ROUTING: Shape = Shape::List { min: 1, max: 2, member: &ROUTE };

const MOCK_ERROR: Shape = structure("MockErrorOutput", &[optional("error", &ERROR), optional("cause", &CAUSE)]);
const MOCK: Shape = structure(
    "MockInput",
    &[
        optional("result", &DATA),
        optional("errorOutput", &MOCK_ERROR),
        optional("fieldValidationMode", &FIELD_VALIDATION_MODE),
    ],
);
const STATE_CONFIGURATION: Shape = structure(
    "TestStateConfiguration",
    &[
        optional("retrierRetryCount", &integer(0, i64::MAX)),
        optional("errorCausedByState", &STATE_NAME),
        optional("mapIterationFailureCount", &integer(0, i64::MAX)),
        optional("mapItemReaderData", &DATA),
    ],
);

macro_rules! operations {
    ($($operation:ident: [$($member:expr),* $(,)?],)*) => {
        /// The operations of the API.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Operation {
            $($operation,)*
        }

        impl Operation {
            /// The operation of this name.
            pub(crate) fn parse(name: &str) -> Option<Self> {
                match name {
                    $(stringify!($operation) => Some(Self::$operation),)*
                    _ => None,
                }
            }

            /// Whether it writes what the API keeps beside executions, or starts or redrives one.
            pub(crate) fn changes_what_is_kept(self) -> bool {
                let name = self.name();
                let changes = ["Create", "Delete", "Update", "Publish", "Tag", "Untag", "StartExecution", "Redrive"];
                changes.iter().any(|change| name.starts_with(change))
            }

            fn name(self) -> &'static str {
                match self {
                    $(Self::$operation => stringify!($operation),)*
                }
            }

            /// The shape of its request.
            pub(super) fn input(self) -> &'static Shape {
                match self {
                    $(Self::$operation => {
                        const INPUT: Shape = structure(stringify!($operation), &[$($member),*]);
                        &INPUT
                    })*
                }
            }
        }
    };
}

operations! {
    CreateActivity: [required("name", &NAME), optional("tags", &TAGS), optional("encryptionConfiguration", &ENCRYPTION)],
    CreateStateMachine: [
        required("name", &NAME),
        required("definition", &DEFINITION),
        required("roleArn", &ARN),
        optional("type", &TYPE),
        optional("loggingConfiguration", &LOGGING),
        optional("tags", &TAGS),
        optional("tracingConfiguration", &TRACING),
        optional("publish", &BOOLEAN),
        optional("versionDescription", &DESCRIPTION),
        optional("encryptionConfiguration", &ENCRYPTION),
    ],
    CreateStateMachineAlias: [
        optional("description", &DESCRIPTION),
        required("name", &ALIAS_NAME),
        required("routingConfiguration", &ROUTING),
    ],
    DeleteActivity: [required("activityArn", &ARN)],
    DeleteStateMachine: [required("stateMachineArn", &ARN)],
    DeleteStateMachineAlias: [required("stateMachineAliasArn", &ARN)],
    DeleteStateMachineVersion: [required("stateMachineVersionArn", &LONG_ARN)],
    DescribeActivity: [required("activityArn", &ARN)],
    DescribeExecution: [required("executionArn", &ARN), optional("includedData", &INCLUDED_DATA)],
    DescribeMapRun: [required("mapRunArn", &LONG_ARN)],
    DescribeStateMachine: [required("stateMachineArn", &ARN), optional("includedData", &INCLUDED_DATA)],
    DescribeStateMachineAlias: [required("stateMachineAliasArn", &ARN)],
    DescribeStateMachineForExecution: [required("executionArn", &ARN), optional("includedData", &INCLUDED_DATA)],
    GetActivityTask: [required("activityArn", &ARN), optional("workerName", &NAME)],
    GetExecutionHistory: [
        required("executionArn", &ARN),
        optional("maxResults", &PAGE_SIZE),
        optional("reverseOrder", &BOOLEAN),
        optional("nextToken", &PAGE_TOKEN),
        optional("includeExecutionData", &BOOLEAN),
    ],
    ListActivities: [optional("maxResults", &PAGE_SIZE), optional("nextToken", &PAGE_TOKEN)],
    ListExecutions: [
        optional("stateMachineArn", &ARN),
        optional("statusFilter", &EXECUTION_STATUS),
        optional("maxResults", &PAGE_SIZE),
        optional("nextToken", &EXECUTIONS_PAGE_TOKEN),
        optional("mapRunArn", &LONG_ARN),
        optional("redriveFilter", &REDRIVE_FILTER),
    ],
    ListMapRuns: [
        required("executionArn", &ARN),
        optional("maxResults", &PAGE_SIZE),
        optional("nextToken", &PAGE_TOKEN),
    ],
    ListStateMachineAliases: [
        required("stateMachineArn", &ARN),
        optional("nextToken", &PAGE_TOKEN),
        optional("maxResults", &PAGE_SIZE),
    ],
    ListStateMachineVersions: [
        required("stateMachineArn", &ARN),
        optional("nextToken", &PAGE_TOKEN),
        optional("maxResults", &PAGE_SIZE),
    ],
    ListStateMachines: [optional("maxResults", &PAGE_SIZE), optional("nextToken", &PAGE_TOKEN)],
    ListTagsForResource: [required("resourceArn", &ARN)],
    PublishStateMachineVersion: [
        required("stateMachineArn", &ARN),
        optional("revisionId", &REVISION_ID),
        optional("description", &DESCRIPTION),
    ],
    RedriveExecution: [required("executionArn", &ARN), optional("clientToken", &CLIENT_TOKEN)],
    SendTaskFailure: [required("taskToken", &TASK_TOKEN), optional("error", &ERROR), optional("cause", &CAUSE)],
    SendTaskHeartbeat: [required("taskToken", &TASK_TOKEN)],
    SendTaskSuccess: [required("taskToken", &TASK_TOKEN), required("output", &DATA)],
    StartExecution: [
        required("stateMachineArn", &ARN),
        optional("name", &NAME),
        optional("input", &DATA),
        optional("traceHeader", &TRACE_HEADER),
    ],
    StartSyncExecution: [
        required("stateMachineArn", &ARN),
        optional("name", &NAME),
        optional("input", &DATA),
        optional("traceHeader", &TRACE_HEADER),
        optional("includedData", &INCLUDED_DATA),
    ],
    StopExecution: [required("executionArn", &ARN), optional("error", &ERROR), optional("cause", &CAUSE)],
    TagResource: [required("resourceArn", &ARN), required("tags", &TAGS)],
    TestState: [
        required("definition", &DEFINITION),
        optional("roleArn", &ARN),
        optional("input", &DATA),
        optional("inspectionLevel", &INSPECTION_LEVEL),
        optional("revealSecrets", &BOOLEAN),
        optional("variables", &DATA),
        optional("stateName", &STATE_NAME),
        optional("mock", &MOCK),
        optional("context", &DATA),
        optional("stateConfiguration", &STATE_CONFIGURATION),
    ],
    UntagResource: [required("resourceArn", &ARN), required("tagKeys", &TAG_KEYS)],
    UpdateMapRun: [
        required("mapRunArn", &LONG_ARN),
        optional("maxConcurrency", &integer(0, i64::MAX)),
        optional("toleratedFailurePercentage", &Shape::Float { min: 0.0, max: 100.0 }),
        optional("toleratedFailureCount", &integer(0, i64::MAX)),
    ],
    UpdateStateMachine: [
        required("stateMachineArn", &ARN),
        optional("definition", &DEFINITION),
        optional("roleArn", &ARN),
        optional("loggingConfiguration", &LOGGING),
        optional("tracingConfiguration", &TRACING),
        optional("publish", &BOOLEAN),
        optional("versionDescription", &DESCRIPTION),
        optional("encryptionConfiguration", &ENCRYPTION),
    ],
    UpdateStateMachineAlias: [
        required("stateMachineAliasArn", &ARN),
        optional("description", &DESCRIPTION),
        optional("routingConfiguration", &ROUTING),
    ],
    ValidateStateMachineDefinition: [
        required("definition", &DEFINITION),
        optional("type", &TYPE),
        optional("severity", &SEVERITY),
        optional("maxResults", &integer(0, 100)),
    ],
}
