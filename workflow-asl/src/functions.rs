//! Which Lambda functions a definition calls.

use serde_json::Value;

use crate::graph::{self, Scope};
use crate::model::{State, StateKind, StateMachine};
use crate::{Resource, field, jsonata_text};

/// The names of the Lambda functions that the Task states of a definition call, in all scopes, each once and in the
/// order in which they stand: those of an ARN as `Resource`, and those that `lambda:invoke` has as its `FunctionName`,
/// be it a name or an ARN. A function whose name is computed is not among them.
///
/// ```
/// use workflow_asl::{StateMachine, lambda_functions};
///
/// let machine = StateMachine::from_json(
///     r#"{"StartAt": "A", "States": {"A": {
///         "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
///         "Parameters": {"FunctionName": "arn:aws:lambda:us-east-1:123456789012:function:Charge:live"}
///     }}}"#,
/// ).unwrap();
/// assert_eq!(lambda_functions(&machine), ["Charge"]);
/// ```
pub fn lambda_functions(machine: &StateMachine) -> Vec<String> {
    let mut names = Vec::new();
    let root = Scope { pointer: String::new(), start_at: &machine.start_at, states: &machine.states };
    collect(&root, &mut names);
    names
}

fn collect(scope: &Scope<'_>, names: &mut Vec<String>) {
    for state in scope.states.values() {
        if let Some(name) = lambda_function(state)
            && !names.contains(&name)
        {
            names.push(name);
        }
        graph::inner_scopes(state, "").iter().for_each(|inner| collect(inner, names));
    }
}

/// The name of the Lambda function that a state calls, if it calls one and names it.
pub fn lambda_function(state: &State) -> Option<String> {
    let StateKind::Task(task) = &state.kind else { return None };
    match Resource::parse(&task.resource) {
        Resource::Lambda { arn } => Some(name(&arn).to_owned()),
        Resource::Integration(integration)
            if integration.service == "lambda" && integration.action == "invoke" && !integration.is_aws_sdk =>
        {
            let arguments = task.arguments.as_ref().or(state.jsonpath.get(field::PARAMETERS))?;
            let function = arguments.get(field::FUNCTION_NAME).and_then(Value::as_str)?;
            jsonata_text::body(function).is_none().then(|| name(function).to_owned())
        }
        _ => None,
    }
}

/// The name in an ARN, a part of one (`123456789012:function:Charge`), or a name with a version or an alias.
fn name(function: &str) -> &str {
    let qualified = function.rsplit_once("function:").map_or(function, |(_, qualified)| qualified);
    qualified.split_once(':').map_or(qualified, |(name, _)| name)
}
