//! The least-privilege IAM policy of a state machine's role, from its definition.
//!
//! [`policy`] looks at every state, those of Parallel branches and Map processors included, and says which actions on which
//! resources its `Resource` needs. Follows "How Step Functions generates IAM policies for integrated services" of the AWS
//! developer guide, and for resources the AWS Service Authorization Reference.
//!
//! - A resource is exact where the argument that names it is a constant text. Where it is computed, the narrowest pattern
//!   stands instead, and a [`Warning`] names the state and what could be written.
//! - Resources and conditions are texts in the syntax of CloudFormation's `Fn::Sub`: partition, region and account are
//!   `${AWS::Partition}`, `${AWS::Region}` and `${AWS::AccountId}`. A placeholder of the definition, `${ChargeFunctionArn}`,
//!   stands as it is; one whose name ends with `Arn` is taken for a whole ARN, any other for a name.
//! - What a role itself needs beyond its own policy is not here: trust policies, and policies of keys, queues or buckets.
//!
//! ```
//! use workflow_asl::StateMachine;
//! use workflow_deploy::{Deployment, Machine, policy::policy};
//!
//! let definition = StateMachine::from_json(
//!     r#"{"QueryLanguage": "JSONata", "StartAt": "Tell", "States": {"Tell": {
//!         "Type": "Task", "Resource": "arn:aws:states:::sns:publish", "End": true,
//!         "Arguments": {"TopicArn": "${OrdersTopicArn}", "Message": "{% $states.input %}"}
//!     }}}"#,
//! ).unwrap();
//! let machine = Machine {
//!     name: "orders".to_owned(),
//!     definition,
//!     execution_type: workflow_asl::ExecutionType::Standard,
//!     settings: workflow_deploy::Settings::default(),
//! };
//! let policy = policy(&machine, &Deployment::default());
//! assert_eq!(policy.statements[0].actions, ["sns:Publish"]);
//! assert_eq!(policy.statements[0].resources, ["${OrdersTopicArn}"]);
//! assert!(policy.warnings.is_empty());
//! ```

mod arguments;
mod arn;
mod aws_sdk;
mod call;
mod distributed_map;
mod grant;
mod grants;
mod integration;
mod settings;
mod states;

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::{Deployment, Machine};
use grants::Grants;

/// What a role may do, and what is wider than it could be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    /// Ordered by service and resource. None for a machine that needs nothing, for which IAM accepts no policy.
    pub statements: Vec<Statement>,
    /// What could be narrower, in the order of the states.
    pub warnings: Vec<Warning>,
}

/// Actions that are allowed on resources.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The service, with a number where it has several statements: letters and digits, once in a policy.
    pub sid: String,
    /// `service:Action`, sorted.
    pub actions: Vec<String>,
    /// ARNs, patterns of ARNs, or `*`, sorted; in the syntax of `Fn::Sub`.
    pub resources: Vec<String>,
    /// When it is allowed. Its texts may hold `${..}` too.
    pub condition: Option<Value>,
}

/// Where a policy allows more than the state may need, or cannot say what it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The state's name; none where it is the machine's settings.
    pub state: Option<String>,
    /// What is wide and what to write instead.
    pub message: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.state {
            Some(state) => write!(f, "state '{state}': {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl Policy {
    /// The policy as a JSON document of IAM, version `2012-10-17`. A list of one is a list all the same.
    ///
    /// ```
    /// use serde_json::json;
    /// use workflow_deploy::policy::{Policy, Statement};
    ///
    /// let statement = Statement {
    ///     sid: "Sns".to_owned(),
    ///     actions: vec!["sns:Publish".to_owned()],
    ///     resources: vec!["${TopicArn}".to_owned()],
    ///     condition: None,
    /// };
    /// let policy = Policy { statements: vec![statement], warnings: Vec::new() };
    /// assert_eq!(policy.to_json(), json!({
    ///     "Version": "2012-10-17",
    ///     "Statement": [
    ///         {"Sid": "Sns", "Effect": "Allow", "Action": ["sns:Publish"], "Resource": ["${TopicArn}"]}
    ///     ]
    /// }));
    /// ```
    pub fn to_json(&self) -> Value {
        let statement = self.statements.iter().map(Written::new).collect();
        // What is only texts, lists and JSON values is always a JSON value.
        serde_json::to_value(Document { version: "2012-10-17", statement }).unwrap_or_default()
    }
}

/// The document as IAM reads it.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Document<'p> {
    version: &'static str,
    statement: Vec<Written<'p>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Written<'p> {
    sid: &'p str,
    effect: &'static str,
    action: &'p [String],
    resource: &'p [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<&'p Value>,
}

impl<'p> Written<'p> {
    fn new(statement: &'p Statement) -> Self {
        Written {
            sid: &statement.sid,
            effect: "Allow",
            action: &statement.actions,
            resource: &statement.resources,
            condition: statement.condition.as_ref(),
        }
    }
}

/// The policies that are part of a role, blanks not counted. See
/// [IAM and AWS STS quotas](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
const MOST_CHARACTERS: usize = 10_240;

/// What the role of `machine` needs. The deployment tells which state machines there are, as a child execution is told by
/// its machine's name.
///
/// A definition that [`validate`](workflow_asl::validate) refuses has a policy too; what is unknown of it is a warning.
pub fn policy(machine: &Machine, deployment: &Deployment) -> Policy {
    let mut grants = Grants::default();
    states::visit(machine, deployment, &mut grants);
    settings::grant(machine, &mut grants);
    let mut policy = grants.into_policy();
    let size = policy.to_json().to_string().len();
    if size > MOST_CHARACTERS {
        let message =
            format!("the policy has about {size} characters, and a role's own policies at most {MOST_CHARACTERS}");
        policy.warnings.push(Warning { state: None, message });
    }
    policy
}
