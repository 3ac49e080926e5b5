//! The ARNs that requests name.

use super::ApiError;

/// The ARN of a state machine, of one of its versions, or of one of its aliases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StateMachineArn {
    /// The ARN of the state machine itself.
    pub(crate) machine: String,
    /// What follows it.
    pub(crate) qualifier: Option<Qualifier>,
}

/// What follows the name of a state machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Qualifier {
    /// The number of a version.
    Version(u64),
    /// The name of an alias.
    Alias(String),
}

/// `arn:aws:states:region:account:type:..`, without the account's part.
struct Parts<'a> {
    resource_type: &'a str,
    /// What follows the type, at the colons.
    names: Vec<&'a str>,
}

/// Takes an ARN apart whose resource must be of this type.
fn parts<'a>(text: &'a str, resource_type: &str) -> Result<Parts<'a>, ApiError> {
    if !text.starts_with("arn:") {
        return Err(ApiError::invalid_arn(format_args!("Invalid ARN prefix: {text}")));
    }
    let mut pieces = text.split(':').skip(5);
    let (Some(found), names) = (pieces.next(), pieces.collect::<Vec<_>>()) else {
        return Err(ApiError::invalid_arn(format_args!("Invalid ARN: {text}")));
    };
    if found != resource_type {
        return Err(ApiError::invalid_arn(format_args!("Resource type not valid in this context: {found}")));
    }
    if names.is_empty() || names.contains(&"") {
        return Err(ApiError::invalid_arn(format_args!("Invalid ARN: {text}")));
    }
    Ok(Parts { resource_type: found, names })
}

/// Checks that an ARN has a type and so many names.
fn check(text: &str, resource_type: &str, names: usize) -> Result<(), ApiError> {
    let parts = parts(text, resource_type)?;
    if parts.names.len() == names {
        Ok(())
    } else {
        Err(ApiError::invalid_arn(format_args!("Invalid ARN of {}: {text}", parts.resource_type)))
    }
}

/// Reads the ARN of a state machine, a version or an alias.
///
/// # Errors
///
/// `InvalidArn`.
pub(crate) fn state_machine(text: &str) -> Result<StateMachineArn, ApiError> {
    let parts = parts(text, "stateMachine")?;
    match parts.names.as_slice() {
        [_] => Ok(StateMachineArn { machine: text.to_owned(), qualifier: None }),
        [_, qualifier] => {
            let machine = text.strip_suffix(qualifier).and_then(|rest| rest.strip_suffix(':')).unwrap_or(text);
            let version = qualifier.parse().ok().map(Qualifier::Version);
            let qualifier = version.unwrap_or_else(|| Qualifier::Alias((*qualifier).to_owned()));
            Ok(StateMachineArn { machine: machine.to_owned(), qualifier: Some(qualifier) })
        }
        _ => Err(ApiError::invalid_arn(format_args!("Invalid ARN: {text}"))),
    }
}

/// Checks the ARN of an execution of a Standard state machine.
///
/// # Errors
///
/// `InvalidArn`.
pub(crate) fn check_execution(text: &str) -> Result<(), ApiError> {
    check(text, "execution", 2)
}

/// Checks the ARN of an activity.
///
/// # Errors
///
/// `InvalidArn`.
pub(crate) fn check_activity(text: &str) -> Result<(), ApiError> {
    check(text, "activity", 1)
}

/// Checks the ARN of a Map Run.
///
/// # Errors
///
/// `InvalidArn`.
pub(crate) fn check_map_run(text: &str) -> Result<(), ApiError> {
    check(text, "mapRun", 2)
}

/// Checks the ARN of something that can have tags.
///
/// # Errors
///
/// `InvalidArn`.
pub(crate) fn check_taggable(text: &str) -> Result<(), ApiError> {
    state_machine(text).map(drop).or_else(|_| check_activity(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MACHINE: &str = "arn:aws:states:us-east-1:123456789012:stateMachine:Order";

    #[test]
    fn versions_are_told_from_aliases() {
        let parse = |suffix: &str| state_machine(&format!("{MACHINE}{suffix}")).unwrap();
        assert_eq!(parse(""), StateMachineArn { machine: MACHINE.to_owned(), qualifier: None });
        assert_eq!(parse(":12").qualifier, Some(Qualifier::Version(12)));
        assert_eq!(parse(":PROD").qualifier, Some(Qualifier::Alias("PROD".to_owned())));
        assert_eq!(parse(":PROD").machine, MACHINE);
    }

    #[test]
    fn what_is_no_arn_is_refused() {
        let message = |arn: &str| check_execution(arn).unwrap_err().message;
        assert_eq!(message("x"), "Invalid Arn: 'Invalid ARN prefix: x'");
        assert_eq!(
            message("arn:aws:states:us-east-1:123456789012:express:Order:e:r"),
            "Invalid Arn: 'Resource type not valid in this context: express'"
        );
        for broken in
            ["arn:", "arn:aws:states:::execution", "arn:aws:states:r:a:execution:a", "arn:aws:states:r:a:execution::"]
        {
            assert_eq!(check_execution(broken).unwrap_err().code, "InvalidArn");
        }
    }
}
