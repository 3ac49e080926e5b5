catalogue! {
    W0401 AWAIT_IN_CLOSURE
        "`.await` in a closure"
        "A closure computes a value within one state, and a task is a state."
        "Use `map(items, |item| task(item))` for a task per item."
    W0402 WORK_OUTSIDE
        "Work that is started outside of the definition"
        "What is spawned runs beside the state machine, which would not know of it."
        "Use `try_join!` or `join!` for calls side by side, and `map` for a task per item."
    W0403 NOT_AWAITABLE
        "`.await` on something that is no effect"
        "A definition waits for tasks, executions, timers and branches only."
        "Move this into a `#[task]`."
    W0404 TRY_IN_CLOSURE
        "`?` in a closure"
        "A closure computes a value within one state, and `?` would leave it."
        "Use `match`, or `.and_then(..)`."
    W0405 TRIED_WAIT
        "`?` after a wait"
        "A wait does not fail."
        "Leave out the `?`."
    W0406 TRIED_JOIN
        "`?` after `join!`"
        "`join!` gives a tuple of results, of which each may be an error."
        "Use `try_join!`, or bind them and write `?` after each."
    W0407 TRIED_BEFORE_AWAIT
        "`?` before `.await`"
        "A call is not a result before it was awaited."
        "Write `.await?`."
    W0408 MAP_OF_A_FUNCTION
        "`map` of a function's name"
        "The body of a Map state is what the closure says, and a name says nothing."
        "Write `|item| task(item)`."
    W0409 MAP_WITHOUT_ITEM
        "`map` whose closure takes nothing"
        "A Map state gives each iteration its item."
        "Write `|item| ..`, or `|_| ..`."
    W0410 EXECUTION_OF_NO_CALL
        "`start_execution` of something that is no workflow's call"
        "Which workflow is started, and with which input, stands in the definition."
        "Write `start_execution(workflow(..)).await?`."
    W0411 EXECUTION_NOT_AWAITED
        "An execution that is started and not awaited"
        "The state that starts an execution waits for its end."
        "Write `start_execution(workflow(..)).await?`."
    W0412 OPTION_WITHOUT_VALUE
        "`.timeout()` and the like without a value"
        "The field of the state needs its number."
        "Give the value: `.timeout(Duration::from_secs(30))`."
    W0413 OPTION_OF_AN_EXECUTION
        "A timeout of an execution that is started"
        "Step Functions would give up waiting and let the other execution run on."
        "Give the tasks of the workflow that is started a timeout."
    W0414 OPTION_MISPLACED
        "An option on an effect that does not have it"
        "A Task state has timeouts and a Map state has a concurrency."
        "Write `.timeout(..)` and `.heartbeat(..)` on a task's call, `.max_concurrency(..)` on a `map`."
    W0415 EMPTY_JOIN
        "A join without branches"
        "A Parallel state has at least one branch."
        "Give it branches, or leave it out."
    W0416 BRANCH
        "A branch that is neither a call nor an async block"
        "A branch of a join, and the body of a `map`, is a state machine of its own."
        "Write a task's call, `async { .. }`, or `async move { .. }` in a `map` closure."
    W0417 AWAIT_WHERE_SKIPPED
        "`.await` inside an expression where it may not be reached"
        "Whether a task is called is decided by a state, and not in the middle of an expression."
        "Bind its result with `let` first, or use `if`."
    W0418 AWAIT_IN_PLACE
        "`.await` in the place that is assigned"
        "Which item is assigned must be known when the state assigns it."
        "Bind the task's result with `let` first."
    W0419 RESULT_UNUSED
        "A result that nobody uses"
        "The error would be lost: without a `?` nothing says what should become of it."
        "Write `?` after it, or `let _ = ..` to go on whatever happens."
    W0420 RETRY_BOTH
        "`.retry(..)` and `.no_retry()` at one call"
        "One says how the call is tried again and the other that it is not."
        "Leave one of them out."
    W0421 RETRY_COMPUTED
        "A retrier that is computed"
        "Retriers are part of the definition and cannot depend on what happens."
        "Write `.retry(retrier!(errors(ShopError::Network), interval = \"1s\"))`, or name a constant."
}
