use super::Check;
use crate::model::{ExecutionType, Task};
use crate::{Code, Integration, IntegrationPattern, Resource, field, pointer};

/// The actions of optimised integrations that have few and had no new one in years, with the patterns of each. Of
/// a service that is not here, any action may be one.
const OPTIMISED: &[(&str, &[&str], &[IntegrationPattern])] = {
    use IntegrationPattern::{Sync, Sync2, WaitForTaskToken};
    &[
        ("dynamodb", &["getItem", "putItem", "updateItem", "deleteItem"], &[]),
        ("events", &["putEvents"], &[WaitForTaskToken]),
        ("lambda", &["invoke"], &[WaitForTaskToken]),
        ("sns", &["publish"], &[WaitForTaskToken]),
        ("sqs", &["sendMessage"], &[WaitForTaskToken]),
        ("states", &["startExecution"], &[Sync, Sync2, WaitForTaskToken]),
    ]
};

const EXPRESS_ACTIVITY: &str = "Express state machine does not support Activity ARN";

impl Check<'_> {
    /// The `Resource` of a Task, and whether the machine may use it.
    pub(super) fn resource(&mut self, task: &Task, state: &str) {
        let at = pointer::below(state, field::RESOURCE);
        if task.resource.is_empty() {
            self.error(Code::InvalidResource, at, "The resource must not be empty");
            return;
        }
        match Resource::parse(&task.resource) {
            Resource::Activity { .. } => {
                if self.machine_type == ExecutionType::Express {
                    self.schema(&at, EXPRESS_ACTIVITY);
                }
                if task.credentials.is_some() {
                    let message = format!("The field '{}' is not supported for activities", field::CREDENTIALS);
                    self.schema(pointer::below(state, field::CREDENTIALS), message);
                }
            }
            Resource::Integration(integration) => self.integration(&integration, &task.resource, &at),
            Resource::Lambda { .. } => {}
            Resource::Other { text } if self.is_template && is_substitution(&text) => {
                if self.machine_type == ExecutionType::Express && text.ends_with("ActivityArn}") {
                    self.schema(&at, EXPRESS_ACTIVITY);
                }
            }
            Resource::Other { text } => {
                if !text.starts_with("arn:") {
                    self.schema(&at, "Value is not a valid resource ARN");
                }
            }
        }
    }

    fn integration(&mut self, integration: &Integration, resource: &str, at: &str) {
        if !exists(integration) {
            let message = format!("The resource provided {resource} is not recognized.");
            let why = "The value is not a valid resource ARN, or the resource is not available in this region.";
            self.schema(at, format!("{message} {why}"));
            return;
        }
        // The second blank is AWS's.
        let pattern = match integration.pattern {
            _ if self.machine_type == ExecutionType::Standard => return,
            IntegrationPattern::RequestResponse => return,
            IntegrationPattern::Sync | IntegrationPattern::Sync2 => "'.sync' service integration",
            IntegrationPattern::WaitForTaskToken => "'.waitForTaskToken' service integration ",
        };
        self.schema(at, format!("Express state machine does not support {pattern}"));
    }
}

/// Whether a text is `${Name}` and nothing else.
fn is_substitution(text: &str) -> bool {
    let name = text.strip_prefix("${").and_then(|text| text.strip_suffix('}'));
    name.is_some_and(|name| !name.is_empty() && !name.contains(['$', '{', '}']))
}

/// Whether an integration may exist, as far as is known.
fn exists(integration: &Integration) -> bool {
    let pattern = integration.pattern;
    if integration.is_aws_sdk {
        return !matches!(pattern, IntegrationPattern::Sync | IntegrationPattern::Sync2);
    }
    let known = OPTIMISED.iter().find(|(service, ..)| *service == integration.service);
    known.is_none_or(|(_, actions, patterns)| {
        actions.contains(&integration.action.as_str())
            && (pattern == IntegrationPattern::RequestResponse || patterns.contains(&pattern))
    })
}
