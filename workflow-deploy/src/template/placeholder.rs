//! `${Name}` in texts: what is filled in when a template is deployed.

/// What stands between `${` and `}` in a text, in order.
pub(super) fn placeholders(text: &str) -> Vec<&str> {
    let (mut rest, mut found) = (text, Vec::new());
    while let Some((name, after)) = rest.split_once("${").and_then(|(_, after)| after.split_once('}')) {
        found.push(name);
        rest = after;
    }
    found
}

/// What begins a pseudo parameter: `AWS::Region`.
const PSEUDO: &str = "AWS::";

/// What may be filled in: a pseudo parameter of CloudFormation, or a parameter of the template.
pub(super) fn is_pseudo(name: &str) -> bool {
    name.starts_with(PSEUDO)
}

/// The parameter of a template that a placeholder is, unless it is a pseudo parameter.
///
/// # Errors
///
/// Where it could be no parameter: CloudFormation allows letters and digits, and keeps names that begin with `AWS`.
pub(super) fn parameter(name: &str) -> Result<Option<&str>, String> {
    let is_name = !name.is_empty() && name.chars().all(|character| character.is_ascii_alphanumeric());
    match is_pseudo(name) {
        true => Ok(None),
        false if is_name && !name.starts_with("AWS") => Ok(Some(name)),
        false => {
            Err(format!("`${{{name}}}` is no parameter of a template: write letters and digits, as in `${{QueueUrl}}`"))
        }
    }
}

/// How a pseudo parameter is called where only letters and digits are allowed: `AWSRegion`.
pub(super) fn flat(name: &str) -> String {
    name.replace("::", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn found_in_order() {
        assert_eq!(placeholders("a${B}c${AWS::Region}${d"), ["B", "AWS::Region"]);
        assert_eq!(parameter("Queue2"), Ok(Some("Queue2")));
        assert_eq!(parameter("AWS::Region"), Ok(None));
        for name in ["", "a-b", "AWSx", "a.b", "!x"] {
            assert!(parameter(name).is_err(), "{name}");
        }
    }
}
