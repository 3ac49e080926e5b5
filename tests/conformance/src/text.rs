//! When an actual text is what a recorded one stands for.

use std::sync::LazyLock;

use regex::Regex;

/// Words that stand for a whole value, whatever it is.
pub const WILD_WHOLE: [&str; 16] = [
    "datetime",
    "timestamp",
    "date",
    "start-date",
    "stop-date",
    "RequestId",
    "x-amzn-RequestId",
    "x-amzn-requestid",
    "X-Amzn-Trace-Id",
    "x-amz-crc32",
    "uuid",
    "time",
    "trace-header",
    "json-input",
    "snf_role_arn",
    "sfn_role_arn",
];

/// Words that stand for the ARN of the role.
pub const ROLE_WORDS: [&str; 2] = ["snf_role_arn", "sfn_role_arn"];

const ISO_8601: &str = concat!(
    r"(?:[1-9]\d{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)|",
    r"(?:[1-9]\d(?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[13579][26])00)-02-29)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d",
    r"(?:\.\d{1,9})?(?:Z|[+-][01]\d:?([0-5]\d)?)",
);

/// A pattern that is part of this program.
fn pattern(text: &str) -> Regex {
    #[expect(clippy::panic, reason = "a pattern of this program that does not compile is a mistake in it")]
    Regex::new(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

static DATE: LazyLock<Regex> = LazyLock::new(|| pattern(ISO_8601));
static PARTITION_REGION: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?P<service>arn:<partition>:\w[\w-]*:)[\w-]+-\d(?P<end>:|\b)"));
static ACCOUNT: LazyLock<Regex> = LazyLock::new(|| pattern(r":\d{12}:"));
static REGION: LazyLock<Regex> = LazyLock::new(|| pattern(r"\bus-east-1\b"));
/// What stands for any text inside a longer one. `<region>` and `<partition>` look the same and do not.
static ANYTHING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"<(?:[\w-]+_\d+idx|[\w-]+:\d+|[a-z][\w-]*)>|snf_role_arn|sfn_role_arn|<?json-input(?::\d+)?>?")
});

/// A text with partition, region, account and dates put as recordings have them.
pub fn normalised(text: &str) -> String {
    let text = text.replace("arn:aws:", "arn:<partition>:");
    let text = PARTITION_REGION.replace_all(&text, "${service}<region>${end}");
    let text = ACCOUNT.replace_all(&text, ":111111111111:");
    let text = REGION.replace_all(&text, "<region>");
    DATE.replace_all(&text, "date").into_owned()
}

/// Whether a recorded text stands for an actual one.
pub fn matches(recorded: &str, actual: &str) -> bool {
    if is_wild(recorded) || recorded == actual {
        return true;
    }
    let actual = normalised(actual);
    let recorded = DATE.replace_all(recorded, "date");
    recorded == actual || matches_around_tokens(&recorded, &actual)
}

/// Whether a recorded text stands for any value.
pub fn is_wild(recorded: &str) -> bool {
    WILD_WHOLE.contains(&recorded)
}

fn matches_around_tokens(recorded: &str, actual: &str) -> bool {
    let tokens = ANYTHING.find_iter(recorded).filter(|token| !matches!(token.as_str(), "<region>" | "<partition>"));
    let (mut rule, mut at) = (String::from(r"(?s)\A"), 0);
    for token in tokens {
        rule.push_str(&regex::escape(recorded.get(at..token.start()).unwrap_or_default()));
        rule.push_str(".+?");
        at = token.end();
    }
    if at == 0 {
        return false;
    }
    rule.push_str(&regex::escape(recorded.get(at..).unwrap_or_default()));
    rule.push_str(r"\z");
    Regex::new(&rule).is_ok_and(|rule| rule.is_match(actual))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_varies_is_put_as_recorded() {
        let arn = "arn:aws:states:eu-central-1:123456789012:stateMachine:a";
        assert_eq!(normalised(arn), "arn:<partition>:states:<region>:111111111111:stateMachine:a");
        assert_eq!(normalised("at 2024-02-29T10:00:00.123Z in us-east-1"), "at date in <region>");
        assert_eq!(normalised("2023-02-29T10:00:00Z"), "2023-02-29T10:00:00Z");
    }

    #[test]
    fn tokens_stand_for_any_text_but_none() {
        assert!(matches("<uuid:1>", "x"));
        assert!(!matches("a<uuid:1>", "a"));
        assert!(matches(
            "arn:<partition>:states:<region>:111111111111:x:<ArnPart_0idx>",
            "arn:aws:states:us-east-1:000000000000:x:y"
        ));
        assert!(!matches("<region>", "elsewhere"));
        assert!(matches("input json-input:1> of", "input {\n} of"));
        assert!(matches("role: sfn_role_arn.", "role: arn:aws:iam::1:role/r."));
        assert!(!matches("role", "other"));
        assert!(!matches("", "other"));
    }
}
