//! What is known of the value of an expression without evaluating it.

use jlens_core::ast::{Node, NodeKind};
use serde_json::{Map, Value};

use crate::jsonata_text::body;

/// The object that a field's expression, `{% {"TopicArn": "a", "Message": $m} %}`, makes, as the field would say it without
/// an expression around all of it: constants stand as they are, and what is computed is an expression of its own. A member
/// that is computed may be missing from the value.
///
/// None of a text that is no expression, or that is not just such an object.
///
/// ```
/// use serde_json::json;
/// use workflow_asl::jsonata::outline;
///
/// let outlined = outline(r#"{% {"TopicArn": "a", "Attributes": {"n": [1, $n + 1]}} %}"#);
/// assert_eq!(outlined, Some(json!({"TopicArn": "a", "Attributes": {"n": [1, "{% $n + 1 %}"]}})));
/// assert_eq!(outline("{% $states.input %}"), None);
/// assert_eq!(outline("a"), None);
/// ```
pub fn outline(field: &str) -> Option<Value> {
    let text = body(field)?;
    let parsed = jlens_core::Expression::compile(text).ok()?;
    let node = &parsed.ast().root;
    if is_plain(node) { object(node, text) } else { None }
}

fn object(node: &Node, text: &str) -> Option<Value> {
    let NodeKind::Object { pairs } = &node.kind else { return None };
    let member = |(key, value): &(Node, Node)| match &key.kind {
        NodeKind::String { value: name } if is_plain(key) => Some((name.clone(), known(value, text)?)),
        _ => None,
    };
    pairs.iter().map(member).collect::<Option<Map<_, _>>>().map(Value::Object)
}

fn known(node: &Node, text: &str) -> Option<Value> {
    let constant = match &node.kind {
        _ if !is_plain(node) => None,
        NodeKind::String { value } if body(value).is_none() => Some(Value::String(value.clone())),
        NodeKind::Bool { value } => Some(Value::Bool(*value)),
        NodeKind::Null => Some(Value::Null),
        NodeKind::Number { .. } => {
            text.get(node.span.start..node.span.end).and_then(|text| text.parse().ok()).map(Value::Number)
        }
        NodeKind::Array { items } => {
            items.iter().map(|item| known(item, text)).collect::<Option<Vec<_>>>().map(Value::Array)
        }
        NodeKind::Object { .. } => object(node, text),
        _ => None,
    };
    constant.or_else(|| text.get(node.span.start..node.span.end).map(|text| Value::String(format!("{{% {text} %}}"))))
}

/// Whether nothing is selected from what a node makes.
fn is_plain(node: &Node) -> bool {
    let attrs = &node.attrs;
    attrs.stages.is_empty() && attrs.predicate.is_empty() && attrs.group.is_none() && !attrs.keep_array
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn constants_and_what_is_computed() {
        let outlined = |text: &str| outline(&format!("{{% {text} %}}"));
        assert_eq!(
            outlined(r#"{"a": "x\"${Y}", "b": -1.5, "c": null, "d": [true, {}], "e": ($v := $x; $v), "f": 2}"#),
            Some(json!({"a": "x\"${Y}", "b": -1.5, "c": null, "d": [true, {}], "e": "{% ($v := $x; $v) %}", "f": 2}))
        );
        assert_eq!(
            outlined(r#"{"a": {$k: 1}, "b": "{% 1 %}"}"#),
            Some(json!({"a": "{% {$k: 1} %}", "b": "{% \"{% 1 %}\" %}"}))
        );
        for other in
            [r#"{"a": 1}.a"#, r#"{"a": 1}["a"]"#, r#"{"a": 1}[]"#, r#"$merge([{"a": 1}])"#, "{$k: 1}", "{", "1"]
        {
            assert_eq!(outlined(other), None, "{other}");
        }
    }
}
