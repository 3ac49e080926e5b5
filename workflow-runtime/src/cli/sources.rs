//! Where the states of the program's workflows stand.

use super::App;
use crate::{SourceMap, WorkflowInfo};
use std::sync::Arc;
use workflow_cli::Sources;

/// The source maps of workflows, by name.
#[derive(Debug)]
struct Maps(Vec<(&'static str, SourceMap)>);

impl Sources for Maps {
    fn find(&self, state_machine: &str, state: &str) -> Option<String> {
        let (_, map) = self.0.iter().find(|(name, _)| *name == state_machine)?;
        map.find(state).map(|place| place.to_string())
    }
}

pub(super) fn sources(app: &App) -> Arc<dyn Sources> {
    let map = |WorkflowInfo { name, source_map, .. }: &WorkflowInfo| (*name, *source_map);
    Arc::new(Maps(app.entries.iter().map(|entry| map(&entry.info)).collect()))
}
