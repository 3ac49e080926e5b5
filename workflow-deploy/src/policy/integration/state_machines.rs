//! Executions of other state machines.

use super::super::arguments::Text;
use super::super::arn;
use super::super::call::Call;
use super::super::settings;
use crate::Machine;

/// See [Step Functions](https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html).
pub(super) fn start(call: &mut Call<'_>) {
    let (machine, executions) = match call.arguments.text("StateMachineArn") {
        Text::Constant(text) => (machine(text), executions(text, call)),
        Text::Computed | Text::Absent => {
            let any = arn::own("states", "stateMachine:*");
            call.warn_computed("StateMachineArn", &any);
            (any, Some(arn::own("states", "execution:*")))
        }
    };
    call.allow(&["states:StartExecution"], &[machine]);
    if let Text::Constant(text) = call.arguments.text("StateMachineArn")
        && let Some(child) = child(text, call)
        && let Some(encryption) = &child.settings.encryption
    {
        settings::use_key_of_machine(encryption, &child.name, call.grants);
    }
    if call.is_sync() {
        let executions = executions.unwrap_or_else(|| {
            let any = arn::own("states", "execution:*");
            call.warn(format!(
                "'StateMachineArn' does not tell the machine's name: an ARN with it would narrow '{any}'"
            ));
            any
        });
        call.allow(&["states:DescribeExecution", "states:StopExecution"], &[executions]);
        call.rule("StepFunctionsGetEventsForStepFunctionsExecutionRule");
    }
}

/// The machine that is started: an ARN with its version or alias, or the name of one of the account.
fn machine(text: &str) -> String {
    if arn::is_arn(text) { text.to_owned() } else { arn::own("states", &format!("stateMachine:{text}")) }
}

/// Its executions; none for a placeholder that is no machine's of the deployment.
fn executions(text: &str, call: &Call<'_>) -> Option<String> {
    if !arn::is_arn(text) {
        return Some(arn::own("states", &format!("execution:{text}:*")));
    }
    if arn::placeholder(text).is_some() {
        return Some(arn::own("states", &format!("execution:{}:*", child(text, call)?.name)));
    }
    let qualified = arn::resource(text)?.strip_prefix("stateMachine:")?;
    let name = arn::split_at_colon(qualified).map_or(qualified, |(name, _)| name);
    arn::with_resource(text, &format!("execution:{name}:*"))
}

/// The machine of the deployment that a name or a placeholder names.
fn child<'a>(text: &str, call: &Call<'a>) -> Option<&'a Machine> {
    let is_child = |machine: &&Machine| match arn::placeholder(text) {
        Some(placeholder) => is_arn_of(placeholder, machine),
        None => machine.name == text,
    };
    call.deployment.machines.iter().find(is_child)
}

/// `${OrderProcessingStateMachineArn}` is the ARN of the machine `order-processing`.
fn is_arn_of(placeholder: &str, machine: &Machine) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).map(|character| character.to_ascii_lowercase()).collect()
    };
    placeholder.strip_suffix("StateMachineArn").is_some_and(|name| letters(name) == letters(&machine.name))
}
