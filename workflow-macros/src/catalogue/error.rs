catalogue! {
    W3001 NOT_AN_ENUM
        "An error type that is no enum"
        "Step Functions tells errors apart by name, and a variant's name is one."
        "Make it an enum, with a variant for each error."
    W3002 ERROR_GENERIC
        "An error type with generic parameters"
        "An error's fields are read from JSON by name."
        "Write the types out."
    W3003 SAME_ERROR
        "Two variants for one error"
        "An error that comes back could be either."
        "Name one of them differently."
    W3004 REST_NOT_LAST
        "A variant for every error before others"
        "It takes every error that the variants before it leave, so none would be left for those after it."
        "Move it to the end, and have only one like it."
    W3005 FROM_AND_NAME
        "`#[from]` and a name"
        "A variant with `#[from]` stands for the errors of the type it holds, which have names."
        "Remove `#[from]` or `#[error(..)]`."
    W3006 FROM_FIELDS
        "`#[from]` in a variant with other fields"
        "An error that is passed on has no value for them."
        "Leave one field."
    W3007 ERROR_OPTION
        "An option that `#[error(..)]` does not have"
        "A variant has a name, or takes the rest."
        "Write `#[error(name = \"States.Timeout\")]` or `#[error(other)]`."
    W3008 OTHER_FIELDS
        "`#[error(other)]` on a variant that holds no `Failure`"
        "It takes errors of any name and cause."
        "Write `Other(Failure)`."
    W3009 ERROR_NAME
        "A name that no error can have"
        "An error's name has 1 to 256 characters."
        "Write another name."
    W3010 WILDCARD_NAME
        "`States.ALL` or `States.TaskFailed` as a variant"
        "It stands for many errors, and is never the name of one."
        "Write `#[error(other)] Other(Failure)` to take them all."
    W3011 UNCATCHABLE_NAME
        "An error that nothing can catch"
        "It ends the execution."
        "Remove the variant."
    W3012 UNKNOWN_NAME
        "A name of AWS's own that does not exist"
        "Names that start with `States.` are AWS's."
        "Take one that the message lists, or another beginning."
    W3013 TUPLE_VARIANT
        "A variant with several values without names"
        "An error's cause is an object, so its parts need names."
        "Write `Variant { .. }`."
    W3014 FLOAT_IN_CAUSE
        "A float in an error"
        "A Fail state writes its cause as text, in which JSONata keeps 15 digits of a float."
        "Hold a whole number of a smaller unit, or text."
    W3015 CAUSE_ATTRIBUTE
        "`flatten`, `default` or `alias` in an error"
        "The cause holds exactly the variant's fields, one by one."
        "Remove it."
    W3016 ERROR_TYPE_FIELD
        "A field called `errorType` in an error"
        "A Lambda function's error has its own `errorType` beside the cause."
        "Rename the field."
}
