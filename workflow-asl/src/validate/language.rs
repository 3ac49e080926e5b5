use super::Check;
use crate::model::{Choice, JsonPathFields, QueryLanguage, State, StateKind, WaitUntil};
use crate::{field, pointer};

impl Check<'_> {
    /// What a state has must be of its query language.
    pub(super) fn language(&mut self, state: &State, at: &str) {
        let machine = self.machine.query_language.unwrap_or_default();
        if machine == QueryLanguage::JsonAta && state.query_language == Some(QueryLanguage::JsonPath) {
            self.schema(at, "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine");
            return;
        }
        match self.machine.query_language_of(state) {
            QueryLanguage::JsonAta => self.without_jsonpath(state, at),
            QueryLanguage::JsonPath => self.without_jsonata(state, at),
        }
    }

    fn foreign(&mut self, at: &str, name: &str, language: QueryLanguage) {
        let (is, other) = match language {
            QueryLanguage::JsonAta => ("JSONata", "JSONPath"),
            QueryLanguage::JsonPath => ("JSONPath", "JSONata"),
        };
        let only = format!("field '{name}' is only supported for the '{other}' QueryLanguage");
        self.schema_of_field(at, name, format!("The QueryLanguage is set to '{is}', but {only}"));
    }

    fn without_jsonpath(&mut self, state: &State, at: &str) {
        self.no_jsonpath_fields(&state.jsonpath, at);
        match &state.kind {
            StateKind::Wait(wait) => match wait.until {
                WaitUntil::SecondsPath(_) => self.foreign(at, field::SECONDS_PATH, QueryLanguage::JsonAta),
                WaitUntil::TimestampPath(_) => self.foreign(at, field::TIMESTAMP_PATH, QueryLanguage::JsonAta),
                WaitUntil::Seconds(_) | WaitUntil::Timestamp(_) => {}
            },
            StateKind::Choice(choice) => {
                for (index, rule) in choice.choices.iter().enumerate() {
                    let at = rule_pointer(at, index);
                    let combining: Vec<_> = [field::VARIABLE, field::AND, field::OR, field::NOT]
                        .into_iter()
                        .filter(|name| rule.jsonpath.contains_key(*name))
                        .collect();
                    combining.iter().for_each(|name| self.foreign(&at, name, QueryLanguage::JsonAta));
                    if combining.is_empty() && rule.condition.is_null() {
                        self.schema(&at, format!("These fields are required: [{}]", field::CONDITION));
                    } else if combining.is_empty() {
                        self.no_jsonpath_fields(&rule.jsonpath, &at);
                    }
                }
            }
            _ => {}
        }
        for (index, catcher) in state.catch().iter().enumerate() {
            self.no_jsonpath_fields(&catcher.jsonpath, &pointer::at(&pointer::below(at, field::CATCH), index));
        }
    }

    fn no_jsonpath_fields(&mut self, fields: &JsonPathFields, at: &str) {
        for name in fields.keys() {
            self.foreign(at, name, QueryLanguage::JsonAta);
        }
    }

    fn without_jsonata(&mut self, state: &State, at: &str) {
        let arguments = match &state.kind {
            StateKind::Task(task) => task.arguments.as_ref(),
            StateKind::Parallel(parallel) => parallel.arguments.as_ref(),
            _ => None,
        };
        let items = if let StateKind::Map(map) = &state.kind { map.items.as_ref() } else { None };
        let present = [(field::ARGUMENTS, arguments), (field::ITEMS, items), (field::OUTPUT, state.output())];
        for (name, value) in present {
            if value.is_some() {
                self.foreign(at, name, QueryLanguage::JsonPath);
            }
        }
        if let StateKind::Choice(choice) = &state.kind {
            self.jsonpath_rules(choice, at);
        }
        for (index, catcher) in state.catch().iter().enumerate() {
            if catcher.output.is_some() {
                let at = pointer::at(&pointer::below(at, field::CATCH), index);
                self.foreign(&at, field::OUTPUT, QueryLanguage::JsonPath);
            }
        }
    }

    fn jsonpath_rules(&mut self, choice: &Choice, at: &str) {
        for (index, rule) in choice.choices.iter().enumerate() {
            let at = rule_pointer(at, index);
            if !rule.condition.is_null() {
                self.foreign(&at, field::CONDITION, QueryLanguage::JsonPath);
            }
            if rule.output.is_some() {
                self.foreign(&at, field::OUTPUT, QueryLanguage::JsonPath);
            }
        }
    }
}

fn rule_pointer(state: &str, index: usize) -> String {
    pointer::at(&pointer::below(state, field::CHOICES), index)
}
