use serde_json::Value;

use crate::jsonpath::java;

/// `States.JsonMerge`: the members of both objects, those of the second where both have one. The third argument has to
/// be something other than true, since only shallow merging exists.
pub(super) fn merge(left: &Value, right: &Value, deep: &Value) -> Option<Value> {
    if *deep == Value::Bool(true) {
        return None;
    }
    Some(Value::Object(java::merged_map(left.as_object()?, right.as_object()?)))
}

/// `States.StringToJson`: what the text is as JSON; null if it is blank.
pub(super) fn parse(text: &Value) -> Option<Value> {
    let text = text.as_str()?;
    match text.trim() {
        "" => Some(Value::Null),
        // An integer, which has no sign at zero.
        "-0" => Some(Value::from(0)),
        text => serde_json::from_str(text).ok(),
    }
}
