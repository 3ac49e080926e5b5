use super::Expr;
use serde_json::{Map, Value};

/// An expression as a field of a state takes it: objects and arrays stay JSON (as a person writes them), literals
/// stay plain, and everything else becomes a `"{% ... %}"` string.
///
/// Step Functions evaluates each item of a JSON array on its own, so a list's items need no care there.
///
/// ```
/// use workflow_asl::jsonata::{template, Expr};
/// let e = Expr::Object(vec![("a".into(), Expr::variable("x")), ("b".into(), Expr::integer(1))]);
/// assert_eq!(template(&e), serde_json::json!({"a": "{% $x %}", "b": 1}));
/// ```
pub fn template(expr: &Expr) -> Value {
    match expr {
        // Text that looks like an expression would be evaluated, so it is written as one that gives the text.
        Expr::Literal(Value::String(text)) if text.starts_with("{%") || text.ends_with("%}") => {
            Value::String(format!("{{% {expr} %}}"))
        }
        Expr::Literal(value) => value.clone(),
        Expr::Object(fields) => {
            let fields = fields.iter().map(|(key, value)| (key.clone(), template(value)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
        Expr::List(items) => Value::Array(items.iter().map(template).collect()),
        Expr::Whole(item, _) => template(item),
        Expr::Shared(shared) => template(shared.value()),
        other => Value::String(format!("{{% {} %}}", other.settled())),
    }
}
