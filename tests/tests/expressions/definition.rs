//! Definitions without effects, evaluated: their fields with a JSONata evaluator, their states by a few lines here.

use jlens_core::{Bindings, Expression};
use serde_json::{Map, Value, json};

/// The name of an error, or what an expression fails with on AWS.
pub(crate) type Outcome = Result<Value, String>;

const FAULT: &str = "States.QueryEvaluationError";

/// Runs a definition of Pass, Choice, Succeed and Fail states on an input.
pub(crate) fn execute(definition: &Value, input: &Value) -> Outcome {
    let mut variables = Map::new();
    let mut name = &definition["StartAt"];
    loop {
        let state = &definition["States"][name.as_str().expect("the name of a state")];
        let scope = Scope { input, variables: &variables };
        let (chosen, next) = match &state["Type"] {
            kind if kind == "Choice" => {
                let rules = state["Choices"].as_array().expect("rules");
                let mut chosen = (state, &state["Default"]);
                for rule in rules {
                    if scope.template(&rule["Condition"])? == json!(true) {
                        chosen = (rule, &rule["Next"]);
                        break;
                    }
                }
                chosen
            }
            kind if kind == "Pass" => (state, &state["Next"]),
            kind if kind == "Succeed" => (state, &Value::Null),
            kind if kind == "Fail" => {
                return Err(scope.template(&state["Error"])?.as_str().expect("a name").to_owned());
            }
            kind => panic!("{kind} is not for expressions"),
        };
        let assigned = scope.template(chosen.get("Assign").unwrap_or(&json!({})))?;
        let output = chosen.get("Output").map(|output| scope.template(output)).transpose()?;
        if next.is_null() {
            return Ok(output.expect("an expression's value"));
        }
        variables.extend(assigned.as_object().expect("variables").clone());
        name = next;
    }
}

struct Scope<'a> {
    input: &'a Value,
    variables: &'a Map<String, Value>,
}

impl Scope<'_> {
    /// A field of a state: each string that is an expression stands for its value.
    fn template(&self, field: &Value) -> Outcome {
        match field {
            Value::String(text) => match text.strip_prefix("{%").and_then(|text| text.strip_suffix("%}")) {
                Some(expression) => self.evaluate(expression),
                None => Ok(field.clone()),
            },
            Value::Array(items) => items.iter().map(|item| self.template(item)).collect(),
            Value::Object(fields) => {
                let fields = fields.iter().map(|(name, field)| Ok((name.clone(), self.template(field)?)));
                fields.collect::<Result<Map<_, _>, String>>().map(Value::Object)
            }
            _ => Ok(field.clone()),
        }
    }

    /// An expression without a value fails its state.
    fn evaluate(&self, expression: &str) -> Outcome {
        let compiled = Expression::compile(expression).unwrap_or_else(|error| panic!("{expression}: {error}"));
        let states = json!({"context": {"Execution": {"Input": self.input}}, "input": self.input});
        let mut bindings = Bindings::new().var("states", states);
        for (name, value) in self.variables {
            bindings = bindings.var(name, value.clone());
        }
        match compiled.evaluate(None, &bindings) {
            Ok(Some(value)) => Ok(value),
            Ok(None) => Err(format!("{FAULT} (undefined)")),
            Err(error) => Err(format!("{FAULT} ({error})")),
        }
    }
}

/// Whether two values are the same JSON: numbers by value, a missing field as null.
pub(crate) fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.keys().chain(right.keys()).all(|key| same(&member(left, key), &member(right, key)))
        }
        _ => left == right,
    }
}

fn member(object: &Map<String, Value>, key: &str) -> Value {
    object.get(key).cloned().unwrap_or_default()
}

/// Whether two runs ended the same way.
pub(crate) fn agree(native: &Outcome, definition: &Outcome) -> bool {
    match (native, definition) {
        (Ok(native), Ok(definition)) => same(native, definition),
        (Err(native), Err(definition)) => definition.split(' ').next() == Some(native),
        _ => false,
    }
}
