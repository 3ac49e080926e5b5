//! One bad definition per rule: which code it gets, and where it points.

#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};
use workflow_asl::{Code, Diagnostic, Severity, StateMachine, validate, validate_json};

/// The one diagnostic of a definition that has one problem.
fn only(definition: &Value) -> Diagnostic {
    let mut found = validate_json(&definition.to_string());
    assert_eq!(found.len(), 1, "{definition}\n{found:#?}");
    found.remove(0)
}

fn assert_only(definition: &Value, code: Code, pointer: &str) {
    let found = only(definition);
    assert_eq!((found.code, found.pointer.as_str()), (code, pointer), "{definition}\n{found}");
}

/// A JSONata machine with the one state `A`.
fn single(state: Value) -> Value {
    json!({"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": state}})
}

/// A Task with the given fields set.
fn task(fields: Value) -> Value {
    let mut state = json!({"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true});
    let all = state.as_object_mut().unwrap();
    all.extend(fields.as_object().unwrap().clone());
    single(state)
}

fn retrier(fields: Value) -> Value {
    let mut retrier = json!({"ErrorEquals": ["E"]});
    retrier.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    task(json!({"Retry": [retrier]}))
}

/// An inline Map with the given fields set.
fn map(fields: Value) -> Value {
    let mut state = json!({
        "Type": "Map",
        "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Pass", "End": true}}},
        "End": true
    });
    state.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    single(state)
}

#[test]
fn fields() {
    use Code::SchemaValidationFailed as Schema;
    let cases = [
        (json!([]), ""),
        (json!({"StartAt": "A"}), ""),
        (json!({"StartAt": 1, "States": {"A": {"Type": "Succeed"}}}), "/StartAt"),
        (json!({"StartAt": "A", "States": [], "Comment": ""}), "/States"),
        (single(json!([])), "/States/A"),
        (single(json!({"End": true})), "/States/A"),
        (single(json!({"Type": "Sleep", "Anything": 1})), "/States/A/Type"),
        (single(json!({"Type": "Succeed", "a/b": 1})), "/States/A/a~1b"),
        (single(json!({"Type": "Succeed", "End": true})), "/States/A/End"),
        (single(json!({"Type": "Pass"})), "/States/A"),
        (single(json!({"Type": "Pass", "Next": "A", "End": true})), "/States/A"),
        (single(json!({"Type": "Pass", "End": false})), "/States/A"),
        (single(json!({"Type": "Pass", "End": 1})), "/States/A/End"),
        (single(json!({"Type": "Pass", "End": true, "Assign": 1})), "/States/A/Assign"),
        (single(json!({"Type": "Pass", "End": true, "QueryLanguage": "XPath"})), "/States/A/QueryLanguage"),
        (single(json!({"Type": "Pass", "End": true, "Retry": []})), "/States/A/Retry"),
        (single(json!({"Type": "Task", "End": true})), "/States/A"),
        (single(json!({"Type": "Wait", "End": true})), "/States/A"),
        (single(json!({"Type": "Wait", "Seconds": 1, "Timestamp": "{% 1 %}", "End": true})), "/States/A"),
        (single(json!({"Type": "Choice"})), "/States/A"),
        (single(json!({"Type": "Choice", "Choices": [{"Condition": true}]})), "/States/A/Choices/0"),
        (
            single(json!({"Type": "Choice", "Choices": [{"Condition": null, "Next": "A"}]})),
            "/States/A/Choices/0/Condition",
        ),
        (single(json!({"Type": "Parallel", "End": true})), "/States/A"),
        (single(json!({"Type": "Parallel", "Branches": [1], "End": true})), "/States/A/Branches/0"),
        (single(json!({"Type": "Map", "End": true})), "/States/A"),
        (map(json!({"Iterator": {}})), "/States/A"),
        (map(json!({"Label": 1})), "/States/A/Label"),
        (task(json!({"Retry": {}})), "/States/A/Retry"),
        (task(json!({"Retry": [{}]})), "/States/A/Retry/0"),
        (task(json!({"Retry": [{"ErrorEquals": [1, "E"]}]})), "/States/A/Retry/0/ErrorEquals/0"),
        (retrier(json!({"IntervalSeconds": -1})), "/States/A/Retry/0/IntervalSeconds"),
        (retrier(json!({"MaxAttempts": 1.5})), "/States/A/Retry/0/MaxAttempts"),
        (retrier(json!({"BackoffRate": "2"})), "/States/A/Retry/0/BackoffRate"),
        (retrier(json!({"JitterStrategy": "HALF"})), "/States/A/Retry/0/JitterStrategy"),
        (task(json!({"Catch": [{"ErrorEquals": ["E"]}]})), "/States/A/Catch/0"),
    ];
    for (definition, pointer) in cases {
        assert_only(&definition, Schema, pointer);
    }
}

#[test]
fn several_problems_are_found_at_once() {
    let definition = json!({"Colour": 1, "StartAt": "A", "States": {"A": {"Type": "Nap"}, "B": {"Type": "Pass"}}});
    let found = validate_json(&definition.to_string());
    let pointers: Vec<_> = found.iter().map(|problem| problem.pointer.as_str()).collect();
    assert_eq!(pointers, ["/States/A/Type", "/States/B", "/Colour"]);
}

#[test]
fn json_itself() {
    let malformed = &validate_json("{\"StartAt\": \"A\",\n  oops}")[0];
    assert_eq!(malformed.code, Code::InvalidJsonDescription);
    let location = malformed.location.as_deref().unwrap();
    assert!(location.ends_with("line: 2, column: 4]"), "{location}");
    assert!(malformed.message.ends_with(&format!("\n at {location}")), "{malformed}");
    assert_eq!(validate_json("{} {}")[0].code, Code::InvalidJsonDescription);

    // AWS takes the last one.
    let twice = r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed", "Comment": "x", "Comment": "y"}}}"#;
    let [found] = &validate_json(twice)[..] else { panic!("one problem") };
    assert_eq!((found.code, found.pointer.as_str()), (Code::DuplicateField, "/States/A/Comment"));
    assert_eq!(found.severity, Severity::Warning);
    assert_eq!(StateMachine::from_json(twice).unwrap().states["A"].comment.as_deref(), Some("y"));
    let twice = r#"{"StartAt":"A","States":{"A":{"Type":"Pass","Output":[{"x":1,"x":1}],"End":true}},"QueryLanguage":"JSONata"}"#;
    assert_eq!(validate_json(twice)[0].pointer, "/States/A/Output/0/x");

    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(validate_json(&deep)[0].code, Code::TooDeeplyNested);
    let deep = (0..200).fold(json!(1), |value, _| json!([value]));
    assert_eq!(StateMachine::from_value(deep).unwrap_err()[0].code, Code::TooDeeplyNested);
}

/// The texts of all problems, as AWS joins them.
fn texts(definition: &Value) -> Vec<String> {
    validate_json(&definition.to_string()).iter().map(ToString::to_string).collect()
}

#[test]
fn transitions() {
    let rule = json!([{"Condition": true, "Next": "B"}]);
    let catch = json!([{"ErrorEquals": ["E"], "Next": "B"}]);
    let branch = json!([{"StartAt": "B", "States": {"B": {"Type": "Pass", "Next": "A"}}}]);
    let cases = [
        (single(json!({"Type": "Pass", "Next": "B"})), "B at /States/A/Next"),
        (single(json!({"Type": "Choice", "Choices": rule})), "B at /States/A/Choices[0]/Next"),
        (task(json!({"Catch": catch})), "B at /States/A/Catch[0]/Next"),
        // A transition stays in its scope.
        (
            single(json!({"Type": "Parallel", "Branches": branch, "End": true})),
            "A at /States/A/Branches[0]/States/B/Next",
        ),
        (
            single(json!({"Type": "Choice", "Choices": [{"Condition": true, "Next": "A"}], "Default": "B"})),
            "B at /States/A/Default",
        ),
    ];
    for (definition, end) in cases {
        let found = texts(&definition);
        assert_eq!(found[0], format!("MISSING_TRANSITION_TARGET: Missing 'Next' target: {end}"), "{found:?}");
    }
}

#[test]
fn states_that_are_not_reached() {
    let definition = json!({"StartAt": "B", "States": {"A": {"Type": "Succeed"}, "a/b": {"Type": "Succeed"}}});
    assert_eq!(
        texts(&definition),
        [
            "MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /StartAt",
            "MISSING_TRANSITION_TARGET: State \"A\" is not reachable. at /States/A",
            "MISSING_TRANSITION_TARGET: State \"a/b\" is not reachable. at /States/a/b",
        ]
    );
    let missing = json!({"StartAt": "A", "States": {
        "C": {"Type": "Succeed"}, "A": {"Type": "Pass", "Next": "D"}
    }});
    assert_eq!(
        texts(&missing),
        [
            "MISSING_TRANSITION_TARGET: Missing 'Next' target: D at /States/A/Next",
            "MISSING_TRANSITION_TARGET: State \"C\" is not reachable. at /States/C",
        ]
    );
}

/// AWS looks for an end in the outermost scope alone, wherever it is, and then not for states that are not reached.
#[test]
fn a_machine_ends_somewhere() {
    let pass = |next: &str| json!({"Type": "Pass", "Next": next});
    let circle = json!({"A": pass("B"), "B": pass("A")});
    let machine = |states: &Value| json!({"StartAt": "A", "States": states});
    let no_end = "MISSING_END_STATE: Workflow has no terminal state at null";
    assert_eq!(texts(&machine(&circle)), [no_end]);
    let mut unused = circle.clone();
    unused["C"] = pass("A");
    assert_eq!(texts(&machine(&unused)), [no_end]);
    unused["C"] = json!({"Type": "Succeed"});
    assert_eq!(texts(&machine(&unused)), ["MISSING_TRANSITION_TARGET: State \"C\" is not reachable. at /States/C"]);
    let missing = "MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next";
    assert_eq!(texts(&machine(&json!({"A": pass("B")}))), [missing, no_end]);

    let inner = json!({"Type": "Map", "ItemProcessor": machine(&circle), "End": true});
    let found = only(&json!({"StartAt": "M", "States": {"M": inner}}));
    assert_eq!((found.severity, found.code), (Severity::Warning, Code::MissingEndState));
    assert_eq!(found.pointer, "/States/M/ItemProcessor");
}

#[test]
fn names() {
    let machine = |name: &str| json!({"StartAt": name, "States": {name: {"Type": "Succeed"}}});
    assert_only(&machine(""), Code::InvalidStateName, "/States/");
    assert_only(&machine("a\nb"), Code::InvalidStateName, "/States/a\nb");
    let long = "ä".repeat(81);
    assert_only(&machine(&long), Code::InvalidStateName, &format!("/States/{long}"));
    assert!(validate_json(&machine(&"ä".repeat(80)).to_string()).is_empty());
    let branch = json!({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}});
    let definition = single(json!({"Type": "Parallel", "Branches": [branch], "End": true}));
    assert_only(&definition, Code::DuplicateStateName, "/States/A/Branches/0/States/A");
}

#[test]
fn error_handling() {
    use Code::SchemaValidationFailed as Schema;
    let two = |first: Value, second: Value| task(json!({"Retry": [{"ErrorEquals": first}, {"ErrorEquals": second}]}));
    let cases = [
        (two(json!(["E"]), json!([])), "/States/A/Retry/1/ErrorEquals"),
        (two(json!(["States.ALL"]), json!(["E"])), "/States/A/Retry/0/ErrorEquals"),
        (two(json!(["E"]), json!(["E", "States.ALL"])), "/States/A/Retry/1/ErrorEquals"),
        (two(json!(["x".repeat(257)]), json!(["E"])), "/States/A/Retry/0/ErrorEquals/0"),
        (retrier(json!({"IntervalSeconds": 100_000_000})), "/States/A/Retry/0/IntervalSeconds"),
        (retrier(json!({"MaxAttempts": 100_000_000})), "/States/A/Retry/0/MaxAttempts"),
        (retrier(json!({"BackoffRate": 0.9})), "/States/A/Retry/0/BackoffRate"),
        (retrier(json!({"MaxDelaySeconds": 31_622_401})), "/States/A/Retry/0/MaxDelaySeconds"),
        (retrier(json!({"MaxDelaySeconds": 5, "IntervalSeconds": 5})), "/States/A/Retry/0/MaxDelaySeconds"),
        (retrier(json!({"MaxDelaySeconds": 1})), "/States/A/Retry/0/MaxDelaySeconds"),
        (single(json!({"Type": "Fail", "Error": "x".repeat(257)})), "/States/A/Error"),
        (single(json!({"Type": "Fail", "Cause": 1})), "/States/A/Cause"),
    ];
    for (definition, pointer) in cases {
        assert_only(&definition, Schema, pointer);
    }
    let longest = retrier(json!({
        "IntervalSeconds": 0, "MaxAttempts": 0, "BackoffRate": 1, "MaxDelaySeconds": 31_622_400
    }));
    assert!(validate_json(&longest.to_string()).is_empty());
}

#[test]
fn fields_of_states() {
    use Code::SchemaValidationFailed as Schema;
    let wait = |field: &str, value: Value| single(json!({"Type": "Wait", field: value, "End": true}));
    let cases = [
        (task(json!({"TimeoutSeconds": 0})), Schema, "/States/A/TimeoutSeconds"),
        (task(json!({"TimeoutSeconds": "5"})), Schema, "/States/A/TimeoutSeconds"),
        (task(json!({"HeartbeatSeconds": 100_000_000})), Schema, "/States/A/HeartbeatSeconds"),
        (task(json!({"TimeoutSeconds": 5, "HeartbeatSeconds": 5})), Schema, "/States/A/HeartbeatSeconds"),
        (task(json!({"Credentials": {}})), Schema, "/States/A/Credentials"),
        (task(json!({"Resource": ""})), Code::InvalidResource, "/States/A/Resource"),
        (wait("Seconds", json!(100_000_000)), Schema, "/States/A/Seconds"),
        (wait("Seconds", json!(1.5)), Schema, "/States/A/Seconds"),
        (wait("Timestamp", json!("2016-08-18t17:33:00z")), Schema, "/States/A/Timestamp"),
        (wait("Timestamp", json!(1)), Schema, "/States/A/Timestamp"),
        (map(json!({"MaxConcurrency": -1})), Schema, "/States/A/MaxConcurrency"),
        (map(json!({"ToleratedFailureCount": 1.5})), Schema, "/States/A/ToleratedFailureCount"),
        (map(json!({"ToleratedFailurePercentage": 101})), Schema, "/States/A/ToleratedFailurePercentage"),
        (map(json!({"Items": {}})), Schema, "/States/A/Items"),
        (map(json!({"Label": "x".repeat(41)})), Code::InvalidLabelName, "/States/A/Label"),
        (map(json!({"Label": "a b"})), Code::InvalidLabelName, "/States/A/Label"),
    ];
    for (definition, code, pointer) in cases {
        assert_only(&definition, code, pointer);
    }
    for good in [
        task(json!({"TimeoutSeconds": 99_999_999, "HeartbeatSeconds": "{% $states.input.h %}"})),
        task(json!({"Credentials": {"RoleArn": "{% $role %}"}})),
        wait("Seconds", json!(99_999_999)),
        wait("Timestamp", json!("{% $states.input.at %}")),
        map(json!({"MaxConcurrency": 40, "Items": [], "ToleratedFailurePercentage": 0.5})),
    ] {
        assert_eq!(validate_json(&good.to_string()), [], "{good}");
    }
}

#[test]
fn maps() {
    let warning = only(&map(json!({"MaxConcurrency": 41})));
    assert_eq!((warning.severity, warning.code), (Severity::Warning, Code::InlineConcurrencyLimit));
    let distributed = |state: &str, config: Value| {
        json!({
            "ProcessorConfig": config, "StartAt": state, "States": {state: {"Type": "Pass", "End": true}}
        })
    };
    let config = json!({"Mode": "DISTRIBUTED"});
    assert_only(
        &map(json!({"ItemProcessor": distributed("I", config)})),
        Code::SchemaValidationFailed,
        "/States/A/ItemProcessor/ProcessorConfig",
    );
    let config = json!({"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"});
    let one = |inner: &str, transition: Value| {
        let mut state = json!({"Type": "Map", "Label": "L", "ItemProcessor": distributed(inner, config.clone())});
        state.as_object_mut().unwrap().extend(transition.as_object().unwrap().clone());
        state
    };
    let states = json!({"A": one("I", json!({"Next": "B"})), "B": one("J", json!({"End": true}))});
    assert_only(&json!({"StartAt": "A", "States": states}), Code::DuplicateLabelName, "/States/B/Label");
}

#[test]
fn top_level() {
    use Code::SchemaValidationFailed as Schema;
    let states = json!({"A": {"Type": "Succeed"}});
    assert_only(&json!({"Version": "2.0", "StartAt": "A", "States": states}), Schema, "/Version");
    assert_only(&json!({"TimeoutSeconds": -1, "StartAt": "A", "States": states}), Schema, "/TimeoutSeconds");
    assert!(validate_json(&json!({"TimeoutSeconds": 0, "StartAt": "A", "States": states}).to_string()).is_empty());
    assert_only(
        &json!({"Comment": "x".repeat(1 << 20), "StartAt": "A", "States": states}),
        Code::DefinitionTooLarge,
        "",
    );
    let blanks = json!({"StartAt": "A", "States": states}).to_string() + &" ".repeat(1 << 20);
    assert_eq!(validate_json(&blanks)[0].code, Code::DefinitionTooLarge);
}

#[test]
fn query_languages() {
    use Code::SchemaValidationFailed as Schema;
    let jsonpath = |state: Value| json!({"StartAt": "A", "States": {"A": state}});
    let catch = |field: &str| json!([{"ErrorEquals": ["E"], field: "x", "Next": "A"}]);
    let branch = json!({"StartAt": "B", "States": {"B": {"Type": "Succeed"}}});
    let choices = |field: &str, value: Value| json!([{field: value, "Next": "A"}]);
    let cases = [
        (single(json!({"Type": "Succeed", "QueryLanguage": "JSONPath"})), "/States/A"),
        (single(json!({"Type": "Pass", "Parameters": {}, "End": true})), "/States/A/Parameters"),
        (single(json!({"Type": "Wait", "SecondsPath": "$.x", "End": true})), "/States/A/SecondsPath"),
        (single(json!({"Type": "Wait", "TimestampPath": "$.x", "End": true})), "/States/A/TimestampPath"),
        (task(json!({"Catch": catch("ResultPath")})), "/States/A/Catch/0/ResultPath"),
        (jsonpath(json!({"Type": "Pass", "Output": 1, "End": true})), "/States/A/Output"),
        (
            jsonpath(json!({"Type": "Parallel", "Branches": [branch], "Arguments": 1, "End": true})),
            "/States/A/Arguments",
        ),
        (
            jsonpath(
                json!({"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Catch": catch("Output"), "End": true}),
            ),
            "/States/A/Catch/0/Output",
        ),
        (jsonpath(json!({"Type": "Wait", "Seconds": "{% 1 %}", "End": true})), "/States/A/Seconds"),
    ];
    for (definition, pointer) in cases {
        assert_only(&definition, Schema, pointer);
    }
    let choice = |choices: Value| json!({"Type": "Choice", "Choices": choices, "Default": "B"});
    let with_end = |language: &str, choice: Value| json!({"QueryLanguage": language, "StartAt": "A", "States": {"A": choice, "B": {"Type": "Succeed"}}});
    for (language, choices, pointer) in [
        ("JSONata", json!([]), "/States/A/Choices"),
        ("JSONata", json!([{"Next": "B"}]), "/States/A/Choices/0"),
        ("JSONata", choices("Condition", json!("yes")), "/States/A/Choices/0/Condition"),
        ("JSONPath", json!([{"Next": "B"}]), "/States/A/Choices/0"),
        ("JSONPath", choices("Condition", json!(true)), "/States/A/Choices/0/Condition"),
    ] {
        assert_only(&with_end(language, choice(choices)), Schema, pointer);
    }
    // The states of a Map have the language of the machine, not that of the Map.
    let processor = json!({"StartAt": "I", "States": {"I": {"Type": "Pass", "Output": 1, "End": true}}});
    let state = json!({"Type": "Map", "QueryLanguage": "JSONata", "ItemProcessor": processor, "End": true});
    assert_only(&jsonpath(state), Schema, "/States/A/ItemProcessor/States/I/Output");
}

#[test]
fn expressions() {
    use Code::{SchemaValidationFailed as Invalid, UnsupportedJsonataExpression as Unsupported};
    let pass = |output: Value| single(json!({"Type": "Pass", "Output": output, "End": true}));
    let cases = [
        (pass(json!({"a": ["{% 1"]})), Invalid, "/States/A/Output/a/0"),
        (pass(json!("1 %}")), Invalid, "/States/A/Output"),
        (task(json!({"Arguments": {"x": " {% 1 %}"}})), Invalid, "/States/A/Arguments/x"),
        (pass(json!("{% $states.result %}")), Unsupported, "/States/A/Output"),
        (pass(json!("{% $states.errorOutput %}")), Unsupported, "/States/A/Output"),
        (pass(json!("{% $states.inputs %}")), Unsupported, "/States/A/Output"),
        (task(json!({"Arguments": "{% $states.result.x %}"})), Unsupported, "/States/A/Arguments"),
        (task(json!({"Output": "{% $states.errorOutput %}"})), Unsupported, "/States/A/Output"),
        (map(json!({"ItemSelector": {"x": "{% $states.result %}"}})), Unsupported, "/States/A/ItemSelector/x"),
    ];
    for (definition, code, pointer) in cases {
        assert_only(&definition, code, pointer);
    }
    let good = task(json!({
        "Assign": {"x": "{% $states.result.x %}"},
        "Output": "{% [$states.input, $states.context, $states.result] %}",
        "Catch": [{"ErrorEquals": ["E"], "Output": "{% $states.errorOutput.Error %}", "Next": "A"}]
    }));
    assert_eq!(validate_json(&good.to_string()), []);
    let caught = task(json!({"Catch": [{"ErrorEquals": ["E"], "Assign": {"x": "{% $states.result %}"}, "Next": "A"}]}));
    assert_only(&caught, Unsupported, "/States/A/Catch/0/Assign/x");
}

#[test]
fn variables() {
    let pass = |name: &str| single(json!({"Type": "Pass", "Assign": {name: 1}, "End": true}));
    assert_only(&pass("states"), Code::ReservedVariableName, "/States/A/Assign/states");
    for bad in ["_x", "a-b", "x.$"] {
        assert_only(&pass(bad), Code::InvalidVariableName, &format!("/States/A/Assign/{bad}"));
    }
    let path = json!({"StartAt": "A", "States": {"A": {"Type": "Pass", "Assign": {"x.$": "$.x"}, "End": true}}});
    assert_eq!(validate_json(&path.to_string()), []);
}

#[test]
fn inner_scopes_keep_off_the_variables_of_outer_ones() {
    let machine = |first: Value, branches: Value, after: Value| {
        json!({"QueryLanguage": "JSONata", "StartAt": "A", "States": {
            "A": first,
            "P": {"Type": "Parallel", "Branches": [branches], "Assign": {"own": 1}, "Next": "Z",
                  "Catch": [{"ErrorEquals": ["E"], "Assign": {"caught": 1}, "Next": "Z"}]},
            "Z": after
        }})
    };
    let inner =
        |name: &str| json!({"StartAt": "I", "States": {"I": {"Type": "Pass", "Assign": {name: 2}, "End": true}}});
    let first = json!({"Type": "Pass", "Assign": {"before": 1}, "Next": "P"});
    let last = json!({"Type": "Pass", "Assign": {"after": 1}, "End": true});
    let at = "/States/P/Branches/0/States/I/Assign";
    assert_only(
        &machine(first.clone(), inner("before"), last.clone()),
        Code::DuplicateVariableName,
        &format!("{at}/before"),
    );
    for free in ["own", "caught", "after", "other"] {
        assert_eq!(validate_json(&machine(first.clone(), inner(free), last.clone()).to_string()), [], "{free}");
    }
    // Where the states after it lead back to it, what they assign is assigned on the way as well.
    let again = json!({"Type": "Choice", "Choices": [{"Condition": true, "Assign": {"rule": 1}, "Next": "P"}],
                       "Assign": {"leaves": 1}, "Default": "End"});
    for (name, refused) in [("own", true), ("caught", true), ("rule", true), ("leaves", false)] {
        let mut definition = machine(first.clone(), inner(name), again.clone());
        definition["States"]["End"] = json!({"Type": "Succeed"});
        let found = validate_json(&definition.to_string());
        assert_eq!(!found.is_empty(), refused, "{name}: {found:?}");
    }
    // However long before.
    let mut definition =
        machine(json!({"Type": "Pass", "Assign": {"first": 1}, "Next": "B"}), inner("first"), last.clone());
    definition["States"]["B"] = json!({"Type": "Pass", "Next": "C"});
    definition["States"]["C"] = json!({"Type": "Pass", "Next": "P"});
    assert_only(&definition, Code::DuplicateVariableName, &format!("{at}/first"));
    // From any depth, and also what an inner scope assigns on the way into one that is further in.
    let nested = |name: &str| {
        json!({"StartAt": "I", "States": {
            "I": {"Type": "Pass", "Assign": {"middle": 1}, "Next": "M"},
            "M": {"Type": "Map", "End": true,
                  "ItemProcessor": {"StartAt": "J", "States": {"J": {"Type": "Pass", "Assign": {name: 1}, "End": true}}}}
        }})
    };
    for name in ["before", "middle"] {
        let at = format!("/States/P/Branches/0/States/M/ItemProcessor/States/J/Assign/{name}");
        assert_only(&machine(first.clone(), nested(name), last.clone()), Code::DuplicateVariableName, &at);
    }
}

#[test]
fn codes_are_unique_and_serialized_as_their_text() {
    let texts: std::collections::HashSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(texts.len(), Code::ALL.len());
    let found = only(&single(json!({"Type": "Pass", "Next": "A"})));
    assert_eq!(
        serde_json::to_value(&found).unwrap(),
        json!({"severity": "ERROR", "code": "MISSING_END_STATE", "message": found.message, "pointer": ""})
    );
    assert_eq!(found.location, None);
}

#[test]
fn machines_built_in_code_are_validated_alike() {
    let machine = StateMachine { start_at: "A".to_owned(), ..StateMachine::default() };
    assert_eq!(validate(&machine)[0].pointer, "/StartAt");
}
