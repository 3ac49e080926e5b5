//! Workflows that change parts of their variables.

use super::model::*;
use workflow_runtime::prelude::*;

/// A field, a field of a field, an item's field.
#[workflow]
pub async fn fields(order: Order) -> Result<Order, ShopError> {
    let mut order = order;
    order.weight_kg = 1.5;
    order.customer.name = format!("{}!", order.customer.name);
    order.items[0].quantity += 2;
    order.items[0].tags.push("changed".into());
    let text = charge("fields", order.items[0].quantity).await?;
    order.coupon = Some(text);
    let last = order.items.len() - 1;
    order.items[last].price = order.items[0].price * 2;
    notify(order.customer.name.clone()).await?;
    Ok(order)
}

/// Lists that grow and shrink.
#[workflow]
pub async fn lists(start: Vec<u32>, at: usize) -> Result<Vec<Vec<u32>>, ShopError> {
    let mut list = start.clone();
    let mut kept = Vec::new();
    list.push(7);
    list.extend(start.iter().map(|number| number * 2));
    list.extend(start.clone());
    kept.push(list.clone());
    list.insert(at, 100);
    list.sort();
    kept.push(list.clone());
    ping().await?;
    list.remove(at);
    list.reverse();
    list.retain(|number| *number != 4);
    kept.push(list.clone());
    list.truncate(3);
    list.pop();
    kept.push(list);
    let mut none = start;
    none.clear();
    none.pop();
    kept.push(none);
    Ok(kept)
}

/// Lists of lists and tuples, by position.
#[workflow]
pub async fn positions(rows: Vec<Vec<i32>>, at: usize) -> Result<(Vec<Vec<i32>>, (i32, String)), ShopError> {
    let mut rows = rows;
    let mut pair = (1, "a".to_string());
    rows[at] = vec![1, 2];
    rows[at][1] -= 5;
    ping().await?;
    pair.0 = rows[at][1];
    pair.1 += "b";
    rows[0].push(9);
    rows[0].push(8);
    rows.sort_by_key(|row| row.len());
    Ok((rows, pair))
}

/// A variable that tasks give to, in place.
#[workflow]
pub async fn awaited_parts(order: Order) -> Result<u32, ShopError> {
    let mut item = order.items[0].clone();
    item.price = reserve(&item).await?;
    item.quantity += reserve(&order.items[0]).await?;
    Ok(item.price + item.quantity)
}

/// Text that grows.
#[workflow]
pub async fn text(words: Vec<String>) -> Result<String, ShopError> {
    let mut text = String::new();
    for word in &words {
        text.push_str(word);
        text.push('.');
        text += " ";
        ping().await?;
    }
    Ok(text)
}

/// Patterns of lists.
#[workflow]
pub async fn slices(numbers: Vec<u32>, rows: Vec<Vec<u32>>) -> Result<Vec<u32>, ShopError> {
    let sum = match numbers.as_slice() {
        [] => 0,
        [only] => *only,
        [first, .., last] if first == last => 1,
        [first, middle @ .., last] => first + last + middle.len() as u32,
    };
    ping().await?;
    match rows.as_slice() {
        [first, rest @ ..] => {
            notify(format!("{} {sum}", rest.len())).await?;
            match rest {
                [second, ..] => Ok(second.clone()),
                _ => Ok(first.clone()),
            }
        }
        [] => Ok(vec![sum]),
    }
}

/// Alternatives that bind, tuples with a rest, ranges between constants.
#[workflow]
pub async fn alternatives(event: Event, pair: (u32, u32, u32)) -> Result<String, ShopError> {
    const_range(&event).await?;
    let text = match &event {
        Event::Moved { from: place, to: 0 } | Event::Moved { to: place, .. } => format!("at {place}"),
        _ => "nowhere".to_string(),
    };
    let (first, ..) = pair;
    match pair {
        (0, other, _) | (other, 0, _) => charge(&text, other).await,
        (LOWEST..=HIGHEST, _, last) => charge("range", last).await,
        _ => Ok(format!("{text} {first}")),
    }
}

const LOWEST: u32 = 10;
const HIGHEST: u32 = 20;

/// Looks at an event.
#[task]
pub async fn const_range(event: &Event) -> Result<(), ShopError> {
    let _ = event;
    Ok(())
}
