//! Templates of a small deployment: what they have, and what they refuse.

#![expect(clippy::unwrap_used, reason = "what fails here is a failed test")]

use std::time::Duration;

use workflow_asl::{ExecutionType, StateMachine};
use workflow_deploy::template::{Architecture, FunctionResources, TemplateOptions, cloudformation, sam, serverless};
use workflow_deploy::{Activity, Deployment, Encryption, Function, LogLevel, Logging, Machine, Refused, Settings};

const PARENT: &str = r#"{"QueryLanguage": "JSONata", "StartAt": "Ask", "States": {
    "Ask": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken", "Next": "Run",
        "Arguments": {"FunctionName": "send_mail", "Payload": {"token": "{% $states.context.Task.Token %}", "no": null}}},
    "Run": {"Type": "Map", "Items": [1], "Next": "Tell", "ItemProcessor": {"StartAt": "Child", "States": {
        "Child": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2", "End": true,
            "Arguments": {"StateMachineArn": "child", "Input": {}}}}}},
    "Tell": {"Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Next": "Review",
        "Arguments": {"TopicArn": "${TopicArn}", "Subject": "from \"${AWS::Region}\"", "Message": "done"}},
    "Review": {"Type": "Task", "Resource": "${AskBossActivityArn}", "Next": "Send"},
    "Send": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "End": true,
        "Arguments": "{% {\"QueueUrl\": \"${QueueUrl}\", \"MessageBody\": $states.input} %}"}
}}"#;

const CHILD: &str = r#"{"QueryLanguage": "JSONata", "StartAt": "Work", "States": {
    "Work": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
        "Arguments": {"FunctionName": "${WorkFunctionArn}", "Payload": {}}}
}}"#;

fn machine(name: &str, definition: &str) -> Machine {
    Machine {
        name: name.to_owned(),
        definition: StateMachine::from_json(definition).unwrap(),
        execution_type: ExecutionType::Standard,
        settings: Settings::default(),
    }
}

fn function(name: &str) -> Function {
    Function { name: name.to_owned(), ..Function::default() }
}

fn deployment() -> Deployment {
    let encryption = Some(Encryption { kms_key: "${Key}".to_owned(), data_key_reuse: None });
    let settings = Settings {
        logging: Some(Logging { level: LogLevel::Error, include_execution_data: true }),
        is_traced: true,
        encryption: encryption.clone(),
        tags: vec![("team".to_owned(), "shop".to_owned())],
    };
    let send_mail = Function {
        memory: Some(512),
        timeout: Some(Duration::from_secs(30)),
        environment: vec![("SENDER".to_owned(), "${Sender}".to_owned()), ("LANG".to_owned(), "de".to_owned())],
        ..function("send_mail")
    };
    Deployment {
        machines: vec![
            Machine { settings, ..machine("parent", PARENT) },
            machine("child", CHILD),
            Machine { execution_type: ExecutionType::Express, ..machine("fast", CHILD) },
        ],
        functions: vec![send_mail, function("work")],
        activities: vec![Activity { name: "ask-boss".to_owned(), encryption }],
    }
}

fn options() -> TemplateOptions {
    TemplateOptions::of_program("shop")
}

fn shared() -> TemplateOptions {
    TemplateOptions { functions: FunctionResources::Shared, architecture: Architecture::X86_64, ..options() }
}

#[track_caller]
fn has(text: &str, wanted: &str) {
    // Where a line ends is the writer's business.
    let words = |text: &str| text.split_whitespace().filter(|word| *word != ">-").collect::<Vec<_>>().join(" ");
    assert!(words(text).contains(&words(wanted)), "no\n{wanted}\nin\n{text}");
}

fn problems(result: Result<String, Refused>) -> Vec<String> {
    result.map_or_else(|refused| refused.problems, |_| Vec::new())
}

#[test]
fn a_function_has_what_its_task_says() {
    let template = sam(&deployment(), &options()).unwrap();
    has(
        &template,
        r#"SendMailFunction:
            Type: AWS::Serverless::Function
            Properties:
              Runtime: provided.al2023
              Architectures:
              - arm64
              Handler: send_mail
              MemorySize: 512
              Timeout: 30
              Environment:
                Variables:
                  SENDER:
                    Ref: Sender
                  LANG: de
              CodeUri: target/lambda/shop/bootstrap.zip
              Policies:
              - Version: "2012-10-17"
                Statement:
                - Effect: Allow
                  Action:
                  - states:SendTaskSuccess
                  - states:SendTaskFailure
                  - states:SendTaskHeartbeat
                  Resource:
                  - "Fn::Sub": >-
                      arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:${AWS::StackName}-parent
          WorkFunction:
            Type: AWS::Serverless::Function
            Properties:
              Runtime: provided.al2023
              Architectures:
              - arm64
              Handler: work
              CodeUri: target/lambda/shop/bootstrap.zip
          ParentStateMachineLogs:"#,
    );
}

#[test]
fn what_is_called_is_filled_in() {
    let template = cloudformation(&deployment(), &options()).unwrap();
    has(
        &template,
        r#"DefinitionSubstitutions:
            SendMailFunctionArn:
              "Fn::GetAtt":
              - SendMailFunction
              - Arn
            ChildStateMachineArn:
              "Fn::Sub": >-
                arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:${AWS::StackName}-child
            AskBossActivityArn:
              Ref: AskBossActivity
            TopicArn:
              Ref: TopicArn
            AWSRegion:
              Ref: AWS::Region"#,
    );
    has(&template, r#""FunctionName": "${SendMailFunctionArn}""#);
    has(&template, r#""Arguments": "{% {\"QueueUrl\": \"${QueueUrl}\", \"MessageBody\": $states.input} %}""#);
    has(&template, "QueueUrl:\n Ref: QueueUrl");
    has(&template, r#""no": null"#);
    has(&template, r#""Subject": "from \"${AWSRegion}\"""#);
    has(&template, "WorkFunctionArn:\n \"Fn::GetAtt\":\n - WorkFunction");
    has(
        &template,
        "Parameters:\n TopicArn:\n Type: String\n QueueUrl:\n Type: String\n Key:\n Type: String\n Sender:\n Type: String",
    );
}

#[test]
fn a_machine_has_its_settings() {
    let template = cloudformation(&deployment(), &options()).unwrap();
    has(&template, "StateMachineName:\n \"Fn::Sub\": ${AWS::StackName}-fast\n StateMachineType: EXPRESS");
    has(
        &template,
        r#"LoggingConfiguration:
            Level: ERROR
            IncludeExecutionData: true
            Destinations:
            - CloudWatchLogsLogGroup:
                LogGroupArn:
                  "Fn::GetAtt":
                  - ParentStateMachineLogs
                  - Arn
          TracingConfiguration:
            Enabled: true
          EncryptionConfiguration:
            Type: CUSTOMER_MANAGED_KMS_KEY
            KmsKeyId:
              Ref: Key
            KmsDataKeyReusePeriodSeconds: 300
          Tags:
          - Key: team
            Value: shop"#,
    );
}

#[test]
fn an_activity_is_deployed_and_told() {
    let template = sam(&deployment(), &options()).unwrap();
    let activity = "AskBossActivity:
            Type: AWS::StepFunctions::Activity
            Properties:
              Name:
                \"Fn::Sub\": ${AWS::StackName}-ask-boss
              EncryptionConfiguration:
                Type: CUSTOMER_MANAGED_KMS_KEY
                KmsKeyId:
                  Ref: Key
                KmsDataKeyReusePeriodSeconds: 300";
    has(&template, activity);
    let own = "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:activity:${AWS::StackName}-ask-boss";
    has(&template, &format!("\"kms:EncryptionContext:aws:states:activityArn\":\n \"Fn::Sub\": {own}"));
    has(&template, "AskBossActivityArn:\n Ref: AskBossActivity");
    has(&template, "Outputs:\n AskBossActivityArn:\n Value:\n Ref: AskBossActivity");
    let template = serverless(&deployment(), &options()).unwrap();
    has(&template, "Review:\n Type: Task\n Resource:\n Ref: AskBossActivity");
    has(&template, "Name: ${self:service}-${sls:stage}-ask-boss");
    has(&template, "Outputs:\n AskBossActivityArn:\n Value:\n Ref: AskBossActivity");
}

#[test]
fn a_policy_names_what_is_deployed() {
    let arn = "arn:${AWS::Partition}";
    let here = "${AWS::Region}:${AWS::AccountId}";
    let template = cloudformation(&deployment(), &options()).unwrap();
    has(&template, &format!("{arn}:lambda:{here}:function:${{SendMailFunction}}\n"));
    has(&template, &format!("{arn}:states:{here}:execution:${{AWS::StackName}}-child:*"));
    let shared = cloudformation(&deployment(), &shared()).unwrap();
    has(&shared, &format!("{arn}:lambda:{here}:function:${{TasksFunction}}:send_mail\n"));
    assert!(!template.contains("123456789012") && !template.contains("function:send_mail"));
    // The child calls its function by a placeholder, which is no parameter.
    has(&template, &format!("{arn}:lambda:{here}:function:${{WorkFunction}}\n"));
    assert!(!template.contains("Ref: WorkFunctionArn"), "{template}");
}

#[test]
fn one_function_has_an_alias_for_each_task() {
    let template = sam(&deployment(), &shared()).unwrap();
    has(
        &template,
        "Handler: tasks.by_alias\n MemorySize: 512\n Timeout: 30\n Environment:\n Variables:\n SENDER:\n Ref: Sender\n LANG: de",
    );
    has(
        &template,
        "WorkAlias:
            Type: AWS::Lambda::Alias
            Properties:
              FunctionName:
                Ref: TasksFunction
              FunctionVersion: $LATEST
              Name: work",
    );
    has(&template, "SendMailFunctionArn:\n Ref: SendMailAlias");
    has(&template, "- x86_64");
    let mut other = deployment();
    other.functions.last_mut().unwrap().environment = vec![("LANG".to_owned(), "en".to_owned())];
    assert_eq!(
        problems(sam(&other, &shared())),
        ["function `work`: environment variable `LANG` is `en`, where other tasks of the one function have `de`"]
    );
    assert_eq!(problems(sam(&other, &options())), [""; 0]);
    // A task without a timeout has Lambda's three seconds.
    let timeouts = |one: Option<u64>| {
        let short = Function { timeout: one.map(Duration::from_secs), ..function("short") };
        let functions = vec![function("work"), short];
        let machines = vec![machine("child", CHILD)];
        sam(&Deployment { machines, functions, ..Deployment::default() }, &shared()).unwrap()
    };
    has(&timeouts(Some(1)), "Handler: tasks.by_alias\n Timeout: 3");
    has(&timeouts(Some(4)), "Handler: tasks.by_alias\n Timeout: 4");
    has(&timeouts(None), "Handler: tasks.by_alias\n CodeUri");
}

#[test]
fn serverless_has_its_own_words() {
    let mut deployment = deployment();
    let template = serverless(&deployment, &options()).unwrap();
    has(&template, "service: shop\nprovider:\n name: aws\n runtime: provided.al2023\n architecture: arm64");
    has(
        &template,
        "send_mail:\n handler: send_mail\n memorySize: 512\n timeout: 30\n environment:\n SENDER: ${param:Sender}",
    );
    has(&template, "FunctionName:\n \"Fn::GetAtt\":\n - SendUnderscoremailLambdaFunction\n - Arn");
    has(&template, r#"TopicArn: ${param:TopicArn} Subject: "Fn::Sub": from \"${AWS::Region}\" Message: done"#);
    has(&template, "KmsKeyId: ${param:Key}");
    has(&template, "role:\n \"Fn::GetAtt\":\n - ParentStateMachineRole\n - Arn");
    has(&template, "work:\n handler: work\n memorySize: 128\n timeout: 3");
    let told = PARENT.replace("\"done\"", "\"number #{7}\"");
    let of_plugin = Deployment { machines: vec![machine("tells", &told)], ..deployment.clone() };
    assert_eq!(
        problems(serverless(&of_plugin, &options())),
        ["state machine `tells`: its definition has a text with `#{`, which the Serverless Framework would fill in"]
    );
    deployment
        .machines
        .push(machine("text", r##"{"StartAt": "A", "States": {"A": {"Type": "Fail", "Cause": "#{b} ${c}"}}}"##));
    let template_of_text = serverless(&deployment, &TemplateOptions { service: "a_b".to_owned(), ..options() });
    assert_eq!(
        problems(template_of_text),
        [
            "`a_b` cannot be the name of a service: it has letters of ASCII, digits and `-`, and begins with a letter",
            "state machine `text`: its definition has a text with `${`, which the Serverless Framework would fill in",
            "state machine `text`: its definition has a text with `#{`, which the Serverless Framework would fill in"
        ]
    );
    assert_eq!(problems(sam(&deployment, &options())), [""; 0]);
}

/// Tokens of a distributed Map's child executions are those of the machine with the Map's label.
#[test]
fn tokens_of_distributed_maps_may_be_completed() {
    let asks = |mode: &str| {
        let definition = format!(
            r#"{{"QueryLanguage": "JSONata", "Comment": "no \"Mode\":\"DISTRIBUTED\"", "StartAt": "Each", "States": {{"Each": {{
                "Type": "Map", "End": true, "ItemProcessor": {{
                    "ProcessorConfig": {{"Mode": "{mode}"{}}}, "StartAt": "Ask", "States": {{"Ask": {{
                        "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken", "End": true,
                        "Arguments": {{"FunctionName": "work", "Payload": "{{% $states.context.Task.Token %}}"}}}}}}}}}}}}}}"#,
            if mode == "INLINE" { "" } else { r#", "ExecutionType": "STANDARD""# }
        );
        let deployment = Deployment {
            machines: vec![machine("m", &definition)],
            functions: vec![function("work")],
            ..Deployment::default()
        };
        let template = sam(&deployment, &options()).unwrap();
        let of_function = template.split("MStateMachineRole").next().unwrap().to_owned();
        (of_function.contains("stateMachine:${AWS::StackName}-m"), of_function.contains("${AWS::StackName}-m/*"))
    };
    assert_eq!(asks("INLINE"), (true, false));
    assert_eq!(asks("DISTRIBUTED"), (true, true));
}

/// What is wrong with a call of what is deployed.
fn call(resource: &str, arguments: &str, comment: &str) -> Vec<String> {
    let definition = format!(
        r#"{{"QueryLanguage": "JSONata", "Comment": "{comment}", "StartAt": "A", "States": {{"A": {{
            "Type": "Task", "Resource": "arn:aws:states:::{resource}", "End": true, "Arguments": {{{arguments}}}}}}}}}"#
    );
    let fast = Machine { execution_type: ExecutionType::Express, ..machine("fast", CHILD) };
    let machines = vec![machine("m", &definition), fast];
    let deployment = Deployment { machines, functions: vec![function("work")], ..Deployment::default() };
    problems(cloudformation(&deployment, &options()))
}

fn invoke(called: &str, payload: &str) -> Vec<String> {
    call(
        "lambda:invoke",
        &format!(r#""FunctionName": "{called}", "Payload": "{payload}""#),
        "uses ${Queue} and ${AWSRegion}",
    )
}

#[test]
fn what_cannot_be_filled_in_is_refused() {
    assert_eq!(invoke("work", "x"), [""; 0]);
    let text = |name: &str| format!("state machine `m`: `${{{name}}}` would be filled in where it is only a text");
    assert_eq!(invoke("work", "${Queue}"), [text("Queue")]);
    assert_eq!(invoke("work", "${AWS::Region}"), [text("AWSRegion")]);
    assert_eq!(
        invoke("work", "${queue-url}"),
        [
            "state machine `m`: `${queue-url}` is no parameter of a template: write letters and digits, as in `${QueueUrl}`"
        ]
    );
    assert_eq!(
        invoke("work", "${WorkFunction}"),
        ["`${WorkFunction}` cannot be a parameter: a resource of the template is called so"]
    );
    assert_eq!(
        invoke("work", "${CodeKey}"),
        ["`${CodeKey}` is a parameter of the template itself: choose another name"]
    );
}

#[test]
fn what_is_called_is_what_is_deployed() {
    let version = ["state machine `m`: it calls `work:live`, and no version or alias of `work` is deployed with it"];
    for called in
        ["work:live", "${WorkFunctionArn}:live", "arn:${AWS::Partition}:lambda:${AWS::Region}::function:work:live"]
    {
        assert_eq!(call("lambda:invoke", &format!(r#""FunctionName": "{called}""#), ""), version, "{called}");
    }
    let qualified =
        |qualifier: &str| call("lambda:invoke", &format!(r#""FunctionName": "work", "Qualifier": "{qualifier}""#), "");
    assert_eq!(qualified("live"), version);
    assert_eq!(qualified("{% $v %}"), [version[0].replace("live", "{% $v %}")]);
    let elsewhere = "arn:aws:lambda:eu-west-1:123456789012:function:work";
    assert_eq!(
        invoke(elsewhere, "x"),
        [format!(
            "state machine `m`: `{elsewhere}` is of an account or a region that it names, and a `work` is deployed with it: call that by its name, or rename one"
        )]
    );
    assert_eq!(invoke("arn:aws:lambda:eu-west-1:123456789012:function:other:live", "x"), [""; 0]);
    let fast = r#""StateMachineArn": "fast", "Input": {}"#;
    assert_eq!(
        call("states:startExecution.sync:2", fast, ""),
        ["state machine `m`: it waits for `fast`, which is Express: Step Functions waits for Standard executions only"]
    );
    assert_eq!(call("states:startExecution", fast, ""), [""; 0]);
}
