//! What the services of the integrations answer, to compare mocks with.

use serde_json::{Map, Value};
use workflow_asl::{Integration, IntegrationPattern};

/// The table of responses; its first lines say how to read it.
const TABLE: &str = include_str!("response_shapes.txt");

/// Compares a mocked result with what the action answers, as far as that is known.
pub(super) fn check(of: &Integration, result: &Value, is_strict: bool) -> Result<(), String> {
    let Some(response) = Response::of(of) else { return Ok(()) };
    let Value::Object(members) = result else { return Err("Mock result must be a JSON object".to_owned()) };
    response.check_members(response.root, members, is_strict)
}

/// The response of an action.
struct Response {
    /// The members of each shape of the service.
    shapes: Vec<&'static str>,
    root: &'static str,
    /// A member whose content the integration changes.
    changed: Option<&'static str>,
}

impl Response {
    fn of(of: &Integration) -> Option<Self> {
        let (service, action) = match (&*of.service, &*of.action, of.pattern) {
            ("states" | "sfn", "startExecution", IntegrationPattern::Sync) => ("sfn", "describeExecution"),
            // The answer is that of the job, or whatever comes with the token.
            (_, _, IntegrationPattern::Sync | IntegrationPattern::Sync2 | IntegrationPattern::WaitForTaskToken) => {
                return None;
            }
            ("states", action, _) => ("sfn", action),
            ("events", action, _) => ("eventbridge", action),
            ("emr-containers", action, _) => ("emrcontainers", action),
            ("emr-serverless", action, _) => ("emrserverless", action),
            (service, action, _) => (service, action),
        };
        let mut lines = TABLE.lines().skip_while(|line| line.strip_prefix('@') != Some(service)).skip(1);
        let mut shape = None;
        let mut shapes = Vec::new();
        for line in lines.by_ref().take_while(|line| !line.starts_with('@')) {
            match line.split_once(' ').filter(|(_, shape)| shape.parse::<usize>().is_ok()) {
                Some((name, index)) if name == action => shape = Some(index),
                Some(_) => {}
                None => shapes.push(line),
            }
        }
        let root: usize = shape?.parse().ok()?;
        let root = *shapes.get(root)?;
        let changed = (service == "lambda" && action == "invoke" && !of.is_aws_sdk).then_some("Payload");
        Some(Self { shapes, root, changed })
    }

    /// Compares an object with a shape: a line of the table. Mocks bound the depth.
    fn check_members(&self, shape: &str, members: &Map<String, Value>, is_strict: bool) -> Result<(), String> {
        let known = || shape.split(' ').filter_map(|member| member.split_once('='));
        let value_of = |names: &str| names.split('/').find_map(|name| members.get(name));
        let missing = known().find_map(|(names, _)| {
            let names = names.strip_prefix('!')?;
            value_of(names).is_none().then(|| names.split('/').next().unwrap_or(names))
        });
        if let Some(name) = missing.filter(|_| is_strict) {
            return Err(format!("Required field '{name}' is missing"));
        }
        for (name, value) in members {
            let is_it = |names: &str| names.trim_start_matches('!').split('/').any(|known| known == name);
            // What is not known may be new.
            if let Some((_, kind)) = known().find(|(names, _)| is_it(names))
                && self.changed != Some(name)
            {
                self.check_value(name, kind, value, is_strict)?;
            }
        }
        Ok(())
    }

    fn check_value(&self, name: &str, kind: &str, value: &Value, is_strict: bool) -> Result<(), String> {
        let must_be = |what: &str| Err(format!("Field '{name}' must be {what}"));
        let mut letters = kind.chars();
        let (first, rest) = (letters.next(), letters.as_str());
        match (first, value) {
            (Some('*'), _) => Ok(()),
            (Some('['), Value::Array(items)) => {
                items.iter().try_for_each(|item| self.check_value(name, rest, item, is_strict))
            }
            (Some('['), _) => must_be("an array"),
            (Some('<'), Value::Object(values)) => {
                values.values().try_for_each(|value| self.check_value(name, rest, value, is_strict))
            }
            (Some('e'), Value::String(text)) if rest.split('|').any(|known| known == text) => Ok(()),
            (Some('e'), Value::String(_)) => Err(format!("Field '{name}' is not an expected value")),
            (Some('s'), Value::String(text)) => check_length(name, rest, text.chars().count()),
            (Some('x'), Value::String(text)) => check_length(name, rest, decoded_length(text)),
            (Some('s' | 'e' | 'x'), _) => must_be("a string"),
            (Some('n'), Value::Number(number)) => check_number(name, rest, number.as_f64()),
            (Some('n'), _) => must_be("a number"),
            (Some('b'), Value::Bool(_)) => Ok(()),
            (Some('b'), _) => must_be("a boolean"),
            (_, Value::Object(members)) => {
                let shape = kind.parse().ok().and_then(|index: usize| self.shapes.get(index)).copied();
                self.check_members(shape.unwrap_or_default(), members, is_strict)
            }
            _ => must_be("an object"),
        }
    }
}

/// The least and the most that a type allows.
fn limits(text: &str) -> (Option<f64>, Option<f64>) {
    let (least, most) = text.split_once("..").unwrap_or_default();
    (least.parse().ok(), most.parse().ok())
}

fn check_length(name: &str, range: &str, length: usize) -> Result<(), String> {
    let (least, most) = limits(range);
    let length = length as f64;
    if least.is_some_and(|least| length < least) {
        return Err(format!("Field '{name}' is smaller than the minimum length"));
    }
    if most.is_some_and(|most| length > most) {
        return Err(format!("Field '{name}' exceeds the maximum length"));
    }
    Ok(())
}

fn check_number(name: &str, range: &str, number: Option<f64>) -> Result<(), String> {
    let (least, most) = limits(range);
    let Some(number) = number else { return Ok(()) };
    if least.is_some_and(|least| number < least) {
        return Err(format!("Field '{name}' is less than the minimum value"));
    }
    if most.is_some_and(|most| number > most) {
        return Err(format!("Field '{name}' exceeds the maximum value"));
    }
    Ok(())
}

/// How many bytes a Base64 text stands for.
fn decoded_length(text: &str) -> usize {
    text.trim_end_matches('=').len().saturating_mul(3) / 4
}
