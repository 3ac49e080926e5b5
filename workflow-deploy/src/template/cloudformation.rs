//! Templates of CloudFormation.

use serde_json::{Map, Value, json};
use workflow_asl::field;

use super::definition::{Definition, for_each_text};
use super::function::Lambda;
use super::options::TemplateOptions;
use super::placeholder::{flat, is_pseudo};
use super::stack::{ENCRYPTION, Reader, Stack, assumed_by, policy_document, resource};
use super::yaml;
use crate::{Deployment, LogLevel, Logging, Machine, Refused, logical_id};

/// The parameters that say where the program is.
const CODE_BUCKET: &str = "CodeBucket";
const CODE_KEY: &str = "CodeKey";

/// What every function runs on.
pub(super) const RUNTIME: &str = "provided.al2023";

/// The template as CloudFormation takes it, without any transform. The functions' program is an object in a bucket that
/// the parameters `CodeBucket` and `CodeKey` name.
///
/// See [AWS::StepFunctions::StateMachine](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html).
///
/// # Errors
///
/// What [`Deployment::check`] finds, and what could not be said in a template.
///
/// ```
/// use workflow_asl::{ExecutionType, StateMachine};
/// use workflow_deploy::template::{self, TemplateOptions};
/// use workflow_deploy::{Deployment, Machine, Settings};
///
/// let definition = StateMachine::from_json(r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#).unwrap();
/// let machine = Machine {
///     name: "nothing".to_owned(),
///     definition,
///     execution_type: ExecutionType::Standard,
///     settings: Settings::default(),
/// };
/// let options = TemplateOptions::of_program("nothing");
/// let template = template::cloudformation(&Deployment { machines: vec![machine], ..Deployment::default() }, &options)?;
/// assert!(template.contains("NothingStateMachine:\n    Type: AWS::StepFunctions::StateMachine"));
/// # Ok::<(), workflow_deploy::Refused>(())
/// ```
pub fn cloudformation(deployment: &Deployment, options: &TemplateOptions) -> Result<String, Refused> {
    let stack = Stack::new(deployment, options, Reader::CloudFormation)?;
    let own = stack.parameters.iter().filter(|name| [CODE_BUCKET, CODE_KEY].contains(&name.as_str()));
    let taken = own.map(|name| format!("`${{{name}}}` is a parameter of the template itself: choose another name"));
    Refused::unless(taken.collect(), ())?;
    let mut template = Template::new(&stack);
    if !stack.lambdas.is_empty() {
        template.parameter(CODE_BUCKET, "The bucket that has the functions' program.");
        template.parameter(CODE_KEY, "The key of the functions' program, an archive with `bootstrap`.");
    }
    for lambda in &stack.lambdas {
        let role = format!("{}Role", lambda.id());
        template.resources.insert(role.clone(), resource("AWS::IAM::Role", function_role(&stack, lambda)));
        let mut properties = function(&stack, lambda, options);
        properties
            .insert("Code".to_owned(), json!({ "S3Bucket": { "Ref": CODE_BUCKET }, "S3Key": { "Ref": CODE_KEY } }));
        properties.insert("Role".to_owned(), json!({ "Fn::GetAtt": [role, "Arn"] }));
        template.resources.insert(lambda.id(), resource("AWS::Lambda::Function", Value::Object(properties)));
        template.resources.extend(stack.aliases(lambda));
    }
    template.finish()
}

/// What a template of CloudFormation and one of SAM share.
pub(super) struct Template {
    pub(super) head: Map<String, Value>,
    pub(super) resources: Map<String, Value>,
    parameters: Map<String, Value>,
    machines: Map<String, Value>,
    outputs: Map<String, Value>,
}

impl Template {
    pub(super) fn new(stack: &Stack<'_>) -> Self {
        let mut template = Template {
            head: Map::from_iter([("AWSTemplateFormatVersion".to_owned(), json!("2010-09-09"))]),
            resources: Map::new(),
            parameters: Map::new(),
            machines: Map::new(),
            outputs: Map::new(),
        };
        for name in &stack.parameters {
            template.parameter(name, "");
        }
        for (id, activity) in stack.activities() {
            template.outputs.insert(format!("{id}Arn"), json!({ "Value": { "Ref": id } }));
            template.resources.insert(id, activity);
        }
        for (machine, definition) in &stack.machines {
            let id = format!("{}StateMachine", logical_id(&machine.name));
            template.machines.extend(stack.surroundings(machine));
            template.outputs.insert(format!("{id}Arn"), json!({ "Value": { "Ref": id } }));
            let properties = state_machine(stack, machine, definition);
            template.machines.insert(id, resource("AWS::StepFunctions::StateMachine", properties));
        }
        template
    }

    fn parameter(&mut self, name: &str, description: &str) {
        let mut parameter = Map::from_iter([(field::TYPE.to_owned(), json!("String"))]);
        if !description.is_empty() {
            parameter.insert("Description".to_owned(), json!(description));
        }
        self.parameters.insert(name.to_owned(), Value::Object(parameter));
    }

    pub(super) fn finish(mut self) -> Result<String, Refused> {
        self.resources.extend(self.machines);
        let is_resource = |name: &&String| self.resources.contains_key(*name);
        let both: Vec<String> = self
            .parameters
            .keys()
            .filter(is_resource)
            .map(|name| format!("`${{{name}}}` cannot be a parameter: a resource of the template is called so"))
            .collect();
        Refused::unless(both, ())?;
        let mut template = self.head;
        if !self.parameters.is_empty() {
            template.insert(field::PARAMETERS.to_owned(), Value::Object(self.parameters));
        }
        template.insert("Resources".to_owned(), Value::Object(self.resources));
        template.insert("Outputs".to_owned(), Value::Object(self.outputs));
        yaml(&Value::Object(template))
    }
}

fn state_machine(stack: &Stack<'_>, machine: &Machine, definition: &Definition) -> Value {
    let id = logical_id(&machine.name);
    let settings = &machine.settings;
    let mut properties = Map::from_iter([
        ("StateMachineName".to_owned(), stack.text(&stack.machine_name(&machine.name))),
        ("StateMachineType".to_owned(), json!(machine.execution_type.as_str())),
        ("RoleArn".to_owned(), json!({ "Fn::GetAtt": [format!("{id}StateMachineRole"), "Arn"] })),
    ]);
    let (text, substitutions) = definition_string(stack, definition);
    properties.insert("DefinitionString".to_owned(), json!(text));
    if !substitutions.is_empty() {
        properties.insert("DefinitionSubstitutions".to_owned(), Value::Object(substitutions));
    }
    if let Some(Logging { level, include_execution_data }) = settings.logging {
        let group = json!({ "LogGroupArn": { "Fn::GetAtt": [format!("{id}StateMachineLogs"), "Arn"] } });
        let logging = json!({
            "Level": level_name(level),
            "IncludeExecutionData": include_execution_data,
            "Destinations": [{ "CloudWatchLogsLogGroup": group }]
        });
        properties.insert("LoggingConfiguration".to_owned(), logging);
    }
    if settings.is_traced {
        properties.insert("TracingConfiguration".to_owned(), json!({ "Enabled": true }));
    }
    if let Some(encryption) = &settings.encryption {
        properties.insert(ENCRYPTION.to_owned(), stack.encryption(encryption));
    }
    if !settings.tags.is_empty() {
        let tags = settings.tags.iter().map(|(name, value)| json!({ "Key": name, "Value": stack.text(value) }));
        properties.insert("Tags".to_owned(), tags.collect());
    }
    Value::Object(properties)
}

/// `Level` of a logging configuration.
pub(super) fn level_name(level: LogLevel) -> &'static str {
    match level {
        LogLevel::All => "ALL",
        LogLevel::Error => "ERROR",
        LogLevel::Fatal => "FATAL",
    }
}

/// A definition as a text: as an object CloudFormation would refuse its nulls. Besides it, what is filled in.
fn definition_string(stack: &Stack<'_>, definition: &Definition) -> (String, Map<String, Value>) {
    let mut value = definition.value.clone();
    let mut substitutions = Map::new();
    for (name, target) in &definition.substitutions {
        substitutions.insert(flat(name), stack.target(name, target));
        if is_pseudo(name) {
            let (from, to) = (format!("${{{name}}}"), format!("${{{}}}", flat(name)));
            for_each_text(&mut value, &mut |text| {
                if let Value::String(text) = text {
                    *text = text.replace(&from, &to);
                }
            });
        }
    }
    (format!("{value:#}\n"), substitutions)
}

/// The properties of a function that are the same in a template of SAM.
pub(super) fn function(stack: &Stack<'_>, lambda: &Lambda, options: &TemplateOptions) -> Map<String, Value> {
    let mut properties = Map::from_iter([
        ("Runtime".to_owned(), json!(RUNTIME)),
        ("Architectures".to_owned(), json!([options.architecture.as_str()])),
        ("Handler".to_owned(), json!(lambda.handler())),
    ]);
    if let Some(memory) = lambda.memory {
        properties.insert("MemorySize".to_owned(), json!(memory));
    }
    if let Some(timeout) = lambda.timeout {
        properties.insert("Timeout".to_owned(), json!(timeout.as_secs()));
    }
    if !lambda.environment.is_empty() {
        properties.insert("Environment".to_owned(), json!({ "Variables": stack.pairs(&lambda.environment) }));
    }
    properties
}

fn function_role(stack: &Stack<'_>, lambda: &Lambda) -> Value {
    let logs = "arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
    let mut properties = Map::from_iter([
        ("AssumeRolePolicyDocument".to_owned(), assumed_by("lambda", None)),
        ("ManagedPolicyArns".to_owned(), json!([stack.text(logs)])),
    ]);
    let callbacks = stack.callback_statements(lambda);
    if !callbacks.is_empty() {
        let policies = json!([{ "PolicyName": "TaskTokens", "PolicyDocument": policy_document(&callbacks) }]);
        properties.insert("Policies".to_owned(), policies);
    }
    Value::Object(properties)
}
