//! Checks the text of definitions: all that [`validate`](crate::validate_for) and [`lint`](crate::lint()) find, with
//! the line and column at which it stands.
//!
//! It is here, without I/O, because three use it: the `check` of every binary of workflows, that of the server, and
//! the macro that includes a definition at compile time.
//!
//! ```
//! use workflow_asl::ExecutionType;
//! use workflow_asl::check::Report;
//!
//! let mut report = Report::new(ExecutionType::Standard);
//! report.add("wait.asl.json", "{\"StartAt\": \"A\",\n \"States\": {\"A\": {\"Type\": \"Wait\", \"Seconds\": -1, \"End\": true}}}");
//! let finding = &report.findings()[0];
//! assert_eq!(finding.place(), "wait.asl.json:2:46");
//! assert_eq!(finding.to_string(), "wait.asl.json:2:46: error[SCHEMA_VALIDATION_FAILED]: Minimum value is 0 (/States/A/Seconds)");
//! assert_eq!(report.exit_code(), 1);
//! ```

#[cfg(feature = "render")]
mod render;

use std::fmt;
use std::ops::Range;

use serde_json::{Value, json};

use crate::json::{Position, SourceMap, SyntaxError};
use crate::validate::validated_json;
use crate::{Code, Diagnostic, ExecutionType, Severity, lint, read};

#[cfg(feature = "render")]
pub use render::Colours;

/// What was found in some files.
#[derive(Debug)]
pub struct Report {
    machine_type: ExecutionType,
    is_template: bool,
    findings: Vec<Finding>,
    files: usize,
    unreadable: usize,
}

/// A problem, and where it stands.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The file as it was named.
    pub file: String,
    /// The problem. Of malformed JSON, the message does not quote the text.
    pub diagnostic: Diagnostic,
    /// Where it starts.
    pub position: Position,
    /// The lines it is about.
    excerpt: Excerpt,
}

/// The line of a problem.
#[derive(Clone, Debug)]
struct Excerpt {
    line: String,
    /// The bytes of the line that the problem is about.
    #[cfg_attr(not(feature = "render"), expect(dead_code, reason = "only what is drawn shows it"))]
    span: Range<usize>,
}

impl Report {
    /// A report without files. The definitions are those of machines of this type.
    pub fn new(machine_type: ExecutionType) -> Self {
        Self { machine_type, is_template: false, findings: Vec::new(), files: 0, unreadable: 0 }
    }

    /// The definitions may be those of templates, as [`validate_template`](crate::validate_template) has it.
    ///
    /// ```
    /// use workflow_asl::ExecutionType;
    /// use workflow_asl::check::Report;
    ///
    /// let text = r#"{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "${AFunctionArn}", "End": true}}}"#;
    /// let mut exact = Report::new(ExecutionType::Standard);
    /// exact.add("a.asl.json", text);
    /// let mut report = Report::new(ExecutionType::Standard).of_templates();
    /// report.add("a.asl.json", text);
    /// assert_eq!((exact.exit_code(), report.exit_code()), (1, 0));
    /// ```
    pub fn of_templates(mut self) -> Self {
        self.is_template = true;
        self
    }

    /// Checks the text of a file.
    pub fn add(&mut self, file: &str, text: &str) {
        self.files += 1;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        match SourceMap::read(text) {
            Ok(map) => {
                let mut found = validated_json(text, self.machine_type, self.is_template);
                if let Ok((machine, _)) = read::read(text) {
                    found.extend(lint(&machine));
                }
                let mut findings: Vec<_> =
                    found.into_iter().map(|found| finding(file, text, span(&map, &found), found)).collect();
                findings.sort_by_key(|finding| (finding.position.line, finding.position.column));
                self.findings.append(&mut findings);
            }
            // AWS has other words for nothing at all.
            Err(_) if text.trim().is_empty() => {
                let found = validated_json(text, self.machine_type, self.is_template);
                self.findings.extend(found.into_iter().map(|found| finding(file, text, 0..0, found)));
            }
            Err(error) => self.findings.push(malformed(file, text, &error)),
        }
    }

    /// Counts a file that could not be read.
    pub fn add_unreadable(&mut self) {
        self.unreadable += 1;
    }

    /// The problems of all files, in the order in which they stand.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// How many findings have a severity.
    fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.diagnostic.severity == severity).count()
    }

    /// What a process says with its exit code: 0 where there is no error, 1 where there is one, 2 where a file could
    /// not be read.
    pub fn exit_code(&self) -> u8 {
        match (self.unreadable, self.count(Severity::Error)) {
            (0, 0) => 0,
            (0, _) => 1,
            _ => 2,
        }
    }

    /// For programs: a list of objects with `file`, `line`, `column` (in characters, both from 1), `severity`, `code`,
    /// `message` and `pointer`.
    pub fn to_json(&self) -> Value {
        self.findings.iter().map(Finding::to_json).collect()
    }

    /// The last line for people: `2 files checked: 1 error, 3 warnings`.
    pub fn summary(&self) -> String {
        let counted = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
        let files = counted(self.files, "file");
        let (errors, warnings) = (self.count(Severity::Error), self.count(Severity::Warning));
        let found = match (errors, warnings) {
            (0, 0) => "nothing found".to_owned(),
            (_, 0) => counted(errors, "error"),
            (0, _) => counted(warnings, "warning"),
            _ => format!("{}, {}", counted(errors, "error"), counted(warnings, "warning")),
        };
        format!("{files} checked: {found}")
    }
}

impl Finding {
    /// The file, line and column, as compilers give them.
    pub fn place(&self) -> String {
        format!("{}:{}:{}", self.file, self.position.line, self.position.column)
    }

    fn to_json(&self) -> Value {
        let Diagnostic { severity, code, message, pointer, .. } = &self.diagnostic;
        json!({
            "file": self.file,
            "line": self.position.line,
            "column": self.position.column,
            "severity": severity,
            "code": code,
            "message": message,
            "pointer": pointer,
        })
    }

    /// `error` or `warning`.
    fn level(&self) -> &'static str {
        match self.diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }

    /// The line of the text that it is about.
    pub fn line(&self) -> &str {
        &self.excerpt.line
    }
}

/// On one line, with the pointer.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Diagnostic { code, message, pointer, .. } = &self.diagnostic;
        write!(f, "{}: {}[{code}]: {message}", self.place(), self.level())?;
        if pointer.is_empty() { Ok(()) } else { write!(f, " ({pointer})") }
    }
}

/// What of the text a problem is about: the value, or its name where the value is long.
fn span(map: &SourceMap<'_>, found: &Diagnostic) -> Range<usize> {
    let value = map.nearest(&found.pointer);
    let is_short = map.position(value.start).line == map.position(value.end).line;
    let name = map.name_span(&found.pointer);
    match name {
        // A field that should not be there, whatever its value.
        Some(name) if found.code == Code::DuplicateField || found.message.ends_with("is not supported") => name,
        Some(name) if !is_short => name,
        _ if is_short => value,
        _ => value.start..value.start + 1,
    }
}

fn malformed(file: &str, text: &str, error: &SyntaxError) -> Finding {
    let code = if error.is_depth() { Code::TooDeeplyNested } else { Code::InvalidJsonDescription };
    let found = Diagnostic { location: Some(error.location()), ..Diagnostic::error(code, "", error.summary()) };
    let end = text.trim_end().len();
    let span = if error.message().starts_with("Unexpected end-of-input") {
        end..end
    } else {
        // The character that was read last is the one that was not expected.
        let last = text.get(..error.offset()).and_then(|read| read.char_indices().next_back());
        last.map_or(0, |(start, _)| start)..error.offset()
    };
    finding(file, text, span, found)
}

fn finding(file: &str, text: &str, span: Range<usize>, diagnostic: Diagnostic) -> Finding {
    let start = text.get(..span.start).and_then(|before| before.rfind('\n')).map_or(0, |feed| feed + 1);
    let end = text.get(span.start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |feed| span.start + feed);
    let line = text.get(start..end).unwrap_or_default().trim_end_matches('\r').to_owned();
    let within = |offset: usize| offset.saturating_sub(start).min(line.len());
    let excerpt = Excerpt { span: within(span.start)..within(span.end.max(span.start)), line: line.clone() };
    Finding { file: file.to_owned(), diagnostic, position: Position::of(text, span.start), excerpt }
}
