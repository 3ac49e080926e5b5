//! Workflows that mostly compute.

use super::model::*;
use std::time::Duration;
use workflow_runtime::prelude::*;

const LIMIT: u32 = 1_000;
const PAUSE: Duration = Duration::from_secs(30);

/// References and fields.
#[workflow]
pub async fn references(order: Order) -> Result<String, ShopError> {
    let customer = &order.customer;
    let name = &customer.name;
    let first = &order.items[0];
    charge(name, first.price).await
}

/// An iterator chain.
#[workflow]
pub async fn totals(order: Order) -> Result<u32, ShopError> {
    let total: u32 = order.items.iter().map(|item| item.price * item.quantity).sum();
    let big = order.items.iter().filter(|item| item.price > 10).count();
    let any = order.items.iter().any(|item| item.tags.is_empty());
    if any || big > 2 {
        notify(format!("{big} big, total {total}")).await?;
    }
    Ok(total)
}

/// Lists of lists.
#[workflow]
pub async fn nested_lists(order: Order) -> Result<Vec<Vec<String>>, ShopError> {
    let tags: Vec<Vec<String>> = order.items.iter().map(|item| item.tags.clone()).collect();
    notify("tags".to_string()).await?;
    Ok(tags)
}

/// Names out of structs.
#[workflow]
pub async fn skus(order: Order) -> Result<Vec<String>, ShopError> {
    let skus: Vec<String> = order.items.iter().map(|item| item.sku.clone()).collect();
    let cheap: Vec<Item> = order.items.iter().filter(|item| item.price <= LIMIT).cloned().collect();
    if cheap.len() < skus.len() {
        notify(String::from("expensive")).await?;
    }
    Ok(skus)
}

/// A conditional value.
#[workflow]
pub async fn tiers(order: Order) -> Result<String, ShopError> {
    let tier = if order.weight_kg >= 10.5 { "heavy" } else { "light" };
    let fee = if order.customer.vip {
        0
    } else if order.weight_kg > 2.0 {
        500
    } else {
        250
    };
    charge(tier, fee).await
}

/// A `match` on an enum as a value.
#[workflow]
pub async fn payment_text(order: Order) -> Result<String, ShopError> {
    let text = match &order.payment {
        Payment::CreditCard { last_four, limit } if *limit > LIMIT => format!("gold {last_four}"),
        Payment::CreditCard { last_four, .. } => format!("card {last_four}"),
        Payment::Invoice { due_days } => format!("invoice in {due_days} days"),
        Payment::Cash => String::from("cash"),
    };
    notify(text.clone()).await?;
    Ok(text)
}

/// Options as values.
#[workflow]
pub async fn options(order: Order) -> Result<String, ShopError> {
    let coupon = order.coupon.clone().unwrap_or("none".to_string());
    let length = order.coupon.as_ref().map(|text| format!("[{text}]"));
    let used = order.coupon.is_some();
    let _ = charge(&coupon, 1).await;
    if let Some(text) = &length {
        notify(text.clone()).await?;
    }
    Ok(format!("{coupon} {used}"))
}

/// Struct literals with a base.
#[workflow]
pub async fn updated(order: Order) -> Result<Order, ShopError> {
    let extra = Item { sku: "gift".into(), price: 0, quantity: 1, tags: vec!["free".into()] };
    let price = reserve(&extra).await?;
    let customer = Customer { name: format!("{} ({price})", order.customer.name), ..order.customer.clone() };
    Ok(Order { customer, coupon: None, items: vec![extra], ..order })
}

/// Tuples and destructuring.
#[workflow]
pub async fn tuples(name: String, scale: u32) -> Result<u32, ShopError> {
    let (upper, length) = split_name(name.to_ascii_uppercase()).await?;
    let pair = (length * scale, upper);
    let (scaled, text) = pair;
    notify(text).await?;
    Ok(scaled + 1)
}

/// Destructured structs.
#[workflow]
pub async fn destructured(order: Order) -> Result<String, ShopError> {
    let Customer { name, vip, .. } = order.customer;
    let Item { price, quantity, .. } = order.items[0].clone();
    let cents = if vip { price * quantity / 2 } else { price * quantity };
    charge(&name, cents).await
}

/// Adjacently tagged enums.
#[workflow]
pub async fn adjacent(event: Event) -> Result<Event, ShopError> {
    let distance = match &event {
        Event::Moved { from, to } => to - from,
        Event::Created(_) => 1,
        Event::Tick => 0,
    };
    notify(format!("{distance}")).await?;
    match event {
        Event::Created(name) => Ok(Event::Created(format!("{name}!"))),
        Event::Moved { from, to } => Ok(Event::Moved { from: to, to: from }),
        Event::Tick => Ok(Event::Tick),
    }
}

/// Integer division and remainder.
#[workflow]
pub async fn division(a: i32, b: i32) -> Result<(i32, i32), ShopError> {
    let result = (a / b, a % b);
    ping().await?;
    Ok(result)
}

/// Casts and comparisons.
#[workflow]
pub async fn casts(count: u32, ratio: f64) -> Result<bool, ShopError> {
    let scaled = f64::from(1_u8) * ratio * count as f64;
    let signed = count as i64 - 10;
    prioritise(scaled).await?;
    Ok(signed < 0 && scaled != 2.0)
}

/// A generic type.
#[workflow]
pub async fn pages(token: Option<String>) -> Result<usize, ShopError> {
    let page = list_page(token).await?;
    let Page { entries, next } = page;
    let more = if next.is_some() { 1 } else { 0 };
    Ok(entries.len() + more)
}

/// Shadowing.
#[workflow]
pub async fn shadowed(value: u32) -> Result<u32, ShopError> {
    let value = value + 1;
    let value = value * 2;
    let text = charge("x", value).await?;
    let value = if text.is_empty() { 0 } else { value };
    Ok(value)
}

/// Options within options.
#[workflow]
pub async fn nested_options(order: Order) -> Result<String, ShopError> {
    let text = order
        .coupon
        .as_ref()
        .map(|coupon| order.items.first().map(|item| format!("{coupon} {}", item.sku)).unwrap_or(coupon.clone()));
    ping().await?;
    Ok(text.unwrap_or("none".into()))
}

/// A constant duration and a computed one.
#[workflow]
pub async fn pauses(seconds: u64) -> Result<i64, ShopError> {
    sleep(PAUSE).await;
    #[state(name = "WaitAgain")]
    sleep(Duration::from_secs(seconds)).await;
    ping().await
}

/// The name of a variable is that of a function of JSONata.
#[workflow]
pub async fn hidden_functions(order: Order) -> Result<usize, ShopError> {
    let count = order.items.len();
    let sum: u32 = order.items.iter().map(|item| item.quantity).sum();
    notify(format!("{count} {sum}")).await?;
    let count = order.items.iter().filter(|item| item.quantity > sum).count() + count;
    Ok(count)
}

/// Literals computed with each other have the type of what they meet.
#[workflow]
pub async fn literals_together(a: u8, b: u64) -> Result<u64, ShopError> {
    let day = 60 * 60 * 24;
    let shifted = b + day * 2;
    let odd = 3 * ((1 + a) - 1);
    let limit: u64 = 2 * (3 + 4) * 5;
    ping().await?;
    if shifted > 60 * 60 * (24 - 1) {
        return Ok(limit + odd as u64);
    }
    Ok(shifted - 5 * (2 - 1))
}
