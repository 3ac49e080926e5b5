use serde_json::json;
use workflow_asl::jsonpath::{Data, Expression, NoRandomness, Path, PayloadTemplate, ReferencePath};

use super::document;

/// Reads and writes at a path.
pub fn jsonpath(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let (input, context) = (document(), json!({"State": {"Name": "S"}}));
    let data = Data { input: &input, context: &context, variables: &(), random: &NoRandomness };
    if let Ok(path) = Path::parse(text) {
        let _ = (path.read(&data), path.read_for_field("Field", &data));
    }
    if let Ok(path) = ReferencePath::parse(text) {
        let _ = path.write(input.clone(), json!({"new": true}));
    }
}

/// Evaluates intrinsic functions.
pub fn intrinsic(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let (input, context) = (document(), json!({"State": {"Name": "S"}}));
    let data = Data { input: &input, context: &context, variables: &(), random: &NoRandomness };
    if let Ok(expression) = Expression::parse(text) {
        let _ = expression.evaluate("Field", &data);
    }
    if let Ok(template) = PayloadTemplate::parse(&json!({"a.$": text, "b": [{"c.$": text}]})) {
        let _ = template.evaluate(&data);
    }
}
