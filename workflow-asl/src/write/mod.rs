//! Writing a definition as JSON.

mod fields;
mod nested;
mod state;

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::field;
use crate::model::{StateMachine, States};
use fields::Fields;

impl StateMachine {
    /// The definition as a JSON value.
    ///
    /// The fields of an object that was read stand in the order in which they were read; the others follow the
    /// field that AWS's documentation puts before them. A `BackoffRate` without a fraction is written as a whole
    /// number.
    pub fn to_value(&self) -> Value {
        let mut fields = Fields::new(&self.order);
        fields.put(field::COMMENT, self.comment.as_deref());
        fields.put(field::QUERY_LANGUAGE, self.query_language.map(|language| language.as_str()));
        fields.put(field::VERSION, self.version.as_deref());
        fields.put(field::TIMEOUT_SECONDS, self.timeout_seconds);
        fields.put(field::START_AT, Some(self.start_at.as_str()));
        fields.put(field::STATES, Some(states(&self.states)));
        fields.finish()
    }

    /// The definition as the text of a JSON document: indented by two spaces, with a newline at its end.
    pub fn to_json_pretty(&self) -> String {
        // `{:#}` of a value is its indented form, and unlike `to_string_pretty` cannot fail.
        format!("{:#}\n", self.to_value())
    }
}

/// As [`StateMachine::to_value`].
impl Serialize for StateMachine {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_value().serialize(serializer)
    }
}

fn states(states: &States) -> Value {
    Value::Object(states.iter().map(|(name, state)| (name.clone(), state::state(state))).collect())
}
