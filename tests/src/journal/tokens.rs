//! Which tokens are out.

use super::Place;
use std::sync::{Arc, Mutex, PoisonError};
use workflow_runtime::{Event, EventKind, Observer};

/// The tokens that attempts have asked for and that are not on record yet.
#[derive(Clone, Default)]
pub(super) struct Tokens(Arc<Mutex<Vec<Token>>>);

struct Token {
    scope: String,
    state: &'static str,
    text: String,
}

impl Tokens {
    /// The token that the attempt at a place has asked for.
    pub(super) fn take(&self, place: &Place) -> Option<String> {
        let mut tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = tokens.iter().position(|token| token.scope == place.scope && token.state == place.state)?;
        Some(tokens.swap_remove(at).text)
    }
}

impl Observer for Tokens {
    fn observe(&self, event: &Event) {
        if let EventKind::CallbackIssued { state, token, .. } = &event.kind {
            let token = Token { scope: event.scope.to_string(), state, text: token.clone() };
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(token);
        }
    }
}
