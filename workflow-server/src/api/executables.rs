//! What runs executions that are brought back: their definition as it was stored, whatever has become of the state machine.

use std::sync::Arc;

use workflow_engine::durable::{AslExecutable, Definition, DefinitionKind, Executable, Executables};

/// The definitions that executions are pinned to.
pub(super) struct StoredDefinitions;

impl Executables for StoredDefinitions {
    fn find(&self, definition: &Definition) -> Result<Arc<dyn Executable>, String> {
        let name = &definition.name;
        match definition.kind {
            DefinitionKind::Native => Err(format!("{name} is a native workflow, which this program does not have")),
            DefinitionKind::Interpreted => match AslExecutable::from_json(name, &definition.text) {
                Ok(executable) => Ok(Arc::new(executable)),
                Err(errors) => {
                    let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
                    Err(format!("the definition of {name} is refused: {}", errors.join(", ")))
                }
            },
        }
    }
}
