//! ARNs, as texts in the syntax of `Fn::Sub`.

/// A resource of the machine's own account in its region.
pub(super) fn own(service: &str, resource: &str) -> String {
    format!("arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:{resource}")
}

/// A bucket, or what is in it: neither region nor account is in such an ARN.
pub(super) fn s3(resource: &str) -> String {
    format!("arn:${{AWS::Partition}}:s3:::{resource}")
}

/// A role of the account; `role` has its path before its name.
pub(super) fn role(role: &str) -> String {
    format!("arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:role/{role}")
}

/// Whether a text is a whole ARN, or a placeholder for one: `${TopicArn}`.
pub(super) fn is_arn(text: &str) -> bool {
    text.starts_with("arn:") || placeholder(text).is_some_and(|name| name.ends_with("Arn"))
}

/// The name in `${Name}`, if the text is nothing else.
pub(super) fn placeholder(text: &str) -> Option<&str> {
    let name = text.strip_prefix("${")?.strip_suffix('}')?;
    (!name.contains(['{', '}'])).then_some(name)
}

/// What follows the account in an ARN: `stateMachine:orders`. None for a placeholder.
pub(super) fn resource(arn: &str) -> Option<&str> {
    pieces(arn).get(5).copied()
}

/// The six pieces of an ARN; the colons of `${AWS::Region}` part none.
fn pieces(arn: &str) -> Vec<&str> {
    let (mut pieces, mut start, mut in_placeholder) = (Vec::new(), 0, false);
    for (at, character) in arn.char_indices() {
        match character {
            '{' => in_placeholder = true,
            '}' => in_placeholder = false,
            ':' if !in_placeholder && pieces.len() < 5 => {
                pieces.extend(arn.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    pieces.extend(arn.get(start..));
    pieces
}

/// The same ARN with another resource.
pub(super) fn with_resource(arn: &str, resource: &str) -> Option<String> {
    let old = self::resource(arn)?;
    Some(format!("{}{resource}", arn.strip_suffix(old)?))
}

/// A resource of another service, in the region and of the account of an ARN.
pub(super) fn beside(arn: &str, service: &str, resource: &str) -> Option<String> {
    match pieces(arn).as_slice() {
        ["arn", partition, _, region, account, _] => {
            Some(format!("arn:{partition}:{service}:{region}:{account}:{resource}"))
        }
        _ => None,
    }
}

/// The name of what an ARN or a name names, without the type before it: `cluster/blue` is `blue`.
pub(super) fn name(text: &str) -> Option<&str> {
    if !is_arn(text) {
        return Some(text);
    }
    resource(text).map(|resource| resource.split_once('/').map_or(resource, |(_, name)| name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_in_an_arn_part_nothing() {
        let arn = "arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:cluster/blue";
        assert_eq!((resource(arn), name(arn)), (Some("cluster/blue"), Some("blue")));
        assert_eq!((name("blue"), name("${ClusterArn}"), name("${Cluster}")), (Some("blue"), None, Some("${Cluster}")));
    }

    #[test]
    fn the_rest_of_an_arn_stays_as_it_is() {
        let arn = "arn:aws:states:eu-west-1:123456789012:stateMachine:child:live";
        let execution = with_resource(arn, "execution:child:*");
        assert_eq!(execution.as_deref(), Some("arn:aws:states:eu-west-1:123456789012:execution:child:*"));
    }
}
