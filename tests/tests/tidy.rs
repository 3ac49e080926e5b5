//! Rules of the code base that neither rustc nor clippy checks. A test that fails names every place that breaks one.

#![expect(clippy::unwrap_used, reason = "sources that cannot be read fail the tests")]

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

const MOST_LINES_OF_A_FILE: usize = 800;
const MEDIAN_LINES_OF_A_FILE: usize = 200;
const MOST_LINES_OF_A_FUNCTION: usize = 120;
const MEDIAN_LINES_OF_A_FUNCTION: usize = 10;

/// Names that say nothing about what a file holds.
const EMPTY_FILE_NAMES: [&str; 8] = ["util", "utils", "helper", "helpers", "common", "misc", "manager", "managers"];
const EMPTY_TYPE_NAMES: [&str; 4] = ["Manager", "Helper", "Util", "Utils"];

const UNFINISHED: [&str; 3] = ["todo!(", "unimplemented!(", "#[ignore"];
const REAL_TIME: [&str; 5] =
    ["thread::sleep", "tokio::time::sleep", "Instant::now", "SystemTime::now", "Timestamp::now"];

/// The fields of Amazon States Language, but for `Error` and `Cause`, which failures have everywhere.
const ASL_FIELDS: [&str; 46] = [
    "Arguments",
    "Assign",
    "BackoffRate",
    "Branches",
    "Catch",
    "CausePath",
    "Choices",
    "Comment",
    "Condition",
    "Default",
    "End",
    "ErrorEquals",
    "ErrorPath",
    "HeartbeatSeconds",
    "HeartbeatSecondsPath",
    "InputPath",
    "IntervalSeconds",
    "ItemBatcher",
    "ItemProcessor",
    "ItemReader",
    "ItemSelector",
    "Items",
    "ItemsPath",
    "JitterStrategy",
    "Label",
    "MaxAttempts",
    "MaxConcurrency",
    "MaxDelaySeconds",
    "Next",
    "Output",
    "OutputPath",
    "Parameters",
    "ProcessorConfig",
    "QueryLanguage",
    "Resource",
    "ResultPath",
    "ResultSelector",
    "ResultWriter",
    "Retry",
    "Seconds",
    "SecondsPath",
    "StartAt",
    "States",
    "TimeoutSeconds",
    "Timestamp",
    "Type",
];

// The rules

#[test]
fn files_are_short() {
    let files = sources();
    let long = files.iter().filter(|file| file.lines() > MOST_LINES_OF_A_FILE);
    none(long.map(|file| format!("{}: {} lines, at most {MOST_LINES_OF_A_FILE}", file.path, file.lines())));
    let median = median(files.iter().map(Source::lines).collect());
    assert!(median < MEDIAN_LINES_OF_A_FILE, "the median file has {median} lines: under {MEDIAN_LINES_OF_A_FILE}");
}

#[test]
fn functions_are_short() {
    let functions: Vec<Function> = sources().iter().flat_map(functions).collect();
    let long = functions.iter().filter(|function| function.lines > MOST_LINES_OF_A_FUNCTION);
    none(long.map(|Function { place, lines }| format!("{place}: {lines} lines, at most {MOST_LINES_OF_A_FUNCTION}")));
    let median = median(functions.iter().map(|function| function.lines).collect());
    assert!(median < MEDIAN_LINES_OF_A_FUNCTION, "the median function has {median} lines");
}

#[test]
fn names_say_what_they_name() {
    none(sources().iter().flat_map(empty_names));
}

#[test]
fn nothing_is_left_for_later() {
    none(sources().iter().flat_map(|file| file.find(&UNFINISHED)));
}

#[test]
fn only_the_clock_touches_real_time() {
    let files = sources();
    let bound = files.iter().filter(|file| !may_touch_real_time(&file.path));
    none(bound.flat_map(|file| file.find(&REAL_TIME)));
}

#[test]
fn only_workflow_asl_knows_the_fields_of_the_language() {
    let files = sources();
    let tests = test_modules(&files);
    none(files.iter().filter(|file| is_library(&file.path, &tests)).flat_map(asl_fields));
}

#[test]
fn golden_definitions_are_json() {
    let examples = root().join("examples");
    let golden: Vec<PathBuf> =
        walk(&examples).into_iter().filter(|path| path.to_string_lossy().ends_with(".asl.json")).collect();
    assert!(!golden.is_empty(), "no golden definition in {}", examples.display());
    none(golden.iter().filter_map(|path| {
        let error = serde_json::from_str::<serde_json::Value>(&fs::read_to_string(path).unwrap()).err()?;
        Some(format!("{}:{}: {error}", relative(path), error.line()))
    }));
}

#[track_caller]
fn none(broken: impl Iterator<Item = String>) {
    let broken: Vec<String> = broken.collect();
    assert!(broken.is_empty(), "{} places:\n{}", broken.len(), broken.join("\n"));
}

fn median(mut sizes: Vec<usize>) -> usize {
    sizes.sort_unstable();
    sizes.get(sizes.len() / 2).copied().unwrap_or_default()
}

fn may_touch_real_time(path: &str) -> bool {
    path == "workflow-engine/src/clock.rs" || path.split('/').any(|part| part == "bench" || part == "benches")
}

fn empty_names(file: &Source) -> Vec<String> {
    let parts = file.path.split('/').map(|part| part.trim_end_matches(".rs"));
    let path = parts.filter(|part| EMPTY_FILE_NAMES.contains(part)).map(|part| format!("{}: `{part}`", file.path));
    let types = ["struct", "enum", "trait", "type"].into_iter().flat_map(|keyword| named(&file.code, keyword));
    let types = types.filter(|(_, name)| EMPTY_TYPE_NAMES.iter().any(|ending| name.ends_with(ending)));
    path.chain(types.map(|(at, name)| format!("{}: `{name}`", file.place(at)))).collect()
}

/// What the crates that are published are made of, but for their tests.
fn is_library(path: &str, tests: &[String]) -> bool {
    path.starts_with("workflow-")
        && path.contains("/src/")
        && !path.starts_with("workflow-asl/")
        && !tests.iter().any(|module| path == format!("{module}.rs") || path.starts_with(&format!("{module}/")))
}

/// The modules that are only there in tests, as paths without `.rs`.
fn test_modules(files: &[Source]) -> Vec<String> {
    let declared = files.iter().flat_map(|file| {
        let folder = file.path.trim_end_matches(".rs");
        let folder = ["/lib", "/main", "/mod"].into_iter().find_map(|end| folder.strip_suffix(end)).unwrap_or(folder);
        let items = test_items(&file.code);
        let names = items.into_iter().filter_map(|item| named(file.code.get(item)?, "mod").into_iter().next());
        names.map(move |(_, name)| format!("{folder}/{name}"))
    });
    declared.collect()
}

fn asl_fields(file: &Source) -> Vec<String> {
    let tests = test_items(&file.code);
    let literals = file.literals.iter().filter(|literal| !tests.iter().any(|range| range.contains(&literal.at)));
    let fields = literals.filter_map(|literal| {
        let field = ASL_FIELDS.iter().find(|field| literal.names_field(field))?;
        Some(format!("{}: \"{field}\"", file.place(literal.at)))
    });
    fields.collect()
}

// Reading Rust

/// A file of Rust code.
struct Source {
    /// From the root of the workspace, with `/`.
    path: String,
    /// The text with its comments and literals blanked out: everything else stays where it is.
    code: String,
    literals: Vec<Literal>,
}

/// A string literal.
struct Literal {
    at: usize,
    content: String,
}

struct Function {
    place: String,
    lines: usize,
}

impl Source {
    fn new(path: impl Into<String>, text: &str) -> Self {
        let (mut code, mut literals) = (String::with_capacity(text.len()), Vec::new());
        let mut rest = text;
        while !rest.is_empty() {
            let (piece, length) = next_piece(rest);
            let (piece_text, after) = rest.split_at(length);
            match piece {
                Piece::Code => code.push_str(piece_text),
                Piece::Comment => blank(&mut code, piece_text),
                Piece::Literal => {
                    literals.push(Literal { at: code.len(), content: piece_text.to_owned() });
                    blank(&mut code, piece_text);
                }
            }
            rest = after;
        }
        Source { path: path.into(), code, literals }
    }

    fn lines(&self) -> usize {
        self.code.lines().count()
    }

    /// `path:line` of an offset.
    fn place(&self, at: usize) -> String {
        format!("{}:{}", self.path, line(&self.code, at))
    }

    fn find(&self, patterns: &[&str]) -> Vec<String> {
        let found = patterns.iter().flat_map(|pattern| {
            self.code.match_indices(pattern).map(move |(at, _)| format!("{}: `{pattern}`", self.place(at)))
        });
        found.collect()
    }
}

impl Literal {
    /// Whether the literal is the field's name, or JSON with such a field.
    fn names_field(&self, field: &str) -> bool {
        let content = self.content.trim_start_matches(['b', 'c', 'r', '#']).trim_end_matches('#');
        content == format!("\"{field}\"")
            || content.contains(&format!("\"{field}\":"))
            || content.contains(&format!("\\\"{field}\\\":"))
    }
}

fn line(code: &str, at: usize) -> usize {
    code.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// Writes as many bytes as the text has, with its line ends.
fn blank(code: &mut String, text: &str) {
    code.extend(text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Piece {
    Code,
    Comment,
    Literal,
}

/// What a text begins with, and how many bytes it takes.
fn next_piece(text: &str) -> (Piece, usize) {
    if text.starts_with("//") {
        (Piece::Comment, text.find('\n').unwrap_or(text.len()))
    } else if text.starts_with("/*") {
        (Piece::Comment, block_comment(text))
    } else if let Some(length) = raw_string(text).or_else(|| string(text)) {
        (Piece::Literal, length)
    } else if let Some(length) = character(text) {
        (Piece::Comment, length)
    } else {
        let word = text.find(|letter| !is_word(letter)).unwrap_or(text.len());
        let sign = text.chars().next().map_or(1, char::len_utf8);
        (Piece::Code, if word > 0 { word } else { sign })
    }
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let step = match rest {
            _ if rest.starts_with("/*") => {
                depth += 1;
                2
            }
            _ if rest.starts_with("*/") => {
                depth -= 1;
                2
            }
            _ => rest.chars().next().map_or(1, char::len_utf8),
        };
        at += step;
        if depth == 0 {
            break;
        }
    }
    at
}

fn raw_string(text: &str) -> Option<usize> {
    let prefix = ["r", "br", "cr"]
        .into_iter()
        .find(|prefix| text.strip_prefix(prefix).is_some_and(|rest| rest.trim_start_matches('#').starts_with('"')))?;
    let open = text.find('"')?;
    let end = format!("\"{}", "#".repeat(open - prefix.len()));
    let content = open + 1;
    Some(text.get(content..)?.find(&end).map_or(text.len(), |length| content + length + end.len()))
}

fn string(text: &str) -> Option<usize> {
    let open = ["\"", "b\"", "c\""].into_iter().find(|open| text.starts_with(open))?;
    let mut escaped = false;
    let end = text.bytes().enumerate().skip(open.len()).find(|(_, byte)| {
        let closes = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        closes
    });
    Some(end.map_or(text.len(), |(at, _)| at + 1))
}

/// A character literal; a lifetime is none.
fn character(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('\'')?;
    let content = match rest.strip_prefix('\\') {
        Some(escape) => 1 + escape.chars().next()?.len_utf8(),
        None => rest.chars().next()?.len_utf8(),
    };
    let close = content + rest.get(content..)?.find('\'')?;
    let is_escape = rest.starts_with('\\');
    (is_escape || close == content).then_some(close + 2)
}

/// The names that stand after a keyword, each with its offset.
fn named<'a>(code: &'a str, keyword: &str) -> Vec<(usize, &'a str)> {
    let found = code.match_indices(keyword).filter_map(|(at, _)| {
        let before = code.get(..at)?.chars().next_back();
        let after = code.get(at + keyword.len()..)?;
        let name = after.trim_start();
        let length = name.find(|letter| !(is_word(letter) || letter == '$')).unwrap_or(name.len());
        let is_declared = !before.is_some_and(is_word) && after.starts_with(char::is_whitespace) && length > 0;
        is_declared.then_some((at, name.get(..length)?))
    });
    found.collect()
}

/// Where an item that begins at an offset ends: after its body, or after the semicolon that it has instead.
fn item_end(code: &str, start: usize) -> usize {
    let (mut outer, mut braces) = (0_usize, 0_usize);
    for (at, byte) in code.bytes().enumerate().skip(start) {
        match byte {
            b'(' | b'[' => outer += 1,
            b')' | b']' => outer = outer.saturating_sub(1),
            b'{' => braces += 1,
            b'}' if braces <= 1 => return at + 1,
            b'}' => braces -= 1,
            b';' if outer == 0 && braces == 0 => return at + 1,
            _ => {}
        }
    }
    code.len()
}

/// The functions that have a body.
fn functions(file: &Source) -> Vec<Function> {
    let found = named(&file.code, "fn").into_iter().filter_map(|(at, name)| {
        let text = file.code.get(at..item_end(&file.code, at))?;
        let function = Function { place: format!("{}: `{name}`", file.place(at)), lines: text.lines().count() };
        text.ends_with('}').then_some(function)
    });
    found.collect()
}

fn test_items(code: &str) -> Vec<Range<usize>> {
    const ATTRIBUTE: &str = "#[cfg(test)]";
    code.match_indices(ATTRIBUTE).map(|(at, _)| at..item_end(code, at + ATTRIBUTE.len())).collect()
}

// The workspace

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn relative(path: &Path) -> String {
    let parts = path.strip_prefix(root()).unwrap().components();
    parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// The files of a folder but for what git ignores.
fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy();
        let is_ignored = name.starts_with('.') || name == "target" || name == "node_modules";
        match path.is_dir() {
            true if is_ignored || path.ends_with("examples/out") => {}
            true => found.extend(walk(&path)),
            false => found.push(path),
        }
    }
    found.sort();
    found
}

/// The Rust code of the workspace; the programs of the UI tests are wrong on purpose.
fn sources() -> Vec<Source> {
    let files = walk(&root()).into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let named = files.map(|path| (relative(&path), path)).filter(|(name, _)| !name.starts_with("tests/tests/ui/"));
    let sources: Vec<Source> =
        named.map(|(name, path)| Source::new(name, &fs::read_to_string(path).unwrap())).collect();
    assert!(sources.len() > 50, "only {} files were found", sources.len());
    sources
}

// The rules can be broken

#[test]
fn only_code_counts() {
    let text = r##"
let a = "todo!(\" {"; // todo!( {
let b = r#"todo!(" {"#; /* todo!( /* { */ todo!( */
let c = ['{', '\'', '\u{7b}', b'"'];
fn d<'a>(e: &'a str) { todo!() }
"##;
    let file = Source::new("a.rs", text);
    assert_eq!(file.find(&UNFINISHED), ["a.rs:5: `todo!(`"]);
    assert_eq!(file.code.matches('{').count(), 1);
    assert_eq!(file.code.len(), text.len());
    let literals: Vec<&str> = file.literals.iter().map(|literal| literal.content.as_str()).collect();
    assert_eq!(literals, [r#""todo!(\" {""#, r##"r#"todo!(" {"#"##]);
}

#[test]
fn a_function_is_measured_with_its_body() {
    let text = "trait T { fn none() -> [u8; 2]; }\nfn short() {}\nfn long(a: [u8; 2])\nwhere\n{\n  if {} else {}\n}\n";
    let functions = functions(&Source::new("a.rs", text));
    let measured: Vec<_> = functions.iter().map(|function| (function.place.as_str(), function.lines)).collect();
    assert_eq!(measured, [("a.rs:2: `short`", 1), ("a.rs:3: `long`", 5)]);
}

#[test]
fn empty_names_are_found() {
    let found = |path, text| empty_names(&Source::new(path, text));
    assert_eq!(found("a/src/utils.rs", ""), ["a/src/utils.rs: `utils`"]);
    assert_eq!(found("a/src/common/mod.rs", ""), ["a/src/common/mod.rs: `common`"]);
    assert_eq!(found("a.rs", "struct Call;\npub struct CallManager;"), ["a.rs:2: `CallManager`"]);
    assert_eq!(found("commons.rs", "struct Managers; // struct Manager"), Vec::<String>::new());
}

#[test]
fn the_clock_is_where_real_time_is() {
    assert!(may_touch_real_time("workflow-engine/src/clock.rs") && may_touch_real_time("bench/benches/chain.rs"));
    assert!(!may_touch_real_time("examples/src/clock.rs") && !may_touch_real_time("tests/tests/benchmark.rs"));
    let file = Source::new("a.rs", "use std::time::Instant;\nlet a = Instant::now();\ntokio::time::sleep(d).await;");
    assert_eq!(file.find(&REAL_TIME), ["a.rs:3: `tokio::time::sleep`", "a.rs:2: `Instant::now`"]);
}

#[test]
fn fields_of_the_language_are_found_outside_its_tests() {
    let text = r##"
let plain = "ErrorEquals";
let json = r#"{"StartAt": "A"}"#;
let escaped = "{\"States\":{}}";
let other = ("Starting", "\"Next\"", ErrorEquals, "{Type}");
#[cfg(test)]
mod tests { const TEXT: [&str; 1] = ["Retry"]; }
"##;
    let found = asl_fields(&Source::new("a.rs", text));
    assert_eq!(found, ["a.rs:2: \"ErrorEquals\"", "a.rs:3: \"StartAt\"", "a.rs:4: \"States\""]);
}

#[test]
fn modules_of_tests_are_no_library() {
    let parent = Source::new("workflow-runtime/src/lib.rs", "mod call;\n#[cfg(test)]\nmod fixture;\nmod run;");
    let child = Source::new("workflow-runtime/src/call.rs", "#[cfg(test)]\n#[path = \"x.rs\"]\nmod tests;");
    let tests = test_modules(&[parent, child]);
    assert_eq!(tests, ["workflow-runtime/src/fixture", "workflow-runtime/src/call/tests"]);
    assert!(is_library("workflow-runtime/src/call.rs", &tests) && is_library("workflow-macros/src/run/a.rs", &tests));
    let others = ["workflow-runtime/src/fixture.rs", "workflow-runtime/src/fixture/a.rs", "workflow-asl/src/lib.rs"];
    assert!(others.iter().all(|path| !is_library(path, &tests)) && !is_library("examples/src/lib.rs", &tests));
    assert!(!is_library("workflow-runtime/tests/call.rs", &tests));
}

#[test]
fn the_median_is_in_the_middle() {
    assert_eq!((median(vec![9, 1, 5]), median(vec![])), (5, 0));
}
