//! Ending an execution from inside it.

use crate::Failure;
use futures_util::FutureExt;
use std::any::Any;
use std::panic::{AssertUnwindSafe, resume_unwind};

/// What unwinds the program when it is halted; only an execution's root looks for it.
struct Halt(Failure);

/// Ends the execution with a failure that nothing in the program can catch.
///
/// The program is unwound from where it stands, without the panic hook's message, and the execution fails with
/// `failure`. Compiled with `panic = "abort"` there is no unwinding: the process aborts instead, as it does for any
/// panic, so leave the profile's `panic` at its default.
pub fn halt(failure: Failure) -> ! {
    resume_unwind(Box::new(Halt(failure)))
}

/// Halts with an evaluation fault: an expression that has no value.
#[doc(hidden)]
#[cold]
pub fn fault(message: impl Into<String>) -> ! {
    halt(Failure::new(Failure::QUERY_EVALUATION_ERROR, message))
}

/// Computes something that is part of a state: where it unwinds, the state was entered first.
#[doc(hidden)]
#[inline]
pub fn in_state<C: crate::Context, T>(context: &C, state: &'static str, compute: impl FnOnce() -> T) -> T {
    match std::panic::catch_unwind(AssertUnwindSafe(compute)) {
        Ok(value) => value,
        Err(payload) => {
            context.enter(state);
            resume_unwind(payload)
        }
    }
}

/// How code came to unwind.
pub(crate) enum Unwound {
    /// By [`halt`].
    Halted(Failure),
    /// By a panic, with this payload.
    Panicked(Box<dyn Any + Send>),
}

impl Unwound {
    pub(crate) fn from_payload(payload: Box<dyn Any + Send>) -> Self {
        match payload.downcast::<Halt>() {
            Ok(halt) => Unwound::Halted(halt.0),
            Err(payload) => Unwound::Panicked(payload),
        }
    }

    /// What an execution fails with: an ordinary panic of a workflow's body (an index out of range, `unwrap` of
    /// `None`) is an expression without a value.
    pub(crate) fn into_failure(self) -> Failure {
        match self {
            Unwound::Halted(failure) => failure,
            Unwound::Panicked(payload) => Failure::new(Failure::QUERY_EVALUATION_ERROR, panic_message(&*payload)),
        }
    }
}

/// Runs a future to its end, or to where it unwinds.
#[inline]
pub(crate) async fn contained<F: Future>(future: F) -> Result<F::Output, Unwound> {
    AssertUnwindSafe(future).catch_unwind().await.map_err(Unwound::from_payload)
}

/// The text that a panic was raised with.
pub(crate) fn panic_message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("a panic without a message").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unwound(outcome: Result<(), Unwound>) -> Failure {
        outcome.err().unwrap().into_failure()
    }

    #[tokio::test]
    async fn a_halt_keeps_its_failure() {
        let failure = Failure::new("Card.Declined", "no funds");
        let halted = failure.clone();
        assert_eq!(unwound(contained(async { halt(halted) }).await), failure);
    }

    #[tokio::test]
    async fn a_fault_is_an_evaluation_error() {
        let failure = unwound(contained(async { fault("9 / 0 has no value") }).await);
        assert_eq!(failure, Failure::new(Failure::QUERY_EVALUATION_ERROR, "9 / 0 has no value"));
    }

    #[tokio::test]
    async fn a_panic_is_an_evaluation_error_with_its_message() {
        let failure = unwound(contained(async { panic!("index {} is out of range", 3) }).await);
        assert_eq!(failure, Failure::new(Failure::QUERY_EVALUATION_ERROR, "index 3 is out of range"));
    }
}
