//! Calls of any AWS service: `aws-sdk:service:action`.
//!
//! See [AWS SDK service integrations](https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html).
//! The action in IAM is mostly the API's own, in Pascal case, behind the service's prefix. What differs is in [`services`]
//! and [`actions`]; which resources an action is for is in [`resources`], for the services that workflows call most.

mod actions;
mod resources;
mod services;

use serde_json::Value;
use workflow_asl::Integration;

use super::call::Call;
use super::grants::capitalised;
use super::integration;

/// What the call of an action needs.
pub(super) fn grant(integration: &Integration, call: &mut Call<'_>) {
    let action = capitalised(&integration.action);
    let Some(prefix) = services::prefix(&integration.service) else {
        let guess = format!("{}:{action}", integration.service);
        call.warn(format!("the service '{}' is not known: '{guess}' is allowed on any resource", integration.service));
        return call.allow(&[&guess], &["*".to_owned()]);
    };
    roles(&action, call);
    if integration::grant_sdk(prefix, &action, call) || resources::grant(prefix, &action, call) {
        return;
    }
    let names = actions::names(prefix, &action);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    if !actions::are_without_resources(prefix, &action) {
        let names = names.join("' and '");
        call.warn(format!("'{names}' is allowed on any resource: which it is for is not known here"));
    }
    call.allow(&names, &["*".to_owned()]);
}

/// A role that is handed on needs `iam:PassRole`, but for which service an argument does not say.
fn roles(action: &str, call: &mut Call<'_>) {
    let names = match call.arguments.get_all() {
        Some(Value::Object(members)) if action != "AssumeRole" => members.keys(),
        _ => return,
    };
    let is_role = |name: &&String| {
        let name = name.trim_end_matches(".$");
        ["RoleArn", "RoleARN", "Role"].iter().any(|end| name.ends_with(end))
    };
    if let Some(name) = names.into_iter().find(is_role) {
        call.warn(format!(
            "'{name}' may need 'iam:PassRole', which is not allowed: for which service is not known here"
        ));
    }
}
