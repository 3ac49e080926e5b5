//! HTTP endpoints, and those of API Gateway.

use serde_json::{Map, Value, json};

use super::super::arguments::Text;
use super::super::arn;
use super::super::call::Call;

/// See [Call HTTPS APIs](https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html).
pub(super) fn http(call: &mut Call<'_>) {
    let name = &call.machine.name;
    let mut machines = vec![arn::own("states", &format!("stateMachine:{name}"))];
    // In a child execution the machine's name has the Map's label.
    machines.extend(call.is_distributed.then(|| arn::own("states", &format!("stateMachine:{name}/*"))));
    let equals: Map<String, Value> = [("states:HTTPEndpoint", "ApiEndpoint"), ("states:HTTPMethod", "Method")]
        .into_iter()
        .filter_map(|(key, path)| match call.arguments.text(path) {
            Text::Constant(text) => Some((key.to_owned(), json!(text))),
            Text::Computed | Text::Absent => {
                call.warn(format!("'{path}' is computed; as a constant text it would be a condition on '{key}'"));
                None
            }
        })
        .collect();
    let action = ["states:InvokeHTTPEndpoint"];
    if equals.is_empty() {
        call.allow(&action, &machines);
    } else {
        call.allow_if(&action, &machines, json!({"StringEquals": equals}));
    }
    ["Authentication.ConnectionArn", "InvocationConfig.ConnectionArn"].iter().for_each(|path| connection(path, call));
}

/// A connection, and the secret that EventBridge keeps for it.
fn connection(path: &str, call: &mut Call<'_>) {
    let any_secret = "secret:events!connection/*";
    let (connection, secret) = match call.arguments.text(path) {
        Text::Absent => return,
        Text::Constant(text) => (text.to_owned(), secret_of(text)),
        Text::Computed => {
            let any = arn::own("events", "connection/*");
            call.warn_computed(path, &any);
            (any, None)
        }
    };
    call.allow(&["events:RetrieveConnectionCredentials"], &[connection]);
    let secret = secret.unwrap_or_else(|| arn::own("secretsmanager", any_secret));
    call.allow(&["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"], &[secret]);
}

/// The secret of `connection/name/id`; an id of its own ends its name.
fn secret_of(connection: &str) -> Option<String> {
    let name = arn::resource(connection)?.strip_prefix("connection/")?.split('/').next()?;
    arn::beside(connection, "secretsmanager", &format!("secret:events!connection/{name}/*"))
}

/// See [API Gateway](https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html). Only with `IAM_ROLE`
/// is it the role that calls; else the API asks nobody, or its own policy.
pub(super) fn api_gateway(call: &mut Call<'_>) {
    match call.arguments.text("AuthType") {
        Text::Constant("IAM_ROLE") | Text::Computed => {}
        Text::Constant(_) | Text::Absent => return,
    }
    let parts = [("ApiEndpoint", ""), ("Stage", "$default"), ("Method", ""), ("Path", "")];
    let filled: Vec<String> = parts.map(|(path, default)| part(path, default, call)).into();
    let resource = arn::own("execute-api", &filled.join("/").replace("*/*/*/*", "*"));
    for (path, _) in parts {
        if call.arguments.text(path) == Text::Computed {
            call.warn_computed(path, &resource);
        }
    }
    call.allow(&["execute-api:Invoke"], &[resource]);
}

fn part(path: &str, default: &str, call: &Call<'_>) -> String {
    match call.arguments.text(path) {
        // `id.execute-api.region.amazonaws.com`
        Text::Constant(host) if path == "ApiEndpoint" => host.split('.').next().unwrap_or_default().to_owned(),
        Text::Constant(text) => text.trim_start_matches('/').to_owned(),
        Text::Computed => "*".to_owned(),
        Text::Absent => default.to_owned(),
    }
}
