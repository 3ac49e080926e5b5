//! Files checked: what is found, where, and how it is shown.

use serde_json::json;
use workflow_asl::ExecutionType;
use workflow_asl::check::{Colours, Report};

fn report(text: &str) -> Report {
    let mut report = Report::new(ExecutionType::Standard);
    report.add("f", text);
    report
}

fn lines(text: &str) -> Vec<String> {
    report(text).findings().iter().map(ToString::to_string).collect()
}

const TWO: &str = r#"{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Pass",
      "Next": "B"
    },
    "Z": {
      "Type": "Task",
      "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      "End": true
    }
  }
}
"#;

#[test]
fn findings_stand_where_the_text_says_it() {
    assert_eq!(
        lines(TWO),
        [
            "f:6:15: error[MISSING_TRANSITION_TARGET]: Missing 'Next' target: B (/States/A/Next)",
            "f:8:5: error[MISSING_TRANSITION_TARGET]: State \"Z\" is not reachable. (/States/Z)",
            "f:8:5: warning[CALLBACK_WITHOUT_TIMEOUT]: Waits for a callback, for ever if none comes: it has neither \
             'TimeoutSeconds' nor 'HeartbeatSeconds' (/States/Z)",
        ]
    );
    let report = report(TWO);
    assert_eq!(
        report.to_json()[0],
        json!({
            "file": "f",
            "line": 6,
            "column": 15,
            "severity": "ERROR",
            "code": "MISSING_TRANSITION_TARGET",
            "message": "Missing 'Next' target: B",
            "pointer": "/States/A/Next"
        })
    );
    assert_eq!((report.exit_code(), report.summary().as_str()), (1, "1 file checked: 2 errors, 1 warning"));
}

#[test]
fn findings_are_drawn() {
    let drawn = report(TWO).findings()[0].render(Colours::None);
    assert_eq!(
        drawn,
        "\
error[MISSING_TRANSITION_TARGET]: Missing 'Next' target: B
 --> f:6:15
  |
6 |       \"Next\": \"B\"
  |               ^^^
  |
  = note: at /States/A/Next"
    );
    let coloured = report(TWO).findings()[0].render(Colours::Ansi);
    assert!(coloured.contains("\u{1b}["), "{coloured}");
    assert!(!report(TWO).render(Colours::None).contains('\u{1b}'));
}

#[test]
fn malformed_json_is_shown_where_it_breaks() {
    assert_eq!(
        lines("{\n  \"a\": 1,\n}"),
        [
            "f:3:1: error[INVALID_JSON_DESCRIPTION]: Unexpected character ('}' (code 125)): was expecting double-quote to \
          start field name"
        ]
    );
    assert_eq!(
        lines("{\n  \"a\": [1\n"),
        ["f:2:10: error[INVALID_JSON_DESCRIPTION]: Unexpected end-of-input: expected close marker for Array"]
    );
    assert_eq!(lines(""), ["f:1:1: error[SCHEMA_VALIDATION_FAILED]: Definition must be a valid JSON object"]);
    assert_eq!(lines("[]"), ["f:1:1: error[SCHEMA_VALIDATION_FAILED]: Definition must be a valid JSON object"]);
}

#[test]
fn odd_texts_are_findings_and_no_more() {
    for text in [
        "\u{feff}{}",
        "\u{feff}",
        "\r\n\r\n{\r\n\"é\": \u{1}",
        "{\"StartAt\": \"\u{1b}[2J\", \"States\": {\"\\u0000\": {\"Type\": \"\\u001b[31m\"}}}",
        &"[".repeat(100_000),
        &format!(
            "{{\"StartAt\": \"A\", \"States\": {{\"A\": {{\"Type\": \"Pass\", \"X\": \"{}\"}}}}}}",
            "x".repeat(2000)
        ),
        "\"\u{1F600}",
        "😀",
    ] {
        let report = report(text);
        assert_eq!(report.exit_code(), 1, "{text:.40}");
        let drawn = report.render(Colours::None);
        assert!(!drawn.contains('\u{1b}'), "{drawn}");
        assert!(drawn.lines().all(|line| line.len() < 700), "{drawn:.1000}");
    }
}

#[test]
fn exit_codes() {
    let fine = r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#;
    let mut report = report(fine);
    assert_eq!((report.exit_code(), report.summary().as_str()), (0, "1 file checked: nothing found"));
    report.add("g", &fine.replace("Succeed", "Nap"));
    assert_eq!(report.exit_code(), 1);
    assert_eq!(report.findings()[0].file, "g");
    report.add_unreadable();
    assert_eq!(report.exit_code(), 2);
    assert_eq!(report.to_json().as_array().unwrap().len(), 1);
}
