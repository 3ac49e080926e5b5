//! The effects that are not tasks, as values: what `sleep`, `sleep_until` and `map` are outside of a workflow.

use jiff::Timestamp;
use std::time::Duration;

/// A wait that has not begun.
#[must_use = "a wait does nothing until a workflow awaits it"]
#[derive(Clone, Copy, Debug)]
pub struct Sleep(Duration);

/// A wait until a moment that has not begun.
#[must_use = "a wait does nothing until a workflow awaits it"]
#[derive(Clone, Copy, Debug)]
pub struct SleepUntil(Timestamp);

/// Waits for a while: a Wait state with `Seconds`. Step Functions counts whole seconds.
///
/// See [Wait](https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html).
pub fn sleep(delay: Duration) -> Sleep {
    Sleep(delay)
}

/// Waits until a moment: a Wait state with `Timestamp`. One that has passed is over at once.
///
/// See [Wait](https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html).
pub fn sleep_until(moment: Timestamp) -> SleepUntil {
    SleepUntil(moment)
}

/// What `map` is until a workflow awaits it.
#[derive(Debug)]
pub struct Mapping {
    _private: (),
}

impl Mapping {
    /// How many iterations run side by side (`MaxConcurrency`); Step Functions runs at most 40 of an inline Map.
    #[must_use]
    pub fn max_concurrency(self, _limit: usize) -> Self {
        self
    }
}

/// Does something for each item, side by side: an inline Map state. The results have the order of the items, and the
/// first error ends the others.
///
/// `map(&order.items, |item| reserve(item)).max_concurrency(5).await?`, where the closure gives a task's call or an
/// `async move` block. It means something inside a `#[workflow]` only, which knows it by its name.
///
/// See [Map in inline mode](https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html).
pub fn map<I: IntoIterator, F: Fn(I::Item) -> R, R>(_items: I, _closure: F) -> Mapping {
    Mapping { _private: () }
}

/// What a workflow may await as a wait.
#[diagnostic::on_unimplemented(
    message = "[W0810] `{Self}` is not `workflow_runtime`'s `sleep`",
    label = "this wait would happen here and not be part of the definition",
    note = "use `workflow_runtime::sleep`, which becomes a Wait state"
)]
pub trait IsSleep {
    #[doc(hidden)]
    fn delay(self) -> Duration;
}

#[diagnostic::do_not_recommend]
impl IsSleep for Sleep {
    fn delay(self) -> Duration {
        self.0
    }
}

/// What a workflow may await as a wait until a moment.
#[diagnostic::on_unimplemented(
    message = "[W0810] `{Self}` is not `workflow_runtime`'s `sleep_until`",
    label = "this wait would happen here and not be part of the definition",
    note = "use `workflow_runtime::sleep_until`, which becomes a Wait state"
)]
pub trait IsSleepUntil {
    #[doc(hidden)]
    fn moment(self) -> Timestamp;
}

#[diagnostic::do_not_recommend]
impl IsSleepUntil for SleepUntil {
    fn moment(self) -> Timestamp {
        self.0
    }
}

#[doc(hidden)]
pub fn delay<S: IsSleep>(sleep: S) -> Duration {
    sleep.delay()
}

#[doc(hidden)]
pub fn moment<S: IsSleepUntil>(sleep: S) -> Timestamp {
    sleep.moment()
}

/// What a call of `map` gives.
#[diagnostic::on_unimplemented(
    message = "[W0810] this `map` is not `workflow_runtime`'s",
    label = "a function of another crate or module",
    note = "use `workflow_runtime::map`, which becomes a Map state"
)]
pub trait IsMapping {}

#[diagnostic::do_not_recommend]
impl IsMapping for Mapping {}

/// Checks that what is called `map` is ours.
#[doc(hidden)]
pub fn is_map<M: IsMapping>(_: M) {}

/// The body of a workflow that is not run.
#[doc(hidden)]
pub fn never_runs<T>() -> T {
    crate::fault::fault("a definition is not run")
}
