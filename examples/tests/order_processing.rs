//! Orders on their way: each branch, catch and wait.

use crate::data::basket;
use serde_json::json;
use std::time::Duration;
use workflow_examples::order_processing::services::{Bank, Topic, Warehouse};
use workflow_examples::order_processing::{
    NotifyError, Order, OrderError, Receipt, Reservation, Status, order_processing, tasks,
};
use workflow_runtime::Failure;
use workflow_runtime::testing::{Reply, TestExecution, TestRun};

/// A shop with lamps and chairs, and a card with money for some.
fn shop() -> TestRun {
    TestRun::new()
        .provide(Warehouse::new([("lamp", 20, 5_000), ("chair", 8, 20_000), ("palace", 1, 4_000_000_000)]))
        .provide(Bank::new([("4000", 100_000)]))
        .provide(Topic::default())
}

fn receipt(status: Status, paid: u32, reference: Option<&str>) -> Receipt {
    Receipt { order: "B-1".to_owned(), status, paid, reference: reference.map(str::to_owned) }
}

fn delays(test: &TestExecution<order_processing>) -> Vec<f64> {
    test.retry_delays().iter().map(|(_, delay)| delay.as_secs_f64()).collect()
}

#[tokio::test]
async fn an_empty_order_is_done_at_once() {
    let test = shop().run(order_processing(basket(&[]))).await;
    assert_eq!(test.output(), &receipt(Status::Empty, 0, None));
    assert_eq!(test.states(), ["CheckItems", "Done"]);
}

#[tokio::test]
async fn an_order_is_shipped_when_its_time_has_come() {
    let test = shop().run(order_processing(basket(&[("lamp", 2), ("chair", 1)]))).await;
    assert_eq!(test.output(), &receipt(Status::Shipped, 30_000, Some("PARCEL-B-1")));
    let own = ["CheckItems", "Prepare", "NeedsReview", "Charge", "WaitUntilShipAt", "Ship", "Notify"];
    let states: Vec<_> = test.states().into_iter().filter(|state| own.contains(state)).collect();
    assert_eq!(states, own);
    // From the start of 2025, to the moment that it is to leave.
    let [("WaitUntilShipAt", wait)] = test.waits()[..] else { panic!("{:?}", test.waits()) };
    assert_eq!(wait.as_secs_f64().round(), 56.0 * 60.0 * 60.0);
}

#[tokio::test]
async fn the_customer_is_told_of_a_parcel() {
    let topic = Topic::default();
    shop().provide(topic.clone()).run(order_processing(basket(&[("lamp", 1)]))).await;
    assert_eq!(topic.messages(), ["Bob Hill: Your order B-1 left as PARCEL-B-1."]);
}

#[tokio::test]
async fn a_parcel_leaves_even_if_nobody_can_be_told() {
    let busy = || Reply::Result(Err(NotifyError::Throttled));
    let deleted = Reply::Failure(Failure::new("SNS.NotFoundException", "Topic does not exist"));
    let test =
        shop().stub_sequence::<tasks::notify, _>([busy(), deleted]).run(order_processing(basket(&[("lamp", 1)]))).await;
    assert_eq!(test.output().status, Status::Shipped);
    assert_eq!(delays(&test), [2.0]);
}

#[tokio::test]
async fn an_order_whose_time_has_passed_does_not_wait() {
    let order = Order { ship_at: "2024-12-24T00:00:00Z".parse().unwrap(), ..basket(&[("lamp", 1)]) };
    assert_eq!(shop().run(order_processing(order)).await.waits(), [("WaitUntilShipAt", Duration::ZERO)]);
}

#[tokio::test]
async fn urgent_and_expensive_orders_of_unknown_customers_are_reviewed() {
    let express = Order { express: true, ..basket(&[("lamp", 1)]) };
    let known = Order { customer: "Ann Lee".to_owned(), ..express.clone() };
    let expensive = basket(&[("chair", 3)]);
    for (order, reviewed) in [(basket(&[("lamp", 1)]), false), (express, true), (known, false), (expensive, true)] {
        let test = shop().run(order_processing(order)).await;
        assert_eq!(test.output().status, Status::Shipped);
        assert_eq!(test.states().contains(&"Review"), reviewed);
    }
}

#[tokio::test]
async fn what_is_not_wanted_is_not_charged() {
    let test = shop().run(order_processing(basket(&[("palace", 1)]))).await;
    assert!(matches!(test.error(), Some(OrderError::ReviewRejected { .. })));
    assert!(!test.states().contains(&"Charge"));
}

#[tokio::test]
async fn an_item_that_is_sold_out_ends_the_order() {
    let test = shop().run(order_processing(basket(&[("lamp", 1), ("boat", 1)]))).await;
    assert_eq!(test.error(), Some(&OrderError::SoldOut { sku: "boat".to_owned() }));
}

#[tokio::test]
async fn a_total_that_is_no_u32_is_an_evaluation_fault() {
    let test = shop()
        .stub::<tasks::reserve>(|item| Ok(Reservation { sku: item.sku, quantity: 1, cents: u32::MAX }))
        .run(order_processing(basket(&[("lamp", 1), ("chair", 1)])))
        .await;
    assert_eq!(test.failure().error, Failure::QUERY_EVALUATION_ERROR);
}

#[tokio::test]
async fn what_a_declined_card_does_not_pay_goes_back() {
    let warehouse = Warehouse::new([("lamp", 20, 5_000)]);
    let test = TestRun::new()
        .provide(warehouse.clone())
        .provide(Bank::new([]))
        .provide(Topic::default())
        .run(order_processing(basket(&[("lamp", 3)])))
        .await;
    assert_eq!(test.error(), Some(&OrderError::CardDeclined { reason: "there is no such card".to_owned() }));
    assert_eq!(test.states().last(), Some(&"CardDeclined"));
    assert_eq!(warehouse.left("lamp"), 20);
}

#[tokio::test]
async fn who_has_too_little_is_offered_instalments() {
    let test = shop().run(order_processing(basket(&[("chair", 8)]))).await;
    assert_eq!(test.output(), &receipt(Status::Offered, 0, Some("B-1 in 2 instalments")));
    let call = test.calls().into_iter().find(|call| call.task == "offer_instalments").unwrap();
    assert_eq!(call.arguments, json!({ "order": "B-1", "cents": 160_000, "available": 100_000 }));
}

#[tokio::test]
async fn a_card_is_charged_once_for_each_execution() {
    let bank = Bank::new([("4000", 100_000)]);
    for id in ["one", "one", "two"] {
        let test = shop().provide(bank.clone()).execution_id(id);
        assert_eq!(test.run(order_processing(basket(&[("lamp", 1)]))).await.output().paid, 5_000);
    }
    assert_eq!(bank.balance("4000"), Some(90_000));
}

#[tokio::test]
async fn a_bank_that_does_not_answer_leaves_a_ticket() {
    let test = shop().stub_never::<tasks::charge>().run(order_processing(basket(&[("lamp", 1)]))).await;
    assert_eq!(test.output(), &receipt(Status::Unclear, 0, Some("TICKET-B-1")));
    assert_eq!(delays(&test), [2.0, 4.0, 8.0]);
    assert_eq!(test.duration().as_secs(), 4 * 60 + 14);
}

#[tokio::test]
async fn each_retrier_of_a_charge_has_its_own_count() {
    let (busy, down) =
        (|| Reply::Result(Err(OrderError::RateLimited)), || Reply::Result(Err(OrderError::GatewayUnavailable)));
    let replies = [busy(), down(), busy(), down(), busy(), down(), busy(), busy(), Reply::Result(Ok(()))];
    let test = shop().stub_sequence::<tasks::charge, _>(replies).run(order_processing(basket(&[("lamp", 1)]))).await;
    assert_eq!(test.output().status, Status::Shipped);
    assert_eq!(delays(&test), [1.0, 2.0, 1.5, 4.0, 2.25, 8.0, 3.375, 5.0625]);

    let test = shop()
        .stub::<tasks::charge>(|_| Err(OrderError::RateLimited))
        .run(order_processing(basket(&[("lamp", 1)])))
        .await;
    assert_eq!(test.error(), Some(&OrderError::RateLimited));
    assert_eq!(test.calls().iter().filter(|call| call.task == "charge").count(), 6);
}

#[tokio::test]
async fn a_task_is_a_function() {
    assert!(tasks::assess("Ann").await.unwrap().trusted);
}
