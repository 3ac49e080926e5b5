//! The workflows that a process has, by name.

use super::executable::NativeExecutable;
use crate::exported::Exported;
use crate::outside::Sign;
use crate::{Runtime, Workflow};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Weak};
use tokio::sync::mpsc;
use workflow_asl::StateMachine;
use workflow_engine::durable::{AslExecutable, Definition, DefinitionKind, Executable, Executables};

/// The workflows of an engine of Standard executions: those that it was given, and those that they start.
pub(crate) struct Native {
    executables: HashMap<&'static str, Arc<dyn Executable>>,
    tokens: mpsc::UnboundedSender<Said>,
}

/// What a task of this process has said of a token.
pub(super) type Said = (Arc<str>, Sign);

/// Where the state machines of workflows are.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) region: Arc<str>,
    pub(super) account_id: Arc<str>,
}

/// Makes what runs a workflow of its definition.
pub(crate) type Make = fn(&StateMachine, Runtime, Arc<str>, Weak<Native>) -> Arc<dyn Executable>;

/// What makes a workflow something that Standard executions run.
pub(crate) fn make<W: Workflow>(
    machine: &StateMachine,
    runtime: Runtime,
    region: Arc<str>,
    native: Weak<Native>,
) -> Arc<dyn Executable> {
    Arc::new(NativeExecutable::<W>::new(machine, runtime, region, native))
}

impl Native {
    /// The workflows, with a runtime that provides what their tasks need; and where is said what becomes of tokens.
    pub(super) fn new(
        exported: &Exported,
        runtime: &Runtime,
        place: &Place,
    ) -> (Arc<Self>, mpsc::UnboundedReceiver<Said>) {
        let (tokens, said) = mpsc::unbounded_channel();
        let machines = exported.native(&place.region, &place.account_id);
        let included = exported.included();
        let native = Arc::new_cyclic(|native: &Weak<Native>| {
            let executables = machines.into_iter().map(|(name, machine, make)| {
                (name, make(&machine, runtime.clone(), Arc::clone(&place.region), native.clone()))
            });
            // That a definition can be read was seen when it was included.
            let included = included.into_iter().filter_map(|(name, text)| {
                let machine = AslExecutable::from_json(name, text).ok()?;
                Some((name, Arc::new(machine) as Arc<dyn Executable>))
            });
            Native { executables: executables.chain(included).collect(), tokens }
        });
        (native, said)
    }

    /// What runs a workflow.
    pub(crate) fn find(&self, name: &str) -> Option<Arc<dyn Executable>> {
        self.executables.get(name).cloned()
    }

    pub(super) fn tokens(&self) -> mpsc::UnboundedSender<Said> {
        self.tokens.clone()
    }
}

impl Executables for Native {
    fn find(&self, definition: &Definition) -> Result<Arc<dyn Executable>, String> {
        match definition.kind {
            DefinitionKind::Native => Native::find(self, &definition.name)
                .ok_or_else(|| format!("this program has no workflow `{}`", definition.name)),
            DefinitionKind::Interpreted => match AslExecutable::from_json(&definition.name, &definition.text) {
                Ok(machine) => Ok(Arc::new(machine)),
                Err(_) => Err(format!("the definition of `{}` is not valid", definition.name)),
            },
        }
    }
}

impl fmt::Debug for Native {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.executables.keys()).finish()
    }
}
