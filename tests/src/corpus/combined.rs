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

/// What one error and everything else lead to, each once.
#[workflow]
pub async fn one_error_or_else(card: String) -> Result<String, ShopError> {
    let mut text = "none".to_string();
    if let Err(ShopError::Network) = charge(&card, 1).await {
        text = "network".to_string();
    } else {
        text = charge(&text, 2).await?;
    }
    notify(text.clone()).await?;
    Ok(text)
}

/// A part that is changed, may have no value, and is never read.
#[workflow]
pub async fn unread_part(name: String, by: u32) -> Result<bool, ShopError> {
    let mut pair: (String, u32) = split_name(name).await?;
    pair.1 -= by;
    Ok(false)
}

/// The same on the ways of a Choice state and of a Catcher.
#[workflow]
pub async fn unread_on_several_ways(name: String, by: u32) -> Result<u32, ShopError> {
    let mut item = Item { sku: name.clone(), price: 4, quantity: 2, tags: vec![] };
    match charge(&name, by).await {
        Ok(text) => {
            if text.contains("fine") {
                notify(text).await?;
                item.price -= by;
                return Ok(1);
            }
            item.quantity -= by;
            Ok(2)
        }
        Err(_) => {
            let _ = item.price / by;
            Ok(3)
        }
    }
}

/// A part of nothing.
#[workflow]
pub async fn part_of_none(price: u32) -> Result<Vec<String>, ShopError> {
    let tags = None::<Item>.map(|item| item.tags).unwrap_or_default();
    let first = None::<Item>.as_ref().map(|item| item.sku.clone()).ok_or(ShopError::Network)?;
    charge(&first, price).await?;
    Ok(tags)
}

/// One arm for every value.
#[workflow]
pub async fn one_arm(number: u32, stop: bool) -> Result<u32, ShopError> {
    let doubled = match number + 1 {
        next => {
            if stop {
                return Err(ShopError::Network);
            }
            charge("next", next).await?;
            next * 2
        }
    };
    let unread = match number {
        0 => 1,
        only => match only {
            number => {
                let less = number - 1;
                return Err(ShopError::SoldOut { sku: format!("{less} {doubled}") });
            }
        },
    };
    Ok(unread)
}

/// Ends of branches of several states.
#[workflow]
pub async fn ends_of_branches(card: String) -> Result<(String, String), ShopError> {
    let (first, _) = try_join!(
        async {
            match charge(&card, 1).await {
                Ok(text) => Ok(text),
                Err(ShopError::Network) => Ok("network".to_string()),
                Err(other) => Err(other),
            }
        },
        ping()
    )?;
    #[state(name = "Again")]
    let (second, _) = try_join!(
        async {
            #[state(name = "ChargeAgain")]
            match charge(&card, 2).await {
                Ok(text) => Ok(text),
                Err(ShopError::Code(_)) => Ok("code".to_string()),
                Err(other) => Err(other),
            }
        },
        async {
            #[state(name = "PingAgain")]
            ping().await
        }
    )?;
    Ok((first, second))
}

/// An iteration's item that branches keep, and its Catcher reads.
#[workflow]
pub async fn item_in_branches(names: Vec<String>) -> Result<Vec<String>, ShopError> {
    map(&names, |name| async move {
        let joined = try_join!(
            async {
                notify(name.clone()).await?;
                charge(name, 1).await
            },
            async {
                #[state(name = "Again")]
                let text = charge(name, 2).await?;
                Ok::<_, ShopError>(format!("{text} of {name}"))
            },
        );
        match joined {
            Ok((one, other)) => Ok(format!("{one} {other}")),
            Err(ShopError::Network) => Ok(format!("{name} is away")),
            Err(other) => Err(other),
        }
    })
    .await
}

/// Several arms for `Ok` in a loop, of which some end it, and ends that a Catcher's way shares.
#[workflow]
pub async fn arms_in_a_loop(cards: Vec<String>) -> Result<String, ShopError> {
    let mut all = String::new();
    for card in &cards {
        let cents = match charge(card, 7).await {
            Ok(text) if text.starts_with("slow") => continue,
            Ok(text) if text.is_empty() => return Ok(all),
            Ok(text) => {
                all.push_str(&text);
                1
            }
            Err(ShopError::Timeout) => break,
            Err(ShopError::Declined { tries, .. }) => tries,
            Err(_) => return Ok(format!("{all} no")),
        };
        if cents > 1 {
            let _ = notify(all.clone()).await;
        }
    }
    if let Ok(number) = ping().await {
        all += " ";
        notify(format!("{all}{number}")).await?;
    }
    Ok(all)
}
