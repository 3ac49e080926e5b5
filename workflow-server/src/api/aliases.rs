//! Aliases: names that route executions to one or two versions.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::{Value, json};

use super::arn::{self, Qualifier, StateMachineArn};
use super::fields::Fields;
use super::page::Page;
use super::{ApiError, Shared, date, nothing};
use crate::registry::{Alias, AliasError, Route};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Create {
    name: String,
    description: Option<String>,
    routing_configuration: Vec<Routing>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Routing {
    state_machine_version_arn: String,
    weight: u64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Update {
    state_machine_alias_arn: String,
    description: Option<String>,
    routing_configuration: Option<Vec<Routing>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct One {
    state_machine_alias_arn: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct List {
    state_machine_arn: String,
    max_results: Option<usize>,
    next_token: Option<String>,
}

/// Where a new or changed alias routes to, and the state machine whose versions these are.
fn routes(service: &Shared, routing: Vec<Routing>) -> Result<(String, Vec<Route>), ApiError> {
    let received = |part: &dyn Fn(&Routing) -> String| routing.iter().map(part).collect::<Vec<_>>().join(", ");
    let arns = received(&|route| route.state_machine_version_arn.clone());
    let mut machines = HashSet::new();
    let mut numbers = HashSet::new();
    for route in &routing {
        let StateMachineArn { machine, qualifier: Some(Qualifier::Version(number)) } =
            arn::state_machine(&route.state_machine_version_arn)?
        else {
            return Err(ApiError::validation(format!(
                "Routing configuration must contain state machine version ARNs. Received: [{arns}]"
            )));
        };
        machines.insert(machine);
        numbers.insert(number);
    }
    let mut machines = machines.into_iter();
    let (Some(machine), None) = (machines.next(), machines.next()) else {
        return Err(ApiError::validation(format!(
            "Routing configuration must contain versions of the same state machine. Received: [{arns}]"
        )));
    };
    if numbers.len() != routing.len() {
        return Err(ApiError::validation(format!(
            "Routing configuration must contain distinct state machine version ARNs. Received: [{arns}]"
        )));
    }
    if routing.iter().map(|route| route.weight).sum::<u64>() != 100 {
        let weights = received(&|route| route.weight.to_string());
        return Err(ApiError::validation(format!(
            "Sum of routing configuration weights must equal 100. Received: [{weights}]"
        )));
    }
    if numbers.into_iter().any(|number| service.registry.version(&machine, number).is_none()) {
        return Err(ApiError::no_alias());
    }
    let route = |route: Routing| Route { version_arn: route.state_machine_version_arn, weight: route.weight };
    Ok((machine, routing.into_iter().map(route).collect()))
}

pub(super) async fn create(service: &Shared, request: Create) -> Result<Value, ApiError> {
    let (machine, routing) = routes(service, request.routing_configuration)?;
    let now = service.now();
    let alias = Alias {
        arn: format!("{machine}:{}", request.name),
        name: request.name,
        description: request.description,
        routing,
        creation_date: now,
        update_date: now,
    };
    let created = service.registry.create_alias(&machine, alias).await?.map_err(|error| match error {
        AliasError::NoStateMachine => ApiError::no_alias(),
        AliasError::Exists => ApiError::conflict(
            "Failed to create alias because an alias with the same name and a different routing configuration already \
             exists.",
        ),
        AliasError::TooMany(quota) => ApiError::quota(format!("A state machine may have {quota} aliases.")),
    })?;
    Ok(item(&created))
}

fn item(alias: &Alias) -> Value {
    json!({"stateMachineAliasArn": alias.arn, "creationDate": date(alias.creation_date)})
}

/// The state machine and the name that the ARN of an alias is made of.
fn parse(alias_arn: &str) -> Result<(String, String), ApiError> {
    match arn::state_machine(alias_arn)? {
        StateMachineArn { machine, qualifier: Some(Qualifier::Alias(name)) } => Ok((machine, name)),
        _ => Err(ApiError::invalid_arn(format_args!("Invalid ARN of an alias: {alias_arn}"))),
    }
}

pub(super) async fn update(service: &Shared, request: Update) -> Result<Value, ApiError> {
    let (machine, name) = parse(&request.state_machine_alias_arn)?;
    if request.description.is_none() && request.routing_configuration.is_none() {
        return Err(ApiError::validation("Either the description or the routing configuration must be specified"));
    }
    let routing = match request.routing_configuration {
        Some(routing) => Some(routes(service, routing)?),
        None => None,
    };
    if routing.as_ref().is_some_and(|(routed, _)| *routed != machine) {
        return Err(ApiError::validation("Routing configuration must contain versions of the alias's state machine"));
    }
    let routing = routing.map(|(_, routing)| routing);
    let updated = service.registry.update_alias(&machine, &name, request.description, routing, service.now()).await?;
    let updated = updated.ok_or_else(ApiError::no_alias)?;
    Ok(json!({"updateDate": date(updated.update_date)}))
}

pub(super) async fn delete(service: &Shared, request: One) -> Result<Value, ApiError> {
    let (machine, name) = parse(&request.state_machine_alias_arn)?;
    service.registry.delete_alias(&machine, &name).await?;
    Ok(nothing())
}

pub(super) fn describe(service: &Shared, request: One) -> Result<Value, ApiError> {
    let (machine, name) = parse(&request.state_machine_alias_arn)?;
    let alias = service.registry.alias(&machine, &name).ok_or_else(ApiError::no_alias)?;
    let route = |route: &Route| json!({"stateMachineVersionArn": route.version_arn, "weight": route.weight});
    let routing: Vec<Value> = alias.routing.iter().map(route).collect();
    let description = Fields::default()
        .with("stateMachineAliasArn", alias.arn)
        .with("name", alias.name)
        .with_some("description", alias.description)
        .with("routingConfiguration", routing)
        .with("creationDate", date(alias.creation_date))
        .with("updateDate", date(alias.update_date));
    Ok(description.into())
}

pub(super) fn list(service: &Shared, request: List) -> Result<Value, ApiError> {
    let arn = &request.state_machine_arn;
    let parsed = arn::state_machine(arn)?;
    let version = match parsed.qualifier {
        None => None,
        Some(Qualifier::Version(_)) => Some(arn.as_str()),
        Some(Qualifier::Alias(_)) => return Err(ApiError::no_state_machine(arn)),
    };
    let page = Page::read(request.max_results, request.next_token.as_deref(), ("aliases", arn))?;
    let aliases = service.registry.aliases(&parsed.machine, version, page.after, page.lookup());
    Ok(page.write("stateMachineAliases", aliases.ok_or_else(|| ApiError::no_state_machine(arn))?, item))
}
