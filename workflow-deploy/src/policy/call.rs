//! One call of a service by a state, and what it is allowed.

use serde_json::{Value, json};
use workflow_asl::IntegrationPattern;

use super::arguments::{Arguments, Text};
use super::arn;
use super::grant::{Grant, On, When};
use super::grants::Grants;
use super::settings;
use crate::{Deployment, Machine};

/// A state's call of a service.
pub(super) struct Call<'a> {
    /// The state's name.
    pub(super) state: &'a str,
    pub(super) arguments: Arguments<'a>,
    pub(super) pattern: IntegrationPattern,
    pub(super) machine: &'a Machine,
    pub(super) deployment: &'a Deployment,
    /// Whether the state runs in a child execution of a distributed Map.
    pub(super) is_distributed: bool,
    pub(super) grants: &'a mut Grants,
}

impl Call<'_> {
    /// The same state's call with other arguments.
    pub(super) fn with<'c>(&'c mut self, arguments: Arguments<'c>) -> Call<'c> {
        Call {
            state: self.state,
            arguments,
            pattern: self.pattern,
            machine: self.machine,
            deployment: self.deployment,
            is_distributed: self.is_distributed,
            grants: self.grants,
        }
    }

    pub(super) fn allow(&mut self, actions: &[&str], resources: &[String]) {
        self.grants.allow(actions, resources, None);
    }

    pub(super) fn allow_if(&mut self, actions: &[&str], resources: &[String], condition: Value) {
        self.grants.allow(actions, resources, Some(condition));
    }

    pub(super) fn warn(&mut self, message: impl Into<String>) {
        self.grants.warn(Some(self.state), message.into());
    }

    /// The argument is not known, and so the pattern is as wide as it is.
    pub(super) fn warn_computed(&mut self, path: &str, resource: &str) {
        self.warn(format!("'{path}' is computed; as a constant text it would narrow '{resource}'"));
    }

    /// What an activity needs that is deployed: its key. Whether it is one.
    pub(super) fn deployed_activity(&mut self, text: &str) -> bool {
        let Some(activity) = self.deployment.activities.iter().find(|activity| activity.placeholder() == text) else {
            return false;
        };
        if let Some(encryption) = &activity.encryption {
            settings::use_key_of_activity(encryption, &activity.name, self.grants);
        }
        true
    }

    /// Whether the state waits for the job that it starts.
    pub(super) fn is_sync(&self) -> bool {
        matches!(self.pattern, IntegrationPattern::Sync | IntegrationPattern::Sync2)
    }

    /// All that a table says.
    pub(super) fn grant(&mut self, grants: &[Grant]) {
        for grant in grants {
            match grant {
                Grant::Allow { when, actions, on } if self.holds(*when) => {
                    let resources = self.resources(on);
                    self.allow(actions, &resources);
                }
                Grant::Allow { .. } => {}
                Grant::Rule(name) => self.rule(name),
                Grant::Pass { path, service } => self.pass(path, service),
                Grant::ServiceRole { role, service } => self.service_role(role, service),
            }
        }
    }

    pub(super) fn allow_on(&mut self, actions: &[&str], on: &[On]) {
        let resources = self.resources(on);
        self.allow(actions, &resources);
    }

    fn resources(&mut self, on: &[On]) -> Vec<String> {
        on.iter().map(|on| self.resource(on)).collect()
    }

    fn holds(&self, when: When) -> bool {
        match when {
            When::Always => true,
            When::Sync => self.is_sync(),
            When::Given(path) => self.arguments.has(path),
        }
    }

    pub(super) fn resource(&mut self, on: &On) -> String {
        match on {
            On::Any => "*".to_owned(),
            On::Own(service, template) => self.own(service, template),
            On::Bucket(template) => self.bucket(template),
            On::Role(path) => self.role(path).unwrap_or_else(|| arn::role("*")),
        }
    }

    /// A resource of the account in which `{Path}` is the argument there, or the name in it if it is an ARN.
    ///
    /// `{Path=default}` has a default. An ARN at the end of the template is the resource itself.
    pub(super) fn own(&mut self, service: &str, template: &str) -> String {
        self.fill(template, |resource| arn::own(service, resource))
    }

    /// What S3 holds. A bucket that is given by an ARN is an access point.
    fn bucket(&mut self, template: &str) -> String {
        match (self.arguments.text("Bucket"), template.strip_prefix("{Bucket}")) {
            (Text::Constant(point), Some("")) if arn::is_arn(point) => point.to_owned(),
            (Text::Constant(point), Some(key)) if arn::is_arn(point) => {
                self.fill(key, |key| format!("{point}/object{key}"))
            }
            _ => self.fill(template, arn::s3),
        }
    }

    /// The template with its arguments, made an ARN by `make` unless an argument is one.
    fn fill(&mut self, template: &str, make: impl Fn(&str) -> String) -> String {
        let (mut filled, mut rest, mut base, mut unknown) = (String::new(), template, None, Vec::new());
        while let Some((before, field, after)) = next_field(rest) {
            filled.push_str(before);
            let (path, default) = field.split_once('=').map_or((field, None), |(path, default)| (path, Some(default)));
            match (self.arguments.text(path), default) {
                (Text::Constant(text), _) if arn::is_arn(text) => {
                    if after.is_empty() {
                        return text.to_owned();
                    }
                    base = Some(text);
                    filled.push_str(arn::name(text).unwrap_or("*"));
                    unknown.extend(arn::name(text).is_none().then(|| format!("'{path}' does not tell the name")));
                }
                (Text::Constant(text), _) => filled.push_str(text),
                (Text::Absent, Some(default)) => filled.push_str(default),
                (Text::Absent, None) => {
                    filled.push('*');
                    unknown.push(format!("'{path}' is not given"));
                }
                (Text::Computed, _) => {
                    filled.push('*');
                    unknown.push(format!("'{path}' is computed"));
                }
            }
            rest = after;
        }
        filled.push_str(rest);
        let filled = filled.replace("**", "*");
        let resource = base.and_then(|base| arn::with_resource(base, &filled)).unwrap_or_else(|| make(&filled));
        for why in unknown {
            self.warn(format!("{why}; as a constant text it would narrow '{resource}'"));
        }
        resource
    }

    /// The rule of EventBridge by which Step Functions learns that a job has ended; only a state that waits has one.
    pub(super) fn rule(&mut self, name: &str) {
        if self.is_sync() {
            let rule = arn::own("events", &format!("rule/{name}"));
            self.allow(&["events:PutTargets", "events:PutRule", "events:DescribeRule"], &[rule]);
        }
    }

    /// The role at `path`, if one is given, is handed to a service.
    pub(super) fn pass(&mut self, path: &str, service: &str) {
        if let Some(role) = self.role(path) {
            self.pass_role(role, service);
        }
    }

    pub(super) fn pass_role(&mut self, role: String, service: &str) {
        let condition = json!({"StringEquals": {"iam:PassedToService": service}});
        self.allow_if(&["iam:PassRole"], &[role], condition);
    }

    /// The role at `path`, given by its ARN or its name.
    fn role(&mut self, path: &str) -> Option<String> {
        match self.arguments.text(path) {
            Text::Constant(text) if arn::is_arn(text) => Some(text.to_owned()),
            Text::Constant(text) => Some(arn::role(text)),
            Text::Computed => {
                let role = arn::role("*");
                self.warn_computed(path, &role);
                Some(role)
            }
            Text::Absent => None,
        }
    }

    /// The first use of a service in an account makes the role that the service itself uses.
    fn service_role(&mut self, role: &str, service: &str) {
        let role = arn::role(&format!("aws-service-role/{service}/{role}"));
        let condition = json!({"StringLike": {"iam:AWSServiceName": service}});
        self.allow_if(&["iam:CreateServiceLinkedRole"], &[role], condition);
    }
}

/// The text before the first `{..}`, what is in it, and the text after it.
fn next_field(template: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = template.split_once('{')?;
    let (field, after) = rest.split_once('}')?;
    Some((before, field, after))
}
