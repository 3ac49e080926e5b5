use serde_json::Value;

use super::{Check, expression};
use crate::model::Map;
use crate::{field, pointer};

/// What a distributed Map may read its items with.
const READERS: [&str; 2] = ["s3:getObject", "s3:listObjectsV2"];

impl Check<'_> {
    /// `ItemReader` of a distributed Map.
    pub(super) fn item_reader(&mut self, map: &Map, state: &str) {
        let Some(reader) = &map.item_reader else { return };
        let at = pointer::below(state, field::ITEM_READER);
        let Value::Object(fields) = reader else {
            if !expression::is_expression(reader) {
                self.wrong_type(&at, "[OBJECT]");
            }
            return;
        };
        match fields.get(field::RESOURCE) {
            None => self.schema(&at, format!("These fields are required: [{}]", field::RESOURCE)),
            Some(Value::String(resource)) => {
                let is_reader = resource.split_once(":states:::").is_some_and(|(_, name)| READERS.contains(&name));
                if !is_reader {
                    let message = format!("The field '{}' does not match any of the allowed values", field::RESOURCE);
                    self.schema(pointer::below(&at, field::RESOURCE), message);
                }
            }
            Some(_) => self.wrong_type(&pointer::below(&at, field::RESOURCE), "[STRING]"),
        }
        if let Some(config) = fields.get(field::READER_CONFIG) {
            self.reader_config(config, &pointer::below(&at, field::READER_CONFIG));
        }
    }

    fn reader_config(&mut self, config: &Value, at: &str) {
        let (location, headers) = (field::CSV_HEADER_LOCATION, field::CSV_HEADERS);
        let input = config.get(field::INPUT_TYPE).and_then(Value::as_str);
        let header = config.get(location);
        match (input, header) {
            (Some("CSV"), None) => self.schema(at, format!("The field '{location}' is required")),
            (Some("JSON"), Some(_)) => {
                self.schema_of_field(at, location, format!("Field '{location}' is not supported"));
            }
            _ => {}
        }
        if header.and_then(Value::as_str) == Some("GIVEN") && config.get(headers).is_none() {
            self.schema(at, format!("These fields are required: [{headers}]"));
        }
    }
}
