//! Workflows that once disagreed with their definitions.

use super::model::*;
use std::collections::BTreeMap;
use workflow_runtime::prelude::*;

/// A list in a newtype.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
pub struct Numbers(pub Vec<u32>);

/// A pair in a newtype.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
pub struct Pair(pub (u32, u32));

/// A part that may be missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
pub struct Part {
    /// Its size.
    pub size: u32,
    /// Its label.
    pub label: Option<String>,
}

/// Errors that are made of values.
#[derive(Clone, Debug, PartialEq, WorkflowError)]
pub enum Made {
    /// Text.
    Text(String),
    /// Numbers.
    Numbers(Vec<u32>),
    /// No connection.
    Network,
}

/// An optional parameter beside another.
#[workflow]
pub async fn missing_parameter(label: Option<String>, size: u32) -> Result<Vec<Option<String>>, ShopError> {
    let picked = if size > 1 { label.clone() } else { Some("small".to_string()) };
    ping().await?;
    Ok(vec![label, picked])
}

/// An optional parameter decides.
#[workflow]
pub async fn missing_decides(a: u32, b: Option<bool>, c: bool) -> Result<String, ShopError> {
    match (a, b, c) {
        (0, None, _) | (1, _, false) => charge("first", a).await,
        (_, Some(true), _) => Ok("second".into()),
        (n, _, _) => Ok(format!("{n}")),
    }
}

/// Options that are missing in a list.
#[workflow]
pub async fn missing_labels(parts: Vec<Part>) -> Result<Vec<Option<String>>, ShopError> {
    let labels: Vec<Option<String>> = parts.iter().map(|part| part.label.clone()).collect();
    ping().await?;
    Ok(labels)
}

/// Newtypes taken apart.
#[workflow]
pub async fn newtypes(numbers: Numbers, pair: Pair) -> Result<u32, ShopError> {
    let count = numbers.0.len() as u32;
    let Numbers(list) = numbers;
    let sum: u32 = list.iter().sum();
    ping().await?;
    Ok(count + sum + pair.0.1)
}

/// Text is as long as it has characters.
#[workflow]
pub async fn lengths(words: Vec<String>) -> Result<Vec<usize>, ShopError> {
    Ok(words.iter().map(|word| word.chars().count()).collect())
}

/// Filters that leave one list.
#[workflow]
pub async fn lone_survivors(
    pairs: Vec<(u32, u32)>,
    lists: Vec<Vec<u32>>,
) -> Result<(Vec<(u32, u32)>, bool, bool), ShopError> {
    let kept = pairs.into_iter().filter(|(left, _)| *left > 0).collect();
    let some_empty = lists.iter().any(|list| list.is_empty());
    let all_large = lists.iter().all(|list| list.iter().any(|number| *number > 1));
    Ok((kept, some_empty, all_large))
}

/// An error with a computed payload.
#[workflow]
pub async fn made_errors(text: String, numbers: Vec<u32>) -> Result<u32, Made> {
    if numbers.is_empty() {
        return Err(Made::Text(format!("\"{text}\"")));
    }
    if numbers.len() > 1 {
        return Err(Made::Numbers(numbers));
    }
    Ok(numbers[0])
}

/// Conditions that bind on the way.
#[workflow]
pub async fn let_chains(part: Part, limit: Option<u32>) -> Result<String, ShopError> {
    if let Some(label) = &part.label
        && part.size > 3
    {
        return charge(label, part.size).await;
    } else if let Some(limit) = limit
        && part.size > limit
    {
        notify(format!("{limit}")).await?;
    }
    Ok("done".into())
}

/// Guards one after the other, and a unit enum compared.
#[workflow]
pub async fn guards(number: u32, priority: Priority) -> Result<u32, ShopError> {
    if number == 1 {
        return Err(ShopError::Declined { reason: "one".into(), tries: number });
    }
    if number == 2 {
        return Err(ShopError::Declined { reason: "two".into(), tries: number });
    }
    if priority == Priority::High {
        ping().await?;
    }
    Ok(number)
}

/// A loop and a Map state over a map, in the order of its keys.
#[workflow]
pub async fn over_map(prices: BTreeMap<String, u32>) -> Result<Vec<String>, ShopError> {
    let mut names = String::new();
    for (name, price) in &prices {
        notify(format!("{name} {price}")).await?;
        names = format!("{names}{name}");
    }
    let mut charged = map(&prices, |(name, price)| charge(name, *price)).await?;
    charged = charged.into_iter().chain([names]).collect();
    Ok(charged)
}

/// A loop over an option.
#[workflow]
pub async fn over_option(coupon: Option<String>) -> Result<u32, ShopError> {
    let mut count = 0;
    for text in &coupon {
        notify(text.clone()).await?;
        count += 1;
    }
    Ok(count)
}
