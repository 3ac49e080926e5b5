//! The tasks: plain functions, which run on the pool for blocking work.

use super::sales::{Rejection, Sale, SalesFile};
use super::store::Store;
use super::{Job, Loaded, PipelineError, Report, Rows, Status};
use std::fs;
use std::path::Path;
use workflow_runtime::prelude::*;

/// How many rows there are between two reports of progress.
const STEP: u32 = 500;

/// Reads the file and counts the rows that hold a sale.
#[task(
    timeout = "300s",
    retry(errors(Timeout, ServiceException), interval = "2s", max_attempts = 2, backoff_rate = 2.0)
)]
pub fn validate(source: &str, context: TaskContext) -> Result<Report, PipelineError> {
    let mut report = Report { status: Status::Failed, valid: 0, rejected: 0, problem: None };
    for_each_row(source, &context, |row| {
        match row {
            Ok(_) => report.valid += 1,
            Err(Rejection { line, reason }) => {
                report.rejected += 1;
                report.problem.get_or_insert_with(|| format!("line {line}: {reason}"));
            }
        }
        Ok(())
    })?;
    if report.valid > 0 {
        report.status = Status::Passed;
    }
    if report.valid + report.rejected == 0 {
        report.problem = Some("there are no rows".to_owned());
    }
    Ok(report)
}

/// Writes the sales of the file to a clean one, and what is wrong with the other rows to another.
#[task(
    timeout = "300s",
    retry(errors(Timeout, ServiceException), interval = "2s", max_attempts = 2, backoff_rate = 2.0)
)]
pub fn transform(job: &Job, context: TaskContext) -> Result<Rows, PipelineError> {
    let folder = folder(&job.folder)?;
    let path = folder.join("sales.csv");
    let mut clean = csv::Writer::from_path(&path)?;
    let mut rejected = csv::Writer::from_path(folder.join("rejected.csv"))?;
    rejected.write_record(["line", "reason"])?;
    let mut count = 0;
    for_each_row(&job.source, &context, |row| {
        match row {
            Ok(sale) => {
                count += 1;
                clean.serialize(sale)?;
            }
            Err(Rejection { line, reason }) => rejected.write_record([line.to_string(), reason])?,
        }
        Ok(())
    })?;
    clean.flush()?;
    rejected.flush()?;
    Ok(Rows { path: path.display().to_string(), count })
}

/// Loads a clean file into the database, once for each execution.
#[task(
    timeout = "600s",
    retry(errors(Throttled), interval = "5s", max_attempts = 3, backoff_rate = 2.0),
    retry(errors(Timeout, ServiceException), interval = "2s", max_attempts = 2, backoff_rate = 2.0)
)]
pub fn load(rows: &Rows, folder: &str, execution: &str, context: TaskContext) -> Result<Loaded, PipelineError> {
    let database = Path::new(folder).join("sales.db");
    let mut done = 0;
    let mut reader = csv::Reader::from_path(&rows.path)?;
    let sales = reader.deserialize::<Sale>().map(|sale| {
        done += 1;
        if done % STEP == 0 || done == rows.count {
            context.progress(done.into(), rows.count.into());
        }
        Ok(sale?)
    });
    let count = Store::open(&database)?.load(execution, sales)?;
    Ok(Loaded { database: database.display().to_string(), count })
}

/// Writes a notification about what was loaded.
#[task(
    timeout = "300s",
    retry(errors(Timeout, ServiceException), interval = "2s", max_attempts = 2, backoff_rate = 2.0)
)]
pub fn notify(job: &Job, loaded: u32, rejected: u32) -> Result<String, PipelineError> {
    let path = folder(&job.folder)?.join("notification.txt");
    let text = format!("{loaded} sales of {} were loaded, {rejected} rows were rejected.\n", job.source);
    fs::write(&path, text)?;
    Ok(path.display().to_string())
}

/// Writes down what went wrong with a job and gives it as a sentence.
#[task(timeout = "300s")]
pub fn handle_error(job: &Job, failure: &Failure) -> Result<String, PipelineError> {
    let reason = match PipelineError::from_failure(failure.clone()) {
        Ok(error) => error.to_string(),
        Err(failure) => failure.to_string(),
    };
    let text = format!("{} was not loaded: {reason}\n", job.source);
    fs::write(folder(&job.folder)?.join("error.txt"), text)?;
    Ok(reason)
}

/// Gives the rows of a file to a closure, saying now and then how far it is.
fn for_each_row(
    source: &str,
    context: &TaskContext,
    mut each: impl FnMut(Result<Sale, Rejection>) -> Result<(), PipelineError>,
) -> Result<(), PipelineError> {
    let mut file = SalesFile::open(source)?;
    let mut rows = 0;
    while let Some(row) = file.next_row()? {
        each(row)?;
        rows += 1;
        if rows % STEP == 0 {
            let (done, total) = file.progress();
            context.progress(done, total);
        }
    }
    let (_, total) = file.progress();
    context.progress(total, total);
    Ok(())
}

/// A folder, made where there is none.
fn folder(path: &str) -> Result<&Path, PipelineError> {
    let path = Path::new(path);
    fs::create_dir_all(path)?;
    Ok(path)
}
