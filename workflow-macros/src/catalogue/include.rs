catalogue! {
    W4001 INCLUDE_SYNTAX
        "An `include_asl!` that cannot be read"
        "It takes a name, a file, and where names differ which task stands for which function."
        "Write `include_asl!(pub fulfil: \"fulfil.asl.json\");`, or add `, tasks: { \"Reserve-v2\": reserve }`."
    W4002 INCLUDE_FILE
        "A definition that cannot be read from its file"
        "The file is looked for from the directory of the source file, as `include_str!` does."
        "Give the path from there: `\"../fulfil.asl.json\"`."
    W4003 INCLUDE_DEFINITION
        "A definition in a file that is not valid"
        "AWS would refuse the definition as well. The message says in which line of the file, and at which JSON pointer."
        "Change the definition."
    W4004 INCLUDE_FUNCTION
        "A Lambda function whose name is no Rust name"
        "A function of the definition is done by the task of its name in snake case, and this name gives none."
        "Say which task it is: `tasks: { \"2fa\": second_factor }`."
    W4005 INCLUDE_UNKNOWN
        "A task for a function that the definition does not call"
        "No Task state of the definition has a Lambda function of this name, in its `Resource` or as its `FunctionName`."
        "Leave it out, or write the function's name as the definition does."
}
