catalogue! {
    W0501 ARM_OF_A_TASK
        "An arm that is neither `Ok(..)` nor `Err(..)`"
        "A task succeeds, or a Catcher takes its error."
        "Write `Ok(pattern)` and `Err(pattern)`."
    W0502 ARM_AFTER_UNCHANGED
        "An arm that handles an error after one that returns it"
        "An error that is returned unchanged needs no Catcher, and those that stand after it would come first."
        "Put the arms that return the error as it is last."
    W0503 ERROR_PATTERN
        "A pattern that no error has"
        "A Catcher knows an error by its name, which is a variant."
        "Match a variant, bind a name, or write `_`."
    W0504 FIELDS_OF_SEVERAL_ERRORS
        "Fields of several errors in one pattern"
        "One Catcher for several errors has no fields that all of them have."
        "Write an arm for each error."
    W0505 CAUGHT_ERROR_READ
        "A caught error that is looked into"
        "A Catcher gets an error's name and its cause as text, and which variant that is only a pattern says."
        "Match the variant, `Err(MyError::Variant { field })`, or use `error.failure()`."
    W0506 FAILURE_OF_NO_CATCH
        "`.failure()` of an error that was not caught"
        "It is what a Catcher got."
        "Bind the error in an arm: `Err(error) => error.failure()`."
    W0507 NOT_AN_ERROR
        "`Err(..)` of something that is no error"
        "A Fail state has the name of an error, which is a variant."
        "Write `Err(MyError::Variant { .. })`, or return an error that was caught."
    W0508 ERROR_MAY_FAULT
        "An error that may have no value"
        "Rust computes it before it is decided whether it is needed."
        "Bind what it is made of with `let` first."
    W0509 ERROR_OF_A_VALUE
        "The error of a value, by name"
        "Of a `Result` that is a value a definition knows no more than that there is an error."
        "Write `|_|`, or use `match`."
}
