//! Methods that change lists and maps, what they give, and several variables assigned at once.

use super::model::*;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use workflow_runtime::prelude::*;

/// A stack that is worked off.
#[workflow]
pub async fn stack(numbers: Vec<u32>) -> Result<(u32, Vec<u32>), ShopError> {
    let mut stack = numbers;
    let mut sum = 0;
    let mut seen = Vec::new();
    while let Some(number) = stack.pop() {
        sum += number;
        seen.push(number);
        if number > 5 {
            stack.push(number / 2);
        }
    }
    Ok((sum, seen))
}

/// The same with a task for each.
#[workflow]
pub async fn stack_with_tasks(skus: Vec<String>) -> Result<Vec<String>, ShopError> {
    let mut rest = skus;
    while let Some(sku) = rest.pop() {
        if rest.len() > 2 {
            rest.pop();
        }
        notify(sku).await?;
    }
    Ok(rest)
}

/// What is taken out of lists.
#[workflow]
pub async fn taken(
    numbers: Vec<Vec<u32>>,
    at: usize,
) -> Result<(Vec<u32>, Option<Vec<u32>>, usize, Vec<Vec<u32>>), ShopError> {
    let mut list = numbers;
    let last = list.pop();
    let removed = list.remove(at);
    let length = if let Some(other) = list.pop() { other.len() } else { 100 };
    match list.pop() {
        Some(item) if item.is_empty() => list.push(vec![7]),
        Some(item) => list.push(item),
        None => {}
    }
    Ok((removed, last, length, list))
}

/// What is taken and thrown away.
#[workflow]
pub async fn dropped(numbers: Vec<u32>, at: usize) -> Result<u32, ShopError> {
    let mut list = numbers.clone();
    let _ = list.pop();
    let _first = list.remove(at);
    let total = list.pop().unwrap_or(5) + 1;
    let mut unread = numbers;
    unread.swap(0, at);
    Ok(total)
}

/// Maps that change.
#[workflow]
pub async fn entries(
    map: BTreeMap<String, u32>,
    key: String,
) -> Result<(BTreeMap<String, u32>, Option<u32>, u32), ShopError> {
    let mut map = map.clone();
    map.insert("first".to_string(), 1);
    let old = map.remove(&key);
    map.insert(key.clone(), old.unwrap_or(10) + 1);
    if map.len() > 2 {
        map.remove("first");
    }
    ping().await?;
    let value = map[&key];
    Ok((map, old, value))
}

/// Lists in other orders.
#[workflow]
pub async fn rearranged(
    numbers: Vec<i32>,
    items: Vec<Item>,
    at: usize,
) -> Result<(Vec<i32>, Vec<i32>, Vec<Item>), ShopError> {
    let mut list = numbers.clone();
    list.dedup();
    let mut sorted = numbers;
    sorted.sort_unstable();
    sorted.dedup();
    let mut by_price = items;
    by_price.sort_by_key(|item| Reverse(item.price));
    by_price.swap(0, at);
    list.swap(at, 0);
    Ok((list, sorted, by_price))
}

/// Several variables at once.
#[workflow]
pub async fn fibonacci(count: u32) -> Result<(u64, u64, String), ShopError> {
    let (mut a, mut b) = (0, 1);
    for _ in 0..count {
        (a, b) = (b, a + b);
    }
    let (mut text, mut other) = ("x".to_string(), "y".to_string());
    if a > 5 {
        (text, other) = (other, text);
        notify(text.clone()).await?;
    }
    let mut number = 0;
    if count > 1 {
        number = 1;
    }
    let before = number;
    (number, (text, _)) = (a * 2, (format!("{text}{other}"), other));
    Ok((number + before, b, text))
}

/// Variables assigned from branches.
#[workflow]
pub async fn assigned_from_branches(card: String, item: Item) -> Result<(String, u32), ShopError> {
    let (mut text, mut price) = ("none".to_string(), 0);
    if !card.is_empty() {
        (text, price) = try_join!(charge(&card, 5), reserve(&item))?;
    }
    Ok((text, price))
}

/// Parts of lists given to a task and gone through.
#[workflow]
pub async fn parts(order: Order, at: usize) -> Result<u32, ShopError> {
    let mut total = 0;
    for item in &order.items[at..] {
        total += reserve(item).await?;
    }
    let Some(rest) = order.items.get(1..=at) else { return Ok(total) };
    let prices = map(rest, |item| reserve(item)).await?;
    Ok(total + prices.iter().sum::<u32>())
}
