//! What is deployed together.

use std::time::Duration;

use workflow_asl::{ExecutionType, StateMachine};

use crate::logical_id;

/// State machines and the Lambda functions that do their tasks.
#[derive(Clone, Debug, Default)]
pub struct Deployment {
    /// The state machines.
    pub machines: Vec<Machine>,
    /// The Lambda functions that are deployed with them.
    pub functions: Vec<Function>,
    /// The activities that are deployed with them.
    pub activities: Vec<Activity>,
}

/// A state machine that is deployed.
#[derive(Clone, Debug)]
pub struct Machine {
    /// Its name.
    pub name: String,
    /// What it does.
    pub definition: StateMachine,
    /// Whether its executions are Standard or Express.
    pub execution_type: ExecutionType,
    /// How it is deployed.
    pub settings: Settings,
}

/// How a state machine is deployed, beside its definition. The default is what AWS does where nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// What is logged of its executions; none for nothing.
    pub logging: Option<Logging>,
    /// Whether its executions are traced by X-Ray.
    pub is_traced: bool,
    /// The key that its data is encrypted with; none for AWS's own.
    pub encryption: Option<Encryption>,
    /// Names and values. A `${Name}` in a value is a parameter of the template.
    pub tags: Vec<(String, String)>,
}

/// `loggingConfiguration`.
///
/// See [Logging execution history](https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Logging {
    /// What is logged.
    pub level: LogLevel,
    /// `includeExecutionData`.
    pub include_execution_data: bool,
}

/// `level` of a `loggingConfiguration`; without one nothing is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLevel {
    /// `ALL`.
    All,
    /// `ERROR`.
    Error,
    /// `FATAL`.
    Fatal,
}

/// `encryptionConfiguration` with a key of the customer.
///
/// See [Data at rest encryption](https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encryption {
    /// The key's ARN, or the name of the template's parameter that holds it, as `${Key}`.
    pub kms_key: String,
    /// `kmsDataKeyReusePeriodSeconds`: from 60 s to 900 s, 300 s unless told otherwise.
    pub data_key_reuse: Option<Duration>,
}

/// An activity that is deployed. A definition has `${ReviewActivityArn}` for one that is called `review`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Activity {
    /// Its name.
    pub name: String,
    /// The key that what it is given is encrypted with; none for AWS's own.
    pub encryption: Option<Encryption>,
}

impl Activity {
    /// What a definition has for its ARN.
    ///
    /// ```
    /// use workflow_deploy::Activity;
    ///
    /// let activity = Activity { name: "ask-boss".to_owned(), encryption: None };
    /// assert_eq!(activity.placeholder(), "${AskBossActivityArn}");
    /// ```
    pub fn placeholder(&self) -> String {
        format!("${{{}ActivityArn}}", logical_id(&self.name))
    }

    /// Whether a state machine calls it by that.
    pub fn is_called_by(&self, machine: &Machine) -> bool {
        machine.definition.to_value().to_string().contains(&self.placeholder())
    }
}

/// A Lambda function that is deployed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Function {
    /// The name by which definitions call it.
    pub name: String,
    /// MiB; from 128 to 10,240.
    pub memory: Option<u32>,
    /// How long a call may take, up to 15 minutes.
    pub timeout: Option<Duration>,
    /// Names and values of its environment. A `${Name}` in a value is a parameter of the template.
    pub environment: Vec<(String, String)>,
}
