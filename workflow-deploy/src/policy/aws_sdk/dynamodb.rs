//! Calls of DynamoDB on several tables.

use serde_json::Value;

use super::super::arguments::{Argument, Arguments, Text};
use super::super::arn;
use super::super::call::Call;

/// `RequestItems` has the tables' names as its members.
pub(super) fn batch(action: &str, call: &mut Call<'_>) {
    let tables = match call.arguments.get("RequestItems") {
        Argument::Given(Value::Object(requests)) => {
            requests.keys().map(|name| table(name.trim_end_matches(".$"))).collect()
        }
        _ => vec![any("RequestItems", call)],
    };
    call.allow(&[&format!("dynamodb:{action}")], &tables);
}

/// `TransactItems` are a list of what is done, each with its table.
pub(super) fn transaction(action: &str, call: &mut Call<'_>) {
    let Some(items) = call.arguments.items("TransactItems") else {
        let tables = [any("TransactItems", call)];
        let names = super::actions::names("dynamodb", action);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        return call.allow(&names, &tables);
    };
    items.iter().for_each(|item| part(item, call));
}

fn part(item: &Arguments<'_>, call: &mut Call<'_>) {
    let parts = [
        ("ConditionCheck", "dynamodb:ConditionCheckItem"),
        ("Delete", "dynamodb:DeleteItem"),
        ("Get", "dynamodb:GetItem"),
        ("Put", "dynamodb:PutItem"),
        ("Update", "dynamodb:UpdateItem"),
    ];
    for (name, action) in parts {
        let path = format!("{name}.TableName");
        let tables = match item.text(&path) {
            Text::Constant(text) => [table(text)],
            Text::Computed => [any(&path, call)],
            Text::Absent => continue,
        };
        call.allow(&[action], &tables);
    }
}

fn table(name: &str) -> String {
    if arn::is_arn(name) { name.to_owned() } else { arn::own("dynamodb", &format!("table/{name}")) }
}

fn any(path: &str, call: &mut Call<'_>) -> String {
    let any = table("*");
    call.warn_computed(path, &any);
    any
}
