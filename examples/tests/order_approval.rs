//! Approvals: by a callback, by a stub, by nobody.

use crate::data::order_of;
use serde_json::{Value, json};
use std::fs;
use tokio::sync::mpsc;
use workflow_examples::order_approval::{
    APPROVAL_LIMIT, Approval, ApprovalError, Confirmation, Outbox, order_approval, tasks,
};
use workflow_runtime::testing::{TestExecution, TestRun};
use workflow_runtime::{CallbackError, Event, EventKind, Failure, Observer};

/// Hands tokens on as they are issued.
struct Tokens(mpsc::UnboundedSender<String>);

impl Observer for Tokens {
    fn observe(&self, event: &Event) {
        if let EventKind::CallbackIssued { token, .. } = &event.kind {
            self.0.send(token.clone()).unwrap();
        }
    }
}

/// Runs a large order with real tasks; what a human answers is sent to its token's text.
async fn answered(answer: Result<Value, Failure>) -> (TestExecution<order_approval>, String) {
    let folder = tempfile::tempdir().unwrap();
    let (sender, mut tokens) = mpsc::unbounded_channel();
    let test = TestRun::new().provide(Outbox::new(folder.path())).observe(Tokens(sender));
    let callbacks = test.callbacks();
    let human = tokio::spawn(async move {
        let token = tokens.recv().await.unwrap();
        let wrong = callbacks.complete(&token, json!({ "comment": "I forgot to say who I am" }));
        assert!(matches!(wrong, Err(CallbackError::InvalidOutput(_))));
        match answer {
            Ok(output) => callbacks.complete(&token, output).unwrap(),
            Err(failure) => callbacks.fail(&token, failure).unwrap(),
        }
    });
    let test = test.run(order_approval(order_of(APPROVAL_LIMIT + 1))).await;
    human.await.unwrap();
    let mail = fs::read_to_string(Outbox::new(folder.path()).path("A-1")).unwrap();
    (test, mail)
}

#[tokio::test]
async fn an_approved_order_is_placed() {
    let (test, mail) = answered(Ok(json!({ "by": "Eve" }))).await;
    let confirmation = Confirmation { order: "A-1".to_owned(), approved_by: Some("Eve".to_owned()) };
    assert_eq!(test.output(), &confirmation);
    assert_eq!(test.states(), ["CheckTotal", "RequestApproval", "PlaceOrder"]);
    assert_eq!(mail, "Dear Ann Lee, your order A-1 was placed, approved by Eve.\n");
}

#[tokio::test]
async fn a_rejected_order_is_not() {
    let (test, mail) = answered(Err(Failure::new("Rejected", "{\"reason\":\"too dear\"}"))).await;
    assert_eq!(test.error(), Some(&ApprovalError::Rejected { reason: "too dear".to_owned() }));
    assert_eq!(test.states(), ["CheckTotal", "RequestApproval"]);
    assert!(
        mail.contains("Ann Lee orders A-1 for 1000001 cents.") && mail.contains("order-approval approve "),
        "{mail}"
    );
}

#[tokio::test]
async fn a_rejection_without_a_reason_is_one() {
    let (test, _) = answered(Err(Failure::named("Rejected"))).await;
    assert_eq!(test.failure(), Failure::named("Rejected"));
}

#[tokio::test]
async fn a_small_order_needs_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestRun::new().provide(Outbox::new(folder.path())).run(order_approval(order_of(APPROVAL_LIMIT))).await;
    assert_eq!(test.output().approved_by, None);
    assert_eq!(test.states(), ["CheckTotal", "PlaceOrder"]);
}

#[tokio::test]
async fn nobody_answers_for_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let real = TestRun::new().provide(Outbox::new(folder.path()));
    let stubbed = TestRun::new().stub_never::<tasks::request_approval>();
    for test in [real, stubbed] {
        let test = test.run(order_approval(order_of(2_000_000))).await;
        assert_eq!(test.error(), Some(&ApprovalError::ApprovalTimeout { order: "A-1".to_owned() }));
        assert_eq!(test.states(), ["CheckTotal", "RequestApproval", "ApprovalTimeout"]);
        assert_eq!(test.duration().as_secs(), 24 * 60 * 60);
    }
}

#[tokio::test]
async fn a_stub_answers_at_once() {
    let approval = Approval { by: "Eve".to_owned(), comment: Some("fine".to_owned()) };
    let given = approval.clone();
    let test = TestRun::new()
        .stub::<tasks::request_approval>(move |_| Ok(given.clone()))
        .stub::<tasks::place_order>(|(order, approval)| {
            Ok(Confirmation { order: order.id, approved_by: approval.map(|approval| approval.by) })
        })
        .run(order_approval(order_of(2_000_000)))
        .await;
    assert_eq!(test.output().approved_by.as_deref(), Some("Eve"));
    assert_eq!(test.calls()[0].arguments, json!({ "order": order_of(2_000_000) }));
    assert_eq!(test.calls()[1].arguments, json!({ "order": order_of(2_000_000), "approval": approval }));
}

#[tokio::test]
async fn a_full_outbox_is_tried_again_for_a_confirmation_only() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let run = async |total| TestRun::new().provide(Outbox::new(file.path())).run(order_approval(order_of(total))).await;
    let (small, large) = (run(1).await, run(2_000_000).await);
    assert!(matches!(small.error(), Some(ApprovalError::OutboxUnavailable { .. })));
    assert_eq!((small.calls().len(), large.calls().len()), (3, 1));
    assert_eq!(large.failure().error, "OutboxUnavailable");
}
