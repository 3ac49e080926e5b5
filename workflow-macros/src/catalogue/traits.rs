traits! {
    W0801
        "A type that is not data"
        "A workflow's values are kept as JSON between states, and this type does not say how."
        "Derive `WorkflowData` next to `Serialize` and `Deserialize`, or keep the value inside a `#[task]`. Of floats, `f64` is data."
    W0802
        "A type that is no error type"
        "An error ends an execution by its name, which is a variant."
        "Derive `WorkflowError` for an enum."
    W0803
        "An option in an option"
        "`Some` of a value that is null and `None` are the same JSON."
        "Take it apart with `.flatten()`, ask with `.any(..)` or `.position(..)`, or keep the value in a struct."
    W0804
        "A method that a type of number has not, or not exactly"
        "JSONata's numbers are 64-bit floats."
        "Use `i32`, `u32` or a smaller type, or compute inside a `#[task]`."
    W0805
        "Text that is parsed as another type than a number or a boolean"
        "JSONata reads numbers and nothing else."
        "Parse it inside a `#[task]`."
    W0806
        "Something that cannot be looked for in text"
        "JSONata looks for text."
        "Look for text or one character."
    W0807
        "Arithmetic without an exact form"
        "JSONata's numbers are 64-bit floats: both sides are integers of one type of up to 64 bits, or `f64`."
        "Convert one side with `as` or `f64::from`, or compute inside a `#[task]`."
    W0808
        "A sum of another type than its items"
        "The items are added up as what they are."
        "Convert the items first: `.map(|cents| cents as u64).sum()`."
    W0809
        "A cast without an exact form"
        "Integers and `f64` can be cast to each other."
        "Convert inside a `#[task]`."
    W0810
        "Another function of a name that the language has"
        "`sleep`, `sleep_until`, `map`, `start_execution`, `now`, `uuid` and `random` of another crate are not part of a definition."
        "Use that of `workflow_runtime::prelude`, and give another function another name."
    W0811
        "A method of an `Option` or `Result` on something else"
        "The method has a form for these only."
        "Take another method, or compute inside a `#[task]`."
    W0812
        "`.await` on a function that is no task"
        "What it does would not be part of the definition."
        "Put `#[task]` on the function that is called."
    W0813
        "A workflow that is awaited as a task would be"
        "A workflow starts an execution of another one, and does not contain it."
        "Write `start_execution(workflow(..)).await?`."
    W0814
        "`?` on something that is no `Result`"
        "A definition fails with an error, and an `Option` has none."
        "Write `option.ok_or(MyError::Missing)?`."
    W0815
        "`?` with a conversion that Step Functions would skip"
        "An error propagates without running code, so it stays what it is."
        "Mark the variant that holds it with `#[from]`, or `match` the error."
    W0816
        "A value that has no items here"
        "Lists, maps by `String`, and options are iterated over."
        "Make it a list."
    W0817
        "An order that differs"
        "JSONata orders text by UTF-16 units, Rust by code points; nothing else but numbers has an order."
        "Compare numbers, or compare inside a `#[task]`."
    W0818
        "Values that cannot be compared"
        "Two JSON objects may be equal although the values are not, and the other way round."
        "Compare the fields or items, use `match`, or compare inside a `#[task]`."
    W0819
        "`.collect()` into another collection"
        "JSON has lists and objects."
        "Collect into a `Vec`, a `BTreeMap<String, _>` or a `String`."
    W0820
        "A value without an exact text"
        "JSONata writes floats with 15 digits, and knows no `Display`."
        "Format text, integers and booleans; anything else inside a `#[task]`."
    W0821
        "A method of text on something else"
        "The method has a form for text only."
        "Take another method, or compute inside a `#[task]`."
    W0822
        "Something that nothing can be pushed to"
        "Lists and text can grow."
        "Assign the new value."
    W0823
        "`.len()` of text"
        "Rust counts bytes and JSONata characters."
        "Write `.chars().count()`."
    W0824
        "`.is_empty()` of something that cannot be"
        "Lists, maps and text can be empty."
        "Compare it with what it is when empty."
    W0825
        "`.contains(..)` of something without an exact form"
        "JSONata compares numbers, booleans and text exactly."
        "Use `.iter().any(|item| ..)` on the parts."
    W0826
        "A method of lists on something else"
        "The method has a form for `Vec` and slices only."
        "Collect into a `Vec` first."
    W0827
        "A range of something that is no integer"
        "A range counts."
        "Count over integers."
    W0828
        "`.get(..)` of something that is neither a list nor a map"
        "Lists are looked up by position, maps by `String`."
        "Take another method, or compute inside a `#[task]`."
    W0829
        "`.join(..)` of something that is no list of text"
        "JSONata joins text."
        "Map the items to text first; for a list of lists use `.concat()`."
    W0830
        "`.concat()` of something else than text or lists"
        "JSONata puts text or lists together."
        "Map the items first."
    W0831
        "A value in another base that is no unsigned integer"
        "Rust writes a negative number as its bits."
        "Cast to an unsigned type first."
    W0832
        "A method of maps on something else"
        "An object's keys are text, so a map is a `BTreeMap<String, _>`."
        "Use a `BTreeMap<String, _>`."
    W0833
        "A call of a function that is neither task nor expression"
        "What it does is not visible to `#[workflow]`."
        "Put `#[expression]` on it if it computes a value, `#[task]` if it does more, and await a task."
    W0834
        "An item of something that has none by such an index"
        "Lists have items by position and maps by key, and what an index of another type does is not visible."
        "Index a list with an integer or a range, a map with text."
    W0835
        "A duration added to something that is no moment"
        "Durations move moments; between numbers they would be seconds or parts of them."
        "Compute with a `jiff::Timestamp`, or with numbers of seconds."
}
