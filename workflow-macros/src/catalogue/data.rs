catalogue! {
    W2001 UNION
        "A union as data"
        "Nothing says which of its fields is there, so it has no JSON."
        "Use an enum or a struct."
    W2002 DATA_LIFETIME
        "Data that borrows"
        "A workflow keeps its values as JSON."
        "Keep owned values: `String` for `&str`."
    W2003 DATA_BOUND
        "A bound on a type that is data"
        "What a type is in JSON does not depend on it."
        "Write the bound on the functions that need it."
    W2004 STRUCT_TAG
        "`#[serde(tag = \"..\")]` on a struct"
        "It adds a field to the JSON that Rust does not have."
        "Write it as a field."
    W2005 EXTERNAL_ENUM
        "An enum as serde writes it by default"
        "A variant with fields would be an object and one without would be text, which conditions cannot tell apart."
        "Add `#[serde(tag = \"type\")]`, or `#[serde(tag = \"type\", content = \"value\")]`."
    W2006 TWO_NAMES
        "A name that is written and another that is read"
        "A workflow writes what it reads again in the next state."
        "Give it one name: `#[serde(rename = \"..\")]`."
    W2007 UNNAMEABLE
        "A name that JSONata cannot write"
        "A path has names, or text in backquotes."
        "Rename it: not empty, and without a backquote."
    W2008 CONVERTED
        "Code between a value and its JSON"
        "A definition works on the JSON itself, and would not run the code."
        "Remove the attribute, and convert inside a `#[task]`."
    W2009 SKIPPED
        "A field or variant that is skipped"
        "Values go through JSON between states, and what is skipped would be lost."
        "Remove the field from the type, or keep it as an `Option`."
    W2010 SKIPPED_IF_MISSING
        "`#[serde(skip_serializing_if = \"..\")]`"
        "A missing field is not null in Step Functions: reading it fails the state."
        "Remove it, and let `None` be written as null."
    W2011 UNTAGGED
        "`#[serde(untagged)]`"
        "Nothing in the JSON says which variant it is."
        "Use `#[serde(tag = \"type\")]`, or `tag` and `content`."
    W2012 ALIAS
        "`#[serde(alias = \"..\")]`"
        "A definition reads the JSON as it came, under the field's one name."
        "Remove it, and rename the field in a `#[task]`."
    W2013 DEFAULT
        "`#[serde(default)]` on what is no `Option`"
        "A definition reads the JSON as it came, in which the field would be missing."
        "Remove it, or make the field an `Option`."
    W2014 OTHER_VARIANT
        "`#[serde(other)]`"
        "It would be written back as another name than was read."
        "Remove it, or keep the name as a `String`."
    W2015 NOT_AN_OBJECT
        "A value that is merged into its parent and is no object"
        "`flatten` and `#[serde(tag = \"..\")]` put the fields of an object next to others; text, a number or a list has none."
        "Hold a struct, or use `tag` and `content`. A map can be merged in a struct, as the only field that is."
}
