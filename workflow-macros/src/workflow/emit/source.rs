//! Where states stand in the source.

use super::super::graph::Graph;
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use std::collections::BTreeMap;

/// `SourceMap(&[("src/main.rs", &[("Charge", 42)])])`: a few tokens for each state. All are in one file, unless a macro by
/// example of another file has written some of them.
pub(super) fn map(graph: &Graph<'_>) -> TokenStream {
    let mut files: BTreeMap<String, Vec<TokenStream>> = BTreeMap::new();
    for state in graph.kept() {
        let (name, span) = (&state.name, state.place.start);
        let line = Literal::usize_unsuffixed(span.start().line);
        files.entry(span.file()).or_default().push(quote!((#name, #line)));
    }
    let files = files.iter().map(|(file, states)| quote!((#file, &[#(#states),*])));
    quote!(::workflow_runtime::SourceMap(&[#(#files),*]))
}
