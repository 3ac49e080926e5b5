catalogue! {
    W0701 EXPRESSION_OPTIONS
        "`#[expression]` with options"
        "There is nothing to choose."
        "Write `#[expression]`."
    W0702 EXPRESSION_NOT_A_FUNCTION
        "`#[expression]` on something that is no function"
        "The attribute makes a function part of the language."
        "Put it on a `fn`."
    W0703 EXPRESSION_ASYNC
        "An expression that is `async`"
        "An expression computes a value within a state, and waits for nothing."
        "Leave out `async`, or make it a `#[task]`."
    W0704 EXPRESSION_GENERIC
        "An expression with generic parameters"
        "What an expression becomes in JSONata depends on its types."
        "Write a function for each type."
    W0705 EXPRESSION_QUALIFIER
        "An expression that is `const`, `unsafe`, `extern` or variadic"
        "Its operators are checked as it runs, and it is written out where it is called."
        "Leave it out; do unsafe work inside a `#[task]`."
    W0706 EXPRESSION_IMPL
        "`impl Trait` in the signature of an expression"
        "What an expression becomes in JSONata depends on its types."
        "Write the type out."
    W0707 EXPRESSION_WITHOUT_VALUE
        "An expression without a value"
        "It could do nothing else."
        "Write the value's type, `-> T`, or make it a `#[task]`."
    W0708 EXPRESSION_SELF
        "An expression with `self`"
        "It is known by its name alone."
        "Make it a free function that takes the value."
    W0709 EXPRESSION_MUTABLE
        "An expression that takes `&mut`"
        "An expression computes a value and changes nothing."
        "Take `&T`, and give the new value."
    W0710 EXPRESSION_PATTERN
        "A parameter of an expression that is a pattern"
        "Its name is that of a JSONata variable."
        "Give it a plain name, and take it apart with `let`."
    W0711 EXPRESSION_LET_ELSE
        "`let .. else` in an expression"
        "It would have to return early."
        "Use `match` or `if let`."
    W0712 EXPRESSION_UNUSED_VALUE
        "A value in an expression that nothing reads"
        "An expression is one value."
        "Leave it out."
    W0713 EXPRESSION_STATE_NAME
        "A state's name in an expression"
        "An expression is a part of a state."
        "Leave the attribute out."
    W0714 EXPRESSION_AWAITS
        "A task in an expression"
        "An expression becomes a part of a state, and a task is a state."
        "Await the task in the workflow, and give its result to the expression."
    W0715 EXPRESSION_DRAWS
        "`now()`, `uuid()` or `random()` in an expression"
        "An expression gives the same for the same arguments."
        "Take the value as a parameter, and draw it in the workflow."
    W0716 EXPRESSION_RETURNS
        "`return` in an expression"
        "JSONata has no early return."
        "Write `if` and `else`, or `match`, as its value."
    W0717 EXPRESSION_LOOPS
        "A loop in an expression"
        "A loop is made of states."
        "Use an iterator chain, or loop in the workflow."
    W0718 EXPRESSION_ASSIGNS
        "An assignment in an expression"
        "A JSONata variable does not change."
        "Bind the new value with `let`."
    W0719 EXPRESSION_RECURSION
        "An expression that calls itself"
        "It is written out wherever it is called, which would never end."
        "Use an iterator chain, or compute this in a `#[task]`."
}
