//! Builds definitions: what the code that `#[workflow]` generates calls to fill in a state graph.
//!
//! The states, their names and their transitions are the macro's; only text that depends on types is made here.
//! A [`Wit<T>`](witness::Wit) carries the type that rustc inferred for an expression of the native body.

pub mod arms;
pub mod assign;
pub mod closure;
pub mod collection;
pub mod context_object;
pub mod dictionary;
pub mod drawn;
pub mod env;
pub mod execution;
pub mod expression;
pub mod float;
pub mod fold;
pub mod integer;
pub mod iterator;
pub mod layout;
pub mod number;
pub mod option;
pub mod parse;
pub mod part;
pub mod pattern;
pub mod result;
pub mod search;
pub(crate) mod service;
pub mod state;
pub mod taken;
pub mod text;
pub mod timestamp;
pub mod value;
pub mod witness;

pub use closure::Closure;
pub use context_object::OfContext;
pub use drawn::Drawn;
pub use env::Env;
pub use expression::Expression;
pub use state::Definer;
pub use witness::Wit;

use crate::{Bare, Workflow};
use workflow_asl::StateMachine;
pub use workflow_asl::jsonata::Expr as Value;

/// The definition of a workflow in Amazon States Language.
///
/// ```
/// # use workflow_runtime::prelude::*;
/// # #[task]
/// # async fn greet(name: &str) -> Result<String, Failure> {
/// #     Ok(format!("hello, {name}"))
/// # }
/// # #[workflow]
/// # async fn greeting(name: String) -> Result<String, Failure> {
/// #     greet(&name).await
/// # }
/// let definition = workflow_runtime::definition::<greeting>();
/// assert!(workflow_asl::validate(&definition).is_empty());
/// assert_eq!(definition.start_at, "Greet");
/// ```
pub fn definition<W: Workflow>() -> StateMachine {
    defined::<W>().machine
}

/// The definition of a workflow, and what it calls.
pub(crate) fn defined<W: Workflow>() -> state::Definition {
    let mut definer = Definer::new::<W>();
    drop(W::program(Outline, None, Some(&mut definer)));
    definer.finish()
}

/// The context that only builds definitions: the native body is made but never polled.
#[derive(Clone, Copy, Debug)]
pub struct Outline;

impl crate::Context for Outline {
    const DEFINES: bool = true;

    fn enter(&self, _: &'static str) {}

    fn exit(&self, _: &'static str) {}

    fn task<T: crate::Task>(
        &self,
        state: &'static str,
        call: crate::Call<T>,
    ) -> impl Future<Output = Result<T::Output, T::Error>> + Send + use<T> {
        // Never polled; `Bare` has the right type.
        Bare.task(state, call)
    }

    async fn wait(&self, _: &'static str, _: std::time::Duration) {}

    async fn wait_until(&self, _: &'static str, _: jiff::Timestamp) {}

    fn now(&self) -> jiff::Timestamp {
        crate::now()
    }

    fn uuid(&self) -> String {
        crate::uuid()
    }

    fn random(&self) -> f64 {
        crate::random()
    }

    fn context_object(&self) -> crate::ContextObject {
        crate::ContextObject::alone()
    }

    fn scope(&self, _: &'static str, _: usize) -> Self {
        Outline
    }
}
