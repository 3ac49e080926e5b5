//! The items that the `ItemReader` of a Map would read.

use serde_json::Value;

use super::TestStateError;

/// Reads the items as `ReaderConfig` says: `JSON`, where `ItemsPointer` may name the list, or `JSONL`.
pub(super) fn read(data: &str, reader: &Value) -> Result<Vec<Value>, TestStateError> {
    let config = reader.get("ReaderConfig");
    let config = |field: &str| config.and_then(|config| config.get(field)).and_then(Value::as_str);
    let mut items = match config("InputType") {
        Some("JSON") => json(data, config("ItemsPointer"))?,
        Some("JSONL") => {
            let lines = data.lines().filter(|line| !line.trim().is_empty());
            lines.map(parse).collect::<Result<_, _>>()?
        }
        other => {
            let what = other.unwrap_or("objects of a bucket");
            return Err(TestStateError::Invalid(format!("Items of {what} are not supported by this engine.")));
        }
    };
    let most = reader.get("ReaderConfig").and_then(|config| config.get("MaxItems")).and_then(Value::as_u64);
    // 0 is no limit.
    if let Some(most) = most.filter(|most| *most > 0) {
        items.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    }
    Ok(items)
}

fn json(data: &str, pointer: Option<&str>) -> Result<Vec<Value>, TestStateError> {
    let value = parse(data)?;
    let items = match pointer {
        Some(pointer) => value.pointer(pointer),
        None => Some(&value),
    };
    match items {
        Some(Value::Array(items)) => Ok(items.clone()),
        _ => Err(TestStateError::invalid("ItemReader data must be a JSON array.")),
    }
}

fn parse(text: &str) -> Result<Value, TestStateError> {
    serde_json::from_str(text).map_err(|_| TestStateError::invalid("ItemReader data must be valid JSON."))
}
