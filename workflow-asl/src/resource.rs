//! What the `Resource` of a Task names.

use std::fmt;

/// How a Task waits for an integrated service.
///
/// Follows "Discover service integration patterns in Step Functions" of the AWS developer guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IntegrationPattern {
    /// No suffix: the response of the request is the result.
    RequestResponse,
    /// `.sync`: the result is that of the job that was started.
    Sync,
    /// `.sync:2`: as `.sync`, with JSON parsed.
    Sync2,
    /// `.waitForTaskToken`: the result is what is sent back with the token.
    WaitForTaskToken,
}

impl IntegrationPattern {
    /// The suffix as a `Resource` has it, with its dot.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::RequestResponse => "",
            Self::Sync => ".sync",
            Self::Sync2 => ".sync:2",
            Self::WaitForTaskToken => ".waitForTaskToken",
        }
    }
}

/// The `Resource` of a Task, taken apart.
///
/// ```
/// use workflow_asl::{IntegrationPattern, Resource};
///
/// let resource = Resource::parse("arn:aws:states:::aws-sdk:sns:publish.waitForTaskToken");
/// let Resource::Integration(integration) = resource else { panic!() };
/// assert!(integration.is_aws_sdk);
/// assert_eq!((integration.service.as_str(), integration.action.as_str()), ("sns", "publish"));
/// assert_eq!(integration.pattern, IntegrationPattern::WaitForTaskToken);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Resource {
    /// The ARN of a Lambda function, with its version or alias.
    Lambda {
        /// The whole ARN.
        arn: String,
    },
    /// The ARN of an activity.
    Activity {
        /// The whole ARN.
        arn: String,
    },
    /// `arn:aws:states:::service:action` and its variants.
    Integration(Integration),
    /// Anything else.
    Other {
        /// The text as it stands.
        text: String,
    },
}

/// A service integration: optimised, an AWS SDK call, or an HTTP endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Integration {
    /// `aws`, `aws-cn` and the like.
    pub partition: String,
    /// `lambda`, `states`, `http`; for an SDK call the service after `aws-sdk:`.
    pub service: String,
    /// `invoke`, `startExecution`: without the pattern's suffix.
    pub action: String,
    /// What is waited for.
    pub pattern: IntegrationPattern,
    /// Whether it is `aws-sdk:service:action`.
    pub is_aws_sdk: bool,
}

impl Integration {
    /// `resourceType` of the history events: `lambda`, `aws-sdk:sns`.
    pub fn resource_type(&self) -> String {
        if self.is_aws_sdk { format!("aws-sdk:{}", self.service) } else { self.service.clone() }
    }

    /// `resource` of the history events: `invoke`, `startExecution.sync:2`.
    pub fn resource(&self) -> String {
        format!("{}{}", self.action, self.pattern.suffix())
    }
}

impl Resource {
    /// Takes the text of a `Resource` apart. Nothing is refused here: what is no known form is [`Resource::Other`].
    pub fn parse(text: &str) -> Self {
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        match parts.as_slice() {
            ["arn", _, "lambda", _, _, rest] if rest.starts_with("function:") => Self::Lambda { arn: text.to_owned() },
            ["arn", _, "states", _, _, rest] if rest.starts_with("activity:") => {
                Self::Activity { arn: text.to_owned() }
            }
            ["arn", partition, "states", _, _, rest] => {
                integration(partition, rest).map_or_else(|| Self::Other { text: text.to_owned() }, Self::Integration)
            }
            _ => Self::Other { text: text.to_owned() },
        }
    }
}

fn integration(partition: &str, rest: &str) -> Option<Integration> {
    let (is_aws_sdk, rest) = match rest.strip_prefix("aws-sdk:") {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let (service, action) = rest.split_once(':')?;
    let (action, pattern) = [IntegrationPattern::Sync, IntegrationPattern::Sync2, IntegrationPattern::WaitForTaskToken]
        .into_iter()
        .find_map(|pattern| action.strip_suffix(pattern.suffix()).map(|action| (action, pattern)))
        .unwrap_or((action, IntegrationPattern::RequestResponse));
    let is_complete = !service.is_empty() && !action.is_empty();
    is_complete.then(|| Integration {
        partition: partition.to_owned(),
        service: service.to_owned(),
        action: action.to_owned(),
        pattern,
        is_aws_sdk,
    })
}

/// The text as a definition writes it.
impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lambda { arn } | Self::Activity { arn } => f.write_str(arn),
            Self::Integration(of) => {
                write!(f, "arn:{}:states:::{}:{}", of.partition, of.resource_type(), of.resource())
            }
            Self::Other { text } => f.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_reads_and_writes_the_same() {
        for text in [
            "arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST",
            "arn:aws:states:us-east-1:123456789012:activity:a",
            "arn:aws:states:::lambda:invoke",
            "arn:aws:states:::states:startExecution.sync",
            "arn:aws:states:::states:startExecution.sync:2",
            "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            "arn:aws-cn:states:::aws-sdk:dynamodb:getItem",
            "arn:aws:states:::http:invoke",
            "arn:aws:s3:::bucket",
            "charge",
            "",
        ] {
            assert_eq!(Resource::parse(text).to_string(), text);
        }
    }

    #[test]
    fn what_is_no_known_form_is_other() {
        for text in
            ["arn:aws:states:::lambda", "arn:aws:states:::aws-sdk:sns", "arn:aws:states:::x:", "arn:aws:sns:::t"]
        {
            assert!(matches!(Resource::parse(text), Resource::Other { .. }), "{text}");
        }
    }
}
