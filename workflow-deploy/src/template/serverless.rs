//! `serverless.yml` of the Serverless Framework with the plugin `serverless-step-functions`.

use serde_json::{Map, Value, json};
use workflow_asl::field;
use workflow_asl::settings::{DATA_KEY_REUSE_DEFAULT, MEMORY};

use super::cloudformation::{RUNTIME, level_name};
use super::definition::{Definition, for_each_text};
use super::function::{DEFAULT_TIMEOUT, Lambda};
use super::options::TemplateOptions;
use super::placeholder::{is_pseudo, placeholders};
use super::stack::{CUSTOMER_KEY, Reader, Stack};
use super::yaml;
use crate::{Deployment, Logging, Machine, Refused, logical_id};

/// The whole `serverless.yml`: functions, `stepFunctions`, and the roles and log groups of the state machines, which the
/// plugin is told not to make. A parameter is one of the framework: `serverless deploy --param="QueueUrl=.."`.
///
/// See [serverless-step-functions](https://www.npmjs.com/package/serverless-step-functions).
///
/// # Errors
///
/// What [`Deployment::check`] finds, and what could not be said there: the framework and its plugin take `${` and `#{`
/// for theirs wherever they stand.
pub fn serverless(deployment: &Deployment, options: &TemplateOptions) -> Result<String, Refused> {
    let stack = Stack::new(deployment, options, Reader::Serverless)?;
    let mut problems = Vec::new();
    check_service(&options.service, &mut problems);
    for (machine, definition) in &stack.machines {
        check_machine(machine, definition, &mut problems);
    }
    Refused::unless(problems, ())?;
    let functions: Map<String, Value> =
        stack.lambdas.iter().map(|lambda| (lambda.name.clone(), function(&stack, lambda))).collect();
    let machines: Map<String, Value> = stack
        .machines
        .iter()
        .map(|(machine, definition)| (machine.name.clone(), state_machine(&stack, machine, definition)))
        .collect();
    let aliases = stack.lambdas.iter().flat_map(|lambda| stack.aliases(lambda));
    let outputs: Map<String, Value> =
        stack.activities().map(|(id, _)| (format!("{id}Arn"), json!({ "Value": { "Ref": id } }))).collect();
    let resources: Map<String, Value> = stack
        .activities()
        .chain(aliases)
        .chain(stack.machines.iter().flat_map(|(machine, _)| stack.surroundings(machine)))
        .collect();
    let mut template = Map::from_iter([
        ("service".to_owned(), json!(options.service)),
        ("provider".to_owned(), provider(&stack, options)),
        ("plugins".to_owned(), json!(["serverless-step-functions"])),
    ]);
    if !functions.is_empty() {
        template.insert("package".to_owned(), json!({ "artifact": options.code }));
        template.insert("functions".to_owned(), Value::Object(functions));
    }
    template.insert("stepFunctions".to_owned(), json!({ "stateMachines": machines }));
    let mut resources = json!({ "Resources": resources });
    if let (false, Some(resources)) = (outputs.is_empty(), resources.as_object_mut()) {
        resources.insert("Outputs".to_owned(), Value::Object(outputs));
    }
    template.insert("resources".to_owned(), resources);
    yaml(&Value::Object(template))
}

/// What all functions have: their role, too.
fn provider(stack: &Stack<'_>, options: &TemplateOptions) -> Value {
    let mut provider = json!({
        "name": "aws",
        "runtime": RUNTIME,
        "architecture": options.architecture.as_str(),
    });
    let statements: Vec<Value> = stack.lambdas.iter().flat_map(|lambda| stack.callback_statements(lambda)).collect();
    if let (false, Some(provider)) = (statements.is_empty(), provider.as_object_mut()) {
        provider.insert("iam".to_owned(), json!({ "role": { "statements": statements } }));
    }
    provider
}

fn function(stack: &Stack<'_>, lambda: &Lambda) -> Value {
    // Without these two the framework has defaults of its own.
    let mut function = Map::from_iter([
        ("handler".to_owned(), json!(lambda.handler())),
        ("memorySize".to_owned(), json!(lambda.memory.unwrap_or(*MEMORY.start()))),
        ("timeout".to_owned(), json!(lambda.timeout.unwrap_or(DEFAULT_TIMEOUT).as_secs())),
    ]);
    if !lambda.environment.is_empty() {
        function.insert("environment".to_owned(), stack.pairs(&lambda.environment));
    }
    Value::Object(function)
}

fn state_machine(stack: &Stack<'_>, machine: &Machine, definition: &Definition) -> Value {
    let (id, settings) = (logical_id(&machine.name), &machine.settings);
    let mut fields = Map::from_iter([
        ("id".to_owned(), json!(format!("{id}StateMachine"))),
        ("name".to_owned(), stack.text(&stack.machine_name(&machine.name))),
        ("type".to_owned(), json!(machine.execution_type.as_str())),
        ("role".to_owned(), json!({ "Fn::GetAtt": [format!("{id}StateMachineRole"), "Arn"] })),
        ("definition".to_owned(), filled(stack, definition)),
    ]);
    if let Some(Logging { level, include_execution_data }) = settings.logging {
        let logging = json!({
            "level": level_name(level),
            "includeExecutionData": include_execution_data,
            "destinations": [{ "Fn::GetAtt": [format!("{id}StateMachineLogs"), "Arn"] }]
        });
        fields.insert("loggingConfig".to_owned(), logging);
    }
    if settings.is_traced {
        fields.insert("tracingConfig".to_owned(), json!({ "enabled": true }));
    }
    if let Some(encryption) = &settings.encryption {
        // The plugin wraps the key in `Fn::Sub` itself, and has another default than AWS.
        let key = match stack.text(&encryption.kms_key) {
            Value::String(key) => key,
            _ => encryption.kms_key.clone(),
        };
        let reuse = encryption.data_key_reuse.map_or(DATA_KEY_REUSE_DEFAULT, |reuse| reuse.as_secs());
        let encryption = json!({ (field::TYPE): CUSTOMER_KEY, "KmsKeyId": key, "KmsDataKeyReusePeriodSeconds": reuse });
        fields.insert("encryptionConfig".to_owned(), encryption);
    }
    if !settings.tags.is_empty() {
        fields.insert("tags".to_owned(), stack.pairs(&settings.tags));
    }
    Value::Object(fields)
}

/// The definition with what it calls as the plugin wants it: functions of CloudFormation in the place of whole texts.
fn filled(stack: &Stack<'_>, definition: &Definition) -> Value {
    let mut value = definition.value.clone();
    for_each_text(&mut value, &mut |value| {
        let Some(text) = value.as_str().filter(|text| !placeholders(text).is_empty()) else { return };
        let whole = definition.substitutions.iter().find(|(name, _)| text == format!("${{{name}}}"));
        *value = match whole {
            Some((name, target)) => stack.target(name, target),
            None => within_json(stack, text),
        };
    });
    value
}

/// What fills in a part of a text. The plugin writes the definition as one text, into which CloudFormation puts what is
/// filled in as it is: so its quotes are to be escaped here.
fn within_json(stack: &Stack<'_>, text: &str) -> Value {
    let filled_in = stack.text(text);
    if filled_in.is_string() {
        return filled_in;
    }
    let quoted = json!(text).to_string();
    stack.text(quoted.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text))
}

/// See [the framework's rule](https://www.serverless.com/framework/docs/providers/aws/guide/serverless.yml).
fn check_service(service: &str, problems: &mut Vec<String>) {
    let starts_with_letter = service.starts_with(|first: char| first.is_ascii_alphabetic());
    if !starts_with_letter || !service.chars().all(|character| character.is_ascii_alphanumeric() || character == '-') {
        problems.push(format!("`{service}` cannot be the name of a service: it has letters of ASCII, digits and `-`, and begins with a letter"));
    }
}

fn check_machine(machine: &Machine, definition: &Definition, problems: &mut Vec<String>) {
    let mut problem = |text: String| problems.push(format!("state machine `{}`: {text}", machine.name));
    let whole = definition.value.to_string();
    for (sign, texts) in [("${", &definition.rest), ("#{", &whole)] {
        if texts.contains(sign) {
            problem(format!("its definition has a text with `{sign}`, which the Serverless Framework would fill in"));
        }
    }
    // The plugin writes each of these as one text, with no function of CloudFormation.
    for (name, value) in &machine.settings.tags {
        if placeholders(value).into_iter().any(is_pseudo) {
            problem(format!("tag `{name}`: the plugin of the Serverless Framework fills in no `${{AWS::..}}`"));
        }
    }
    if definition.rest.contains("\"Ref\":") || definition.rest.contains("\"Fn::") {
        problem("its definition has a field called `Ref` or `Fn::..`, which the plugin would take for a function of CloudFormation".to_owned());
    }
}
