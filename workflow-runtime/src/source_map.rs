//! Where the states of a workflow stand in its source.

use std::fmt;

/// Where the states of a workflow stand in its source, as [`WorkflowInfo`](crate::WorkflowInfo) has it: files, each with
/// the names and lines of the states in it.
///
/// ```
/// # use workflow_runtime::prelude::*;
/// use workflow_runtime::Workflow;
///
/// # #[task]
/// # async fn greet(name: &str) -> Result<String, Failure> { Ok(format!("Hello, {name}")) }
/// #[workflow]
/// async fn greeting(name: String) -> Result<String, Failure> {
///     greet(&name).await
/// }
///
/// let greet = greeting::INFO.source_map.find("Greet").unwrap();
/// assert!(greet.line > 1 && greet.to_string().ends_with(&format!(":{}", greet.line)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceMap(#[doc(hidden)] pub &'static [(&'static str, &'static [(&'static str, u32)])]);

/// A place in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SourceLocation {
    /// The file, as the compiler was told it: from the root of the cargo workspace.
    pub file: &'static str,
    /// The line, from 1.
    pub line: u32,
}

impl SourceMap {
    /// That of a definition that was not written in Rust.
    pub const EMPTY: SourceMap = SourceMap(&[]);

    /// Where a state stands.
    pub fn find(&self, state: &str) -> Option<SourceLocation> {
        self.states().find(|(name, _)| *name == state).map(|(_, location)| location)
    }

    /// All states.
    pub fn states(&self) -> impl Iterator<Item = (&'static str, SourceLocation)> {
        self.0
            .iter()
            .flat_map(|(file, states)| states.iter().map(|(name, line)| (*name, SourceLocation { file, line: *line })))
    }
}

/// `src/main.rs:42`
impl fmt::Display for SourceLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}
