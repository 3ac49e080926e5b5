//! Task states that call services: their `Arguments` and what is seen of their results.

use super::pattern::{is_some, null};
use super::state::name_of_arn;
use super::value::bind_simple;
use crate::data::Shape;
use crate::{ServiceAction, TaskInfo};
use serde_json::Value;
use workflow_asl::Template;
use workflow_asl::jsonata::{Expr, template};

/// The `Resource` of an activity.
pub(super) fn activity(name: &str) -> String {
    if name.starts_with("arn:") { name.to_owned() } else { activity_substitution(name) }
}

/// The substitution that stands for the ARN of an activity that is given by its name.
pub(crate) fn activity_substitution(activity: &str) -> String {
    format!("${{{}}}", name_of_arn(activity, "ActivityArn"))
}

/// The `Arguments` of a service, by its own names.
///
/// A field of a definition cannot be left out when it is evaluated, but a field of an object in JSONata is left out where
/// its value is. So `Arguments` are one expression where a parameter may be `None`.
pub(super) fn arguments(info: &TaskInfo, action: &ServiceAction, arguments: Vec<Expr>) -> Template {
    let mut fields = Fields::default();
    for (name, value) in action.constants {
        fields.place(name, Expr::string(*value));
    }
    let mut is_whole = false;
    for (name, value) in info.parameters.iter().zip(arguments) {
        match value {
            value if !action.optional.contains(name) => fields.place(name, value),
            Expr::Literal(Value::Null) => {}
            value @ Expr::Literal(_) => fields.place(name, value),
            value => {
                is_whole = true;
                fields.place(name, unless_null(value));
            }
        }
    }
    if let Some(token) = info.token {
        fields.place(token, Expr::States("context.Task.Token"));
    }
    template(&if is_whole { Expr::Present(fields.into_fields()) } else { Expr::Object(fields.into_fields()) })
}

/// The value, or nothing where it is null or missing.
fn unless_null(value: Expr) -> Expr {
    bind_simple("_v", value.or_missing(), |value| is_some(value.clone()).conditional(value, Expr::Missing))
}

/// What the workflow sees of a result: the fields that its type has. Services give more (`SdkHttpMetadata`), which must
/// not show where the value as a whole is kept or given.
pub(super) fn result(action: &ServiceAction, result: Expr) -> Expr {
    match action.result {
        Shape::Unit => null(),
        Shape::Struct(fields) if fields.iter().all(|field| !field.flatten) => {
            let field = |name: &str| (name.to_owned(), result.clone().field(name));
            Expr::Present(fields.iter().map(|known| field(known.name)).collect())
        }
        _ => result,
    }
}

/// An object that is made of dotted names.
#[derive(Default)]
struct Fields(Vec<(String, Field)>);

enum Field {
    Value(Expr),
    Object(Fields),
}

impl Fields {
    /// Puts a value where its name says. `#[task]` has seen that no name stands in the place of another.
    fn place(&mut self, name: &str, value: Expr) {
        let Some((outer, inner)) = name.split_once('.') else {
            self.0.push((name.to_owned(), Field::Value(value)));
            return;
        };
        match self.0.iter_mut().find(|(known, _)| known == outer) {
            Some((_, Field::Object(fields))) => fields.place(inner, value),
            _ => {
                let mut fields = Fields::default();
                fields.place(inner, value);
                self.0.push((outer.to_owned(), Field::Object(fields)));
            }
        }
    }

    fn into_fields(self) -> Vec<(String, Expr)> {
        let expr = |field| match field {
            Field::Value(value) => value,
            Field::Object(fields) => Expr::Object(fields.into_fields()),
        };
        self.0.into_iter().map(|(name, field)| (name, expr(field))).collect()
    }
}
