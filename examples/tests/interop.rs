//! Runs that `tests/interop/run_cases.py` repeats in an interpreter of the exported definitions.

use crate::data::{basket, order_of, report, service_exception, stubbed_job, stubbed_pipeline};
use serde_json::json;
use workflow_examples::csv_processing::{PipelineError, Status, csv_processing, tasks as csv};
use workflow_examples::order_approval::{Approval, ApprovalError, Confirmation, order_approval, tasks as approval};
use workflow_examples::order_processing::services::{Bank, Topic, Warehouse};
use workflow_examples::order_processing::{Order, OrderError, order_processing, tasks as order};
use workflow_examples::order_return::{
    Desk, Finding, Mailbox, Parcel, RefundError, order_return, refund, tasks as inspection,
};
use workflow_runtime::testing::{Reply, TestRun};
use workflow_runtime::{Failure, definition};
use workflow_tests::interop::{prove_case, prove_case_with};

/// The executions' id in the context object of the other interpreter.
const EXECUTION: &str = "arn:aws:states:us-east-1:123456789012:execution:machine:execution";

async fn pipeline(case: &str, test: TestRun) {
    let test = test.execution_id(EXECUTION);
    let job = stubbed_job();
    let input = json!(job);
    prove_case(&format!("csv-processing-{case}"), &input, &test.run(csv_processing(job)).await).await.unwrap();
}

#[tokio::test]
async fn interop_csv_processing() {
    pipeline("loaded", stubbed_pipeline()).await;
    let nothing = stubbed_pipeline().stub::<csv::validate>(|_| Ok(report(Status::Failed)));
    pipeline("no-valid-row", nothing).await;
    let busy = || Reply::Result(Err(PipelineError::Throttled));
    let replies = [busy(), Reply::Failure(Failure::named("States.Timeout")), busy(), busy(), busy()];
    pipeline("busy", stubbed_pipeline().stub_sequence::<csv::load, _>(replies)).await;
    pipeline("no-service", stubbed_pipeline().stub::<csv::validate>(|_| Err(service_exception()))).await;
    pipeline("timeout", stubbed_pipeline().stub_never::<csv::transform>()).await;
    let panic = Failure::new(Failure::TASK_PANICKED, "index out of bounds");
    pipeline("panic", stubbed_pipeline().stub_failure::<csv::notify>(panic)).await;
    let unhandled = stubbed_pipeline()
        .stub::<csv::transform>(|_| Err(service_exception()))
        .stub::<csv::handle_error>(|_| Err(service_exception()));
    pipeline("unhandled", unhandled).await;
}

async fn decided(case: &str, total: u64, decision: Reply<approval::request_approval>) {
    let order = order_of(total);
    let test = TestRun::new().stub_sequence::<approval::request_approval, _>([decision]);
    let test = test.stub::<approval::place_order>(|(order, approval)| {
        Ok(Confirmation { order: order.id, approved_by: approval.map(|approval| approval.by) })
    });
    let input = json!(order);
    prove_case(&format!("order-approval-{case}"), &input, &test.run(order_approval(order)).await).await.unwrap();
}

#[tokio::test]
async fn interop_order_approval() {
    let approval = |comment: Option<&str>| {
        Reply::Result(Ok(Approval { by: "Eve".to_owned(), comment: comment.map(str::to_owned) }))
    };
    decided("small", 1_000_000, Reply::Never).await;
    decided("approved", 1_000_001, approval(None)).await;
    decided("approved-with-comment", 9_000_000, approval(Some("fine"))).await;
    let rejected = ApprovalError::Rejected { reason: "too dear".to_owned() };
    decided("rejected", 1_000_001, Reply::Result(Err(rejected))).await;
    decided("rejected-without-reason", 1_000_001, Reply::Failure(Failure::named("Rejected"))).await;
    decided("timeout", 1_000_001, Reply::Never).await;
}

async fn processed(case: &str, order: Order, stub: impl FnOnce(TestRun) -> TestRun) {
    let test = TestRun::new()
        .execution_id(EXECUTION)
        .provide(Warehouse::new([("lamp", 20, 5_000), ("chair", 8, 20_000), ("palace", 1, 4_000_000_000)]))
        .provide(Bank::new([("4000", 100_000)]))
        .provide(Topic::default());
    let input = json!(order);
    let test = stub(test).run(order_processing(order)).await;
    prove_case(&format!("order-processing-{case}"), &input, &test).await.unwrap();
}

#[tokio::test]
async fn interop_order_processing() {
    let lamp = || basket(&[("lamp", 1)]);
    let many: Vec<_> = [("lamp", 1), ("chair", 1)].into_iter().cycle().take(7).collect();
    processed("empty", basket(&[]), |test| test).await;
    processed("shipped", basket(&[("lamp", 2), ("chair", 1)]), |test| test).await;
    processed("seven-items", basket(&many), |test| test).await;
    processed("express", Order { express: true, ..lamp() }, |test| test).await;
    processed("known", Order { customer: "Ann".to_owned(), ..basket(&[("chair", 3)]) }, |test| test).await;
    processed("not-wanted", basket(&[("palace", 1)]), |test| test).await;
    let told = || Reply::Failure(Failure::new("SNS.AmazonSNSException", "not now"));
    processed("untold", lamp(), |test| test.stub_sequence::<order::notify, _>([told()])).await;
    processed("sold-out", basket(&[("lamp", 1), ("boat", 1), ("chair", 1)]), |test| test).await;
    processed("overflow", basket(&[("palace", 1), ("chair", 1), ("lamp", 20)]), |test| {
        test.provide(Warehouse::new([("palace", 1, 4_000_000_000), ("chair", 1, 294_967_296), ("lamp", 20, 0)]))
    })
    .await;
    processed("declined", Order { card: "none".to_owned(), ..lamp() }, |test| test).await;
    processed("instalments", basket(&[("chair", 8)]), |test| test).await;
    processed("timeout", lamp(), |test| test.stub_never::<order::charge>()).await;
    processed("gateway", lamp(), |test| test.stub::<order::charge>(|_| Err(OrderError::GatewayUnavailable))).await;
    let (busy, down) = (|| Err(OrderError::RateLimited), || Err(OrderError::GatewayUnavailable));
    let replies = [busy(), down(), busy(), down(), busy(), down(), busy(), busy(), Ok(())].map(Reply::Result);
    processed("patience", lamp(), |test| test.stub_sequence::<order::charge, _>(replies)).await;
}

async fn returned(case: &str, parcel: Parcel, stub: impl FnOnce(TestRun) -> TestRun) {
    let test = TestRun::new().provide(Mailbox::default()).provide(Desk { is_content: true });
    let input = json!(parcel);
    let children = [("refund", definition::<refund>().to_value())];
    let test = stub(test).run(order_return(parcel)).await;
    prove_case_with(&format!("order-return-{case}"), &input, &test, &children).await.unwrap();
}

#[tokio::test]
async fn interop_order_return() {
    let parcel = |payment: &str, conversation: Option<&str>| Parcel {
        order: "A-1".to_owned(),
        payment: payment.to_owned(),
        cents: 500,
        conversation: conversation.map(str::to_owned),
    };
    returned("refunded", parcel("P-1", Some("C-7")), |test| test).await;
    returned("refunded-without-conversation", parcel("P-1", None), |test| test).await;
    returned("nothing-paid", parcel("", None), |test| test).await;
    let worn = |note: Option<&str>| Finding { refundable: false, note: note.map(str::to_owned) };
    let (told, silent) = (worn(Some("scratched")), worn(None));
    returned("worn", parcel("P-1", None), |test| test.stub::<inspection::inspect>(move |_| Ok(told.clone()))).await;
    returned("silent", parcel("P-1", None), |test| test.stub::<inspection::inspect>(move |_| Ok(silent.clone()))).await;
    returned("nobody", parcel("P-1", None), |test| test.stub_never::<inspection::inspect>()).await;
    let full = || Failure::named("SQS.OverLimit");
    returned("queue-full", parcel("P-1", None), |test| test.stub_failure::<inspection::mail>(full())).await;
}

#[tokio::test]
async fn interop_refund() {
    for (case, payment, error) in [
        ("paid", "P-1", None),
        ("nothing", "", None),
        ("no-bank", "P-1", Some(RefundError::BankUnavailable)),
        ("timeout", "P-1", Some(RefundError::Timeout)),
    ] {
        let mut test = TestRun::new();
        if let Some(error) = error {
            test = test.stub::<inspection::pay_back>(move |_| Err(error.clone()));
        }
        let input = json!({ "payment": payment, "cents": 500 });
        let test = test.run(refund(payment.to_owned(), 500)).await;
        prove_case(&format!("refund-{case}"), &input, &test).await.unwrap();
    }
}
