use std::ops::Deref;
use std::sync::Arc;

use serde_json::Value;

/// The size in bytes, as compact JSON in UTF-8, of the largest payload: 256 KiB.
///
/// See "Quotas related to task executions" in the AWS developer guide.
pub const MAX_PAYLOAD: usize = 256 * 1024;

/// JSON that states pass on and histories keep: shared, so that neither copies it.
#[derive(Clone, Debug, PartialEq)]
pub struct Payload(Arc<Value>);

impl Payload {
    /// The value itself; copied only if someone else holds it too.
    pub fn into_value(self) -> Value {
        Arc::try_unwrap(self.0).unwrap_or_else(|shared| (*shared).clone())
    }

    /// The compact JSON text: what AWS writes into histories and descriptions.
    pub fn to_text(&self) -> String {
        self.0.to_string()
    }

    /// Whether its text is longer than [`MAX_PAYLOAD`].
    pub fn is_too_large(&self) -> bool {
        let mut budget = Budget { left: MAX_PAYLOAD };
        serde_json::to_writer(&mut budget, &*self.0).is_err()
    }
}

/// Takes so many bytes and keeps none.
struct Budget {
    left: usize,
}

impl std::io::Write for Budget {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.left = self.left.checked_sub(bytes.len()).ok_or(std::io::ErrorKind::WriteZero)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl From<Value> for Payload {
    fn from(value: Value) -> Self {
        Self(Arc::new(value))
    }
}

impl Deref for Payload {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_of_the_text_in_bytes() {
        let text = |length| Payload::from(Value::from("x".repeat(length)));
        assert!(!text(MAX_PAYLOAD - 2).is_too_large());
        assert!(text(MAX_PAYLOAD - 1).is_too_large());
        assert!(Payload::from(Value::from("ä".repeat(MAX_PAYLOAD / 2))).is_too_large());
    }
}
