use indexmap::IndexMap;
use serde_json::Value;

use super::{FieldOrder, State};

/// The states of one scope by name, in the order in which they stand.
///
/// The whole machine is a scope, and so is each branch of a [`Parallel`](super::Parallel) and the processor of
/// a [`Map`](super::Map). Transitions stay within their scope.
pub type States = IndexMap<String, State>;

/// Any JSON value of which strings of the form `{% ... %}` are JSONata expressions, at any depth.
pub type Template = Value;

/// The variables that a state, a Choice rule or a Catcher assigns, by name; empty when there are none.
///
/// See "Passing data between states with variables" in the AWS developer guide. In a JSONPath state, a name
/// that ends with `.$` has a path or an intrinsic function as its value.
pub type Assign = IndexMap<String, Template>;

/// The fields that only the JSONPath query language has, verbatim and in order.
///
/// Which fields these are depends on the object: `Parameters` and `ResultPath` of a Task, `Variable` and the
/// comparison of a Choice rule, `ResultPath` of a Catcher, and so on. The reader accepts just those that the
/// object may have. [`validate`](crate::validate) reports them where the query language is JSONata.
pub type JsonPathFields = IndexMap<String, Value>;

/// A whole definition: the top level of a state machine.
///
/// Follows "State machine structure" of the AWS developer guide, and "Top-level fields" of the Amazon States
/// Language specification.
///
/// ```
/// use workflow_asl::{QueryLanguage, State, StateKind, StateMachine, Succeed};
///
/// let machine = StateMachine {
///     query_language: Some(QueryLanguage::JsonAta),
///     start_at: "Done".to_owned(),
///     states: [("Done".to_owned(), State::new(StateKind::Succeed(Succeed::default())))].into(),
///     ..StateMachine::default()
/// };
/// assert!(workflow_asl::validate(&machine).is_empty());
/// assert_eq!(
///     machine.to_value().to_string(),
///     r#"{"QueryLanguage":"JSONata","StartAt":"Done","States":{"Done":{"Type":"Succeed"}}}"#
/// );
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StateMachine {
    /// `Comment`: a description for people.
    pub comment: Option<String>,
    /// `QueryLanguage` of every state that does not set its own; JSONPath when absent.
    pub query_language: Option<QueryLanguage>,
    /// `Version` of the language; `"1.0"` when absent.
    pub version: Option<String>,
    /// `TimeoutSeconds` of a whole execution.
    pub timeout_seconds: Option<u64>,
    /// `StartAt`: the name of the state that runs first.
    pub start_at: String,
    /// `States`.
    pub states: States,
    /// How the fields were ordered when read.
    pub order: FieldOrder,
}

impl StateMachine {
    /// The query language of `state`, which may stand in any scope of this machine.
    ///
    /// A state that does not set one has the machine's: a Parallel or Map passes its own to no other state.
    pub fn query_language_of(&self, state: &State) -> QueryLanguage {
        state.query_language.or(self.query_language).unwrap_or_default()
    }
}

/// The language in which a state selects and transforms data.
///
/// Names that may take either language elsewhere, such as `Assign`, follow the state's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum QueryLanguage {
    /// `"JSONPath"`, the language of a machine that does not say.
    #[default]
    JsonPath,
    /// `"JSONata"`.
    JsonAta,
}

impl QueryLanguage {
    /// The name as a definition writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::JsonPath => "JSONPath",
            Self::JsonAta => "JSONata",
        }
    }
}
