catalogue! {
    W1101 RESOURCE
        "A `resource` that is no action of a service"
        "A task's `resource` is a service integration; a Lambda function is called by a task without one."
        "Write `arn:aws:states:::sns:publish`, `arn:aws:states:::aws-sdk:sns:publish` and the like, or use `activity`."
    W1102 UNKNOWN_ACTION
        "A service or an action that does not exist"
        "The actions are those of the service models that AWS publishes, and of the optimised integrations."
        "Take the one that the message names. An action is written as in `aws-sdk:sns:publish`: small, then capitals."
    W1103 UNKNOWN_PATTERN
        "A pattern that an action does not have"
        "What a Task can wait for depends on the action; an `aws-sdk` action has no `.sync`."
        "Leave the suffix out, or take one that the message names."
    W1104 SERVICE_TOKEN
        "A token without `.waitForTaskToken`, without a place, or the pattern without a token"
        "The service gives the token to whoever completes it, so it stands in an argument."
        "Write `.waitForTaskToken` and `#[arg(name = \"MessageBody.TaskToken\")] token: TaskToken<T>`."
    W1105 UNKNOWN_ARGUMENT
        "An argument that an action does not take"
        "A parameter's name is that of an argument: `topic_arn` is `TopicArn`."
        "Take the name that the message says, or give it with `#[arg(name = \"TopicArn\")]`."
    W1106 MISSING_ARGUMENT
        "An action without what it has to be given"
        "The service would refuse every call."
        "Add the parameter, or `arguments(Method = \"GET\")` for what is always the same."
    W1107 ARGUMENT_TWICE
        "An argument that is given twice"
        "An object has each field once, and a value has no place inside another."
        "Remove one, or give the parts of one argument as `MessageBody.Order` and `MessageBody.TaskToken`."
    W1108 NO_BODY
        "A task without a body that needs one"
        "Only an action of a service can be called without code of yours, and with its arguments alone."
        "Write a body; natively it stands in for what the state calls."
    W1109 ACTIVITY
        "An activity that is named wrongly, or a task that is two things"
        "An activity has a name of at most 80 characters, or an ARN."
        "Write `activity = \"review\"`, without `resource`, `arguments` and a `TaskToken`."
    W1110 RESULT_FIELD
        "A result type with a field that the service does not give"
        "Step Functions writes the names of a result in Pascal case."
        "Rename the field with serde: `#[serde(rename = \"MessageId\")]`, or `rename_all = \"PascalCase\"`."
    W1111 SERVICE_ERROR
        "An error of a service that does not exist"
        "The name of an error is that of the service and of its exception, which always ends in `Exception`."
        "Take one of the service: `#[error(name = \"Sns.NotFoundException\")]`."
    W1112 ARG
        "`#[arg(..)]` in another form or place"
        "It names the argument of a service that a parameter is."
        "Write `#[arg(name = \"TopicArn\")]` at a parameter of a task that has a `resource`."
}
