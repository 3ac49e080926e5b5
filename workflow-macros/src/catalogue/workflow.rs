catalogue! {
    W0101 WORKFLOW_NOT_A_FUNCTION
        "`#[workflow]` on something that is no function"
        "A workflow is one function: its parameters are the execution's input, its body is the state machine."
        "Put the attribute on an `async fn`."
    W0102 WORKFLOW_NOT_ASYNC
        "A workflow that is not `async`"
        "A workflow awaits its tasks, each of which is a state."
        "Write `async fn`."
    W0103 WORKFLOW_GENERIC
        "A workflow with generic parameters"
        "A workflow has one definition, which could not depend on types that its callers choose."
        "Write the types out; for several types write several workflows that call the same tasks."
    W0104 WORKFLOW_QUALIFIER
        "A workflow that is `const`, `unsafe`, `extern` or variadic"
        "Nobody but a context calls a workflow, so these say nothing that a definition could keep."
        "Leave it out; do unsafe work inside a `#[task]`."
    W0105 WORKFLOW_RESULT
        "A workflow that gives no `Result`"
        "An execution succeeds with an output or fails with an error, and so does the function."
        "Give `Result<T, E>`, where `E` derives `WorkflowError`, or `Result<T, Failure>`."
    W0106 WORKFLOW_ERROR_TYPE
        "An alias of `Result` that hides the error type"
        "The macro sees the tokens of the signature and not what an alias stands for."
        "Write both types: `Result<T, E>`."
    W0107 WORKFLOW_SELF
        "A workflow with `self`"
        "A workflow is a state machine and belongs to no value: all that it knows is its input."
        "Make it a free function, and pass what it needs as parameters."
    W0108 WORKFLOW_BORROWED_INPUT
        "A parameter that is a reference"
        "The input is a JSON document that belongs to the execution."
        "Take the parameter by value."
    W0109 WORKFLOW_IMPL_INPUT
        "A parameter of type `impl Trait`"
        "A workflow has one definition, and the fields of its input one type each."
        "Write the type out."
    W0110 WORKFLOW_PARAMETER_PATTERN
        "A parameter that is a pattern"
        "A parameter's name is the name of its field in the execution's input."
        "Give it a name, and take it apart with `let` in the body."
    W0111 WORKFLOW_OPTION
        "An option that `#[workflow]` does not have"
        "Timeouts and retries are those of tasks, where Step Functions has them."
        "Write `#[task(timeout = \"30s\", retry(..))]`; the options of a workflow are `type`, `logging(..)`, `tracing`, `encryption(..)`, `tags(..)` and `allow(..)`."
    W0112 LINT_FORM
        "More than a name in `allow(..)`"
        "A lint is allowed for the whole definition or not at all."
        "Write its name alone: `#[workflow(allow(history_limit))]`."
    W0113 UNKNOWN_LINT
        "A lint that does not exist"
        "`allow(..)` names lints of definitions."
        "Take a name from the message."
    W0114 WORKFLOW_TYPE
        "A type of workflow that does not exist"
        "Executions are `STANDARD`, which are kept and may last a year, or `EXPRESS`, which are not and last five minutes at most."
        "Write `#[workflow(type = \"EXPRESS\")]`, or nothing for `STANDARD`."
    W0120 LOGGING
        "Logging that Step Functions does not have"
        "What is logged is `ALL`, `ERROR` or `FATAL`, with or without the data of the execution; nothing is logged without the option."
        "Write `#[workflow(logging(level = \"ERROR\"))]`, with `include_execution_data` after the level where inputs and outputs may be in the log."
    W0121 ENCRYPTION
        "Encryption without a key, or with a time out of range"
        "A key of AWS KMS is named by its ARN, or by a parameter of the template. A data key is used again for one to fifteen minutes, five unless something is said."
        "Write `#[workflow(encryption(key = \"${Key}\", reuse = \"5m\"))]`."
    W0122 TAGS
        "Tags that AWS does not take"
        "A state machine has at most fifty tags, each with a name of its own of 1 to 128 characters and a value of up to 256: letters, digits, spaces and `_.:/=+-@`. Names that begin with `aws:` are AWS's."
        "Write `#[workflow(tags(team = \"shop\", \"cost-center\" = \"4711\"))]`."
}
