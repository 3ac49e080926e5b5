//! Comments above statements, read from the source text.

use proc_macro2::Span;

/// The lines of a body's source.
#[derive(Default)]
pub(crate) struct Comments {
    first_line: usize,
    lines: Vec<String>,
}

impl Comments {
    /// The source that a block's braces enclose; empty where rustc has no source (code made by a macro).
    pub(crate) fn of(block: &syn::Block) -> Self {
        let span = block.brace_token.span.join();
        let Some(text) = span.source_text() else { return Comments::default() };
        Comments { first_line: line_of(span), lines: text.lines().map(str::to_owned).collect() }
    }

    /// The `//` lines directly above where `span` starts.
    pub(crate) fn above(&self, span: Span) -> Option<String> {
        if self.lines.is_empty() {
            return None;
        }
        let index = line_of(span).checked_sub(self.first_line)?;
        let above = self.lines.get(..index)?;
        let mut comment: Vec<&str> = above.iter().rev().map_while(|line| plain_comment(line)).collect();
        comment.reverse();
        (!comment.is_empty()).then(|| comment.join("\n"))
    }
}

/// The line that a span starts on. `proc_macro2` counts lines only behind a feature that costs every macro time.
fn line_of(span: Span) -> usize {
    span.unwrap().start().line()
}

/// The text of a line that holds a `//` comment and nothing else.
fn plain_comment(line: &str) -> Option<&str> {
    let text = line.trim().strip_prefix("//")?;
    (!text.starts_with('/') && !text.starts_with('!')).then(|| text.trim())
}
