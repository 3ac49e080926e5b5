//! Workflows that keep results, and `?` on values.

use super::model::*;
use workflow_runtime::prelude::*;

/// What is missing is an error.
#[workflow]
pub async fn required(order: Order) -> Result<String, ShopError> {
    let coupon = order.coupon.clone().ok_or(ShopError::Network)?;
    let first = order.items.first().ok_or_else(|| ShopError::SoldOut { sku: coupon.clone() })?;
    charge(&coupon, first.price).await
}

/// A task's result that is kept, looked at, and given on.
#[workflow]
pub async fn kept(card: String) -> Result<String, ShopError> {
    let result = charge(&card, 5).await;
    if result.is_err() {
        notify("failed".to_string()).await?;
    }
    match result {
        Ok(text) => Ok(format!("{text}!")),
        Err(ShopError::Declined { reason, tries: 0 }) => Ok(reason),
        Err(ShopError::Declined { reason, tries }) => Err(ShopError::Declined { reason, tries: tries + 1 }),
        Err(other) => Err(other),
    }
}

/// A kept result that is tried later.
#[workflow]
pub async fn tried_later(card: String) -> Result<u32, ShopError> {
    let result = charge(&card, 5).await;
    notify("tried".to_string()).await?;
    let text = result?;
    Ok(text.chars().count() as u32)
}

/// A kept result that is what the workflow gives.
#[workflow]
pub async fn returned(card: String) -> Result<String, ShopError> {
    let result = charge(&card, 5).await;
    let _ = notify("returned".to_string()).await;
    result
}

/// Another error instead of a task's.
#[workflow]
pub async fn mapped(card: String) -> Result<String, ShopError> {
    let text = charge(&card, 5).await.map_err(|_| ShopError::SoldOut { sku: card.clone() })?;
    let other = charge(&text, 6).await.ok();
    Ok(other.unwrap_or(text))
}

/// Branches that do not end each other.
#[workflow]
pub async fn settled(card: String, item: Item) -> Result<String, ShopError> {
    let (charged, reserved, noted) = join!(
        charge(&card, 5),
        async {
            let price = reserve(&item).await?;
            if price > 1_000 {
                return Err(ShopError::Declined { reason: "dear".into(), tries: price });
            }
            Ok::<_, ShopError>(price)
        },
        async {
            match notify(card.clone()).await {
                Ok(()) => Ok(1),
                Err(ShopError::Network) => Ok::<u32, ShopError>(2),
                Err(other) => Err(other),
            }
        },
    );
    match (&charged, &reserved) {
        (Ok(text), Ok(price)) => Ok(format!("{text} {price} {}", noted.is_ok())),
        (Err(ShopError::Declined { reason, .. } | ShopError::SoldOut { sku: reason }), _) => Ok(reason.clone()),
        (_, Err(ShopError::Declined { reason, tries })) => Ok(format!("{reason} {tries}")),
        _ => {
            let price = reserved?;
            charge("again", price).await
        }
    }
}

/// Results that the workflow makes itself.
#[workflow]
pub async fn made(order: Order) -> Result<u32, ShopError> {
    let checked: Result<u32, ShopError> = if order.items.is_empty() { Err(ShopError::Network) } else { Ok(7) };
    ping().await?;
    let priced = match &checked {
        Ok(number) if order.items.len() > 1 => Err(ShopError::Declined { reason: "many".into(), tries: *number }),
        Ok(number) => Ok(number + 1),
        Err(_) => Ok(0),
    };
    if let Err(ShopError::Declined { tries, .. }) = &priced {
        charge("made", *tries).await?;
    }
    let Ok(price) = priced else { return Err(ShopError::SoldOut { sku: "all".into() }) };
    Ok(price)
}

/// Arms with conditions on what a task gives.
#[workflow]
pub async fn conditional_arms(card: String) -> Result<String, ShopError> {
    let text = match charge(&card, 5).await {
        Ok(text) if text.is_empty() => "empty".to_string(),
        Ok(text) => text,
        Err(ShopError::Declined { tries, .. }) if tries > 5 => "often".to_string(),
        Err(ShopError::Declined { tries: 2, reason } | ShopError::SoldOut { sku: reason }) => reason,
        Err(ShopError::Code(code)) => format!("code {code}"),
        Err(other) => return Err(other),
    };
    if let Ok(Page { entries, next: Some(next) }) = list_page(None).await {
        notify(format!("{} {next}", entries.len())).await?;
    }
    let Err(ShopError::Code(7)) = charge(&text, 6).await else { return Ok(text) };
    Ok("seven".into())
}

/// A wildcard with a condition for whatever went wrong.
#[workflow]
pub async fn guarded_wildcard(card: String) -> Result<String, ShopError> {
    let short = card.chars().count() < 4;
    let text = match charge(&card, 5).await {
        Ok(text) => text,
        _ if short => "short".to_string(),
        Err(ShopError::Declined { reason, .. }) => reason,
        Err(_) => "long".to_string(),
    };
    notify(text.clone()).await?;
    Ok(text)
}

/// Text that is taken as numbers, or fails.
#[workflow]
pub async fn parsed(order: Order) -> Result<u32, ShopError> {
    let limit = order.customer.name.parse::<u32>().map_err(|_| ShopError::SoldOut { sku: order.order_id.clone() })?;
    let small = u8::try_from(limit).map_err(|_| ShopError::Network)?;
    let coupon = order.coupon.clone().unwrap_or_default().parse::<i32>();
    ping().await?;
    let Ok(coupon) = coupon else { return Ok(u32::from(small)) };
    match u32::try_from(coupon) {
        Ok(0) => {
            notify("nothing".to_string()).await?;
            Ok(limit)
        }
        Ok(rebate) => Ok(limit.abs_diff(rebate)),
        Err(_) => Err(ShopError::Code(coupon)),
    }
}

/// Methods of kept results, and of those of branches.
#[workflow]
pub async fn asked(card: String, item: Item) -> Result<(String, u32, bool), ShopError> {
    let (charged, reserved) = join!(charge(&card, 5), reserve(&item));
    let sold_out = reserved.as_ref().is_err_and(|error| error.failure().error.contains("Sold"));
    let price = reserved.clone().map_or_else(|error| error.failure().cause.chars().count() as u32, |price| price + 1);
    let text = charged.as_ref().map(|text| format!("{text}!")).unwrap_or_else(|error| error.failure().error);
    if charged.is_ok_and(|text| text.is_empty()) {
        return Err(ShopError::Network);
    }
    let again = charge(&text, price).await.or_else(|_| Ok::<_, ShopError>("again".to_string()))?;
    let first = charge(&again, 6).await.unwrap_or_default();
    let kept = reserve(&item).await.or(reserved)?;
    Ok((format!("{again} {first} {}", kept), price, sold_out))
}
