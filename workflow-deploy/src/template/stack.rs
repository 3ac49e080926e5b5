//! What all templates have: resources and parameters.

use serde_json::{Map, Value, json};
use workflow_asl::settings::DATA_KEY_REUSE_DEFAULT;
use workflow_asl::{ProcessorMode, field};

use super::definition::Definition;
use super::deployed::Target;
use super::function::{Lambda, alias_id, lambdas};
use super::options::TemplateOptions;
use super::placeholder::{is_pseudo, parameter, placeholders};
use crate::{Deployment, Encryption, Machine, Refused, logical_id, policy};

/// `Type` of an encryption configuration with a key of the customer.
pub(super) const CUSTOMER_KEY: &str = "CUSTOMER_MANAGED_KMS_KEY";

/// The property of machines and activities.
pub(super) const ENCRYPTION: &str = "EncryptionConfiguration";

/// Who reads a template.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    CloudFormation,
    /// The Serverless Framework, which makes a template of CloudFormation.
    Serverless,
}

/// What is deployed, by the names that a template has for it.
pub(super) struct Stack<'d> {
    pub(super) reader: Reader,
    pub(super) machines: Vec<(&'d Machine, Definition)>,
    pub(super) lambdas: Vec<Lambda>,
    pub(super) parameters: Vec<String>,
    pub(super) deployment: &'d Deployment,
}

impl<'d> Stack<'d> {
    pub(super) fn new(deployment: &'d Deployment, options: &TemplateOptions, reader: Reader) -> Result<Self, Refused> {
        deployment.check()?;
        let mut problems = Vec::new();
        let machines: Vec<(&Machine, Definition)> = deployment
            .machines
            .iter()
            .map(|machine| (machine, Definition::new(machine, deployment, &mut problems)))
            .collect();
        let callbacks: Vec<(String, String)> = machines
            .iter()
            .flat_map(|(machine, definition)| {
                definition.callbacks.iter().map(|called| (called.clone(), machine.name.clone()))
            })
            .collect();
        let lambdas = lambdas(deployment, options.functions, &callbacks, &mut problems);
        let mut stack = Stack { reader, machines, lambdas, parameters: Vec::new(), deployment };
        stack.parameters = stack.used_parameters(&mut problems);
        Refused::unless(problems, stack)
    }

    fn used_parameters(&self, problems: &mut Vec<String>) -> Vec<String> {
        let mut parameters: Vec<String> = Vec::new();
        let of_definitions = self.machines.iter().flat_map(|(_, definition)| &definition.substitutions);
        let of_definitions =
            of_definitions.filter(|(_, target)| *target == Target::Parameter).map(|(name, _)| name.as_str());
        for name in of_definitions.chain(self.deployment.texts().flat_map(placeholders)) {
            match parameter(name) {
                Ok(Some(name)) if !parameters.iter().any(|known| known == name) => parameters.push(name.to_owned()),
                Ok(_) => {}
                Err(reason) => problems.push(reason),
            }
        }
        parameters
    }

    /// The resources that every state machine has besides itself.
    pub(super) fn surroundings(&self, machine: &Machine) -> Vec<(String, Value)> {
        let id = logical_id(&machine.name);
        let logs = machine.settings.logging.is_some().then(|| {
            let name = format!("/aws/vendedlogs/states/{}", self.machine_name(&machine.name));
            (
                format!("{id}StateMachineLogs"),
                resource("AWS::Logs::LogGroup", json!({ "LogGroupName": self.text(&name) })),
            )
        });
        logs.into_iter().chain([(format!("{id}StateMachineRole"), self.machine_role(machine))]).collect()
    }

    fn machine_role(&self, machine: &Machine) -> Value {
        let any_machine = "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:*";
        // Nobody else's state machine is to have Step Functions take this role:
        // https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
        let condition = json!({
            "StringEquals": { "aws:SourceAccount": self.text("${AWS::AccountId}") },
            "ArnLike": { "aws:SourceArn": self.text(any_machine) }
        });
        let mut properties =
            Map::from_iter([("AssumeRolePolicyDocument".to_owned(), assumed_by("states", Some(condition)))]);
        let needed = policy::policy(machine, self.deployment);
        if !needed.statements.is_empty() {
            let document = self.texts(needed.to_json());
            properties
                .insert("Policies".to_owned(), json!([{ "PolicyName": "StateMachine", "PolicyDocument": document }]));
        }
        resource("AWS::IAM::Role", Value::Object(properties))
    }

    /// The statements of a function that is given task tokens: what SAM's `StepFunctionsCallbackPolicy` allows, and
    /// heartbeats.
    pub(super) fn callback_statements(&self, lambda: &Lambda) -> Vec<Value> {
        let arns = lambda.callbacks.iter().flat_map(|machine| {
            let arn = self.machine_arn(machine);
            // Child executions of a distributed Map are those of the machine with the Map's label.
            let of_map = self.has_distributed_map(machine).then(|| format!("{arn}/*"));
            [Some(arn), of_map].into_iter().flatten()
        });
        let machines: Vec<Value> = arns.map(|arn| self.text(&arn)).collect();
        let actions = ["states:SendTaskSuccess", "states:SendTaskFailure", "states:SendTaskHeartbeat"];
        let statement = json!({ "Effect": "Allow", "Action": actions, (field::RESOURCE): machines });
        if lambda.callbacks.is_empty() { Vec::new() } else { vec![statement] }
    }

    fn has_distributed_map(&self, machine: &str) -> bool {
        let mut of_machine = self.machines.iter().filter(|(known, _)| known.name == machine);
        // Quotes within texts are escaped, so that nothing but the field reads so.
        let mode = json!({ (field::MODE): ProcessorMode::Distributed.as_str() }).to_string();
        let mode = mode.trim_matches(['{', '}']);
        of_machine.any(|(_, definition)| definition.value.to_string().contains(mode))
    }

    /// The aliases by which the tasks of a function are called.
    pub(super) fn aliases(&self, lambda: &Lambda) -> Vec<(String, Value)> {
        let alias = |task: &String| {
            let properties = json!({
                "FunctionName": self.text(&format!("${{{}}}", self.function_id(&lambda.name))),
                "FunctionVersion": "$LATEST",
                "Name": task
            });
            (alias_id(task), resource("AWS::Lambda::Alias", properties))
        };
        lambda.aliases.iter().map(alias).collect()
    }

    /// The activities, by their logical ids.
    pub(super) fn activities(&self) -> impl Iterator<Item = (String, Value)> {
        self.deployment.activities.iter().map(|activity| {
            let mut properties = Map::from_iter([("Name".to_owned(), self.text(&self.machine_name(&activity.name)))]);
            if let Some(encryption) = &activity.encryption {
                properties.insert(ENCRYPTION.to_owned(), self.encryption(encryption));
            }
            (activity_id(&activity.name), resource("AWS::StepFunctions::Activity", Value::Object(properties)))
        })
    }

    /// `EncryptionConfiguration` with a key of the customer.
    pub(super) fn encryption(&self, encryption: &Encryption) -> Value {
        let reuse = encryption.data_key_reuse.map_or(DATA_KEY_REUSE_DEFAULT, |reuse| reuse.as_secs());
        json!({
            (field::TYPE): CUSTOMER_KEY,
            "KmsKeyId": self.text(&encryption.kms_key),
            "KmsDataKeyReusePeriodSeconds": reuse
        })
    }

    /// What a `${Name}` of a definition is filled in with.
    pub(super) fn target(&self, name: &str, target: &Target) -> Value {
        match target {
            Target::Function(function) if self.lambdas.iter().any(|lambda| lambda.aliases.contains(function)) => {
                json!({ "Ref": alias_id(function) })
            }
            Target::Function(function) => json!({ "Fn::GetAtt": [self.function_id(function), "Arn"] }),
            // No reference: machines may start each other, and themselves.
            Target::Machine(machine) => self.text(&self.machine_arn(machine)),
            Target::Activity(activity) => json!({ "Ref": activity_id(activity) }),
            Target::Parameter => self.text(&format!("${{{name}}}")),
        }
    }

    /// The logical id of a function.
    pub(super) fn function_id(&self, handler: &str) -> String {
        match self.reader {
            Reader::CloudFormation => format!("{}Function", logical_id(handler)),
            Reader::Serverless => {
                let normalised = handler.replace('-', "Dash").replace('_', "Underscore");
                let mut letters = normalised.chars();
                let first = letters.next().map(|first| first.to_ascii_uppercase());
                format!("{}LambdaFunction", first.into_iter().chain(letters).collect::<String>())
            }
        }
    }

    /// The name of a state machine or an activity that is deployed.
    pub(super) fn machine_name(&self, machine: &str) -> String {
        match self.reader {
            Reader::CloudFormation => format!("${{AWS::StackName}}-{machine}"),
            Reader::Serverless => format!("${{self:service}}-${{sls:stage}}-{machine}"),
        }
    }

    fn machine_arn(&self, machine: &str) -> String {
        let name = self.machine_name(machine);
        format!("arn:${{AWS::Partition}}:states:${{AWS::Region}}:${{AWS::AccountId}}:stateMachine:{name}")
    }

    /// A text with what is filled in when the template is deployed.
    pub(super) fn text(&self, text: &str) -> Value {
        let text = match self.reader {
            Reader::CloudFormation => text.to_owned(),
            Reader::Serverless => self.parameters.iter().fold(text.to_owned(), |text, name| {
                text.replace(&format!("${{{name}}}"), &format!("${{param:{name}}}"))
            }),
        };
        let of_template: Vec<&str> = placeholders(&text).into_iter().filter(|name| self.is_of_template(name)).collect();
        match of_template.as_slice() {
            [] => json!(text),
            [only] if text == format!("${{{only}}}") => json!({ "Ref": only }),
            _ => json!({ "Fn::Sub": text }),
        }
    }

    /// Whether CloudFormation fills in a placeholder, and not the Serverless Framework.
    fn is_of_template(&self, name: &str) -> bool {
        self.reader == Reader::CloudFormation || is_pseudo(name) || !name.contains(':')
    }

    /// Names and values as an object.
    pub(super) fn pairs(&self, pairs: &[(String, String)]) -> Value {
        pairs.iter().map(|(name, value)| (name.clone(), self.text(value))).collect()
    }
}

impl Deployment {
    /// The texts in which parameters of a template may stand, besides the definitions.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let of_machines = self.machines.iter().flat_map(|machine| {
            let key = machine.settings.encryption.iter().map(|encryption| encryption.kms_key.as_str());
            key.chain(machine.settings.tags.iter().map(|(_, value)| value.as_str()))
        });
        let of_functions = self.functions.iter().flat_map(|function| &function.environment);
        of_machines.chain(of_functions.map(|(_, value)| value.as_str()))
    }
}

/// The logical id of an activity.
fn activity_id(name: &str) -> String {
    format!("{}Activity", logical_id(name))
}

/// A resource of a template.
pub(super) fn resource(kind: &str, properties: Value) -> Value {
    json!({ (field::TYPE): kind, "Properties": properties })
}

/// Who may take a role.
pub(super) fn assumed_by(service: &str, condition: Option<Value>) -> Value {
    let mut statement = json!({
        "Effect": "Allow",
        "Principal": { "Service": format!("{service}.amazonaws.com") },
        "Action": "sts:AssumeRole"
    });
    if let (Some(condition), Some(statement)) = (condition, statement.as_object_mut()) {
        statement.insert(field::CONDITION.to_owned(), condition);
    }
    policy_document(&[statement])
}

/// A policy of some statements.
pub(super) fn policy_document(statements: &[Value]) -> Value {
    json!({ (field::VERSION): "2012-10-17", "Statement": statements })
}
