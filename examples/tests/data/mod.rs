//! Inputs and stubs that the tests share.

use std::fs;
use std::path::Path;
use workflow_examples::csv_processing::{Job, Loaded, PipelineError, Report, Rows, Status, tasks};
use workflow_examples::{order_approval, order_processing};
use workflow_runtime::testing::TestRun;

/// A job for a file of these rows, written below `folder`.
pub(crate) fn job(folder: &Path, rows: &str) -> Job {
    let source = folder.join("in.csv");
    fs::write(&source, format!("order_id,sold_on,customer,country,product,quantity,unit_price\n{rows}")).unwrap();
    Job { source: source.display().to_string(), folder: folder.join("out").display().to_string() }
}

/// A job that nothing is read for.
pub(crate) fn stubbed_job() -> Job {
    Job { source: "in.csv".to_owned(), folder: "out".to_owned() }
}

pub(crate) fn report(status: Status) -> Report {
    let valid = if status == Status::Passed { 4 } else { 0 };
    Report { status, valid, rejected: 1, problem: Some("line 3: `customer` is empty".to_owned()) }
}

/// Every task of the pipeline does what it should.
pub(crate) fn stubbed_pipeline() -> TestRun {
    TestRun::new()
        .stub::<tasks::validate>(|_| Ok(report(Status::Passed)))
        .stub::<tasks::transform>(|job| Ok(Rows { path: format!("{}/sales.csv", job.folder), count: 4 }))
        .stub::<tasks::load>(|(rows, folder, _)| {
            Ok(Loaded { database: format!("{folder}/sales.db"), count: rows.count })
        })
        .stub::<tasks::notify>(|(job, _, _)| Ok(format!("{}/notification.txt", job.folder)))
        .stub::<tasks::handle_error>(|(_, failure)| Ok(format!("{failure} was seen to")))
}

pub(crate) fn service_exception() -> PipelineError {
    PipelineError::ServiceException { reason: "no space left".to_owned() }
}

/// An order of so many cents.
pub(crate) fn order_of(total: u64) -> order_approval::Order {
    order_approval::Order { id: "A-1".to_owned(), customer: "Ann Lee".to_owned(), total }
}

/// An order of so many lamps and so many chairs, by a customer who is not known.
pub(crate) fn basket(items: &[(&str, u32)]) -> order_processing::Order {
    let item = |(sku, quantity): &(&str, u32)| order_processing::Item { sku: (*sku).to_owned(), quantity: *quantity };
    order_processing::Order {
        id: "B-1".to_owned(),
        customer: "Bob Hill".to_owned(),
        card: "4000".to_owned(),
        items: items.iter().map(item).collect(),
        express: false,
        ship_at: "2025-01-03T08:00:00Z".parse().unwrap(),
    }
}
