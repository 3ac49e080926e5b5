//! A variable that changes in what a task is given.

mod shop;
use shop::*;

#[workflow]
async fn checkout(messages: Vec<String>) -> Result<usize, ShopError> {
    let mut rest = messages;
    notify(rest.pop().unwrap_or_default()).await?;
    Ok(rest.len())
}

fn main() {}
