//! Loops: a Choice state, and a Pass state where nothing comes before it that could assign.

use super::{economy, measured};
use crate::corpus::model::*;
use std::time::Duration;
use workflow_runtime::prelude::*;

/// A counter.
#[workflow]
pub async fn counted(rounds: u32) -> Result<u32, ShopError> {
    let mut left = rounds;
    let mut done = 0;
    while left > 0 {
        notify(format!("{left} left")).await?;
        left -= 1;
        done += 1;
    }
    Ok(done)
}
economy! { counted: 4 of 4; 0 => 3 of 3, 2 => 7 of 7 }

/// A counter after a task, which assigns it.
#[workflow]
pub async fn counted_after_a_task(rounds: u32) -> Result<u32, ShopError> {
    ping().await?;
    let mut left = rounds;
    while left > 0 {
        notify(format!("{left} left")).await?;
        left -= 1;
    }
    Ok(left)
}
economy! { counted_after_a_task: 4 of 4; 0 => 3 of 3, 2 => 7 of 7 }

/// A list.
#[workflow]
pub async fn each_item(items: Vec<Item>) -> Result<u32, ShopError> {
    let mut total = 0;
    for item in &items {
        total += reserve(item).await?;
    }
    Ok(total)
}
economy! {
    each_item: 4 of 4;
    [] => 3 of 3,
    [{"sku": "a", "unit-price": 1, "quantity": 1, "tags": []}, {"sku": "b", "unit-price": 1, "quantity": 1, "tags": []}]
        => 7 of 7,
}

/// Some items are left out: that decision is the loop's own.
#[workflow]
pub async fn each_but_some(items: Vec<Item>) -> Result<u32, ShopError> {
    let mut total = 0;
    for item in &items {
        if item.quantity == 0 {
            continue;
        }
        total += reserve(item).await?;
    }
    Ok(total)
}
economy! {
    each_but_some: 4 of 4;
    [] => 3 of 3,
    [{"sku": "a", "unit-price": 1, "quantity": 0, "tags": []}, {"sku": "b", "unit-price": 1, "quantity": 1, "tags": []}]
        => 6 of 6,
}

/// Assignments under conditions in a loop.
#[workflow]
pub async fn counting_in_a_loop(items: Vec<Item>) -> Result<u32, ShopError> {
    let mut dear = 0;
    for item in &items {
        let price = reserve(item).await?;
        if price > 100 {
            dear += 1;
        }
    }
    Ok(dear)
}
economy! {
    counting_in_a_loop: 4 of 4;
    [] => 3 of 3,
    [{"sku": "a", "unit-price": 500, "quantity": 1, "tags": []}] => 5 of 5,
}

/// A loop that is left from within.
#[workflow]
pub async fn until_enough(rounds: i64) -> Result<i64, ShopError> {
    let mut total = 0;
    loop {
        total += ping().await?;
        if total > rounds {
            break;
        }
    }
    Ok(total)
}
economy! { until_enough: 4 of 4; 5 => 4 of 4, 50 => 6 of 6 }

/// Pages.
#[workflow]
pub async fn pages(first: Option<String>) -> Result<u32, ShopError> {
    let mut token = first;
    let mut pages = 0;
    loop {
        let page = list_page(token.clone()).await?;
        pages += 1;
        match page.next {
            Some(next) => token = Some(next),
            None => break,
        }
    }
    Ok(pages)
}
economy! { pages: 4 of 4; null => 8 of 8, "c" => 4 of 4 }

/// Trying again after a pause.
#[workflow]
pub async fn polled(limit: u32) -> Result<u32, ShopError> {
    let mut tries = 0;
    while tries < limit {
        tries += 1;
        if ping().await? > 100 {
            return Ok(tries);
        }
        sleep(Duration::from_secs(30)).await;
    }
    Err(ShopError::Network)
}
economy! { polled: 7 of 7; 0 => 3 of 3, 1 => 7 of 7 }

/// Two lists, one in the other.
#[workflow]
pub async fn nested_loops(orders: Vec<Vec<Item>>) -> Result<u32, ShopError> {
    let mut total = 0;
    for items in &orders {
        for item in items {
            total += reserve(item).await?;
        }
    }
    Ok(total)
}
economy! {
    nested_loops: 5 of 5;
    [] => 3 of 3,
    [[{"sku": "a", "unit-price": 1, "quantity": 1, "tags": []}]] => 7 of 7,
}

/// A computation over a list is no loop.
#[workflow]
pub async fn computed_over_a_list(items: Vec<Item>) -> Result<String, ShopError> {
    let total: u32 = items.iter().filter(|item| item.quantity > 0).map(|item| item.price).sum();
    charge("card", total).await
}
economy! {
    computed_over_a_list: 1 of 1;
    [{"sku": "a", "unit-price": 1, "quantity": 1, "tags": []}] => 1 of 1,
}

/// An item that ends the loop and the workflow.
#[workflow]
pub async fn first_that_fits(items: Vec<Item>) -> Result<String, ShopError> {
    for item in &items {
        if item.quantity > 5 {
            return charge(&item.sku, item.price).await;
        }
        reserve(item).await?;
    }
    Err(ShopError::Network)
}
economy! {
    first_that_fits: 5 of 5;
    [] => 3 of 3,
    [{"sku": "a", "unit-price": 1, "quantity": 1, "tags": []}, {"sku": "b", "unit-price": 1, "quantity": 9, "tags": []}]
        => 5 of 5,
}

measured![
    counted,
    counted_after_a_task,
    each_item,
    each_but_some,
    counting_in_a_loop,
    until_enough,
    pages,
    polled,
    nested_loops,
    computed_over_a_list,
    first_that_fits,
];
