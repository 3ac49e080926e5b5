//! The executables as Lambda functions, called by the exported definitions: what becomes of them is what becomes of native runs.

use crate::data::{basket, job, order_of};
use serde_json::{Value, json};
use std::path::Path;
use workflow_engine::clock::{Clock, SkippingClock};
use workflow_examples::csv_processing::csv_processing;
use workflow_examples::order_approval::{APPROVAL_LIMIT, Approval, Outbox, order_approval, tasks};
use workflow_examples::order_processing::services::{Bank, Topic, Warehouse};
use workflow_examples::order_processing::{Order, order_processing};
use workflow_runtime::testing::{TestExecution, TestRun};
use workflow_runtime::{Failure, Workflow};
use workflow_tests::lambda::Machines;

async fn machines(executable: &str) -> Machines {
    let clock = SkippingClock::starting_at("2026-01-01T00:00:00Z".parse().unwrap());
    Machines::of_program(Path::new(executable), Clock::Skipping(clock)).await.unwrap()
}

fn of_native<W: Workflow>(test: &TestExecution<W>) -> Result<Value, Failure> {
    let output = test.result.as_ref().map(|output| json!(output));
    output.map_err(|_| test.failure())
}

#[tokio::test]
async fn orders_are_processed() {
    let machines = machines(env!("CARGO_BIN_EXE_order-processing")).await;
    let card = |card: &str, items: &[(&str, u32)]| Order { card: card.to_owned(), ..basket(items) };
    for order in [
        card("4000-0001", &[]),
        card("4000-0001", &[("lamp", 2), ("chair", 1)]),
        card("4000-0001", &[("lamp", 1), ("boat", 1)]),
        card("4000-0002", &[("lamp", 1)]),
        card("none", &[("lamp", 1)]),
        Order { customer: "Ann Lee".to_owned(), express: true, ..card("4000-0001", &[("shelf", 1)]) },
    ] {
        let shop = TestRun::new()
            .provide(Warehouse::new([("lamp", 20, 4_990), ("chair", 8, 12_900), ("shelf", 3, 35_000)]))
            .provide(Bank::new([("4000-0001", 250_000), ("4000-0002", 1_000)]))
            .provide(Topic::default());
        let input = json!(order);
        let native = shop.run(order_processing(order)).await;
        assert_eq!(machines.run::<order_processing>(&input).await.unwrap(), of_native(&native), "{input}");
    }
}

#[tokio::test]
async fn a_file_is_loaded() {
    let machines = machines(env!("CARGO_BIN_EXE_csv-processing")).await;
    let good = "1,2025-03-01,Ann,DE,Lamp,1,1\n2,2025-03-01,,DE,Lamp,1,1\n";
    for (rows, is_folder) in [(good, true), ("1,yesterday,Ann,DE,Lamp,1,1\n", true), (good, false)] {
        let folder = tempfile::tempdir().unwrap();
        let job = job(folder.path(), rows);
        if !is_folder {
            // Nothing can be written there: what writes is tried twice more, and the handler fails too.
            std::fs::write(&job.folder, "").unwrap();
        }
        let input = json!(job);
        let native = TestRun::new().run(csv_processing(job)).await;
        assert_eq!(native.retry_delays().is_empty(), is_folder, "{input}");
        assert_eq!(machines.run::<csv_processing>(&input).await.unwrap(), of_native(&native), "{input}");
    }
}

#[tokio::test]
async fn an_order_waits_for_somebody() {
    let machines = machines(env!("CARGO_BIN_EXE_order-approval")).await;
    let small = order_of(APPROVAL_LIMIT);
    let folder = tempfile::tempdir().unwrap();
    let native = TestRun::new().provide(Outbox::new(folder.path())).run(order_approval(small.clone())).await;
    assert_eq!(machines.run::<order_approval>(&json!(small)).await.unwrap(), of_native(&native));

    // The function has returned, and nobody completes its token for a day.
    let large = order_of(APPROVAL_LIMIT + 1);
    let never = TestRun::new().stub_never::<tasks::request_approval>().run(order_approval(large.clone())).await;
    assert_eq!(machines.run::<order_approval>(&json!(large)).await.unwrap(), of_native(&never));
}

#[tokio::test]
async fn somebody_approves_an_order() {
    let executable = Path::new(env!("CARGO_BIN_EXE_order-approval"));
    let machines = Machines::of_program(executable, Clock::Real).await.unwrap();
    let order = workflow_examples::order_approval::Order { id: "lambda-1".to_owned(), ..order_of(APPROVAL_LIMIT + 1) };
    let mail = Outbox::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("out/order-approval")).path(&order.id);
    let _ = std::fs::remove_file(&mail);
    let approve = async {
        let token = loop {
            let text = std::fs::read_to_string(&mail).unwrap_or_default();
            if let Some((_, rest)) = text.split_once(" approve ")
                && text.ends_with('\n')
            {
                break rest.split(' ').next().unwrap().to_owned();
            }
            tokio::task::yield_now().await;
        };
        let approval = json!(Approval { by: "Eve".to_owned(), comment: None });
        let request = json!({"taskToken": token, "output": approval.to_string()});
        machines.call("SendTaskSuccess", request).await.unwrap();
    };
    let input = json!(order);
    let (output, ()) = tokio::join!(machines.run::<order_approval>(&input), approve);
    assert_eq!(output.unwrap(), Ok(json!({"order": "lambda-1", "approvedBy": "Eve"})));
}
