//! Returns: with people and a bank that say this and that.

use workflow_examples::order_return::{
    Closed, Desk, Finding, Mailbox, Parcel, Payment, RefundError, ReturnError, order_return, refund, tasks,
};
use workflow_runtime::Failure;
use workflow_runtime::testing::{TestExecution, TestRun};

fn parcel(payment: &str, conversation: Option<&str>) -> Parcel {
    let conversation = conversation.map(str::to_owned);
    Parcel { order: "A-1".to_owned(), payment: payment.to_owned(), cents: 500, conversation }
}

async fn returned(test: TestRun, parcel: Parcel) -> (TestExecution<order_return>, Mailbox) {
    let mailbox = Mailbox::default();
    (test.provide(mailbox.clone()).run(order_return(parcel)).await, mailbox)
}

#[tokio::test]
async fn money_is_given_back_and_the_customer_told() {
    let test = TestRun::new().provide(Desk { is_content: true });
    let (test, mailbox) = returned(test, parcel("P-1", Some("C-7"))).await;
    let payment = Payment { id: "P-1-back".to_owned(), cents: 500 };
    assert_eq!(test.output(), &Closed { order: "A-1".to_owned(), refund: Some(payment) });
    assert_eq!(mailbox.messages(), ["C-7: We gave back 500 cents."]);
}

#[tokio::test]
async fn what_is_worn_is_not_paid_for() {
    let (test, mailbox) = returned(TestRun::new().provide(Desk { is_content: false }), parcel("P-1", None)).await;
    assert_eq!(test.output(), &Closed { order: "A-1".to_owned(), refund: None });
    assert_eq!(mailbox.messages(), ["We cannot take back A-1: A-1 is worn."]);
}

#[tokio::test]
async fn somebody_looks_into_what_fails() {
    let (test, mailbox) = returned(TestRun::new().provide(Desk { is_content: true }), parcel("", None)).await;
    assert_eq!(test.error(), Some(&ReturnError::RefundImpossible { order: "A-1".to_owned() }));
    assert_eq!(mailbox.messages(), [""; 0]);
    let nobody = TestRun::new().stub_never::<tasks::inspect>();
    assert_eq!(returned(nobody, parcel("P-1", None)).await.0.error(), Some(&ReturnError::Timeout));
}

#[tokio::test]
async fn a_bank_that_does_not_answer_is_asked_five_times() {
    let silent = TestRun::new().stub::<tasks::pay_back>(|_| Err(RefundError::BankUnavailable));
    let test = silent.run(refund("P-1".to_owned(), 500)).await;
    assert_eq!((test.error(), test.calls().len()), (Some(&RefundError::BankUnavailable), 5));
}

/// The definition, in which the queue is the state's own, does the same with the same tasks.
#[tokio::test]
async fn the_definition_does_the_same() {
    let finding = Finding { refundable: false, note: None };
    for conversation in [None, Some("C-7")] {
        let mailbox = Mailbox::default();
        let stubbed = finding.clone();
        let test = TestRun::new().provide(mailbox.clone()).stub::<tasks::inspect>(move |_| Ok(stubbed.clone()));
        let execution = test.interpret::<order_return>(serde_json::json!(parcel("P-1", conversation))).await;
        let closed = Closed { order: "A-1".to_owned(), refund: None };
        assert_eq!(execution.result, Ok::<_, Failure>(serde_json::json!(closed)));
        let group = conversation.map(|group| format!("{group}: ")).unwrap_or_default();
        assert_eq!(mailbox.messages(), [format!("{group}We cannot take back A-1: it is not as it was.")]);
    }
}
