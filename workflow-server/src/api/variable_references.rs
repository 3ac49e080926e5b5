//! `variableReferences`: which variables the states of a definition read.

use std::collections::{BTreeSet, HashSet};

use serde_json::{Map, Value};
use workflow_asl::field;
use workflow_asl::jsonata::Expression;

/// The variables that each state reads, by the name of the state; states that read none are not there. Both are
/// sorted. None if no state reads any.
///
/// What an expression binds itself is told from a variable by this: variables are assigned somewhere.
pub(super) fn find(definition: &str) -> Option<Value> {
    // A definition that was accepted is JSON.
    let definition: Value = serde_json::from_str(definition).ok()?;
    let language = Language::of(&definition, Language::JsonPath);
    let mut found = Found::default();
    found.states(&definition, language);
    let Found { assigned, read } = found;
    let read = read.into_iter().filter_map(|(state, names)| {
        let names: Vec<Value> = names.into_iter().filter(|name| assigned.contains(name)).map(Value::from).collect();
        (!names.is_empty()).then_some((state, Value::from(names)))
    });
    let read: std::collections::BTreeMap<String, Value> = read.collect();
    (!read.is_empty()).then(|| read.into_iter().collect::<Map<_, _>>().into())
}

#[derive(Clone, Copy, PartialEq)]
enum Language {
    JsonPath,
    JsonAta,
}

impl Language {
    fn of(object: &Value, outer: Self) -> Self {
        match object.get(field::QUERY_LANGUAGE).and_then(Value::as_str) {
            Some("JSONata") => Self::JsonAta,
            Some("JSONPath") => Self::JsonPath,
            _ => outer,
        }
    }
}

/// What was found so far.
#[derive(Default)]
struct Found {
    assigned: HashSet<String>,
    read: Vec<(String, BTreeSet<String>)>,
}

impl Found {
    /// The states of a machine, a branch or a processor. A state's language is its own or the machine's.
    fn states(&mut self, scope: &Value, machine: Language) {
        for (name, state) in scope.get(field::STATES).and_then(Value::as_object).into_iter().flatten() {
            let mut read = BTreeSet::new();
            self.state(state, Language::of(state, machine), &mut read);
            self.read.push((name.clone(), read));
            let branches = state.get(field::BRANCHES).and_then(Value::as_array).into_iter().flatten();
            let processor = state.get(field::ITEM_PROCESSOR).or_else(|| state.get(field::ITERATOR));
            branches.chain(processor).for_each(|inner| self.states(inner, machine));
        }
    }

    fn state(&mut self, state: &Value, language: Language, read: &mut BTreeSet<String>) {
        for (field, value) in state.as_object().into_iter().flatten() {
            match field.as_str() {
                field::BRANCHES | field::ITEM_PROCESSOR | field::ITERATOR | field::COMMENT | field::RESULT_PATH => {}
                // Literal data.
                field::RESULT if language == Language::JsonPath => {}
                _ => self.value(field, value, language, read),
            }
        }
    }

    fn value(&mut self, field: &str, value: &Value, language: Language, read: &mut BTreeSet<String>) {
        match value {
            Value::String(text) => match language {
                Language::JsonAta => read.extend(names_in_expression(text)),
                Language::JsonPath if is_path(field) => read.extend(names_in_path(text)),
                Language::JsonPath => {}
            },
            Value::Array(items) => items.iter().for_each(|item| self.value(field, item, language, read)),
            Value::Object(fields) => {
                if field == field::ASSIGN {
                    self.assigned.extend(fields.keys().map(|key| key.strip_suffix(".$").unwrap_or(key).to_owned()));
                }
                fields.iter().for_each(|(field, value)| self.value(field, value, language, read));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

/// Whether a field of a JSONPath state holds a path or an intrinsic function.
fn is_path(field: &str) -> bool {
    field.ends_with(".$") || field.ends_with("Path") || field == "Variable"
}

fn names_in_expression(text: &str) -> Vec<String> {
    let inner = text.strip_prefix("{%").and_then(|text| text.strip_suffix("%}"));
    let expression = inner.and_then(|inner| Expression::parse(inner).ok());
    expression.iter().flat_map(Expression::names).map(str::to_owned).collect()
}

/// The names after a `$`, outside of the literals of intrinsic functions.
fn names_in_path(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = text.chars().peekable();
    let mut is_literal = false;
    let mut previous = ' ';
    while let Some(c) = rest.next() {
        match c {
            '\\' if is_literal => {
                rest.next();
            }
            '\'' => is_literal = !is_literal,
            '$' if !is_literal && previous != '$' => {
                let mut name = String::new();
                while let Some(part) = rest.next_if(|c| c.is_alphanumeric() || *c == '_') {
                    name.push(part);
                }
                names.push(name);
            }
            _ => {}
        }
        previous = c;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::find;
    use serde_json::json;

    #[test]
    fn references_of_paths() {
        let definition = json!({"StartAt": "A", "States": {
            "A": {"Type": "Pass", "Assign": {"x": 1, "y.$": "$.y"}, "Result": {"no.$": "$x"}, "Next": "B"},
            "B": {"Type": "Map", "ItemsPath": "$y[0]", "ItemSelector": {"a.$": "States.Format('$x {}', $x.z)"},
                "ItemProcessor": {"StartAt": "C", "States": {
                    "C": {"Type": "Choice", "Choices": [{"Variable": "$x", "IsNull": true, "Next": "D"}]},
                    "D": {"Type": "Pass", "InputPath": "$$.Execution.Id", "Parameters": {"t": "$x"}, "End": true}
                }}, "End": true}
        }});
        assert_eq!(find(&definition.to_string()), Some(json!({"B": ["x", "y"], "C": ["x"]})));
    }

    #[test]
    fn references_of_expressions() {
        let definition = json!({"StartAt": "A", "QueryLanguage": "JSONata", "States": {
            "A": {"Type": "Pass", "Assign": {"total": 1}, "Next": "B"},
            "B": {"Type": "Pass", "Output": {"v": "{% ($i := 1; $sum([$total, $i, $states.input])) %}", "w": "$total"},
                "End": true}
        }});
        assert_eq!(find(&definition.to_string()), Some(json!({"B": ["total"]})));
    }

    #[test]
    fn no_references() {
        assert_eq!(find(r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#), None);
    }
}
