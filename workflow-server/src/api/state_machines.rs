//! State machines: what they are, and what they become.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};
use workflow_asl::variable_references;
use workflow_engine::ExecutionType;

use super::activities::aws_owned_key;
use super::arn::{self, Qualifier, StateMachineArn};
use super::definition::{self, StateMachineType};
use super::details::Details;
use super::fields::Fields;
use super::page::Page;
use super::tags::{self, Tag};
use super::{ApiError, IncludedData, Shared, date, executions, name, nothing, versions};
use crate::registry::{Change, Revision, Settings, StateMachine};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Create {
    name: String,
    definition: String,
    role_arn: String,
    #[serde(rename = "type")]
    machine_type: Option<StateMachineType>,
    logging_configuration: Option<Logging>,
    tags: Option<Vec<Tag>>,
    tracing_configuration: Option<Tracing>,
    publish: Option<bool>,
    version_description: Option<String>,
    encryption_configuration: Option<Value>,
}

/// `loggingConfiguration`. It is kept and described; there is no CloudWatch to log to.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Logging {
    level: Option<String>,
    include_execution_data: Option<bool>,
    destinations: Option<Vec<Value>>,
}

/// `tracingConfiguration`. It is kept and described; there is no X-Ray to trace to.
#[derive(Debug, Default, Deserialize)]
struct Tracing {
    enabled: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Update {
    state_machine_arn: String,
    definition: Option<String>,
    role_arn: Option<String>,
    logging_configuration: Option<Logging>,
    tracing_configuration: Option<Tracing>,
    publish: Option<bool>,
    version_description: Option<String>,
    encryption_configuration: Option<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Delete {
    state_machine_arn: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Describe {
    state_machine_arn: String,
    included_data: Option<IncludedData>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescribeForExecution {
    execution_arn: String,
    included_data: Option<IncludedData>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct List {
    max_results: Option<usize>,
    next_token: Option<String>,
}

impl Logging {
    /// As it is described.
    fn checked(self) -> Result<Value, ApiError> {
        let level = self.level.as_deref().unwrap_or("OFF");
        let count = self.destinations.as_ref().map_or(0, Vec::len);
        if count > 1 || (count == 0 && level != "OFF") {
            let message = "Invalid Logging Configuration: Must specify exactly one Log Destination.";
            return Err(ApiError::new("InvalidLoggingConfiguration", message));
        }
        let described = Fields::default()
            .with("level", level)
            .with("includeExecutionData", self.include_execution_data.unwrap_or_default())
            .with_some("destinations", self.destinations);
        Ok(described.into())
    }
}

impl Tracing {
    fn described(&self) -> Value {
        json!({"enabled": self.enabled.unwrap_or_default()})
    }
}

fn check_description(publish: Option<bool>, description: Option<&String>) -> Result<(), ApiError> {
    if description.is_some() && publish != Some(true) {
        return Err(ApiError::validation("Version description can only be set when publish is true"));
    }
    Ok(())
}

pub(super) async fn create(service: &Shared, request: Create) -> Result<Value, ApiError> {
    check_description(request.publish, request.version_description.as_ref())?;
    name::check(&request.name)?;
    let settings = Settings {
        definition: request.definition,
        role_arn: request.role_arn,
        logging: request.logging_configuration.unwrap_or_default().checked()?,
        tracing: request.tracing_configuration.unwrap_or_default().described(),
        encryption: request.encryption_configuration.unwrap_or_else(aws_owned_key),
    };
    let tags = tags::of_new(request.tags)?;
    let execution_type = request.machine_type.unwrap_or_default().into();
    let program = definition::program(&settings.definition, execution_type)?;
    let now = service.now();
    let arn = service.arn(&format!("stateMachine:{}", request.name));
    let revision = Revision::first(&arn, &request.name, settings, program, now);
    let machine = StateMachine {
        arn,
        name: request.name,
        execution_type,
        creation_date: now,
        revision: Arc::new(revision),
        created_with: (request.publish.unwrap_or_default(), request.version_description),
    };
    let machine = match service.registry.create_state_machine(machine.clone(), tags).await? {
        Ok(()) => machine,
        Err(existing) if is_same(&existing, &machine) => existing,
        Err(existing) => {
            let message = format!("State Machine Already Exists: '{}'", existing.arn);
            return Err(ApiError::new("StateMachineAlreadyExists", message));
        }
    };
    let (publish, description) = machine.created_with;
    let version = if publish {
        Some(versions::publish_version(service, &machine.arn, None, description).await?.arn)
    } else {
        None
    };
    let created = Fields::default()
        .with("stateMachineArn", machine.arn)
        .with("creationDate", date(machine.creation_date))
        .with_some("stateMachineVersionArn", version);
    Ok(created.into())
}

/// Whether a repeated `CreateStateMachine` asks for the state machine that there is. Roles and tags do not count.
fn is_same(existing: &StateMachine, asked: &StateMachine) -> bool {
    let (one, other) = (&existing.revision.settings, &asked.revision.settings);
    existing.execution_type == asked.execution_type
        && existing.created_with == asked.created_with
        && Settings { role_arn: other.role_arn.clone(), ..one.clone() } == *other
}

pub(super) async fn update(service: &Shared, request: Update) -> Result<Value, ApiError> {
    let arn = request.state_machine_arn;
    arn::state_machine(&arn)?;
    let machine = service.registry.state_machine(&arn).ok_or_else(|| ApiError::no_state_machine(&arn))?;
    let changes_nothing = request.definition.is_none()
        && request.role_arn.is_none()
        && request.logging_configuration.is_none()
        && request.tracing_configuration.is_none()
        && request.encryption_configuration.is_none();
    if changes_nothing {
        return Err(ApiError::new(
            "MissingRequiredParameter",
            "Either the definition, the role ARN, the LoggingConfiguration, the EncryptionConfiguration or the \
             TracingConfiguration must be specified",
        ));
    }
    check_description(request.publish, request.version_description.as_ref())?;
    let definition = match request.definition {
        Some(text) => {
            let program = definition::program(&text, machine.execution_type)?;
            Some((text, program))
        }
        None => None,
    };
    let change = Change {
        definition,
        role_arn: request.role_arn,
        logging: request.logging_configuration.map(Logging::checked).transpose()?,
        tracing: request.tracing_configuration.as_ref().map(Tracing::described),
        encryption: request.encryption_configuration,
    };
    let now = service.now();
    let machine = service.registry.update_state_machine(&arn, change, now).await?;
    let machine = machine.ok_or_else(|| ApiError::no_state_machine(&arn))?;
    let version = if request.publish == Some(true) {
        Some(versions::publish_version(service, &arn, None, request.version_description).await?.arn)
    } else {
        None
    };
    let updated = Fields::default()
        .with("updateDate", date(now))
        .with_some("revisionId", machine.revision.id.as_deref())
        .with_some("stateMachineVersionArn", version);
    Ok(updated.into())
}

/// Executions that run go on; what they run is theirs.
pub(super) async fn delete(service: &Shared, request: Delete) -> Result<Value, ApiError> {
    arn::state_machine(&request.state_machine_arn)?;
    service.registry.delete_state_machine(&request.state_machine_arn).await?;
    Ok(nothing())
}

pub(super) fn describe(service: &Shared, request: Describe) -> Result<Value, ApiError> {
    let asked = &request.state_machine_arn;
    let none = || ApiError::no_state_machine(asked);
    let StateMachineArn { machine, qualifier } = arn::state_machine(asked)?;
    let machine = service.registry.state_machine(&machine).ok_or_else(none)?;
    let (revision, creation_date, description) = match qualifier {
        None => (machine.revision, machine.creation_date, None),
        Some(Qualifier::Version(number)) => {
            let version = service.registry.version(&machine.arn, number).ok_or_else(none)?;
            (version.revision, version.creation_date, version.description)
        }
        Some(Qualifier::Alias(_)) => return Err(none()),
    };
    let fields = Fields::default()
        .with("stateMachineArn", asked.as_str())
        .with("name", machine.name)
        .with("status", "ACTIVE")
        .with("type", machine.execution_type.as_str())
        .with("creationDate", date(creation_date))
        .with_some("description", description);
    Ok(with_revision(fields, &revision, request.included_data.unwrap_or_default()).into())
}

/// What `DescribeStateMachine` and `DescribeStateMachineForExecution` both say of a revision.
fn with_revision(fields: Fields, revision: &Revision, included: IncludedData) -> Fields {
    let settings = &revision.settings;
    let has_data = included == IncludedData::AllData;
    let references = variable_references(revision.program().machine());
    let references = (has_data && !references.is_empty()).then(|| json!(references));
    fields
        .with_some("definition", has_data.then_some(settings.definition.as_str()))
        .with("roleArn", settings.role_arn.as_str())
        .with("loggingConfiguration", settings.logging.clone())
        .with("tracingConfiguration", settings.tracing.clone())
        .with("encryptionConfiguration", settings.encryption.clone())
        .with_some("revisionId", revision.id.as_deref())
        .with_some("variableReferences", references)
}

pub(super) async fn describe_for_execution(service: &Shared, request: DescribeForExecution) -> Result<Value, ApiError> {
    let stored = executions::find(service, &request.execution_arn).await?;
    let revision = Details::of(&stored).revision(service)?;
    let identity = &stored.new.identity;
    let fields = Fields::default()
        .with("stateMachineArn", &*identity.state_machine_arn)
        .with("name", &*identity.state_machine_name)
        .with("updateDate", date(revision.date));
    Ok(with_revision(fields, &revision, request.included_data.unwrap_or_default()).into())
}

pub(super) fn list(service: &Shared, request: List) -> Result<Value, ApiError> {
    let page = Page::read(request.max_results, request.next_token.as_deref(), "stateMachines")?;
    let machines = service.registry.state_machines(page.after, page.lookup());
    Ok(page.write("stateMachines", machines, |machine| {
        json!({
            "stateMachineArn": machine.arn,
            "name": machine.name,
            "type": ExecutionType::as_str(machine.execution_type),
            "creationDate": date(machine.creation_date),
        })
    }))
}
