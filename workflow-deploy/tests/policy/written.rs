//! Policies as tables write them: a line for each statement, `actions | resources | condition`.
//!
//! `@service:resource` is a resource of the machine's account in its region; `RULE` the three actions on a rule that Step
//! Functions manages.

use serde_json::Value;
use workflow_asl::{ExecutionType, StateMachine};
use workflow_deploy::policy::{Policy, policy};
use workflow_deploy::{Deployment, Machine, Settings};

/// The machine `orders` with these states.
pub fn machine(query_language: &str, states: &Value) -> Machine {
    let first = states.as_object().unwrap().keys().next().unwrap();
    let definition = serde_json::json!({"QueryLanguage": query_language, "StartAt": first, "States": states});
    let definition = StateMachine::from_json(&definition.to_string()).unwrap();
    Machine {
        name: "orders".to_owned(),
        definition,
        execution_type: ExecutionType::Standard,
        settings: Settings::default(),
    }
}

/// The policy of a machine that is deployed alone.
pub fn alone(machine: &Machine) -> Policy {
    policy(machine, &Deployment::default())
}

/// A line for each statement.
pub fn statements(policy: &Policy) -> Vec<String> {
    let line = |statement: &workflow_deploy::policy::Statement| {
        let mut line = format!("{} | {}", statement.actions.join(" "), statement.resources.join(" "));
        if let Some(condition) = &statement.condition {
            line.push_str(&format!(" | {condition}"));
        }
        shortened(&line)
    };
    policy.statements.iter().map(line).collect()
}

/// A line for each warning.
pub fn warnings(policy: &Policy) -> Vec<String> {
    policy.warnings.iter().map(|warning| shortened(&warning.to_string())).collect()
}

fn shortened(text: &str) -> String {
    let mut text = text.replace("events:DescribeRule events:PutRule events:PutTargets", "RULE");
    while let Some((before, rest)) = text.split_once("arn:${AWS::Partition}:") {
        let (service, after) = rest.split_once(':').unwrap();
        let short = match after.strip_prefix("${AWS::Region}:${AWS::AccountId}:") {
            Some(resource) => format!("@{service}:{resource}"),
            None => format!("arn:*:{service}:{after}"),
        };
        text = format!("{before}{short}");
    }
    text
}
