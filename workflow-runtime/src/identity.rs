//! Which effect of which execution this is.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use uuid::Uuid;

/// The identity of one visit of one Task state.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    pub(crate) execution: Arc<str>,
    pub(crate) key: Arc<str>,
}

impl Identity {
    /// The visit with this place in the execution.
    pub(crate) fn of(execution: &Arc<str>, place: &str) -> Self {
        Identity { execution: Arc::clone(execution), key: key(execution, place) }
    }

    /// A call outside any execution.
    pub(crate) fn alone(state: &str) -> Self {
        Identity::of(&new_execution_id(), state)
    }

    /// A call outside any execution of which there may be several attempts. Its number is all that they share, so that
    /// nothing is made for a task that does not ask.
    pub(crate) fn of_call(call: u64, state: &str) -> Self {
        static PROCESS: LazyLock<Arc<str>> = LazyLock::new(new_execution_id);
        Identity::of(&key(&PROCESS, &call.to_string()), state)
    }
}

/// A number for a call outside any execution.
pub(crate) fn next_call() -> u64 {
    static CALLS: AtomicU64 = AtomicU64::new(0);
    CALLS.fetch_add(1, Ordering::Relaxed)
}

pub(crate) fn new_execution_id() -> Arc<str> {
    Uuid::new_v4().to_string().into()
}

/// A text of 36 characters, short enough for the idempotency keys of any service, that another build of the program
/// computes alike.
fn key(execution: &str, place: &str) -> Arc<str> {
    let mut hash = Fnv128::default();
    // Writing to the hash cannot fail. No execution's name holds the separator.
    let _ = write!(hash, "{execution}\n{place}");
    uuid::Builder::from_custom_bytes(hash.0.to_be_bytes()).into_uuid().to_string().into()
}

/// [FNV-1a](https://datatracker.ietf.org/doc/draft-eastlake-fnv/) of 128 bits: the standard library's hash may change
/// with its version.
struct Fnv128(u128);

impl Default for Fnv128 {
    fn default() -> Self {
        Fnv128(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }
}

impl Write for Fnv128 {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
        for byte in text.bytes() {
            self.0 = (self.0 ^ u128::from(byte)).wrapping_mul(PRIME);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_fnv_1a() {
        let mut hash = Fnv128::default();
        hash.write_str("a").unwrap();
        assert_eq!(hash.0, 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
    }

    #[test]
    fn keys_are_short_and_differ_by_place_and_execution() {
        assert_eq!(key("e", "Charge"), key("e", "Charge"));
        assert_ne!(key("e", "Charge"), key("e", "Charge#2"));
        assert_ne!(key("e", "Charge"), key("f", "Charge"));
        assert_eq!(key("e", "Charge").len(), 36);
    }
}
