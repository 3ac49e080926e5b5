//! The CSV pipeline, on real files and with stubs.

use crate::data::{job, report, service_exception, stubbed_job, stubbed_pipeline};
use serde_json::json;
use std::fs;
use std::time::Duration;
use workflow_examples::csv_processing::store::Store;
use workflow_examples::csv_processing::{PipelineError, Status, csv_processing, sample, tasks};
use workflow_runtime::testing::{Reply, TestExecution, TestRun};
use workflow_runtime::{EventKind, Failure, Runtime};

fn seconds(delays: Vec<(&'static str, Duration)>) -> Vec<(&'static str, u64)> {
    delays.into_iter().map(|(state, delay)| (state, delay.as_secs())).collect()
}

/// The job failed, was seen to, and says why.
#[track_caller]
fn assert_failed(test: &TestExecution<csv_processing>, reason: &str) {
    let error = PipelineError::ProcessingFailed { reason: reason.to_owned() };
    assert_eq!(test.error(), Some(&error));
    assert_eq!(test.states()[test.states().len() - 2..], ["HandleError", "ProcessingFailed"]);
}

#[tokio::test]
async fn the_sample_is_loaded() {
    let folder = tempfile::tempdir().unwrap();
    let job = sample::job(folder.path()).unwrap();
    let test = TestRun::new().run(csv_processing(job)).await;
    let summary = test.output();
    assert_eq!((summary.rows_loaded, summary.rows_rejected), (11_520, 480));
    assert_eq!(Store::open(summary.database.as_ref()).unwrap().count(), Ok(11_520));
    let notification = fs::read_to_string(&summary.notification).unwrap();
    assert!(notification.ends_with("sample.csv were loaded, 480 rows were rejected.\n"), "{notification}");
    assert_eq!(fs::read_to_string(folder.path().join("rejected.csv")).unwrap().lines().count(), 481);
    assert_eq!(test.states(), ["Validate", "CheckStatus", "Transform", "Load", "Notify"]);
    for task in ["validate", "transform", "load"] {
        let told = |kind: &EventKind| matches!(kind, EventKind::TaskProgress { task: of, done, total, .. } if *of == task && done == total);
        assert!(test.events().iter().any(|event| told(&event.kind)), "{task} tells how far it is");
    }
}

#[tokio::test]
async fn quoted_fields_are_read_and_bad_rows_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let rows =
        "1,2025-03-01,\"Lee, \"\"Ann\"\"\",de,\"Rug\nin two parts\",2,49.9\n2,2025-03-01,Bob,DE,Lamp,two,1\n3,x\n";
    let execution = Runtime::new().run(csv_processing(job(folder.path(), rows))).await;
    let summary = execution.result.unwrap();
    assert_eq!((summary.rows_loaded, summary.rows_rejected), (1, 2));
    let rejected = fs::read_to_string(folder.path().join("out/rejected.csv")).unwrap();
    assert_eq!(rejected, "line,reason\n4,`quantity` is not a number above 0: two\n5,\"2 fields, not 7\"\n");
    let clean = fs::read_to_string(folder.path().join("out/sales.csv")).unwrap();
    assert!(clean.ends_with("1,2025-03-01,\"Lee, \"\"Ann\"\"\",DE,\"Rug\nin two parts\",2,4990\n"), "{clean}");
}

#[tokio::test]
async fn a_file_without_a_sale_fails_and_nothing_is_loaded() {
    for (rows, reason) in [
        ("1,2025-03-01,,DE,Lamp,1,1\n", "NoValidRow: line 2: `customer` is empty"),
        ("", "NoValidRow: there are no rows"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let test = TestRun::new().run(csv_processing(job(folder.path(), rows))).await;
        assert_failed(&test, reason);
        assert_eq!(test.states().len(), 4);
        let written: Vec<_> =
            fs::read_dir(folder.path().join("out")).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert_eq!(written, ["error.txt"]);
    }
}

#[tokio::test]
async fn what_is_no_file_of_sales_fails() {
    let folder = tempfile::tempdir().unwrap();
    let mut job = job(folder.path(), "");
    fs::write(&job.source, "a,b\n1,2\n").unwrap();
    let test = TestRun::new().run(csv_processing(job.clone())).await;
    let columns = "order_id,sold_on,customer,country,product,quantity,unit_price";
    assert_failed(&test, &format!("{} cannot be read: its first line is not `{columns}`", job.source));

    job.source = folder.path().join("nowhere.csv").display().to_string();
    let test = TestRun::new().run(csv_processing(job.clone())).await;
    assert!(test.failure().cause.contains("nowhere.csv cannot be read"));
}

#[tokio::test]
async fn a_second_attempt_loads_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    let job = job(folder.path(), "1,2025-03-01,Ann,DE,Lamp,1,1\n");
    let run = async |id: &str| TestRun::new().execution_id(id).run(csv_processing(job.clone())).await;
    let (first, again, other) = (run("one").await, run("one").await, run("two").await);
    assert_eq!(first.output(), again.output());
    assert_eq!(Store::open(other.output().database.as_ref()).unwrap().count(), Ok(2));
}

#[tokio::test]
async fn a_busy_database_is_tried_again_and_then_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let job = job(folder.path(), "1,2025-03-01,Ann,DE,Lamp,1,1\n");
    fs::create_dir_all(&job.folder).unwrap();
    let busy = rusqlite::Connection::open(folder.path().join("out/sales.db")).unwrap();
    busy.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let test = TestRun::new().run(csv_processing(job)).await;
    assert_failed(&test, "the database is busy");
    assert_eq!(seconds(test.retry_delays()), [("Load", 5), ("Load", 10), ("Load", 20)]);
}

#[tokio::test]
async fn services_that_fail_are_asked_twice_more() {
    let mut replies = vec![Err(service_exception()), Err(service_exception()), Ok(report(Status::Passed))].into_iter();
    let test = stubbed_pipeline()
        .stub::<tasks::validate>(move |_| replies.next().unwrap())
        .run(csv_processing(stubbed_job()))
        .await;
    assert_eq!(test.output().rows_loaded, 4);
    assert_eq!(seconds(test.retry_delays()), [("Validate", 2), ("Validate", 4)]);

    let test =
        stubbed_pipeline().stub::<tasks::notify>(|_| Err(service_exception())).run(csv_processing(stubbed_job())).await;
    assert_failed(&test, "ServiceException: {\"reason\":\"no space left\"} was seen to");
    assert_eq!(seconds(test.retry_delays()), [("Notify", 2), ("Notify", 4)]);
}

#[tokio::test]
async fn both_retriers_of_a_load_keep_their_own_count() {
    let replies = [
        Reply::Result(Err(PipelineError::Throttled)),
        Reply::Failure(Failure::named("States.Timeout")),
        Reply::Result(Err(PipelineError::Throttled)),
        Reply::Never,
        Reply::Result(Err(PipelineError::Throttled)),
        Reply::Result(Err(service_exception())),
    ];
    let test = stubbed_pipeline().stub_sequence::<tasks::load, _>(replies).run(csv_processing(stubbed_job())).await;
    assert_failed(&test, "ServiceException: {\"reason\":\"no space left\"} was seen to");
    let delays: Vec<u64> = seconds(test.retry_delays()).into_iter().map(|(_, delay)| delay).collect();
    assert_eq!(delays, [5, 2, 10, 4, 20]);
    assert_eq!(test.duration(), Duration::from_secs(41 + 600));
}

#[tokio::test]
async fn a_task_that_never_answers_times_out() {
    let test = stubbed_pipeline().stub_never::<tasks::transform>().run(csv_processing(stubbed_job())).await;
    assert_failed(&test, "States.Timeout was seen to");
    assert_eq!(test.duration(), Duration::from_secs(300 + 2 + 300 + 4 + 300));
}

#[tokio::test]
async fn a_panic_is_seen_to_as_well() {
    let failure = Failure::new(Failure::TASK_PANICKED, "index out of bounds");
    let test = stubbed_pipeline().stub_failure::<tasks::transform>(failure).run(csv_processing(stubbed_job())).await;
    assert_failed(&test, "TaskPanicked: index out of bounds was seen to");
}

#[tokio::test]
async fn tasks_are_given_paths_and_the_handler_the_error_beside_the_job() {
    let test =
        stubbed_pipeline().stub::<tasks::load>(|_| Err(service_exception())).run(csv_processing(stubbed_job())).await;
    let job = json!({ "source": "in.csv", "folder": "out" });
    let calls: Vec<_> = test.calls().into_iter().map(|call| (call.task, call.arguments)).collect();
    assert_eq!(calls[0], ("validate", json!("in.csv")));
    assert_eq!(calls[1], ("transform", job.clone()));
    let execution = &test.events()[0].execution;
    let load = json!({ "rows": { "path": "out/sales.csv", "count": 4 }, "folder": "out", "execution": execution });
    assert_eq!(calls[2], ("load", load));
    let failure = json!({ "Error": "ServiceException", "Cause": "{\"reason\":\"no space left\"}" });
    assert_eq!(calls[5], ("handle_error", json!({ "job": job, "failure": failure })));
}

#[tokio::test]
async fn a_handler_that_fails_fails_the_execution() {
    let test = stubbed_pipeline()
        .stub::<tasks::validate>(|_| Ok(report(Status::Failed)))
        .stub::<tasks::handle_error>(|_| Err(service_exception()))
        .run(csv_processing(stubbed_job()))
        .await;
    assert_eq!(test.error(), Some(&service_exception()));
}
