//! What a task's state calls: its function, an action of a service, or an activity.

use super::options::Options;
use super::parameter::{Kind, Parameter};
use super::signature::Signature;
use crate::catalogue::code;
use crate::report::Report;
use syn::LitStr;
use syn::ext::IdentExt;
use workflow_asl::{IntegrationPattern, Resource, settings};
use workflow_services::{Action, Unknown, closest, find};

/// What a task's state calls.
pub(super) enum Called {
    Function,
    Service(Box<Service>),
    Activity(LitStr),
}

/// An action of a service.
pub(super) struct Service {
    pub(super) resource: LitStr,
    pub(super) pattern: IntegrationPattern,
    pub(super) action: Action,
    /// Whether results also say what HTTP said.
    pub(super) is_optimised: bool,
}

impl Called {
    /// Finds it, and gives the parameters the names of what they are.
    pub(super) fn resolve(options: &Options, signature: &mut Signature, report: &mut Report) -> Self {
        match (&options.resource, &options.activity) {
            (Some(resource), None) => {
                if let Some(service) = service(resource, report) {
                    service.name_arguments(options, signature, report);
                    service.place_token(signature, report);
                    return Called::Service(Box::new(service));
                }
            }
            (None, Some(activity)) => {
                check_activity(activity, options, signature, report);
                return Called::Activity(activity.clone());
            }
            (Some(_), Some(activity)) => {
                report.error(
                    code::ACTIVITY,
                    activity,
                    "a task is an action or an activity: remove `resource` or `activity`",
                );
            }
            (None, None) => {
                for (name, _) in &options.constants {
                    report.error(
                        code::UNKNOWN_ARGUMENT,
                        name,
                        "`arguments(..)` are those of a `resource`: take a parameter",
                    );
                }
            }
        }
        refuse_names(signature, report);
        Called::Function
    }
}

/// Says that parameters have no other names than their own.
fn refuse_names(signature: &Signature, report: &mut Report) {
    for given in signature.parameters.iter().filter_map(|parameter| parameter.given.as_ref()) {
        report.error(code::ARG, given, "`#[arg(..)]` names an argument of a service, which this task does not call");
    }
}

fn check_activity(activity: &LitStr, options: &Options, signature: &Signature, report: &mut Report) {
    let text = activity.value();
    let is_arn = matches!(Resource::parse(&text), Resource::Activity { .. });
    if let (false, Err(reason)) = (is_arn, settings::check_activity_name(&text)) {
        let advice = format!("an activity is given by its name or its ARN, as in `activity = \"review\"`; {reason}");
        report.error(code::ACTIVITY, activity, advice);
    }
    if let Some((name, _)) = options.constants.first() {
        report.error(code::ACTIVITY, name, "an activity is given the parameters, as a function is: remove `arguments`");
    }
    if let Some((token, _)) = signature.token() {
        report.error(
            code::ACTIVITY,
            &token.ty,
            "the worker of an activity gets a token by itself: remove the parameter",
        );
    }
    refuse_names(signature, report);
}

/// What a `resource` calls, or why it is nothing.
fn service(resource: &LitStr, report: &mut Report) -> Option<Service> {
    let Resource::Integration(integration) = Resource::parse(&resource.value()) else {
        let advice = "this is no action of a service, such as `arn:aws:states:::sns:publish`\n  = help: a Lambda \
            function is called by a task without `resource`, an activity by one with `activity = \"..\"`";
        report.error(code::RESOURCE, resource, advice);
        return None;
    };
    match find(&integration) {
        Ok(action) => Some(Service {
            resource: resource.clone(),
            pattern: integration.pattern,
            action,
            is_optimised: !integration.is_aws_sdk && integration.service != "http",
        }),
        Err(unknown) => {
            let code = match unknown {
                Unknown::Service(..) | Unknown::Action(..) => code::UNKNOWN_ACTION,
                Unknown::Pattern(..) => code::UNKNOWN_PATTERN,
            };
            report.error(code, resource, unknown);
            None
        }
    }
}

impl Service {
    /// Whether the state gives what the service answers.
    pub(super) fn gives_response(&self) -> bool {
        self.pattern == IntegrationPattern::RequestResponse
    }

    fn name_arguments(&self, options: &Options, signature: &mut Signature, report: &mut Report) {
        let mut given: Vec<String> = Vec::new();
        for (name, _) in &options.constants {
            let text = name.unraw().to_string();
            if !self.action.arguments.iter().any(|argument| argument.name == text) {
                report.error(code::UNKNOWN_ARGUMENT, name, self.no_argument(&text));
            } else if is_taken(&text, &given) {
                report.error(code::ARGUMENT_TWICE, name, format!("`{text}` is given twice"));
            }
            given.push(text);
        }
        for parameter in signature.parameters.iter_mut().filter(|parameter| parameter.is_argument()) {
            let Some(wire) = self.name_of(parameter, report) else { continue };
            if is_taken(&wire, &given) {
                let message = format!("`{wire}` is given twice, or stands where another argument does");
                match &parameter.given {
                    Some(name) => report.error(code::ARGUMENT_TWICE, name, message),
                    None => report.error(code::ARGUMENT_TWICE, &parameter.name, message),
                }
            }
            given.push(wire.clone());
            parameter.wire = wire;
        }
        let is_given = |name: &str| given.iter().any(|given| given.split('.').next() == Some(name));
        let missing = self.action.arguments.iter().filter(|argument| argument.is_required && !is_given(&argument.name));
        let missing: Vec<String> = missing.map(|argument| format!("`{}`", argument.name)).collect();
        if report.is_empty() && !missing.is_empty() {
            let message = format!("this action cannot do without {}: add a parameter for it", missing.join(" and "));
            report.error(code::MISSING_ARGUMENT, &self.resource, message);
        }
    }

    /// What a parameter is called here; none where it is nothing that the action takes.
    fn name_of(&self, parameter: &Parameter, report: &mut Report) -> Option<String> {
        match &parameter.given {
            Some(name) => {
                let text = name.value();
                let outer = text.split('.').next().unwrap_or_default();
                let exists = self.action.arguments.iter().any(|argument| argument.name == outer);
                if !exists || text.split('.').any(str::is_empty) {
                    report.error(code::UNKNOWN_ARGUMENT, name, self.no_argument(outer));
                    return None;
                }
                Some(text)
            }
            // Its place is asked for by itself.
            None if matches!(parameter.kind, Kind::Token(_)) => None,
            None => {
                let text = parameter.name.unraw().to_string();
                let argument = self.action.argument(&text);
                if argument.is_none() {
                    report.error(code::UNKNOWN_ARGUMENT, &parameter.name, self.no_argument(&text));
                }
                argument.map(|argument| argument.name.clone())
            }
        }
    }

    fn no_argument(&self, name: &str) -> String {
        let names = || self.action.arguments.iter().map(|argument| argument.name.as_str());
        match closest(name, names()) {
            Some(meant) => format!("this action takes no `{name}`\n  = help: is it `{meant}`?"),
            None => format!("this action takes no `{name}`\n  = help: it takes {}", listed(names())),
        }
    }

    fn place_token(&self, signature: &Signature, report: &mut Report) {
        let waits = self.pattern == IntegrationPattern::WaitForTaskToken;
        match signature.token() {
            None if waits => {
                let advice = "who completes the token has to be given it\n  = help: add \
                    `#[arg(name = \"MessageBody.TaskToken\")] token: TaskToken<T>`, where `T` is what it is completed with";
                report.error(code::SERVICE_TOKEN, &self.resource, advice);
            }
            Some((token, _)) if !waits => {
                let advice = "the state does not wait for a token: end the resource with `.waitForTaskToken`";
                report.error(code::SERVICE_TOKEN, &token.ty, advice);
            }
            Some((token, _)) if token.given.is_none() => {
                let advice = "say in which argument the token stands: `#[arg(name = \"MessageBody.TaskToken\")]`";
                report.error(code::SERVICE_TOKEN, &token.name, advice);
            }
            _ => {}
        }
    }
}

/// Whether a dotted name stands where another does, or in it.
fn is_taken(name: &str, given: &[String]) -> bool {
    let within = |inner: &str, outer: &str| inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('.'));
    given.iter().any(|other| other == name || within(name, other) || within(other, name))
}

/// The first names of a list, as a message has them.
pub(super) fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    const SHOWN: usize = 12;
    let names: Vec<&str> = names.collect();
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    let more = if names.len() > SHOWN { format!(" and {} more", names.len() - SHOWN) } else { String::new() };
    shown.join(", ") + &more
}
