//! Reading and writing lose nothing and keep the order of fields.

use serde_json::{Value, json};
use workflow_asl::{
    Branch, Catcher, Choice, ChoiceRule, Fail, ItemProcessor, Map, Parallel, ProcessorConfig, ProcessorMode,
    QueryLanguage, Retrier, State, StateKind, StateMachine, Task, Transition, Wait, WaitUntil, mermaid, validate,
};

/// Fields in unusual orders, empty where they might as well be absent, and in legacy spellings.
const ODD: &str = r#"{
  "States": {
    "Zulu": {
      "End": true,
      "Retry": [],
      "Catch": [
        {
          "Next": "Alpha",
          "Assign": {},
          "Comment": "c",
          "ErrorEquals": [
            "E"
          ],
          "ResultPath": null
        }
      ],
      "ResultSelector": {
        "b.$": "$.b",
        "a": 1.0
      },
      "Comment": "",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Credentials": {
        "RoleArn.$": "$.role"
      },
      "TimeoutSecondsPath": "$.t",
      "Type": "Task",
      "InputPath": null
    },
    "Alpha": {
      "Choices": [
        {
          "Next": "Zulu",
          "And": [
            {
              "StringEquals": "x",
              "Variable": "$.y"
            }
          ],
          "Assign": {
            "z": 1,
            "a": 2
          }
        }
      ],
      "Type": "Choice",
      "Default": "Mike"
    },
    "Mike": {
      "Next": "Wait",
      "Parameters": {},
      "Iterator": {
        "States": {
          "I": {
            "End": true,
            "Result": null,
            "Type": "Pass"
          }
        },
        "ProcessorConfig": {},
        "StartAt": "I"
      },
      "Type": "Map"
    },
    "Wait": {
      "SecondsPath": "$.s",
      "Next": "Both",
      "Type": "Wait"
    },
    "Both": {
      "Branches": [
        {
          "States": {
            "F": {
              "CausePath": "$.c",
              "Type": "Fail",
              "Error": "E"
            }
          },
          "Comment": "c",
          "StartAt": "F"
        }
      ],
      "Retry": [
        {
          "BackoffRate": 2,
          "JitterStrategy": "FULL",
          "ErrorEquals": [
            "E"
          ],
          "MaxAttempts": 0
        },
        {
          "BackoffRate": 1.5,
          "ErrorEquals": [
            "States.ALL"
          ]
        }
      ],
      "Next": "Last",
      "Type": "Parallel"
    },
    "Last": {
      "QueryLanguage": "JSONata",
      "Output": null,
      "Type": "Succeed"
    }
  },
  "StartAt": "Zulu",
  "TimeoutSeconds": 60,
  "QueryLanguage": "JSONPath",
  "Version": "1.0",
  "Comment": "odd"
}
"#;

#[test]
fn the_text_comes_back() {
    let machine = StateMachine::from_json(ODD).unwrap();
    assert_eq!(machine.to_json_pretty(), ODD);
    assert_eq!(validate(&machine), []);
    assert_eq!(StateMachine::from_value(machine.to_value()), Ok(machine));
}

#[test]
fn equality_is_not_about_the_order_of_fields() {
    let one = StateMachine::from_json(r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}"#);
    let other = StateMachine::from_json(r#"{"States": {"A": {"End": true, "Type": "Pass"}}, "StartAt": "A"}"#);
    assert_eq!(one, other);
}

/// What is set in code after reading is written too.
#[test]
fn a_machine_that_was_read_can_be_changed() {
    let mut machine = StateMachine::from_json(ODD).unwrap();
    machine.states["Mike"].comment = Some("new".to_owned());
    let StateKind::Map(map) = &mut machine.states["Mike"].kind else { unreachable!("a Map") };
    map.max_concurrency = Some(json!(1));
    map.item_processor.config.as_mut().unwrap().mode = ProcessorMode::Distributed;
    let written = machine.to_value();
    let names: Vec<_> = written["States"]["Mike"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, ["Next", "Parameters", "MaxConcurrency", "Iterator", "Type", "Comment"]);
    assert_eq!(written["States"]["Mike"]["Iterator"]["ProcessorConfig"], json!({"Mode": "DISTRIBUTED"}));
}

/// A machine built in code with everything set, and the order in which it is written.
#[test]
fn built_in_code() {
    let assign = || [("x".to_owned(), json!(1))].into();
    let retrier = Retrier {
        error_equals: vec!["E".to_owned()],
        interval_seconds: Some(2),
        max_attempts: Some(3),
        backoff_rate: Some(1.0),
        max_delay_seconds: Some(9),
        ..Retrier::default()
    };
    let catcher = Catcher {
        error_equals: vec!["E".to_owned()],
        assign: assign(),
        output: Some(json!("{% $states.errorOutput %}")),
        next: "Failed".to_owned(),
        ..Catcher::default()
    };
    let task = Task {
        resource: "arn:aws:states:::lambda:invoke".to_owned(),
        arguments: Some(json!({})),
        timeout_seconds: Some(json!(5)),
        heartbeat_seconds: Some(json!(2)),
        retry: vec![retrier],
        catch: vec![catcher],
        assign: assign(),
        output: Some(json!("{% $states.result %}")),
        transition: Transition::Next("Choice".to_owned()),
        ..Task::default()
    };
    let rule = ChoiceRule { condition: json!("{% $x = 1 %}"), next: "Wait".to_owned(), ..ChoiceRule::default() };
    let choice = Choice { choices: vec![rule], default: Some("Map".to_owned()), ..Choice::default() };
    let wait = Wait { until: WaitUntil::Seconds(json!(1)), ..Wait::default() };
    let inner = |name: &str| [(name.to_owned(), State::default())].into();
    let branch = Branch { start_at: "B".to_owned(), states: inner("B"), ..Branch::default() };
    let processor = ItemProcessor {
        config: Some(ProcessorConfig::default()),
        start_at: "I".to_owned(),
        states: inner("I"),
        ..ItemProcessor::default()
    };
    let map = Map {
        item_processor: processor,
        items: Some(json!([])),
        max_concurrency: Some(json!(2)),
        transition: Transition::Next("Parallel".to_owned()),
        ..Map::default()
    };
    let states = [
        ("Task", StateKind::Task(Box::new(task))),
        ("Choice", StateKind::Choice(choice)),
        ("Wait", StateKind::Wait(wait)),
        ("Map", StateKind::Map(Box::new(map))),
        ("Parallel", StateKind::Parallel(Parallel { branches: vec![branch], ..Parallel::default() })),
        ("Failed", StateKind::Fail(Fail { error: Some(json!("E")), cause: None })),
    ];
    let machine = StateMachine {
        comment: Some("c".to_owned()),
        query_language: Some(QueryLanguage::JsonAta),
        start_at: "Task".to_owned(),
        states: states.into_iter().map(|(name, kind)| (name.to_owned(), kind.into())).collect(),
        ..StateMachine::default()
    };
    assert_eq!(validate(&machine), []);
    assert_eq!(
        machine.to_value().to_string(),
        concat!(
            r#"{"Comment":"c","QueryLanguage":"JSONata","StartAt":"Task","States":{"#,
            r#""Task":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Arguments":{},"TimeoutSeconds":5,"HeartbeatSeconds":2,"#,
            r#""Retry":[{"ErrorEquals":["E"],"IntervalSeconds":2,"MaxAttempts":3,"BackoffRate":1,"MaxDelaySeconds":9}],"#,
            r#""Catch":[{"ErrorEquals":["E"],"Assign":{"x":1},"Output":"{% $states.errorOutput %}","Next":"Failed"}],"#,
            r#""Assign":{"x":1},"Output":"{% $states.result %}","Next":"Choice"},"#,
            r#""Choice":{"Type":"Choice","Choices":[{"Condition":"{% $x = 1 %}","Next":"Wait"}],"Default":"Map"},"#,
            r#""Wait":{"Type":"Wait","Seconds":1,"End":true},"#,
            r#""Map":{"Type":"Map","Items":[],"MaxConcurrency":2,"ItemProcessor":{"ProcessorConfig":{"Mode":"INLINE"},"#,
            r#""StartAt":"I","States":{"I":{"Type":"Succeed"}}},"Next":"Parallel"},"#,
            r#""Parallel":{"Type":"Parallel","Branches":[{"StartAt":"B","States":{"B":{"Type":"Succeed"}}}],"End":true},"#,
            r#""Failed":{"Type":"Fail","Error":"E"}}}"#,
        )
    );
    assert_eq!(StateMachine::from_value(machine.to_value()), Ok(machine));
}

/// Every value of a definition is replaced by one of each type, one at a time: whatever is accepted comes back
/// as it was, all else is reported with a pointer into the document, and nothing panics.
#[test]
fn damaged_definitions() {
    let original: Value = serde_json::from_str(ODD).unwrap();
    let mut accepted = 0;
    for at in pointers(&original, String::new()) {
        for replacement in [json!(null), json!(true), json!(-1), json!(1.5), json!(""), json!([1]), json!({"x": []})] {
            let mut damaged = original.clone();
            *damaged.pointer_mut(&at).unwrap() = replacement;
            let text = damaged.to_string();
            let problems = match StateMachine::from_json(&text) {
                Ok(machine) => {
                    accepted += 1;
                    assert_eq!(machine.to_value().to_string(), text);
                    assert!(!mermaid(&machine).is_empty());
                    validate(&machine)
                }
                Err(problems) => problems,
            };
            for problem in problems {
                let parent = problem.pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
                assert!(damaged.pointer(parent).is_some(), "{problem}\n{text}");
            }
        }
    }
    assert!(accepted > 100, "{accepted}");
}

/// The pointers to all values within `value`, which stands at `at`.
fn pointers(value: &Value, at: String) -> Vec<String> {
    let children: Vec<_> = match value {
        Value::Array(items) => items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect(),
        Value::Object(fields) => fields.iter().map(|(name, field)| (name.clone(), field)).collect(),
        _ => Vec::new(),
    };
    let below = children.into_iter().flat_map(|(token, child)| pointers(child, format!("{at}/{token}")));
    std::iter::once(at.clone()).chain(below).collect()
}
