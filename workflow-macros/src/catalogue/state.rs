catalogue! {
    W0601 STATE_ATTRIBUTE
        "`#[state(..)]` without a name"
        "The attribute names the state of its statement, and has nothing else to say."
        "Write `#[state(name = \"Charge\")]`."
    W0602 STATE_NAME
        "A name that no state can have"
        "A state's name has 1 to 80 characters and no control characters."
        "Write another name."
    W0603 STATE_NAME_LONG
        "A state's name of more than 80 characters"
        "Step Functions refuses it. Names come from the functions and variables at the state."
        "Name the state: `#[state(name = \"..\")]` above the statement."
    W0604 STATE_NAME_TWICE
        "Two states of one name"
        "States are told apart by their names, also those of branches."
        "Name one of them: `#[state(name = \"..\")]` above the statement."
    W0605 NAME_WITHOUT_STATE
        "A name where there is no state"
        "Values are computed in the state before, so this statement has none."
        "Leave the attribute out."
}
