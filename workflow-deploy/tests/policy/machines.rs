//! What does not depend on one integration: which states are looked at, query languages, credentials, other machines.

use serde_json::{Value, json};
use workflow_deploy::policy::policy;
use workflow_deploy::{Activity, Deployment, Encryption};

use super::written::{alone, machine, statements, warnings};

fn task(resource: &str, fields: Value) -> Value {
    let mut task = json!({"Type": "Task", "Resource": resource, "End": true});
    task.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    task
}

fn invoke(function: &str) -> Value {
    task("arn:aws:states:::lambda:invoke", json!({"Arguments": {"FunctionName": function}}))
}

#[test]
fn states_are_looked_at_wherever_they_stand() {
    let states = json!({
        "Both": {
            "Type": "Parallel", "Next": "Each",
            "Branches": [
                {"StartAt": "A", "States": {"A": invoke("a")}},
                {"StartAt": "B", "States": {"B": {
                    "Type": "Map", "End": true,
                    "ItemProcessor": {"StartAt": "C", "States": {"C": invoke("c")}}
                }}},
            ],
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Caught"}]
        },
        "Each": {"Type": "Map", "End": true, "Iterator": {"StartAt": "D", "States": {"D": invoke("d")}}},
        "Caught": invoke("caught"),
        "Unreachable": invoke("unreachable"),
        "Wait": {"Type": "Wait", "Seconds": 1, "End": true},
    });
    let functions = ["a", "c", "caught", "d", "unreachable"].map(|name| format!("@lambda:function:{name}")).join(" ");
    assert_eq!(statements(&alone(&machine("JSONata", &states))), [format!("lambda:InvokeFunction | {functions}")]);
}

#[test]
fn a_machine_without_calls_needs_nothing() {
    let policy = alone(&machine("JSONata", &json!({"Done": {"Type": "Succeed"}})));
    assert_eq!(policy, workflow_deploy::policy::Policy::default());
}

#[test]
fn the_same_needs_are_said_once() {
    let states = json!({"A": invoke("a"), "B": invoke("a"), "C": invoke("{% $f %}"), "D": invoke("{% $f %}")});
    let policy = alone(&machine("JSONata", &states));
    assert_eq!(statements(&policy), ["lambda:InvokeFunction | @lambda:function:*"]);
    let warned = "'FunctionName' is computed; as a constant text it would narrow '@lambda:function:*'";
    assert_eq!(warnings(&policy), [format!("state 'C': {warned}"), format!("state 'D': {warned}")]);
}

#[test]
fn arns_of_functions_and_activities() {
    let function = "arn:aws:lambda:eu-west-1:123456789012:function:charge:live";
    let activity = "arn:aws:states:eu-west-1:123456789012:activity:approve";
    let states = json!({
        "Charge": task(function, json!({})),
        "Approve": task(activity, json!({})),
        "Ship": task("arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:ship", json!({})),
        "Ask": task("arn:aws:states:${AWS::Region}:${AWS::AccountId}:activity:ask", json!({})),
        "Tell": task("arn:${AWS::Partition}:states:::sns:publish", json!({"Parameters": {"TopicArn": "${TopicArn}"}})),
        "Placeholder": task("${PackFunctionArn}", json!({})),
        "Look": task("${LookActivityArn}", json!({})),
        "Nothing": task("arn:aws:s3:::bucket", json!({})),
    });
    let policy = alone(&machine("JSONPath", &states));
    let functions = format!("${{PackFunctionArn}} @lambda:function:ship {function}");
    let expected = [format!("lambda:InvokeFunction | {functions}"), "sns:Publish | ${TopicArn}".to_owned()];
    assert_eq!(statements(&policy), expected);
    let warned = [
        "state 'Placeholder': '${PackFunctionArn}' is taken for the ARN of a Lambda function",
        "state 'Look': '${LookActivityArn}' is taken for the ARN of an activity: it is allowed nothing",
        "state 'Nothing': nothing is known of the resource 'arn:aws:s3:::bucket': it is allowed nothing",
    ];
    assert_eq!(warnings(&policy), warned);
    let deployed = Deployment {
        activities: vec![Activity { name: "look".to_owned(), encryption: None }],
        ..Deployment::default()
    };
    let looks = machine("JSONPath", &json!({"Look": task("${LookActivityArn}", json!({}))}));
    assert_eq!(workflow_deploy::policy::policy(&looks, &deployed), workflow_deploy::policy::Policy::default());
}

#[test]
fn paths_are_computed_and_braces_are_not_in_jsonpath() {
    let publish = "arn:aws:states:::sns:publish";
    let states = json!({
        "Constant": task(publish, json!({"Parameters": {"TopicArn": "${TopicArn}", "Message.$": "$.text"}})),
        "Path": task("arn:aws:states:::dynamodb:getItem", json!({"Parameters": {"TableName.$": "$.table"}})),
        "Braces": task("arn:aws:states:::dynamodb:getItem", json!({"Parameters": {"TableName": "orders"}})),
        "Input": task("arn:aws:states:::sqs:sendMessage", json!({})),
        "Jsonata": task(
            "arn:aws:states:::glue:startJobRun",
            json!({"QueryLanguage": "JSONata", "Arguments": {"JobName": "{% $job %}"}})
        ),
    });
    let policy = alone(&machine("JSONPath", &states));
    let expected = [
        "dynamodb:GetItem | @dynamodb:table/*",
        "glue:StartJobRun | @glue:job/*",
        "sns:Publish | ${TopicArn}",
        "sqs:SendMessage | @sqs:*",
    ];
    assert_eq!(statements(&policy), expected);
    let states: Vec<&str> = policy.warnings.iter().filter_map(|warning| warning.state.as_deref()).collect();
    assert_eq!(states, ["Path", "Input", "Jsonata"]);
}

/// The other role needs what the call needs.
#[test]
fn credentials_are_a_role_to_assume() {
    let role = "arn:aws:iam::210987654321:role/charge";
    let arguments = json!({"FunctionName": "arn:aws:lambda:eu-west-1:210987654321:function:charge"});
    let with = |credentials: Value| {
        task("arn:aws:states:::lambda:invoke", json!({"Credentials": credentials, "Arguments": arguments}))
    };
    let constant = alone(&machine("JSONata", &json!({"Charge": with(json!({"RoleArn": role}))})));
    assert_eq!(statements(&constant), [format!("sts:AssumeRole | {role}")]);
    let computed = alone(&machine("JSONata", &json!({"Charge": with(json!({"RoleArn": "{% $role %}"}))})));
    assert_eq!(statements(&computed), ["sts:AssumeRole | arn:*:iam::*:role/*"]);
    assert_eq!(computed.warnings.len(), 1);
}

#[test]
fn a_child_of_the_deployment_is_known_by_its_placeholder() {
    let start = task(
        "arn:aws:states:::states:startExecution.sync:2",
        json!({"Arguments": {"StateMachineArn": "${RefundOrderStateMachineArn}"}}),
    );
    let parent = machine("JSONata", &json!({"Refund": start}));
    let mut child = machine("JSONata", &json!({"Done": {"Type": "Succeed"}}));
    child.name = "refund-order".to_owned();
    let deployment = Deployment { machines: vec![parent.clone(), child], ..Deployment::default() };
    let policy = policy(&parent, &deployment);
    let expected = [
        "RULE | @events:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule",
        "states:StartExecution | ${RefundOrderStateMachineArn}",
        "states:DescribeExecution states:StopExecution | @states:execution:refund-order:*",
    ];
    assert_eq!((statements(&policy), policy.warnings), (expected.map(str::to_owned).to_vec(), Vec::new()));
}

#[test]
fn arguments_that_are_one_expression_are_read() {
    let arguments = r#"{% {"QueueUrl": "${QueueUrl}", "TopicArn": "${OrdersTopicArn}", "Subject": $s} %}"#;
    let state = task("arn:aws:states:::sns:publish", json!({"Arguments": arguments}));
    let policy = alone(&machine("JSONata", &json!({"A": state})));
    assert_eq!(
        (statements(&policy), policy.warnings),
        (vec!["sns:Publish | ${OrdersTopicArn}".to_owned()], Vec::new())
    );
}

/// Whoever starts executions of a machine with a key uses that key, and so does who gives something to an activity.
#[test]
fn keys_of_others_are_used() {
    let key = |name: &str| Some(Encryption { kms_key: format!("${{{name}}}"), data_key_reuse: None });
    let start = |child: &str| {
        task("arn:aws:states:::states:startExecution", json!({"Arguments": {"StateMachineArn": child, "Input": {}}}))
    };
    let parent = machine(
        "JSONata",
        &json!({"A": start("child"), "B": start("other"), "C": task("${LookActivityArn}", json!({}))}),
    );
    let mut child = machine("JSONata", &json!({"X": {"Type": "Succeed"}}));
    child.name = "child".to_owned();
    child.settings.encryption = key("ChildKey");
    let activities = vec![Activity { name: "look".to_owned(), encryption: key("LookKey") }];
    let deployment = Deployment { machines: vec![parent.clone(), child], activities, ..Deployment::default() };
    let policy = policy(&parent, &deployment);
    let kms = policy.statements.iter().filter(|statement| statement.sid.starts_with("Kms"));
    let kms: Vec<_> =
        kms.map(|statement| (statement.resources.clone(), statement.condition.clone().unwrap())).collect();
    let condition = |context: &str, resource: &str| {
        let arn = format!("arn:${{AWS::Partition}}:states:${{AWS::Region}}:${{AWS::AccountId}}:{resource}");
        json!({"StringEquals": {(format!("kms:EncryptionContext:aws:states:{context}")): arn}})
    };
    let expected = [
        (vec!["${ChildKey}".to_owned()], condition("stateMachineArn", "stateMachine:child")),
        (vec!["${LookKey}".to_owned()], condition("activityArn", "activity:look")),
    ];
    assert_eq!(kms, expected);
}

#[test]
fn a_policy_that_is_too_long_is_told() {
    let many = (0..120).map(|index| (format!("S{index}"), invoke(&format!("a_function_with_a_long_name_{index}"))));
    let policy = alone(&machine("JSONata", &many.collect::<serde_json::Map<_, _>>().into()));
    assert!(warnings(&policy)[0].ends_with("and a role's own policies at most 10240"), "{:?}", policy.warnings);
}
