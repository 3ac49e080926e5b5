//! Loads a CSV file of sales into a database. Without `--input` it makes a sample to do so with.

use serde_json::{Value, json};
use std::path::Path;
use std::process::ExitCode;
use workflow_examples::csv_processing::{csv_processing, sample};
use workflow_runtime::App;

fn main() -> ExitCode {
    App::new()
        .version(env!("CARGO_PKG_VERSION"))
        .workflow::<csv_processing>()
        .default_input::<csv_processing>(input)
        .main()
}

fn input() -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("out/csv-processing");
    match sample::job(&folder) {
        Ok(job) => json!(job),
        Err(error) => {
            eprintln!("the sample cannot be written to {}: {error}", folder.display());
            Value::Null
        }
    }
}
