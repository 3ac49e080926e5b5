//! Stand-in for the policies of state machines.

use serde_json::{Value, json};
use workflow_asl::field;

use crate::{Deployment, Machine};

/// A policy.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Its statements.
    pub statements: Vec<Statement>,
    /// What could not be said.
    pub warnings: Vec<String>,
}

/// A statement.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Sid
    pub sid: String,
    /// Action
    pub actions: Vec<String>,
    /// Resource
    pub resources: Vec<String>,
    /// Condition
    pub condition: Option<Value>,
}

impl Policy {
    /// JSON
    pub fn to_json(&self) -> Value {
        let statements: Vec<Value> = self
            .statements
            .iter()
            .map(|s| json!({"Sid": s.sid, "Effect": "Allow", "Action": s.actions, (field::RESOURCE): s.resources}))
            .collect();
        json!({(field::VERSION): "2012-10-17", "Statement": statements})
    }
}

/// policy
pub fn policy(machine: &Machine, _: &Deployment) -> Policy {
    let resources = workflow_asl::lambda_functions(&machine.definition)
        .iter()
        .map(|name| format!("arn:${{AWS::Partition}}:lambda:${{AWS::Region}}:${{AWS::AccountId}}:function:{name}"))
        .collect();
    Policy {
        statements: vec![Statement {
            sid: "Lambda".into(),
            actions: vec!["lambda:InvokeFunction".into()],
            resources,
            condition: None,
        }],
        warnings: vec![],
    }
}
