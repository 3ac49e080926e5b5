//! What can be run by name.

use super::{AnyWorkflow, IncludedAsl};
use crate::Workflow;
use crate::cli::Entry;

/// A workflow, or a definition that [`include_asl!`](crate::include_asl) included: what [`App`](crate::App),
/// [`cli!`](crate::cli!), [`Exported`](crate::Exported) and [`TestRun::interpret`](crate::testing::TestRun::interpret)
/// take.
///
/// Every [`Workflow`] is one; for the others `include_asl!` says so.
pub trait Runnable: 'static {
    #[doc(hidden)]
    fn any() -> AnyRunnable;
}

impl<W: Workflow> Runnable for W {
    fn any() -> AnyRunnable {
        AnyRunnable { workflow: AnyWorkflow::of::<W>(), entry: Entry::of::<W> }
    }
}

/// Something that can be run, whose type is forgotten.
#[derive(Clone, Copy, Debug)]
pub struct AnyRunnable {
    pub(crate) workflow: AnyWorkflow,
    /// What the command line does with it.
    pub(crate) entry: fn() -> Entry,
}

impl AnyRunnable {
    /// An included definition.
    pub fn of_included<I: IncludedAsl>() -> Self {
        AnyRunnable { workflow: AnyWorkflow::of_included::<I>(), entry: Entry::of_included::<I> }
    }
}
