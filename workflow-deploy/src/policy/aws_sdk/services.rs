//! The prefixes that services have in IAM.
//!
//! `services.txt` has the names that definitions use (those of the AWS SDK for Java 2), each with its prefix where that is
//! another. It is made of the service ids in the models of botocore (Apache-2.0) and was compared with the actions that the
//! AWS Service Authorization Reference lists.

const SERVICES: &str = include_str!("services.txt");

/// The prefix of `service`, if it is known.
pub(super) fn prefix(service: &str) -> Option<&'static str> {
    SERVICES.lines().find_map(|line| {
        let (name, prefix) = line.split_once(' ').unwrap_or((line, line));
        (name == service).then_some(prefix)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_differ_from_names() {
        let known = [
            ("sfn", "states"),
            ("cloudwatchlogs", "logs"),
            ("eventbridge", "events"),
            ("sesv2", "ses"),
            ("bedrockruntime", "bedrock"),
            ("cognitoidentityprovider", "cognito-idp"),
            ("elasticloadbalancingv2", "elasticloadbalancing"),
            ("s3", "s3"),
        ];
        known.iter().for_each(|(service, expected)| assert_eq!(prefix(service), Some(*expected), "{service}"));
        assert_eq!(prefix("nosuchservice"), None);
    }

    #[test]
    fn each_service_is_there_once() {
        let mut names: Vec<_> = SERVICES.lines().filter_map(|line| line.split(' ').next()).collect();
        let all = names.len();
        names.dedup();
        assert!(names.is_sorted() && names.len() == all && all > 400);
    }
}
