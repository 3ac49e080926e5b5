//! What is refused in which words. They are AWS's, where AWS's are known.

use serde_json::{Value, json};
use workflow_asl::{ExecutionType, Severity, Validation, validate_json, validate_json_for};

/// The errors, as AWS joins them.
fn errors_for(definition: &Value, machine_type: ExecutionType) -> Vec<String> {
    let found = validate_json_for(&definition.to_string(), machine_type);
    found.iter().filter(|found| found.is_error()).map(ToString::to_string).collect()
}

/// A JSONPath machine with the one state `A`.
fn machine(state: Value) -> Value {
    json!({"StartAt": "A", "States": {"A": state}})
}

/// The state `A` of a JSONPath machine has this one error, of the code `SCHEMA_VALIDATION_FAILED`.
fn assert_refused(state: Value, expected: &str) {
    let definition = machine(state);
    let found = errors_for(&definition, ExecutionType::Standard);
    assert_eq!(found, [format!("SCHEMA_VALIDATION_FAILED: {expected}")], "{definition}");
}

fn assert_accepted(state: Value) {
    let definition = machine(state);
    assert_eq!(errors_for(&definition, ExecutionType::Standard), [""; 0], "{definition}");
}

/// A state with more fields.
fn with(state: Value, fields: Value) -> Value {
    let (Value::Object(mut state), Value::Object(fields)) = (state, fields) else { return Value::Null };
    state.extend(fields);
    Value::Object(state)
}

fn pass(fields: Value) -> Value {
    with(json!({"Type": "Pass", "End": true}), fields)
}

fn task(fields: Value) -> Value {
    with(json!({"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true}), fields)
}

fn map(fields: Value) -> Value {
    let processor = json!({"StartAt": "I", "States": {"I": {"Type": "Pass", "End": true}}});
    with(json!({"Type": "Map", "ItemProcessor": processor, "End": true}), fields)
}

fn choice(rule: Value) -> Value {
    json!({"Type": "Choice", "Choices": [rule], "Default": "A"})
}

/// A rule of a Choice that leads back to it, in a machine that ends.
fn rule_errors(rule: Value) -> Vec<String> {
    let choice = with(choice(with(rule, json!({"Next": "Z"}))), json!({"Default": "Z"}));
    errors_for(&json!({"StartAt": "A", "States": {"A": choice, "Z": {"Type": "Succeed"}}}), ExecutionType::Standard)
}

#[test]
fn fields_of_objects() {
    assert_refused(pass(json!({"Catch": []})), "Field 'Catch' is not supported at /States/A");
    assert_refused(
        json!({"Type": "Nap"}),
        "The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] \
         at /States/A/Type",
    );
    assert_refused(json!({"End": true}), "These fields are required: [Type] at /States/A");
    assert_refused(
        pass(json!({"QueryLanguage": "jsonata"})),
        "Value should be one of the following: [JSONPath, JSONata] at /States/A/QueryLanguage",
    );
    assert_refused(pass(json!({"Comment": 1})), "Expected value of type [STRING] at /States/A/Comment");
    assert_refused(
        json!({"Type": "Pass"}),
        "This object should have only one of the following fields: [Next, End] at /States/A",
    );
    assert_refused(
        pass(json!({"Next": "A"})),
        "There should only be one of the following fields: [Next, End] at /States/A",
    );
    assert_refused(
        json!({"Type": "Wait", "Seconds": 1, "SecondsPath": "$.x", "End": true}),
        "There should only be one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp] at /States/A",
    );
    assert_refused(
        json!({"Type": "Map", "End": true}),
        "This object should have only one of the following fields: [ItemProcessor, Iterator] at /States/A",
    );
    assert_refused(
        pass(json!({"Output": 1})),
        "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage \
         at /States/A",
    );
    assert_refused(
        pass(json!({"QueryLanguage": "JSONata", "InputPath": "$.x"})),
        "The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' \
         QueryLanguage at /States/A",
    );
    assert_refused(
        json!({"Type": "Parallel", "Branches": [], "End": true}),
        "Value cannot be empty at /States/A/Branches",
    );
    let catch = json!({"Catch": [{"ErrorEquals": ["E"]}]});
    assert_refused(task(catch), "These fields are required: [Next] at /States/A/Catch[0]");
    // What does not end need not say so.
    assert_eq!(
        errors_for(
            &json!({"StartAt": "A", "States": {
                "A": {"Type": "Pass", "Next": "B", "End": false}, "B": {"Type": "Succeed"}
            }}),
            ExecutionType::Standard
        ),
        [""; 0]
    );
}

#[test]
fn numbers() {
    let retry = |fields: Value| task(json!({"Retry": [with(json!({"ErrorEquals": ["E"]}), fields)]}));
    assert_refused(task(json!({"TimeoutSeconds": 0})), "Minimum value is 1 at /States/A/TimeoutSeconds");
    assert_refused(task(json!({"TimeoutSeconds": "5"})), "Expected value of type Integer at /States/A/TimeoutSeconds");
    assert_refused(map(json!({"MaxConcurrency": -1})), "Minimum value is 0 at /States/A/MaxConcurrency");
    assert_refused(
        map(json!({"ToleratedFailurePercentage": 101})),
        "Maximum value is 100 at /States/A/ToleratedFailurePercentage",
    );
    assert_refused(retry(json!({"MaxAttempts": -1})), "Minimum value is 0 at /States/A/Retry[0]/MaxAttempts");
    assert_refused(
        retry(json!({"MaxDelaySeconds": 31_622_401})),
        "Maximum value is 31622400 at /States/A/Retry[0]/MaxDelaySeconds",
    );
    assert_refused(retry(json!({"BackoffRate": 0.5})), "Minimum value is 1 at /States/A/Retry[0]/BackoffRate");
    assert_accepted(retry(json!({"IntervalSeconds": 0})));
    assert_accepted(map(json!({"MaxConcurrency": 9_223_372_036_854_775_807_u64})));
    assert_refused(
        task(json!({"TimeoutSeconds": 5, "TimeoutSecondsPath": "$.t"})),
        "There should only be one of the following fields: [TimeoutSeconds, TimeoutSecondsPath] at /States/A",
    );
}

#[test]
fn error_names() {
    let all = "States.ALL must appear alone and at end of list";
    let retry = |first: Value, second: Value| task(json!({"Retry": [{"ErrorEquals": first}, {"ErrorEquals": second}]}));
    assert_refused(retry(json!(["States.ALL"]), json!(["E"])), &format!("{all} at /States/A/Retry[0]/ErrorEquals"));
    assert_refused(
        retry(json!(["E"]), json!(["E", "States.ALL"])),
        &format!("{all} at /States/A/Retry[1]/ErrorEquals"),
    );
    assert_refused(retry(json!(["E"]), json!([])), "Value cannot be empty at /States/A/Retry[1]/ErrorEquals");
}

#[test]
fn resources() {
    let of = |resource: &str| task(json!({"Resource": resource}));
    let unknown = |resource: &str| {
        let why = "The value is not a valid resource ARN, or the resource is not available in this region.";
        format!("The resource provided {resource} is not recognized. {why} at /States/A/Resource")
    };
    for resource in [
        "arn:aws:states:::dynamodb:query",
        "arn:aws:states:::lambda:invoke.sync",
        "arn:aws:states:::aws-sdk:sqs:sendMessage.sync",
        "arn:aws:states:::dynamodb:getItem.waitForTaskToken",
    ] {
        assert_refused(of(resource), &unknown(resource));
    }
    for resource in [
        "arn:aws:lambda:us-east-1:111111111111:function:f:live",
        "arn:aws:states:::states:startExecution.sync:2",
        "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "arn:aws:states:::a-service-of-next-year:act.sync",
        "arn:aws-cn:states:::http:invoke",
    ] {
        assert_accepted(of(resource));
    }
    assert_refused(of("charge"), "Value is not a valid resource ARN at /States/A/Resource");
    let activity = "arn:aws:states:us-east-1:111111111111:activity:a";
    assert_refused(
        task(json!({"Resource": activity, "Credentials": {"RoleArn": "arn:aws:iam::1:role/r"}})),
        "The field 'Credentials' is not supported for activities at /States/A/Credentials",
    );
}

#[test]
fn express_machines_do_not_wait() {
    let of = |state: Value| errors_for(&machine(state), ExecutionType::Express);
    let resource = |resource: &str| of(task(json!({"Resource": resource})));
    let refused = |what: &str| {
        [format!("SCHEMA_VALIDATION_FAILED: Express state machine does not support {what} at /States/A/Resource")]
    };
    assert_eq!(resource("arn:aws:states:::states:startExecution.sync"), refused("'.sync' service integration"));
    assert_eq!(resource("arn:aws:states:::states:startExecution.sync:2"), refused("'.sync' service integration"));
    // With two blanks.
    let token = resource("arn:aws:states:::sns:publish.waitForTaskToken");
    assert_eq!(token, refused("'.waitForTaskToken' service integration "));
    assert_eq!(resource("arn:aws:states:us-east-1:111111111111:activity:a"), refused("Activity ARN"));
    assert_eq!(resource("arn:aws:states:::sns:publish"), [""; 0]);
    let config = json!({"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"});
    let processor = json!({"ProcessorConfig": config, "StartAt": "I", "States": {"I": {"Type": "Pass", "End": true}}});
    assert_eq!(
        of(map(json!({"ItemProcessor": processor}))),
        [
            "SCHEMA_VALIDATION_FAILED: The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state \
          machines at /States/A/ItemProcessor/ProcessorConfig/Mode"
        ]
    );
}

#[test]
fn paths() {
    assert_refused(pass(json!({"OutputPath": "x"})), "Value must be a valid JSONPath. at /States/A/OutputPath");
    assert_refused(pass(json!({"InputPath": 1})), "Expected value of type [STRING] at /States/A/InputPath");
    assert_refused(
        pass(json!({"ResultPath": "x"})),
        "Value is not a Reference Path: Reference path didn't start with '$' at /States/A/ResultPath",
    );
    assert_accepted(pass(json!({"InputPath": null, "OutputPath": null, "ResultPath": null})));
    assert_accepted(pass(json!({"InputPath": "$$.Execution", "OutputPath": "$answer.x[0]"})));
    let template = "must be a valid JSONPath or a valid intrinsic function call";
    assert_refused(
        pass(json!({"Parameters": {"a": {"b.$": "x"}}})),
        &format!("The value for the field 'b.$' {template} at /States/A/Parameters/a"),
    );
    assert_refused(
        pass(json!({"Assign": {"a.$": 1}})),
        &format!("The value for the field 'a.$' {template} at /States/A/Assign"),
    );
    assert_accepted(pass(json!({"Parameters": {"a.$": "$.x", "b.$": "States.UUID()", "c.$": "$$.Task", "d": "$5"}})));
}

#[test]
fn choice_rules() {
    let none: [&str; 0] = [];
    let refused = |text: &str| [format!("SCHEMA_VALIDATION_FAILED: {text}")];
    let kinds = "The object must have only one of the following fields, [And, Or, Not, Variable, Condition]";
    assert_eq!(rule_errors(json!({})), refused(&format!("{kinds} at /States/A/Choices[0]")));
    assert_eq!(
        rule_errors(json!({"Variable": "$.x", "IsNull": true, "Not": {"Variable": "$.x", "IsNull": true}})),
        refused(&format!("{kinds} at /States/A/Choices[0]"))
    );
    assert_eq!(
        rule_errors(json!({"Variable": "States.ArrayLength($.x)", "NumericEquals": 1})),
        refused("Value is not a Reference Path: Reference path didn't start with '$' at /States/A/Choices[0]/Variable")
    );
    let two = rule_errors(json!({"Variable": "$.x", "NumericEquals": 1, "IsNull": true}));
    assert!(two[0].starts_with("SCHEMA_VALIDATION_FAILED: There should only be one of the following fields: ["));
    for (comparison, operand, expected) in [
        ("StringEquals", json!(1), "Expected value of type [STRING]"),
        ("NumericLessThan", json!("1"), "Expected value of type [NUMBER]"),
        ("IsPresent", json!("true"), "Expected value of type [BOOLEAN]"),
        ("BooleanEquals", json!(1), "Expected value of type [BOOLEAN]"),
        ("TimestampEquals", json!("today"), "String does not match RFC3339 timestamp"),
        ("StringEqualsPath", json!("x"), "Value is not a Reference Path: Reference path didn't start with '$'"),
    ] {
        let at = format!("{expected} at /States/A/Choices[0]/{comparison}");
        assert_eq!(rule_errors(json!({"Variable": "$.x", comparison: operand})), refused(&at));
    }
    let is_null = json!({"Variable": "$.x", "IsNull": true, "Comment": "c"});
    assert_eq!(rule_errors(json!({"And": [is_null, {"Not": is_null}, {"Or": [is_null]}]})), none);
    assert_eq!(rule_errors(json!({"And": []})), refused("Value cannot be empty at /States/A/Choices[0]/And"));
    assert_eq!(
        rule_errors(json!({"Or": [{"Not": with(is_null, json!({"Next": "Z"}))}]})),
        refused("Field 'Next' is not supported at /States/A/Choices[0]/Or[0]/Not")
    );
}

#[test]
fn readers_of_items() {
    let reader =
        |fields: Value| map(json!({"ItemReader": with(json!({"Resource": "arn:aws:states:::s3:getObject"}), fields)}));
    assert_accepted(reader(json!({"ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"}})));
    assert_refused(
        reader(json!({"Resource": "arn:aws:states:::s3:putObject"})),
        "The field 'Resource' does not match any of the allowed values at /States/A/ItemReader/Resource",
    );
    let config = "at /States/A/ItemReader/ReaderConfig";
    assert_refused(
        reader(json!({"ReaderConfig": {"InputType": "CSV"}})),
        &format!("The field 'CSVHeaderLocation' is required {config}"),
    );
    assert_refused(
        reader(json!({"ReaderConfig": {"InputType": "JSON", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["a"]}})),
        &format!("Field 'CSVHeaderLocation' is not supported {config}"),
    );
    assert_refused(
        reader(json!({"ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "GIVEN"}})),
        &format!("These fields are required: [CSVHeaders] {config}"),
    );
}

#[test]
fn warnings_of_the_api() {
    let definition = machine(pass(json!({"Parameters": {"a": "$.x"}, "Result": "$.y"}))).to_string();
    let codes: Vec<_> = validate_json(&definition).iter().map(|found| found.code.as_str()).collect();
    assert_eq!(codes, ["NO_DOLLAR", "PASS_RESULT_IS_STATIC"]);
    let of = |severity, shown| Validation::of(&definition, ExecutionType::Standard, severity, shown);
    assert!(of(Severity::Error, 0).diagnostics.is_empty());
    let shown = of(Severity::Warning, 1);
    assert!(shown.is_ok && shown.truncated);
    assert_eq!(shown.diagnostics.len(), 1);
    assert!(!of(Severity::Warning, 2).truncated);
    // What only we warn of is not AWS's to say.
    let ours = machine(map(json!({"MaxConcurrency": 41}))).to_string();
    assert_eq!(validate_json(&ours).len(), 1);
    assert!(Validation::of(&ours, ExecutionType::Standard, Severity::Warning, 0).diagnostics.is_empty());
}

#[test]
fn jsonata() {
    let output = |text: &str| {
        let state = json!({"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"v": [text]}, "End": true});
        errors_for(&machine(state), ExecutionType::Standard)
    };
    let at = "at /States/A/Output/v[0]";
    for (text, expected) in [
        ("{% 1 + %}", "INVALID_JSONATA_EXPRESSION: Unexpected end of expression"),
        ("{% a[1,2) %}", "INVALID_JSONATA_EXPRESSION: Expected \"]\", got \",\""),
        ("{% phone %}", "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'phone' at the top level is not supported."),
        ("{% $$ %}", "UNSUPPORTED_JSONATA_EXPRESSION: Reference to '$$' is not supported."),
        ("{% $states.result %}", "UNSUPPORTED_JSONATA_EXPRESSION: Field '$states.result' does not exist."),
        ("{% 1", "SCHEMA_VALIDATION_FAILED: JSONata string must start with {% and end with %}"),
    ] {
        assert_eq!(output(text), [format!("{expected} {at}")], "{text}");
    }
    assert_eq!(output("{% $states.input.a[x > 1] %}"), [""; 0]);
}
