//! Which variables the states of a definition read.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::Value;

use crate::field;
use crate::jsonata::Expression;
use crate::model::{QueryLanguage, StateMachine};

/// The variables that each state reads, by the name of the state: `variableReferences` of `DescribeStateMachine`.
/// States that read none are not there.
///
/// What an expression binds itself is told from a variable by this: variables are assigned somewhere.
///
/// ```
/// use workflow_asl::{StateMachine, variable_references};
///
/// let machine = StateMachine::from_json(r#"{"StartAt": "A", "States": {
///     "A": {"Type": "Pass", "Assign": {"total": 1}, "Next": "B"},
///     "B": {"Type": "Pass", "InputPath": "$total", "End": true}
/// }}"#).unwrap();
/// assert_eq!(variable_references(&machine)["B"], ["total"]);
/// ```
pub fn variable_references(machine: &StateMachine) -> BTreeMap<String, Vec<String>> {
    let mut found = Found { machine, assigned: HashSet::new(), read: Vec::new() };
    found.states(&machine.to_value());
    let Found { assigned, read, .. } = found;
    let read = read.into_iter().filter_map(|(state, names)| {
        let names: Vec<String> = names.into_iter().filter(|name| assigned.contains(name)).collect();
        (!names.is_empty()).then_some((state, names))
    });
    read.collect()
}

/// What was found so far.
struct Found<'m> {
    machine: &'m StateMachine,
    assigned: HashSet<String>,
    read: Vec<(String, BTreeSet<String>)>,
}

impl Found<'_> {
    /// The states of a machine, a branch or a processor and, after each, those in it.
    fn states(&mut self, scope: &Value) {
        for (name, state) in scope.get(field::STATES).and_then(Value::as_object).into_iter().flatten() {
            let mut read = BTreeSet::new();
            self.state(state, self.language_of(state), &mut read);
            self.read.push((name.clone(), read));
            let branches = state.get(field::BRANCHES).and_then(Value::as_array).into_iter().flatten();
            let processor = state.get(field::ITEM_PROCESSOR).or_else(|| state.get(field::ITERATOR));
            branches.chain(processor).for_each(|inner| self.states(inner));
        }
    }

    fn language_of(&self, state: &Value) -> QueryLanguage {
        let own = state.get(field::QUERY_LANGUAGE).and_then(Value::as_str);
        let languages = [QueryLanguage::JsonPath, QueryLanguage::JsonAta];
        let own = languages.into_iter().find(|language| own == Some(language.as_str()));
        own.or(self.machine.query_language).unwrap_or_default()
    }

    fn state(&mut self, state: &Value, language: QueryLanguage, read: &mut BTreeSet<String>) {
        for (name, value) in state.as_object().into_iter().flatten() {
            match name.as_str() {
                field::BRANCHES | field::ITEM_PROCESSOR | field::ITERATOR | field::COMMENT | field::RESULT_PATH => {}
                // Literal data.
                field::RESULT if language == QueryLanguage::JsonPath => {}
                _ => self.value(name, value, language, read),
            }
        }
    }

    fn value(&mut self, name: &str, value: &Value, language: QueryLanguage, read: &mut BTreeSet<String>) {
        match value {
            Value::String(text) => match language {
                QueryLanguage::JsonAta => read.extend(names_in_expression(text)),
                QueryLanguage::JsonPath if is_path(name) => read.extend(names_in_path(text)),
                QueryLanguage::JsonPath => {}
            },
            Value::Array(items) => items.iter().for_each(|item| self.value(name, item, language, read)),
            Value::Object(fields) => {
                if name == field::ASSIGN {
                    self.assigned.extend(fields.keys().map(|key| key.strip_suffix(".$").unwrap_or(key).to_owned()));
                }
                fields.iter().for_each(|(name, value)| self.value(name, value, language, read));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

/// Whether a field of a JSONPath state holds a path or an intrinsic function.
fn is_path(name: &str) -> bool {
    name.ends_with(".$") || name.ends_with("Path") || name == field::VARIABLE
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
    use super::*;
    use serde_json::json;

    fn find(definition: Value) -> Value {
        let machine = StateMachine::from_json(&definition.to_string()).unwrap();
        json!(variable_references(&machine))
    }

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
        assert_eq!(find(definition), json!({"B": ["x", "y"], "C": ["x"]}));
    }

    #[test]
    fn references_of_expressions() {
        let definition = json!({"StartAt": "A", "QueryLanguage": "JSONata", "States": {
            "A": {"Type": "Pass", "Assign": {"total": 1}, "Next": "B"},
            "B": {"Type": "Pass", "Output": {"v": "{% ($i := 1; $sum([$total, $i, $states.input])) %}", "w": "$total"},
                "End": true}
        }});
        assert_eq!(find(definition), json!({"B": ["total"]}));
    }
}
