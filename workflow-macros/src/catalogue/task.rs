catalogue! {
    W1001 TASK_NOT_A_FUNCTION
        "`#[task]` on something that is no function"
        "A task is work that a function does."
        "Put the attribute on an `async fn`, or on a `fn` for work that blocks."
    W1002 TASK_SELF
        "A task with `self`"
        "A worker that runs a task has nothing but the call."
        "Make it a free function, and take what it needs as `Dep<..>`."
    W1003 TASK_QUALIFIER
        "A task that is `const`, `unsafe`, `safe`, `extern` or variadic"
        "A task is called by its name, over JSON."
        "Leave it out."
    W1004 TASK_GENERIC
        "A task with generic parameters"
        "A task is one thing with one name, and its types are those of its JSON."
        "Write the types out."
    W1005 TASK_RESULT
        "A task that gives no `Result`"
        "A task can always fail to run."
        "Give `Result<T, E>`, where `E` derives `WorkflowError`, or `Result<T, Failure>`."
    W1006 TASK_ERROR_TYPE
        "An alias of `Result` that hides a task's types"
        "The macro sees the tokens of the signature and not what an alias stands for."
        "Write both types: `Result<T, E>`."
    W1007 TASK_OUTPUT_BORROWED
        "A task that gives a reference"
        "What a task gives outlives it, as JSON."
        "Give an owned type."
    W1008 TASK_BORROWED
        "A parameter with a reference inside its type"
        "A call owns its arguments; one reference around the whole type can be owned, one inside cannot."
        "Write the owned type."
    W1009 TASK_IMPL
        "`impl Trait` in the signature of a task"
        "A task is one thing with one name, and its types are those of its JSON."
        "Write the type out."
    W1010 PARAMETER_ATTRIBUTE
        "An attribute on a task's parameter"
        "It would be lost on the way."
        "Remove it."
    W1011 TASK_PARAMETER_PATTERN
        "A task's parameter that is a pattern"
        "A parameter's name is the argument's name in JSON."
        "Name it, and take it apart in the body."
    W1012 INJECTED_UNTYPED
        "`Dep` or `TaskToken` without its type"
        "Which dependency, and what the token is completed with, is in the type."
        "Write `Dep<Pool>`, `TaskToken<Approval>`."
    W1013 TASK_MUTABLE
        "A task that takes `&mut`"
        "A task gets a copy of its arguments."
        "Take the value, and return what has changed."
    W1014 TASK_LIFETIME
        "A lifetime on a task's parameter"
        "A call owns its arguments."
        "Remove it."
    W1015 INJECTED_BY_REFERENCE
        "`Dep`, `TaskContext` or `TaskToken` by reference"
        "They are made for the one call."
        "Take it by value."
    W1016 TWO_TOKENS
        "A task with two tokens"
        "A task waits for one callback."
        "Take one `TaskToken`."
    W1017 TOKEN_OUTPUT
        "A callback task with an output of its own"
        "Its output is what the token is completed with."
        "Return `Result<(), E>`."
    W1018 OPTION_FORM
        "An option that is written in another way"
        "Times and numbers stand after `=`, retriers in parentheses."
        "Write it as the message says."
    W1019 UNKNOWN_OPTION
        "An option that `#[task]` or `retry` does not have"
        "The options are the fields of a Task state and of a Retrier."
        "Take one that the message lists."
    W1020 OPTION_TWICE
        "An option that is given twice"
        "Each is said once, of a task and of a workflow."
        "Remove one; only `retry(..)` may be given several times."
    W1021 HEARTBEAT_NOT_SHORTER
        "A heartbeat that is not shorter than the timeout"
        "Step Functions refuses it."
        "Make it shorter."
    W1022 RETRY_UNREACHABLE
        "A retrier after one that takes every error"
        "The first retrier that names an error has it."
        "Put the one for every error last, or give it `errors(..)`."
    W1023 RETRIED_TWICE
        "An error that is named twice"
        "The first retrier that names an error has it."
        "Name it once."
    W1024 MAX_DELAY
        "A `max_delay` that is not longer than `interval`"
        "Step Functions refuses it. The interval is one second if left out."
        "Make it longer, or leave it out."
    W1025 RETRIED_ERRORS
        "`errors` without names of variants"
        "A retrier names errors, which are variants of the task's error type."
        "Write `errors(Network, Timeout)`, or leave it out to retry every error."
    W1026 TIME
        "A time that Step Functions could not wait"
        "A time is a whole number and a unit, of at least one second."
        "Write it as text: `\"30s\"`, `\"5m\"`, `\"24h\"`, `\"1d\"`."
    W1027 OPTION_VALUE
        "A value that an option cannot have"
        "The ranges are those of Amazon States Language."
        "Write what the message says."
    W1040 TASK_MEMORY
        "Memory that Lambda does not have"
        "The memory of a task's Lambda function is a number of MiB from 128 to 10240. It does nothing where the task runs in your process."
        "Write `#[task(memory = 512)]`."
    W1041 TASK_ENVIRONMENT
        "An environment variable that Lambda does not take"
        "The environment of a task's Lambda function has names of letters of ASCII, digits and `_`, of which Lambda keeps some for itself, each with a text. It does nothing where the task runs in your process."
        "Write `#[task(environment(TABLE = \"orders\", QUEUE = \"${QueueUrl}\"))]`, where `${QueueUrl}` is a parameter of the template."
}
