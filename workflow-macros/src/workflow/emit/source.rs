//! Where states stand in the source.

use super::super::graph::Graph;
use proc_macro2::{Literal, Span, TokenStream};
use quote::quote;
use std::collections::BTreeMap;

/// `SourceMap(&[("src/main.rs", &[("Charge", 42)])])`: a few tokens for each state. All are in one file, unless a macro by
/// example of another file has written some of them.
pub(super) fn map(graph: &Graph<'_>) -> TokenStream {
    let mut files: BTreeMap<String, Vec<TokenStream>> = BTreeMap::new();
    for state in graph.kept() {
        let (name, (file, line)) = (&state.name, place(state.place.start));
        let line = Literal::usize_unsuffixed(line);
        files.entry(file).or_default().push(quote!((#name, #line)));
    }
    let files = files.iter().map(|(file, states)| quote!((#file, &[#(#states),*])));
    quote!(::workflow_runtime::SourceMap(&[#(#files),*]))
}

/// The file and the line, which only the compiler knows: `proc_macro2` counts lines behind a feature that costs every macro
/// time. A test that counts tokens is no compiler.
fn place(span: Span) -> (String, usize) {
    if !proc_macro::is_available() {
        return (String::new(), 0);
    }
    let span = span.unwrap();
    (span.file(), span.line())
}
