use serde_json::{Map, Value};

use crate::model::{Assign, FieldOrder, JsonPathFields};

/// The fields of an object that is being written, put in the canonical order.
pub(super) struct Fields<'o> {
    fields: Vec<(String, Value)>,
    order: &'o FieldOrder,
}

impl<'o> Fields<'o> {
    pub(super) fn new(order: &'o FieldOrder) -> Self {
        Self { fields: Vec::new(), order }
    }

    /// A field that is absent when there is no value.
    pub(super) fn put(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.fields.push((name.to_owned(), value.into()));
        }
    }

    /// A list that is absent when empty, unless it was written so when it was read.
    pub(super) fn put_list(&mut self, name: &str, items: Vec<Value>) {
        if !items.is_empty() || self.order.contains(name) {
            self.put(name, Some(items));
        }
    }

    /// An object that is absent when empty, unless it was written so when it was read.
    pub(super) fn put_assign(&mut self, name: &str, assign: &Assign) {
        if !assign.is_empty() || self.order.contains(name) {
            let object: Map<_, _> = assign.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
            self.put(name, Some(object));
        }
    }

    pub(super) fn put_jsonpath(&mut self, fields: &JsonPathFields) {
        self.fields.extend(fields.iter().map(|(name, value)| (name.clone(), value.clone())));
    }

    pub(super) fn order(&self) -> &'o FieldOrder {
        self.order
    }

    /// The object. A field that was not there when it was read follows the canonical one before it.
    pub(super) fn finish(self) -> Value {
        let mut last_read = None;
        let mut placed: Vec<_> = self
            .fields
            .into_iter()
            .map(|(name, value)| {
                let read = self.order.position(&name);
                last_read = read.or(last_read);
                ((last_read, read.is_none()), name, value)
            })
            .collect();
        // Stable, so fields that were not read keep the canonical order among themselves.
        placed.sort_by_key(|(place, _, _)| *place);
        Value::Object(placed.into_iter().map(|(_, name, value)| (name, value)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_fields_follow_their_canonical_predecessor() {
        let order: FieldOrder = ["End", "Type", "Resource"].into_iter().collect();
        let mut fields = Fields::new(&order);
        for name in ["Type", "Comment", "Resource", "Arguments", "End"] {
            fields.put(name, Some(1));
        }
        let names: Vec<_> = fields.finish().as_object().unwrap().keys().cloned().collect();
        assert_eq!(names, ["End", "Type", "Comment", "Resource", "Arguments"]);
    }

    #[test]
    fn what_was_written_though_empty_stays() {
        let order: FieldOrder = ["Retry"].into_iter().collect();
        let mut fields = Fields::new(&order);
        fields.put_list("Retry", vec![]);
        fields.put_list("Catch", vec![]);
        assert_eq!(fields.finish(), serde_json::json!({"Retry": []}));
    }
}
