//! The recorded cases: JSON files beside the repository, which it does not hold.

use std::fmt;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// Names the folder of the corpus, if it is elsewhere than in `../shared/conformance`.
pub const FOLDER: &str = "WORKFLOW_CONFORMANCE";

/// The files of a corpus.
#[derive(Clone, Debug)]
pub struct Corpus(PathBuf);

/// Why a file of the corpus could not be read.
#[derive(Debug)]
pub struct Unreadable(PathBuf, String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.display(), self.1)
    }
}

impl std::error::Error for Unreadable {}

impl Corpus {
    /// The corpus, if it is there.
    pub fn find() -> Option<Self> {
        let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/conformance");
        let folder = std::env::var_os(FOLDER).map_or(beside, PathBuf::from);
        folder.join("cases.json").is_file().then_some(Self(folder))
    }

    /// The cases of a file, such as `cases.json`, that were recorded on AWS.
    ///
    /// # Errors
    ///
    /// If the file is not a JSON array.
    pub fn recorded(&self, file: &str) -> Result<Vec<Value>, Unreadable> {
        let path = self.0.join(file);
        let text = std::fs::read_to_string(&path).map_err(|error| Unreadable(path.clone(), error.to_string()))?;
        let cases: Vec<Value> = serde_json::from_str(&text).map_err(|error| Unreadable(path, error.to_string()))?;
        Ok(cases.into_iter().filter(|case| case["provenance"] == "aws").collect())
    }
}

/// The name of a case.
pub fn name(case: &Value) -> &str {
    case["name"].as_str().unwrap_or_default()
}

/// A definition as the text that a call takes.
pub fn definition(case: &Value) -> String {
    let definition = &case["definition"];
    definition.as_str().map_or_else(|| definition.to_string(), str::to_owned)
}
