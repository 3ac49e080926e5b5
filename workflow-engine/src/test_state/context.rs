//! A context object that a test gives.

use serde_json::{Map, Value};
use workflow_asl::{IntegrationPattern, Resource, State, StateKind};

use super::TestStateError;

/// What a field of the context object holds.
#[derive(Clone, Copy)]
enum Holds {
    Anything,
    Text,
    Number,
}

/// The objects of the context object, and their fields; see "Context object" in the AWS developer guide.
const OBJECTS: &[(&str, &[(&str, Holds)])] = &[
    (
        "Execution",
        &[
            ("Id", Holds::Text),
            ("Input", Holds::Anything),
            ("Name", Holds::Text),
            ("RoleArn", Holds::Text),
            ("StartTime", Holds::Text),
            ("RedriveCount", Holds::Number),
            ("RedriveTime", Holds::Text),
        ],
    ),
    ("State", &[("EnteredTime", Holds::Text), ("Name", Holds::Text), ("RetryCount", Holds::Number)]),
    ("StateMachine", &[("Id", Holds::Text), ("Name", Holds::Text)]),
    ("Task", &[("Token", Holds::Text)]),
];

/// Reads a context object for a state.
pub(super) fn read(text: &str, state: &State) -> Result<Value, TestStateError> {
    let context = match serde_json::from_str(text) {
        Ok(Value::Object(context)) => context,
        Ok(_) => return Err(invalid("Context object must be a JSON object")),
        Err(_) => return Err(invalid("Context object must be valid JSON")),
    };
    for (name, value) in &context {
        if name == "Map" {
            return Err(invalid("'Map' field is not supported when mocking a Context object"));
        }
        let Some((_, fields)) = OBJECTS.iter().find(|(object, _)| object == name) else {
            return Err(invalid(&format!("Field '{name}' is not allowed")));
        };
        let Value::Object(object) = value else {
            return Err(invalid(&format!("{name} must be an object")));
        };
        check_fields(name, object, fields)?;
    }
    if context.contains_key("Task") && !waits(state) {
        let why = "Context object contains 'Task' when state is not a Task state with a '.sync' or \
                   '.waitForTaskToken' service integration pattern";
        return Err(invalid(why));
    }
    Ok(Value::Object(context))
}

fn check_fields(object: &str, values: &Map<String, Value>, fields: &[(&str, Holds)]) -> Result<(), TestStateError> {
    for (name, value) in values {
        let Some((_, holds)) = fields.iter().find(|(field, _)| field == name) else {
            return Err(invalid(&format!("Field '{object}.{name}' is not allowed")));
        };
        match holds {
            Holds::Text if !value.is_string() => return Err(invalid(&format!("{object}.{name} must be a string"))),
            Holds::Number if !value.is_number() => return Err(invalid(&format!("{object}.{name} must be a number"))),
            _ => {}
        }
    }
    Ok(())
}

fn waits(state: &State) -> bool {
    let StateKind::Task(task) = &state.kind else { return false };
    match Resource::parse(&task.resource) {
        Resource::Integration(of) => of.pattern != IntegrationPattern::RequestResponse,
        _ => false,
    }
}

fn invalid(why: &str) -> TestStateError {
    TestStateError::Invalid(format!("Invalid Context object provided: {why}"))
}
