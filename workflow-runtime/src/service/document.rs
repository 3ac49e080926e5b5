//! Arguments by dotted names: `MessageBody.Order` stands in the object `MessageBody`.

use crate::ServiceAction;
use serde_json::{Map, Value};

/// Puts an argument where its name says. One that may be left out is, where it is null.
pub fn place(document: &mut Map<String, Value>, action: &ServiceAction, name: &str, value: Value) {
    if !(value.is_null() && action.optional.contains(&name)) {
        insert(document, name, value);
    }
}

/// Puts a value where its name says.
pub(crate) fn insert(document: &mut Map<String, Value>, name: &str, value: Value) {
    match name.split_once('.') {
        None => drop(document.insert(name.to_owned(), value)),
        Some((outer, inner)) => {
            let object = document.entry(outer).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(fields) = object {
                insert(fields, inner, value);
            }
        }
    }
}

/// Takes an argument from where its name says; null where there is none.
pub fn take(document: &mut Map<String, Value>, name: &str) -> Value {
    match name.split_once('.') {
        None => document.shift_remove(name).unwrap_or_default(),
        Some((outer, inner)) => match document.get_mut(outer) {
            Some(Value::Object(fields)) => take(fields, inner),
            _ => Value::Null,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Shape;
    use serde_json::json;

    #[test]
    fn dotted_names_stand_in_objects() {
        let action = ServiceAction { resource: "", optional: &["Subject"], constants: &[], result: Shape::Unit };
        let mut document = Map::new();
        place(&mut document, &action, "QueueUrl", json!("q"));
        place(&mut document, &action, "Subject", Value::Null);
        place(&mut document, &action, "Other", Value::Null);
        place(&mut document, &action, "MessageBody.Order", json!(7));
        insert(&mut document, "MessageBody.TaskToken", json!("t"));
        let expected = json!({"QueueUrl": "q", "Other": null, "MessageBody": {"Order": 7, "TaskToken": "t"}});
        assert_eq!(Value::Object(document.clone()), expected);
        assert_eq!(take(&mut document, "MessageBody.TaskToken"), json!("t"));
        assert_eq!(take(&mut document, "MessageBody.TaskToken"), Value::Null);
        assert_eq!(take(&mut document, "Nothing.Here"), Value::Null);
    }
}
