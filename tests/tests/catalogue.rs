//! Every mistake that the macros and traits report has an entry in the catalogue, a UI test that makes it, and a chapter
//! in docs/errors.md, which `BLESS=1 cargo test -p workflow-tests --test catalogue` writes anew.

#![expect(clippy::panic, clippy::expect_used, reason = "functions of a test")]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// What the catalogue says about a code.
struct Entry {
    code: &'static str,
    title: &'static str,
    meaning: &'static str,
    instead: &'static str,
}

/// The tables are those of `workflow-macros`, which keeps the codes of them and leaves out the texts.
macro_rules! catalogue {
    ($($code:ident $name:ident $title:literal $meaning:literal $instead:literal)*) => {
        pub(super) const ENTRIES: &[super::Entry] = &[
            $(super::Entry { code: stringify!($code), title: $title, meaning: $meaning, instead: $instead }),*
        ];
    };
}

macro_rules! traits {
    ($($code:ident $title:literal $meaning:literal $instead:literal)*) => {
        pub(super) const ENTRIES: &[super::Entry] = &[
            $(super::Entry { code: stringify!($code), title: $title, meaning: $meaning, instead: $instead }),*
        ];
    };
}

macro_rules! themes {
    ($($theme:ident $title:literal $file:literal)*) => {
        $(mod $theme {
            include!(concat!("../../workflow-macros/src/catalogue/", $file));
        })*

        /// The themes, in the order of their codes.
        const THEMES: &[(&str, &[Entry])] = &[$(($title, $theme::ENTRIES)),*];
    };
}

themes! {
    workflow "Workflows" "workflow.rs"
    statement "Statements and control flow" "statement.rs"
    value "Values and methods" "value.rs"
    effect "Tasks, joins, maps and waits in a workflow" "effect.rs"
    catch "Errors in a workflow" "catch.rs"
    state "States and their names" "state.rs"
    expression "Expressions of the program" "expression.rs"
    traits "Types" "traits.rs"
    task "Tasks" "task.rs"
    service "Tasks that are AWS services" "service.rs"
    data "Data" "data.rs"
    error "Error types" "error.rs"
    include "Definitions in files" "include.rs"
}

fn entries() -> impl Iterator<Item = &'static Entry> {
    THEMES.iter().flat_map(|(_, entries)| *entries)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files of a folder and those in it that have this extension.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("an entry of the folder").path();
        match path.is_dir() {
            true => found.extend(files(&path, extension)),
            false if path.extension().is_some_and(|own| own == extension) => found.push(path),
            false => {}
        }
    }
    found.sort();
    found
}

/// The codes in a text: `W` and four digits in brackets.
fn codes(text: &str) -> Vec<&str> {
    let starts = text.match_indices("[W").map(|(at, _)| at + 1);
    let code = |at| text.get(at..at + 5).filter(|_| text.get(at + 5..at + 6) == Some("]"));
    let digits = |code: &&str| code.bytes().skip(1).all(|byte| byte.is_ascii_digit());
    starts.filter_map(code).filter(digits).collect()
}

/// A UI test: its program and what rustc says about it.
struct Example {
    name: String,
    program: String,
    errors: String,
}

fn examples() -> Vec<Example> {
    let read = |path: PathBuf| Example {
        name: path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        program: read(&path.with_extension("rs")),
        errors: read(&path),
    };
    files(&root().join("tests/tests/ui"), "stderr").into_iter().map(read).collect()
}

#[test]
fn codes_are_in_order() {
    let codes: Vec<&str> = entries().map(|entry| entry.code).collect();
    assert!(codes.is_sorted_by(|earlier, later| earlier < later), "a code is out of order or there twice: {codes:?}");
}

#[test]
fn every_code_has_a_ui_test() {
    let shown: Vec<Example> = examples();
    let shown: BTreeSet<&str> = shown.iter().flat_map(|example| codes(&example.errors)).collect();
    let known: BTreeSet<&str> = entries().map(|entry| entry.code).collect();
    let untested: Vec<_> = known.difference(&shown).collect();
    assert!(untested.is_empty(), "no program under tests/ui makes these mistakes: {untested:?}");
    let unknown: Vec<_> = shown.difference(&known).collect();
    assert!(unknown.is_empty(), "these codes are not in the catalogue: {unknown:?}");
}

/// What rustc says because of a trait has its code in the trait's message, which no type checks.
#[test]
fn every_trait_has_a_code() {
    let known: BTreeSet<&str> = entries().map(|entry| entry.code).collect();
    for path in files(&root().join("workflow-runtime/src"), "rs") {
        for after in read(&path).split("diagnostic::on_unimplemented(").skip(1) {
            let message = after.split_once("message = \"").map(|(_, message)| message).unwrap_or_default();
            let code = codes(message.get(..7).unwrap_or_default()).first().copied();
            assert!(
                code.is_some_and(|code| known.contains(code)),
                "{}: a message without a code of the catalogue: {}",
                path.display(),
                message.lines().next().unwrap_or_default()
            );
        }
    }
}

/// An error without a code can only come from another crate.
#[test]
fn only_the_report_makes_errors() {
    for path in files(&root().join("workflow-macros/src"), "rs") {
        let text = read(&path);
        let made = text.matches("syn::Error::new").count();
        assert!(made == 0 || path.ends_with("report.rs"), "{}: an error without a code", path.display());
    }
}

#[test]
fn the_document_is_the_catalogue() {
    let path = root().join("docs/errors.md");
    let written = document();
    if std::env::var_os("BLESS").is_some() {
        return fs::write(path, written).expect("the document can be written");
    }
    assert!(read(&path) == written, "docs/errors.md is stale: BLESS=1 cargo test -p workflow-tests --test catalogue");
}

const HEAD: &str = "# Errors

What the macros refuse, and what rustc refuses by the traits of `workflow-runtime`, has a code: `error: [W0401] a task
cannot be awaited inside this closure`. This is what each of them means and what to write instead, with a program that
makes the mistake. Errors without such a code are rustc's own, or those of the parser.

The programs use the types and tasks of [tests/tests/ui/workflow/shop](../tests/tests/ui/workflow/shop/mod.rs): an `Order` with
its `Item`s, `ShopError`, and the tasks `charge`, `reserve` and `notify`.

<!-- Made of the tables in workflow-macros/src/catalogue and of the programs under tests/tests/ui:
     BLESS=1 cargo test -p workflow-tests --test catalogue -->
";

fn document() -> String {
    let examples = examples();
    let mut document = HEAD.to_owned();
    for (title, entries) in THEMES {
        write!(document, "\n## {title}\n").expect("a text can be written to");
        for entry in *entries {
            chapter(&mut document, entry, &examples).expect("a text can be written to");
        }
    }
    document
}

fn chapter(document: &mut String, entry: &Entry, examples: &[Example]) -> std::fmt::Result {
    let Entry { code, title, meaning, instead } = entry;
    write!(document, "\n### {code}\n\n**{title}.** {meaning}\n\n{instead}\n")?;
    let Some(example) = shortest(code, examples) else { return Ok(()) };
    write!(document, "\n```rust,compile_fail\n{}\n```\n", body(&example.program))?;
    let error = example.errors.split("\n\n").find(|error| codes(error).contains(code)).unwrap_or_default();
    write!(document, "\n```text\n{}\n```\n", error.trim())
}

/// The program that makes the fewest mistakes, of these the one whose name comes first.
fn shortest<'e>(code: &str, examples: &'e [Example]) -> Option<&'e Example> {
    let making = examples.iter().filter(|example| codes(&example.errors).contains(&code));
    making.min_by_key(|example| (example.errors.matches("\nerror").count(), example.errors.len(), &example.name))
}

/// A program without what every UI test has.
fn body(program: &str) -> String {
    let is_frame = |line: &&str| {
        let frames = ["//!", "mod shop;", "use shop::*;", "fn main() {}", "use workflow_runtime::prelude::*;"];
        !frames.iter().any(|frame| line.starts_with(frame))
    };
    program.lines().filter(is_frame).collect::<Vec<_>>().join("\n").trim().to_owned()
}
