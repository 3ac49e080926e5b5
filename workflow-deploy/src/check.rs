//! What AWS would refuse of a deployment.

use std::fmt;

use workflow_asl::settings;

use crate::{Activity, Deployment, Encryption, Function, Machine, logical_id};

/// A deployment that cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What is wrong, each with its place.
    pub problems: Vec<String>,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problems.join("\n"))
    }
}

impl std::error::Error for Refused {}

impl Refused {
    /// The value, unless there are problems.
    pub(crate) fn unless<T>(problems: Vec<String>, value: T) -> Result<T, Refused> {
        if problems.is_empty() { Ok(value) } else { Err(Refused { problems }) }
    }
}

impl Deployment {
    /// Looks at names, sizes, tags and environments; whether the definitions are valid is not looked at.
    ///
    /// # Errors
    ///
    /// All that AWS would refuse, names that two machines or two functions share, and names that could not be told apart
    /// in a template.
    pub fn check(&self) -> Result<(), Refused> {
        let mut problems = Vec::new();
        if self.machines.is_empty() {
            problems.push("there is no state machine to deploy".to_owned());
        }
        names("state machine", self.machines.iter().map(|machine| machine.name.as_str()), &mut problems);
        names("function", self.functions.iter().map(|function| function.name.as_str()), &mut problems);
        names("activity", self.activities.iter().map(|activity| activity.name.as_str()), &mut problems);
        self.activities.iter().for_each(|activity| check_activity(activity, &self.machines, &mut problems));
        self.machines.iter().for_each(|machine| check_machine(machine, &mut problems));
        self.functions.iter().for_each(|function| check_function(function, &mut problems));
        Refused::unless(problems, ())
    }
}

/// Each name once, each with a logical id of its own.
fn names<'n>(what: &str, names: impl Iterator<Item = &'n str>, problems: &mut Vec<String>) {
    let mut known: Vec<(&str, String)> = Vec::new();
    for name in names {
        let id = logical_id(name);
        match known.iter().find(|(_, other)| *other == id) {
            Some((other, _)) if *other == name => problems.push(format!("two {what}s are called `{name}`")),
            Some((other, _)) => {
                problems.push(format!("the {what}s `{other}` and `{name}` would both be `{id}` in a template"));
            }
            None => known.push((name, id)),
        }
    }
}

fn check_activity(activity: &Activity, machines: &[Machine], problems: &mut Vec<String>) {
    let place = format!("activity `{}`", activity.name);
    let mut problem = |text: String| problems.push(format!("{place}: {text}"));
    if let Err(reason) = settings::check_activity_name(&activity.name) {
        problem(reason);
    }
    if let Some(encryption) = &activity.encryption {
        check_encryption(encryption, &mut problem);
    }
    // What a machine keeps under a key must not be read by whoever has another.
    let key = |encryption: &Option<Encryption>| encryption.as_ref().map(|encryption| encryption.kms_key.clone());
    let encrypted = machines.iter().filter(|machine| machine.settings.encryption.is_some());
    for machine in encrypted.filter(|machine| activity.is_called_by(machine)) {
        if key(&machine.settings.encryption) != key(&activity.encryption) {
            problem(format!("the state machine `{}`, which calls it, has another key", machine.name));
        }
    }
}

fn check_machine(machine: &Machine, problems: &mut Vec<String>) {
    let place = format!("state machine `{}`", machine.name);
    let mut problem = |text: String| problems.push(format!("{place}: {text}"));
    if let Err(reason) = settings::check_machine_name(&machine.name) {
        problem(reason);
    }
    let tags = &machine.settings.tags;
    if tags.len() > settings::MOST_TAGS {
        problem(format!("{} tags, where at most {} are allowed", tags.len(), settings::MOST_TAGS));
    }
    for (index, (name, value)) in tags.iter().enumerate() {
        if let Err(reason) = settings::check_tag(name, &settings::without_parameters(value)) {
            problem(format!("tag `{name}`: {reason}"));
        }
        if tags.iter().take(index).any(|(other, _)| other == name) {
            problem(format!("two tags are called `{name}`"));
        }
    }
    if let Some(encryption) = &machine.settings.encryption {
        check_encryption(encryption, &mut problem);
    }
}

fn check_encryption(encryption: &Encryption, problem: &mut impl FnMut(String)) {
    if encryption.kms_key.is_empty() {
        problem("its encryption names no key".to_owned());
    }
    let allowed = settings::DATA_KEY_REUSE;
    if let Some(reuse) = encryption.data_key_reuse
        && (!allowed.contains(&reuse.as_secs()) || reuse.subsec_nanos() != 0)
    {
        let (least, most) = (allowed.start(), allowed.end());
        problem(format!("a data key is used again for {least} to {most} whole seconds, not {reuse:?}"));
    }
}

fn check_function(function: &Function, problems: &mut Vec<String>) {
    let place = format!("function `{}`", function.name);
    let mut problem = |text: String| problems.push(format!("{place}: {text}"));
    if let Err(reason) = settings::check_function_name(&function.name) {
        problem(reason);
    }
    if let Some(memory) = function.memory.filter(|memory| !settings::MEMORY.contains(memory)) {
        let (least, most) = (settings::MEMORY.start(), settings::MEMORY.end());
        problem(format!("it has from {least} to {most} MiB of memory, not {memory}"));
    }
    let allowed = settings::FUNCTION_TIMEOUT;
    if let Some(timeout) = function.timeout
        && (!allowed.contains(&timeout.as_secs()) || timeout.subsec_nanos() != 0)
    {
        let (least, most) = (allowed.start(), allowed.end());
        problem(format!("a call takes from {least} to {most} whole seconds, not {timeout:?}"));
    }
    for (index, (name, _)) in function.environment.iter().enumerate() {
        if let Err(reason) = settings::check_environment_name(name) {
            problem(format!("environment variable `{name}`: {reason}"));
        }
        if function.environment.iter().take(index).any(|(other, _)| other == name) {
            problem(format!("two environment variables are called `{name}`"));
        }
    }
    let size: usize = function.environment.iter().map(|(name, value)| name.len() + value.len()).sum();
    if size > settings::MOST_ENVIRONMENT_BYTES {
        problem(format!("its environment has {size} bytes, more than {}", settings::MOST_ENVIRONMENT_BYTES));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Settings;
    use std::time::Duration;
    use workflow_asl::{ExecutionType, StateMachine};

    fn machine(name: &str) -> Machine {
        Machine {
            name: name.to_owned(),
            definition: StateMachine::default(),
            execution_type: ExecutionType::Standard,
            settings: Settings::default(),
        }
    }

    fn function(name: &str) -> Function {
        Function { name: name.to_owned(), ..Function::default() }
    }

    fn problems(machines: Vec<Machine>, functions: Vec<Function>) -> Vec<String> {
        Deployment { machines, functions, ..Deployment::default() }
            .check()
            .map_or_else(|refused| refused.problems, |()| Vec::new())
    }

    #[test]
    fn names_are_unique_and_short() {
        assert_eq!(problems(vec![machine("a"), machine("b")], vec![function("a")]), [""; 0]);
        assert_eq!(problems(vec![], vec![]), ["there is no state machine to deploy"]);
        assert_eq!(
            problems(vec![machine("a b")], vec![function("x"), function("x"), function("a_b"), function("a-b")]),
            [
                "two functions are called `x`",
                "the functions `a_b` and `a-b` would both be `AB` in a template",
                "state machine `a b`: a name has from 1 to 80 characters: letters of ASCII, digits, `-` and `_`"
            ]
        );
    }

    #[test]
    fn settings_are_in_range() {
        let tags = vec![("team".into(), "${Team}".into()), ("team".into(), "b".into()), ("aws:x".into(), "c".into())];
        let encryption = Encryption { kms_key: String::new(), data_key_reuse: Some(Duration::from_secs(59)) };
        let settings = Settings { encryption: Some(encryption), tags, ..Settings::default() };
        let function = Function {
            memory: Some(127),
            timeout: Some(Duration::from_millis(1_500)),
            environment: vec![("AWS_REGION".into(), "x".into()), ("KEY".into(), "y".repeat(4_096))],
            ..function("f")
        };
        assert_eq!(
            problems(vec![Machine { settings, ..machine("a") }], vec![function]),
            [
                "state machine `a`: two tags are called `team`",
                "state machine `a`: tag `aws:x`: names that begin with `aws:` are those of AWS",
                "state machine `a`: its encryption names no key",
                "state machine `a`: a data key is used again for 60 to 900 whole seconds, not 59s",
                "function `f`: it has from 128 to 10240 MiB of memory, not 127",
                "function `f`: a call takes from 1 to 900 whole seconds, not 1.5s",
                "function `f`: environment variable `AWS_REGION`: Lambda sets it itself",
                "function `f`: its environment has 4110 bytes, more than 4096"
            ]
        );
    }
}
