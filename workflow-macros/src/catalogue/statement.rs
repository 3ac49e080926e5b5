catalogue! {
    W0201 ITEM_INSIDE
        "A function, type or constant inside a workflow"
        "A definition is made of the body's statements, and an item is none."
        "Move it out of the function."
    W0202 WITHOUT_VALUE
        "`let` without a value"
        "A variable of a state machine exists from the state that assigns it."
        "Write `let name = value;`, or make the value that of an `if` or `match`."
    W0203 ATTRIBUTE_INSIDE
        "An attribute inside a workflow"
        "What the attribute does to the code would not be done to the definition."
        "Remove it; only `#[state(name = \"..\")]` can stand there."
    W0204 ITERATOR_KEPT
        "An iterator in a variable"
        "Variables are JSON, and an iterator has none: only what it ends in does."
        "End it with `.collect()`, `.sum()` and the like in the same statement."
    W0205 PATTERN
        "A pattern without a form"
        "Patterns become conditions and paths in JSON, which these cannot be."
        "Use names, `_`, tuples, slices, structs, enum variants, literals, ranges and `|`."
    W0206 PATTERN_AFTER_REST
        "A pattern after `..` in a tuple"
        "What stands there is counted from the end, and where that is only the type knows."
        "Put `..` last, with a `_` for each element before it."
    W0207 RANGE_BOUND
        "A range pattern with a computed bound"
        "The bounds become numbers in a condition."
        "Write literals or constants."
    W0208 GUARD_OF_ALTERNATIVES
        "A guard on alternatives that bind names"
        "Rust tries the guard again for every alternative that matches; a condition is evaluated once."
        "Write an arm for each alternative."
    W0209 NO_LOOP
        "`break` or `continue` without its loop"
        "There is no loop or labelled block of this branch to leave. A branch of a join or a `map` cannot leave a loop around it."
        "Give a value back from the branch, and decide after it."
    W0210 ENDLESS_LOOP
        "A loop that goes round without reaching a state"
        "A state machine goes from state to state, and this loop has none."
        "Call a task or `sleep` in the loop, or compute with an iterator chain."
    W0211 NO_RESULT_AT_END
        "A body that ends without a `Result`"
        "What a body ends with is how the execution, or its branch, ends."
        "End it with `Ok(..)`."
    W0212 NOT_A_RESULT
        "A result that is neither written nor awaited"
        "How an execution ends is decided by states, so a definition has to see where it succeeds and where it fails."
        "Write `Ok(..)` or `Err(..)`, or give a task's own result."
    W0213 TRIED_AND_RETURNED
        "`?` on what should be the `Result` itself"
        "`?` takes the value out of the `Result` that has to be given here."
        "Leave out the `?`, or write `Ok(..)` around it."
    W0214 ASSIGNED_PLACE
        "An assignment to something that is no place of a variable"
        "States assign variables, and have nothing else that could change."
        "Assign to the variable, or to a field or an item of it: `order.items[0].quantity = 2;`."
    W0215 UNKNOWN_VARIABLE
        "An assignment to a name that is no variable here"
        "Only a workflow's own variables can change: not statics, and not what a branch does not see."
        "Declare it with `let mut` in this body."
    W0216 ASSIGNED_IN_CLOSURE
        "An assignment inside a closure"
        "A closure becomes a JSONata function, which computes a value and changes nothing."
        "Use `.filter(..)`, `.count()`, `.sum()`, `.fold(..)` and the like, or a `for` loop."
    W0217 ASSIGNED_IN_BRANCH
        "An assignment to a variable around a branch"
        "Branches run side by side, and a variable of the scope around them is read-only there."
        "Return the value from the branch, and assign it after the join."
    W0218 ASSIGNED_PARAMETER
        "An assignment to a parameter"
        "The parameters are the execution's input, which stays what it is."
        "Copy it first: `let mut count = count;`."
    W0219 MUTABLE_REFERENCE
        "`&mut`"
        "A definition has no references, so nothing could change through one."
        "Assign to the variable itself: `order.items[0].quantity = 2;`."
    W0220 CHANGED_INSIDE
        "An assignment inside a larger expression"
        "A state assigns its variables at its end, after all its expressions."
        "Make it a statement of its own."
    W0221 VALUE_OF_A_CHANGE
        "The value of a method that changes its variable"
        "A state either assigns the variable or reads it."
        "Read what you need first (`list.last()`), then change the list in a statement of its own."
    W0222 CONTROL_INSIDE
        "Control flow inside a larger expression"
        "Where control goes is decided by states, and an expression is evaluated within one."
        "Make it a statement of its own, or bind its value with `let` first."
    W0223 MACRO
        "A macro without a form"
        "What a macro does is not visible to `#[workflow]`, so it could not be part of the definition."
        "Use one of those that the message lists, or move the macro into a `#[task]`."
    W0224 CLOSURE_ALONE
        "A closure that is no argument of a method"
        "A variable of a state machine holds JSON, which a function is not."
        "Write its body where it is called, or call a function with `#[expression]`."
    W0225 ASYNC_BLOCK
        "An async block that is no branch"
        "A definition runs one state after the other, but for the branches of a Parallel or Map state."
        "Make it a branch of `try_join!` or `join!`, or await its tasks one after the other."
    W0226 UNSAFE_BLOCK
        "Unsafe code"
        "A definition has no memory that it could be unsafe about."
        "Move it into a `#[task]`."
    W0227 NOT_EXPORTED
        "A form of Rust that has none in Amazon States Language"
        "Whatever cannot be said exactly is refused."
        "Move it into a `#[task]`, where any Rust may stand."
    W0228 CHANGED_AFTER_READ
        "A change of what the same expression has read before"
        "A state computes its expressions from its variables as they were before it."
        "Bind what is read first with `let`."
    W0229 SEVERAL_PLACES
        "Several places assigned at once"
        "Variables are assigned as wholes, and all of a tuple at one time."
        "Bind the values with `let`, then assign one place after the other."
}
