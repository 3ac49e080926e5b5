//! State machines in Amazon States Language as something durable.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use sha2::{Digest, Sha256};
use workflow_asl::Diagnostic;

use super::executable::{Executable, ExecutionContext};
use super::store::{Definition, DefinitionKind};
use crate::{Failure, Payload, Program, interpret};

/// A state machine that the interpreter runs.
///
/// ```
/// use workflow_engine::durable::{AslExecutable, Executable};
///
/// let text = r#"{"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}"#;
/// let machine = AslExecutable::from_json("Fulfil", text).unwrap();
/// assert_eq!(&*machine.definition().name, "Fulfil");
/// assert_eq!(machine.definition().fingerprint.len(), 64);
/// ```
#[derive(Clone, Debug)]
pub struct AslExecutable {
    definition: Definition,
    program: Arc<Program>,
}

impl AslExecutable {
    /// A state machine of this name, as the text of its definition says.
    ///
    /// # Errors
    ///
    /// All that is wrong with the text, as of [`Program::from_json`].
    pub fn from_json(name: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        Ok(Self::new(name, text, Arc::new(Program::from_json(text)?)))
    }

    /// A state machine whose definition was made ready already: `program` is what `text` says.
    pub fn new(name: &str, text: &str, program: Arc<Program>) -> Self {
        let fingerprint = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let kind = DefinitionKind::Interpreted;
        let definition = Definition { fingerprint: fingerprint.into(), kind, name: name.into(), text: text.into() };
        Self { definition, program }
    }

    /// The definition, made ready.
    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }
}

impl Executable for AslExecutable {
    fn definition(&self) -> &Definition {
        &self.definition
    }

    fn timeout(&self) -> Option<Duration> {
        self.program.timeout
    }

    fn run(&self, context: ExecutionContext) -> BoxFuture<'static, Result<Payload, Failure>> {
        let program = Arc::clone(&self.program);
        Box::pin(async move { interpret::run_asking(&program, context).await })
    }
}
