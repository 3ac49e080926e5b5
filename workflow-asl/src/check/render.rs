//! Findings as rustc shows them.

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use super::{Finding, Report};
use crate::Severity;

/// The length in bytes of the longest line that is shown.
const LONGEST_LINE: usize = 500;

/// Whether to colour a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    /// With escape sequences, for a terminal.
    Ansi,
    /// Text alone.
    None,
}

impl Report {
    /// For people: each finding drawn into its line.
    pub fn render(&self, colours: Colours) -> String {
        self.findings.iter().map(|finding| finding.render(colours) + "\n\n").collect()
    }
}

impl Finding {
    /// For people: drawn into its line, with the pointer below.
    ///
    /// ```
    /// use workflow_asl::ExecutionType;
    /// use workflow_asl::check::{Colours, Report};
    ///
    /// let mut report = Report::new(ExecutionType::Standard);
    /// report.add("nap.asl.json", "{\n  \"StartAt\": \"A\",\n  \"States\": {\n    \"A\": {\"Type\": \"Succeed\", \"Colour\": 1}\n  }\n}");
    /// assert_eq!(
    ///     report.findings()[0].render(Colours::None),
    ///     "\
    /// error[SCHEMA_VALIDATION_FAILED]: Field 'Colour' is not supported
    ///  --> nap.asl.json:4:30
    ///   |
    /// 4 |     \"A\": {\"Type\": \"Succeed\", \"Colour\": 1}
    ///   |                              ^^^^^^^^
    ///   |
    ///   = note: at /States/A/Colour"
    /// );
    /// ```
    pub fn render(&self, colours: Colours) -> String {
        let level = match self.diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level.primary_title(printable(&self.diagnostic.message)).id(self.diagnostic.code.as_str());
        let file = printable(&self.file);
        let group = if self.excerpt.line.len() > LONGEST_LINE {
            // A whole document on one line shows nothing.
            title.element(Origin::path(file).line(self.position.line).char_column(self.position.column))
        } else {
            let annotation = AnnotationKind::Primary.span(self.excerpt.span.clone());
            let line = self.excerpt.line.as_str();
            title.element(Snippet::source(line).line_start(self.position.line).path(file).annotation(annotation))
        };
        let pointer = &self.diagnostic.pointer;
        let note = (!pointer.is_empty()).then(|| Level::NOTE.message(printable(&format!("at {pointer}"))));
        let renderer = match colours {
            Colours::Ansi => Renderer::styled(),
            Colours::None => Renderer::plain(),
        };
        renderer.render(&[group.elements(note)])
    }
}

/// Text of somebody else's without the control characters, which could do things to a terminal.
fn printable(text: &str) -> String {
    let mut printable = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() {
            printable.extend(character.escape_default());
        } else {
            printable.push(character);
        }
    }
    printable
}
