//! What runs executions that are brought back: their definition as it was stored, whatever has become of the state machine.

use std::fmt;
use std::sync::Arc;

use workflow_engine::durable::{AslExecutable, Definition, DefinitionKind, Executable, Executables};

/// The native workflows of a program; none unless made of them.
#[derive(Clone, Default)]
pub struct NativeExecutables(Option<Arc<dyn Executables>>);

impl NativeExecutables {
    /// Those that these find.
    pub fn new(executables: Arc<dyn Executables>) -> Self {
        Self(Some(executables))
    }
}

impl fmt::Debug for NativeExecutables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "NativeExecutables" } else { "no NativeExecutables" })
    }
}

/// The definitions that executions are pinned to.
pub(super) struct StoredDefinitions(pub(super) NativeExecutables);

impl Executables for StoredDefinitions {
    fn find(&self, definition: &Definition) -> Result<Arc<dyn Executable>, String> {
        let name = &definition.name;
        match (definition.kind, &self.0.0) {
            (DefinitionKind::Native, Some(native)) => native.find(definition),
            (DefinitionKind::Native, None) => {
                Err(format!("{name} is a native workflow, which this program does not have"))
            }
            (DefinitionKind::Interpreted, _) => match AslExecutable::from_json(name, &definition.text) {
                Ok(executable) => Ok(Arc::new(executable)),
                Err(errors) => {
                    let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
                    Err(format!("the definition of {name} is refused: {}", errors.join(", ")))
                }
            },
        }
    }
}
