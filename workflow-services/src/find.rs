//! What a `Resource` calls.

use crate::data::{self, Model, Service};
use crate::optimised::{self, ERRORS, Optimised, Takes};
use crate::spelling::{closest, plain};
use std::fmt;
use workflow_asl::{Integration, IntegrationPattern};

/// An action of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// What it takes, by name.
    pub arguments: Vec<Argument>,
    /// The names of what it gives; none if they are not known. With `.sync` and `.waitForTaskToken` a Task gives
    /// something else.
    pub results: Vec<String>,
    /// The errors of its service, by their whole names; none if they are not known.
    pub errors: Vec<String>,
}

/// An argument of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// As Step Functions has it.
    pub name: String,
    /// Whether the action cannot do without.
    pub is_required: bool,
}

/// Why there is no such action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// There is no such service; perhaps this one was meant.
    Service(String, Option<String>),
    /// The service has no such action; perhaps this one was meant.
    Action(String, Option<String>),
    /// The action has no such pattern, but these.
    Pattern(IntegrationPattern, &'static [IntegrationPattern]),
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let meant = match self {
            Self::Service(text, meant) => {
                write!(f, "there is no service `{text}`")?;
                meant
            }
            Self::Action(text, meant) => {
                write!(f, "there is no action `{text}`")?;
                meant
            }
            Self::Pattern(pattern, patterns) => {
                let suffixes: Vec<_> = patterns.iter().map(|pattern| pattern.suffix()).collect();
                let suffixes =
                    suffixes.into_iter().filter(|suffix| !suffix.is_empty()).map(|suffix| format!("`{suffix}`"));
                let suffixes = suffixes.collect::<Vec<_>>().join(" and ");
                write!(f, "this action has no `{}`", pattern.suffix())?;
                return if suffixes.is_empty() { Ok(()) } else { write!(f, ", but {suffixes}") };
            }
        };
        meant.iter().try_for_each(|meant| write!(f, "; `{meant}`?"))
    }
}

impl std::error::Error for Unknown {}

/// The patterns of every `aws-sdk` integration.
const SDK_PATTERNS: &[IntegrationPattern] =
    &[IntegrationPattern::RequestResponse, IntegrationPattern::WaitForTaskToken];

/// What an integration calls.
///
/// # Errors
///
/// What there is none of: the service, the action, or its pattern.
pub fn find(integration: &Integration) -> Result<Action, Unknown> {
    let Integration { service, action, pattern, .. } = integration;
    if integration.is_aws_sdk {
        let found = data::services();
        let names = || found.iter().map(|service| service.name.as_str());
        let service = found.iter().find(|known| known.name == *service);
        let service = service.ok_or_else(|| unknown_service(&integration.service, names()))?;
        let model = service.model();
        let found = of_model(service, &model, action)?;
        return has_pattern(*pattern, SDK_PATTERNS).map(|()| found);
    }
    let same_service = || optimised::all().filter(|known| known.service == service);
    if same_service().next().is_none() {
        return Err(unknown_service(service, optimised::all().map(|known| known.service)));
    }
    let known = same_service().find(|known| known.action == action).ok_or_else(|| {
        let meant = closest(action, same_service().map(|known| known.action));
        Unknown::Action(format!("{service}:{action}"), meant.map(|meant| format!("{service}:{meant}")))
    })?;
    has_pattern(*pattern, known.patterns)?;
    of_optimised(known)
}

fn unknown_service<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Unknown {
    Unknown::Service(name.to_owned(), closest(name, names).map(str::to_owned))
}

fn has_pattern(pattern: IntegrationPattern, patterns: &'static [IntegrationPattern]) -> Result<(), Unknown> {
    if patterns.contains(&pattern) { Ok(()) } else { Err(Unknown::Pattern(pattern, patterns)) }
}

fn of_model(service: &Service, model: &Model, name: &str) -> Result<Action, Unknown> {
    let Some((taken, given)) = model.action(name) else {
        let meant = closest(name, model.actions()).map(|meant| format!("{}:{meant}", service.name));
        return Err(Unknown::Action(format!("{}:{name}", service.name), meant));
    };
    let prefix = &service.error_name;
    let own = [format!("{prefix}.{prefix}Exception"), format!("{prefix}.SdkClientException")];
    Ok(Action {
        arguments: taken.into_iter().map(Argument::read).collect(),
        results: given.into_iter().map(str::to_owned).collect(),
        errors: model.errors().map(|error| format!("{prefix}.{error}")).chain(own).collect(),
    })
}

fn of_optimised(known: &Optimised) -> Result<Action, Unknown> {
    let of_sdk = |name: &str, action: &str| {
        let services = data::services();
        let service = services.iter().find(|service| service.name == name);
        let service = service.ok_or_else(|| Unknown::Service(name.to_owned(), None))?;
        of_model(service, &service.model(), action)
    };
    let found = match known.takes {
        Takes::TheSame(service) => of_sdk(service, known.action)?,
        Takes::As(service, action) => Action { results: Vec::new(), ..of_sdk(service, action)? },
        Takes::Own(taken) => {
            let arguments = taken.iter().copied().map(Argument::read).collect();
            Action { arguments, results: Vec::new(), errors: Vec::new() }
        }
    };
    let errors = match ERRORS.iter().find(|(service, ..)| *service == known.service) {
        Some((_, prefix, base)) => {
            let names = found.errors.iter().filter_map(|error| error.split_once('.')).map(|(_, name)| name);
            names.chain([*base]).map(|name| format!("{prefix}.{name}")).collect()
        }
        None => Vec::new(),
    };
    Ok(Action { errors, ..found })
}

impl Action {
    /// The argument of a name, however it is written: `topic_arn`, `topicArn` or `TopicArn`.
    pub fn argument(&self, name: &str) -> Option<&Argument> {
        let name = plain(name);
        self.arguments.iter().find(|argument| plain(&argument.name) == name)
    }

    /// The errors of its service have names that begin with this, with its dot.
    pub fn error_prefix(&self) -> Option<&str> {
        let error = self.errors.first()?;
        error.find('.').and_then(|dot| error.get(..=dot))
    }
}

impl Argument {
    fn read(word: &str) -> Self {
        let name = word.strip_suffix('!');
        Self { name: name.unwrap_or(word).to_owned(), is_required: name.is_some() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use workflow_asl::Resource;

    fn found(resource: &str) -> Result<Action, Unknown> {
        let Resource::Integration(integration) = Resource::parse(&format!("arn:aws:states:::{resource}")) else {
            panic!("{resource} is no integration");
        };
        find(&integration)
    }

    fn required(action: &Action) -> Vec<&str> {
        let required = action.arguments.iter().filter(|argument| argument.is_required);
        required.map(|argument| argument.name.as_str()).collect()
    }

    #[test]
    fn names_are_those_of_step_functions() {
        for (resource, written, name) in [
            ("aws-sdk:rds:describeDBInstances", "db_instance_identifier", "DbInstanceIdentifier"),
            ("aws-sdk:s3:putObject", "sse_kms_key_id", "SsekmsKeyId"),
            ("aws-sdk:ecs:runTask", "task_definition", "TaskDefinition"),
            ("aws-sdk:sfn:startSyncExecution", "stateMachineArn", "StateMachineArn"),
            ("aws-sdk:ec2:describeLaunchTemplateVersions", "filters", "Filters"),
            ("sqs:sendMessage.waitForTaskToken", "message_body", "MessageBody"),
            ("elasticmapreduce:createCluster.sync", "name", "Name"),
        ] {
            let action = found(resource).unwrap();
            assert_eq!(action.argument(written).map(|argument| argument.name.as_str()), Some(name), "{resource}");
        }
        assert!(found("aws-sdk:rds:describeDBInstances").unwrap().results.contains(&"DbInstances".to_owned()));
        assert!(found("aws-sdk:s3:getObject").unwrap().results.contains(&"ETag".to_owned()));
    }

    #[test]
    fn errors_are_those_of_step_functions() {
        for (resource, error) in [
            ("aws-sdk:acmpca:deleteCertificateAuthority", "AcmPca.ResourceNotFoundException"),
            ("aws-sdk:s3:createBucket", "S3.BucketAlreadyExistsException"),
            ("aws-sdk:rds:describeDBInstances", "Rds.DbInstanceNotFoundException"),
            ("aws-sdk:dynamodb:putItem", "DynamoDb.ConditionalCheckFailedException"),
            ("dynamodb:putItem", "DynamoDB.ConditionalCheckFailedException"),
            ("sns:publish", "SNS.NotFoundException"),
            ("sqs:sendMessage", "SQS.AmazonSQSException"),
        ] {
            let action = found(resource).unwrap();
            assert!(action.errors.iter().any(|known| known == error), "{error} of {:?}", action.errors);
        }
        assert_eq!(found("aws-sdk:sns:publish").unwrap().error_prefix(), Some("Sns."));
        assert_eq!(found("http:invoke").unwrap().error_prefix(), None);
    }

    #[test]
    fn what_has_to_be_there() {
        for (resource, names) in [
            ("sns:publish", vec!["Message"]),
            ("dynamodb:putItem", vec!["Item", "TableName"]),
            ("http:invoke", vec!["ApiEndpoint", "Method"]),
            ("states:startExecution.sync:2", vec!["StateMachineArn"]),
            ("glue:startJobRun.sync", vec!["JobName"]),
        ] {
            assert_eq!(required(&found(resource).unwrap()), names, "{resource}");
        }
    }

    #[test]
    fn every_optimised_integration_is_there() {
        for known in optimised::all() {
            for pattern in known.patterns {
                let resource = format!("{}:{}{}", known.service, known.action, pattern.suffix());
                assert!(!found(&resource).unwrap().arguments.is_empty(), "{resource}");
            }
        }
    }

    #[test]
    fn what_is_unknown_says_what_was_meant() {
        for (resource, message) in [
            ("aws-sdk:snss:publish", "there is no service `snss`; `sns`?"),
            ("snz:publish", "there is no service `snz`; `sns`?"),
            ("nothinglikethis:go", "there is no service `nothinglikethis`"),
            ("aws-sdk:sns:Publish", "there is no action `sns:Publish`; `sns:publish`?"),
            ("dynamodb:putItems", "there is no action `dynamodb:putItems`; `dynamodb:putItem`?"),
            ("sns:publish.sync", "this action has no `.sync`, but `.waitForTaskToken`"),
            ("glue:startJobRun.sync:2", "this action has no `.sync:2`, but `.sync`"),
            ("dynamodb:getItem.waitForTaskToken", "this action has no `.waitForTaskToken`"),
            ("aws-sdk:glue:startJobRun.sync", "this action has no `.sync`, but `.waitForTaskToken`"),
        ] {
            assert_eq!(found(resource).unwrap_err().to_string(), message, "{resource}");
        }
    }
}
