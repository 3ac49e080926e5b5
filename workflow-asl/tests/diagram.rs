//! The whole text of a diagram, with all that nests and branches.

use workflow_asl::{StateMachine, mermaid};

const DEFINITION: &str = r#"{
  "QueryLanguage": "JSONata",
  "StartAt": "Which?",
  "States": {
    "Which?": {
      "Type": "Choice",
      "Choices": [
        {"Condition": "{% $states.input.n > 3 and $x = \"a;b\" %}", "Next": "Both"},
        {"Condition": true, "Next": "Each"}
      ],
      "Default": "Fail: \"no\""
    },
    "Both": {
      "Type": "Parallel",
      "Branches": [
        {"StartAt": "Left", "States": {"Left": {"Type": "Pass", "End": true}}},
        {"StartAt": "Right", "States": {"Right": {"Type": "Wait", "Seconds": 1, "Next": "Last"}, "Last": {"Type": "Succeed"}}}
      ],
      "Catch": [{"ErrorEquals": ["States.Timeout", "Sold-Out"], "Next": "Each"}],
      "Next": "Each"
    },
    "Each": {
      "Type": "Map",
      "ItemProcessor": {"StartAt": "One", "States": {"One": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true}}},
      "End": true
    },
    "Fail: \"no\"": {"Type": "Fail"}
  }
}"#;

const DIAGRAM: &str = r#"stateDiagram-v2
    state "Which#63;" as s1
    state "Both (Parallel)" as s2 {
        state "Left" as s3
        [*] --> s3
        s3 --> [*]
        --
        state "Right" as s4
        state "Last" as s5
        [*] --> s4
        s4 --> s5
        s5 --> [*]
    }
    state "Each (Map)" as s6 {
        state "One" as s7
        [*] --> s7
        s7 --> [*]
    }
    state "Fail#58; #34;no#34;" as s8
    [*] --> s1
    s1 --> s2 : $states.input.n #62; 3 and $x = #34;a#59;b#34;
    s1 --> s6 : true
    s1 --> s8 : Default
    s2 --> s6
    s2 --> s6 : Catch States.Timeout, Sold#45;Out
    s6 --> [*]
    s8 --> [*]
"#;

#[test]
fn nested_states_and_labels() {
    let machine = StateMachine::from_json(DEFINITION).unwrap();
    assert_eq!(workflow_asl::validate(&machine), []);
    assert_eq!(mermaid(&machine), DIAGRAM);
}

#[test]
fn comparisons_of_jsonpath_rules() {
    let machine = StateMachine::from_json(
        r#"{"StartAt": "A", "States": {
            "A": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericEquals": 3, "Next": "B"}]},
            "B": {"Type": "Succeed"}
        }}"#,
    )
    .unwrap();
    assert!(mermaid(&machine).contains("s1 --> s2 : $.n NumericEquals 3\n"), "{}", mermaid(&machine));
}

#[test]
fn a_target_that_does_not_exist_is_left_out() {
    let machine =
        StateMachine::from_json(r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}}}"#).unwrap();
    assert_eq!(mermaid(&machine), "stateDiagram-v2\n    state \"A\" as s1\n    [*] --> s1\n");
}
