//! Definitions without effects, evaluated: their fields as Step Functions does it, their states by a few lines here.

use serde_json::{Map, Value, json};
use workflow_asl::jsonata::{Bindings, Conditions, Template};

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
    /// A field of a state: each string that is an expression stands for its value. An expression without a value
    /// fails its state.
    fn template(&self, field: &Value) -> Outcome {
        let template = Template::parse(field).unwrap_or_else(|error| panic!("{field}: {error}"));
        let context = json!({"Execution": {"Input": self.input}});
        let bindings = Bindings::new(self.variables).input(self.input).context(&context);
        let value = template.evaluate("Output", &bindings, &Conditions::new(0, 0));
        value.map_err(|error| format!("{FAULT} ({})", error.cause))
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
