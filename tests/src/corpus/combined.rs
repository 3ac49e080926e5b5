//! Parts of the language that meet: each was once different natively and in a definition.

use super::model::*;
use workflow_runtime::prelude::*;

/// A field of an item of a pair that is written out.
#[workflow]
pub async fn item_of_a_pair(sku: String, price: u32) -> Result<(u32, String), ShopError> {
    let text = {
        let pair = (Item { sku: sku.clone(), price, quantity: 1, tags: vec![] }, price);
        (1, pair.0.sku.clone()).1
    };
    notify(text.clone()).await?;
    let found = (price, {
        let items = [Item { sku, price, quantity: 1, tags: vec![] }];
        items[0].sku.clone()
    });
    Ok(found)
}

/// A value that may not exist and is read twice, in a decision within another.
#[workflow]
pub async fn fault_in_an_inner_decision(coupon: Option<String>, a: u32, b: u32) -> Result<u32, ShopError> {
    let text = coupon.ok_or(ShopError::Network)?;
    match a {
        0 => {
            match a - b {
                5..=14 => return Ok(1),
                1 => {}
                _ => notify(text).await?,
            }
            Ok(2)
        }
        _ => Ok(3),
    }
}

/// `let .. else` on a decision.
#[workflow]
pub async fn else_of_a_decision(item: Item, limit: u32) -> Result<u32, ShopError> {
    let Payment::Invoice { due_days } = (match item.quantity {
        0 => Payment::Cash,
        1 => Payment::Invoice { due_days: limit },
        _ if item.tags.is_empty() => Payment::Invoice { due_days: limit - item.price },
        _ => Payment::Cash,
    }) else {
        return Err(ShopError::Network);
    };
    let Some(next) = (if due_days > 3 { Some(due_days + 1) } else { None }) else {
        charge("early", due_days).await?;
        return Ok(0);
    };
    reserve(&item).await?;
    Ok(next)
}

/// Code that nothing comes to has no states.
#[workflow]
#[expect(unreachable_code, reason = "what is tested")]
pub async fn never_reached(names: Vec<String>) -> Result<u32, ShopError> {
    for name in &names {
        {
            let count = names.len() as u32;
            charge(name, count).await?;
            return Ok(count);
        }
        let Some(first) = names.first() else { return Err(ShopError::Code(1)) };
        let _ = join!(notify(first.clone()), async {
            let text = charge(first, 1).await?;
            Ok::<_, ShopError>(text)
        });
    }
    Ok(0)
}

/// Names of states inside values.
#[workflow]
pub async fn names_inside_values(card: String) -> Result<(String, u32), ShopError> {
    let mut total = 1;
    let mut texts = vec![];
    #[state(name = "ChargeFirst")]
    let first = format!("<{}>", charge(&card, 1).await?);
    #[state(name = "ChargeSecond")]
    let second = charge(&card, 2).await.map_err(|_| ShopError::Network)?;
    #[state(name = "ChargeThird")]
    texts.push(charge(&card, 3).await?);
    let item = Item { sku: second, price: 1, quantity: 2, tags: texts };
    #[state(name = "ReserveFirst")]
    total += reserve(&item).await?;
    #[state(name = "ReserveSecond")]
    let sum = total + reserve(&item).await?;
    Ok((first, sum))
}
