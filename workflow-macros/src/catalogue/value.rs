catalogue! {
    W0301 OPERATOR
        "An operator without a form"
        "JSONata has no operators on bits."
        "Compute it inside a `#[task]`."
    W0302 OPEN_RANGE
        "A range without both its ends"
        "A definition counts through all items of a range, so there must be a last one."
        "Write `start..end`; for a part of a list `.iter().skip(..).take(..)`."
    W0303 PART_OF_A_LIST
        "A part of a list that is not borrowed"
        "A part has no size that rustc knows, so it cannot be a value of its own."
        "Write `&list[start..end]`."
    W0304 REPEATED_ITEM
        "`[value; n]`"
        "JSONata has no list of one value many times."
        "List the items, or map over a range: `(0..n).map(|_| value).collect()`."
    W0305 METHOD
        "A method without an exact form"
        "Methods become JSONata, one by one, where it gives exactly what Rust gives."
        "Take one that docs/methods.md lists, or move the call into a `#[task]`."
    W0306 METHOD_ARGUMENT
        "A method with an argument that has no form"
        "What the method does depends on more than the value: a function cannot be looked into, and a closure is not a value."
        "Write what the message says: a value, a closure, or a literal."
    W0307 STOPS_EARLY
        "An iterator that may fail where Rust might not ask for the item"
        "Rust asks for items one by one and stops early; JSONata computes all of them, and one that is not needed may fail."
        "Collect the items into a `Vec` first."
    W0309 CHARACTERS
        "The characters of a text"
        "A single character is text in JSONata, and much of what `char` can do it cannot."
        "Count them with `.chars().count()`; take text apart with `.split(..)`, or inside a `#[task]`."
    W0310 FORMAT_LAYOUT
        "A layout of `format!` without an exact form"
        "Rust and JSONata lay out values differently in all but the simplest cases."
        "Use a fill, `<` or `>`, a width, zeros, `x`, `X`, `b` and `o`; format anything else inside a `#[task]`."
    W0311 FORMAT_UNUSED
        "An argument that the template does not use"
        "rustc refuses this in `format!` too."
        "Remove it, or write `{}` for it."
    W0312 FORMAT_EXPRESSION
        "An expression in the braces of a template"
        "Only a name can stand there in Rust."
        "Write `{}`, and give the value as an argument."
    W0313 FORMAT_MISSING
        "A template that asks for an argument that is not there"
        "rustc refuses this in `format!` too."
        "Give the argument."
    W0314 FRACTION_OF_A_SECOND
        "A duration that is not of whole seconds"
        "Step Functions counts whole seconds."
        "Write `Duration::from_secs(..)`, `from_mins` or `from_hours`."
    W0315 ASYNC_CLOSURE
        "An async closure of a method"
        "The closure computes a value within a state, and cannot wait."
        "Use `map(items, |item| task(item))` for a task per item."
    W0316 CALLED_VALUE
        "A call of a value"
        "A variable holds JSON, so there is no function in it."
        "Put `#[expression]` on a function and call that."
    W0317 TYPE_ARGUMENTS
        "A call with type arguments"
        "Neither tasks nor expressions are generic."
        "Leave them out, or move the call into a `#[task]`."
    W0318 FUNCTION_OF_A_TYPE
        "A call of a function of a type"
        "Such a function cannot have `#[expression]`, so what it does is not visible."
        "Write a free function with `#[expression]`, or move the call into a `#[task]`."
    W0319 CLOCK
        "A clock"
        "A replayed execution would read another time, and a definition has no clock but its own."
        "Use `now()` of `workflow_runtime::prelude`, which is recorded."
    W0320 RANDOM
        "Chance"
        "A replayed execution would get another value."
        "Use `uuid()` or `random()` of `workflow_runtime::prelude`, which are recorded."
    W0321 DRAWN_IN_CLOSURE
        "`now()`, `uuid()` or `random()` in a closure"
        "Each call is another value, and how often a closure is called differs."
        "Bind one value before it: `let id = uuid();`."
    W0322 DRAWN_WHERE_SKIPPED
        "`now()`, `uuid()` or `random()` where it may not be reached"
        "What is drawn is recorded, so it must be certain whether it is drawn."
        "Bind it with `let` first."
    W0323 FAULT_BEFORE_TASK
        "An operand before a task's call that may have no value"
        "Rust evaluates it before the call; a definition could not before the call was made."
        "Bind that operand with `let` first."
}
