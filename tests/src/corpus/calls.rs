//! Functions of the program that are part of the language.

use super::model::{Customer, Item, Order, Payment, Priority, ShopError, charge, notify, reserve};
use workflow_runtime::prelude::*;

/// What an item costs.
#[expression]
pub fn cost(item: &Item) -> u32 {
    item.price * item.quantity
}

/// What items cost; it calls another expression inside a closure.
#[expression]
pub fn subtotal(items: &[Item]) -> u32 {
    items.iter().map(|item| cost(item)).sum()
}

/// Items that cost more than a limit.
#[expression]
fn above(items: &[Item], limit: u32) -> Vec<Item> {
    items.iter().filter(|item| cost(item) > limit).cloned().collect()
}

#[expression]
fn label<'a>(coupon: Option<&'a str>, otherwise: &'a str) -> &'a str {
    match coupon {
        Some(code) => code,
        None => otherwise,
    }
}

#[expression]
fn greeting(customer: &Customer, priority: Priority) -> String {
    let title = if customer.vip { "dear" } else { "hello" };
    let speed = match priority {
        Priority::High => 3,
        Priority::Normal => 2,
        Priority::Low => 1,
    };
    format!("{title} {} ({speed})", customer.name)
}

#[expression]
fn is_on_account(payment: &Payment) -> bool {
    matches_invoice(payment) || cost_of_waiting(payment) > 20
}

#[expression]
fn matches_invoice(payment: &Payment) -> bool {
    match payment {
        Payment::Invoice { .. } => true,
        Payment::CreditCard { .. } | Payment::Cash => false,
    }
}

#[expression]
fn cost_of_waiting(payment: &Payment) -> u32 {
    match payment {
        Payment::CreditCard { limit, .. } if *limit > 100 => *limit / 100,
        _ => 0,
    }
}

/// Calls where values stand: in bindings, conditions, arguments, closures, each other and the result.
#[workflow]
pub async fn everywhere(order: Order) -> Result<(u32, Vec<String>, String), ShopError> {
    let total = subtotal(&order.items);
    if is_on_account(&order.payment) {
        notify(greeting(&order.customer, order.priority)).await?;
    }
    let receipt = charge(label(order.coupon.as_deref(), &order.order_id), subtotal(&above(&order.items, 9))).await?;
    let skus: Vec<String> = order
        .items
        .iter()
        .filter(|item| cost(item) < total)
        .map(|item| format!("{}:{}", item.sku, cost(item)))
        .collect();
    Ok((total, skus, receipt))
}

#[expression]
fn scaled(items: &[Item], by: u32) -> Vec<u32> {
    items.iter().map(|item| item.price * by).collect()
}

/// A function's closure has a parameter of the same name as the caller's, which is read inside it.
#[workflow]
pub async fn same_names(orders: Vec<Order>) -> Result<Vec<Vec<u32>>, ShopError> {
    let quantities: Vec<Vec<u32>> = orders
        .iter()
        .map(|item| {
            let by: Vec<u32> = scaled(&item.items, 2);
            by.iter().map(|by| scale_all(&item.items, *by)).collect()
        })
        .collect();
    Ok(quantities)
}

#[expression]
fn scale_all(items: &[Item], by: u32) -> u32 {
    items.iter().map(|item| item.quantity * by).sum()
}

#[expression]
fn first_of(_numbers: &[u32], wanted: u32) -> u32 {
    wanted
}

/// An argument that may be a fault is computed though the function does not read it, and only once though it reads it
/// twice.
#[workflow]
pub async fn faulting_arguments(a: u32, b: u32) -> Result<u32, ShopError> {
    let kept = first_of(&[a / b], a);
    notify(format!("{kept}")).await?;
    Ok(twice(a - b))
}

#[expression]
fn twice(number: u32) -> u32 {
    number + number
}

/// A fault in a function that nothing reads is one before the next state.
#[workflow]
pub async fn faulting_body(a: u32, b: u32) -> Result<u32, ShopError> {
    notify("begin".to_string()).await?;
    let _ = quotient(a, b);
    charge("on", a).await?;
    Ok(a)
}

#[expression]
fn quotient(a: u32, b: u32) -> u32 {
    a / b
}

/// The result of a task as an argument, a condition of a loop, and an iteration's own call.
#[workflow]
pub async fn of_results(order: Order) -> Result<Vec<u32>, ShopError> {
    let mut rest = twice(reserve(&order.items[0]).await?);
    while quotient(rest, 2) > 5 {
        notify("again".to_string()).await?;
        rest = quotient(rest, 2);
    }
    let prices = map(&order.items, |item| async move {
        let price = reserve(item).await?;
        Ok::<_, ShopError>(twice(price))
    })
    .await?;
    charge("rest", rest).await?;
    Ok(prices)
}
