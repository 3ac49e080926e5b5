//! EventBridge connections: what HTTP tasks are authorised with.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value};

/// What an HTTP task adds to its request, as an EventBridge connection has it. OAuth is not supported.
///
/// See `ConnectionAuthorization` and `ConnectionHttpParameters` in the EventBridge API reference.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Connection {
    /// Who asks.
    pub authorization: Authorization,
    /// `HeaderParameters`.
    pub headers: Vec<(String, String)>,
    /// `QueryStringParameters`.
    pub query_parameters: Vec<(String, String)>,
    /// `BodyParameters`.
    pub body_parameters: Map<String, Value>,
}

/// How an HTTP endpoint knows who asks.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Authorization {
    /// It does not.
    #[default]
    None,
    /// `BASIC`.
    Basic {
        /// The user's name.
        username: String,
        /// The password.
        password: String,
    },
    /// `API_KEY`: a header.
    ApiKey {
        /// The header's name.
        name: String,
        /// Its value.
        value: String,
    },
}

/// Without secrets.
impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Basic { username, .. } => f.debug_struct("Basic").field("username", username).finish_non_exhaustive(),
            Self::ApiKey { name, .. } => f.debug_struct("ApiKey").field("name", name).finish_non_exhaustive(),
        }
    }
}

impl Authorization {
    /// The header that says it.
    pub(crate) fn header(&self) -> Option<(String, String)> {
        match self {
            Self::None => None,
            Self::Basic { username, password } => {
                let credentials = BASE64.encode(format!("{username}:{password}"));
                Some(("Authorization".to_owned(), format!("Basic {credentials}")))
            }
            Self::ApiKey { name, value } => Some((name.clone(), value.clone())),
        }
    }
}
