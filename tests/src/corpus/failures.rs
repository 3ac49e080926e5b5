//! Thirty tiny workflows that fail, each in its own way.

use super::model::*;
use workflow_runtime::prelude::*;

/// Answers late, or never: tests say.
#[task(timeout = "2s", retry(errors(Timeout), interval = "1s", max_attempts = 2, backoff_rate = 1.0))]
pub async fn slow(name: String) -> Result<String, ShopError> {
    Ok(name)
}

/// Has no variant for a timeout.
#[task(timeout = "2s")]
pub async fn impatient(name: String) -> Result<String, AnyError> {
    Ok(name)
}

/// Fails as often as tests say.
#[task(
    retry(errors(Network), interval = "1s", max_attempts = 2),
    retry(errors(Declined), interval = "3s", max_attempts = 1, backoff_rate = 1.5)
)]
pub async fn flaky(name: String) -> Result<String, ShopError> {
    Ok(name)
}

/// Panics.
#[task]
pub async fn panicking(name: String) -> Result<String, ShopError> {
    assert!(name.is_empty(), "no {name}");
    Ok(name)
}

/// Waits for an answer.
#[task(timeout = "1h", heartbeat = "10m")]
pub async fn ask(question: &str, token: TaskToken<String>) -> Result<(), ShopError> {
    let _ = (question, token);
    Ok(())
}

/// Addition.
#[workflow]
pub async fn add_overflow(a: u8, b: u8) -> Result<u8, ShopError> {
    Ok(a + b)
}

/// Subtraction below zero.
#[workflow]
pub async fn below_zero(a: u32, b: u32) -> Result<u32, ShopError> {
    let left = a - b;
    notify(format!("{left}")).await?;
    Ok(left)
}

/// Multiplication.
#[workflow]
pub async fn multiplied(a: i32, b: i32) -> Result<i32, ShopError> {
    Ok(a * b)
}

/// On the way out of range and back.
#[workflow]
pub async fn there_and_back(a: i8, b: i8) -> Result<i8, ShopError> {
    Ok(a + b - b)
}

/// A sum of both signs.
#[workflow]
pub async fn mixed_sum(numbers: Vec<i8>) -> Result<i8, ShopError> {
    Ok(numbers.iter().sum())
}

/// A sum without signs.
#[workflow]
pub async fn plain_sum(numbers: Vec<u8>) -> Result<u8, ShopError> {
    let total: u8 = numbers.iter().sum();
    Ok(total)
}

/// A number that is its own opposite's opposite, unless it has none.
#[workflow]
pub async fn negated(a: i16) -> Result<i16, ShopError> {
    Ok(-a)
}

/// A cast that does not fit.
#[workflow]
pub async fn narrowed(a: i64) -> Result<u8, ShopError> {
    Ok(a as u8)
}

/// 64 bits are fewer in JSON.
#[workflow]
pub async fn wide(a: u64, b: u64) -> Result<u64, ShopError> {
    Ok(a * b)
}

/// Floats that leave their range.
#[workflow]
pub async fn infinite(a: f64, b: f64) -> Result<f64, ShopError> {
    Ok(a * b / (b - 1.0))
}

/// Division by zero.
#[workflow]
pub async fn divided(a: u32, b: u32) -> Result<u32, ShopError> {
    let share = a / b;
    Ok(share)
}

/// An index out of range, after a task.
#[workflow]
pub async fn indexed(items: Vec<u32>, at: usize) -> Result<u32, ShopError> {
    ping().await?;
    Ok(items[at])
}

/// `unwrap` of nothing, in an argument.
#[workflow]
pub async fn unwrapped(name: Option<String>) -> Result<String, ShopError> {
    charge(&name.unwrap(), 1).await
}

/// A fault that a wildcard must not catch.
#[workflow]
pub async fn fault_beside_a_catch(items: Vec<u32>) -> Result<String, ShopError> {
    match charge("fine", items[1]).await {
        Ok(text) => Ok(text),
        Err(_) => Ok("caught".into()),
    }
}

/// A fault after the task whose state it is folded into.
#[workflow]
pub async fn fault_after_a_catch(card: String, b: u32) -> Result<u32, ShopError> {
    let text = match charge(&card, 1).await {
        Ok(text) => text,
        Err(_) => "caught".to_string(),
    };
    let share = 10 / b;
    notify(text).await?;
    Ok(share)
}

/// A fault that nothing reads.
#[workflow]
pub async fn unread_fault(a: u32, b: u32) -> Result<i64, ShopError> {
    let _share = a % b;
    ping().await
}

/// Faults in values that may not be needed, but are computed all the same.
#[workflow]
pub async fn eager(a: u32, b: Option<u32>) -> Result<u32, ShopError> {
    let share = 100 / a;
    let picked = if b.is_some() { share } else { 0 };
    ping().await?;
    let block = {
        let unread = 50 - a;
        let read = 7 / a;
        if picked > 3 { read } else { unread * 0 }
    };
    Ok(b.unwrap_or(10 - a) + block)
}

/// Faults in values that are not needed.
#[workflow]
pub async fn lazy(a: u32, b: Option<u32>) -> Result<bool, ShopError> {
    ping().await?;
    let picked = if a == 0 { 1 } else { 100 / a };
    Ok(a == 0 || 100 / a > picked || b.map(|b| b / a).is_some())
}

/// A fault that is thrown away.
#[workflow]
pub async fn discarded_fault(a: u32, b: u32) -> Result<i64, ShopError> {
    let _ = a % b;
    ping().await
}

/// A fault that is thrown away between tasks.
#[workflow]
pub async fn discarded_between(a: u32, b: u32) -> Result<i64, ShopError> {
    notify("first".into()).await?;
    let (_, _) = (a / b, a - b);
    ping().await
}

/// A fault in an iteration.
#[workflow]
pub async fn fault_in_a_map(numbers: Vec<u32>) -> Result<Vec<u32>, ShopError> {
    map(&numbers, |number| async move {
        ping().await?;
        Ok(100 / number)
    })
    .await
}

/// A timeout that is handled.
#[workflow]
pub async fn timed_out(name: String) -> Result<String, ShopError> {
    match slow(name).await {
        Ok(text) => Ok(text),
        Err(ShopError::Timeout) => Ok("late".into()),
        Err(other) => Err(other),
    }
}

/// A timeout that ends the execution.
#[workflow]
pub async fn timed_out_for_good(name: String) -> Result<String, ShopError> {
    slow(name).await
}

/// A timeout among the others.
#[workflow]
pub async fn other_timeout(name: String) -> Result<String, AnyError> {
    match impatient(name).await {
        Ok(text) => Ok(text),
        Err(AnyError::Network) => Ok("network".into()),
        Err(AnyError::Other(failure)) => Ok(failure.error),
    }
}

/// Retries of two kinds.
#[workflow]
pub async fn retried(name: String) -> Result<String, ShopError> {
    flaky(name).await
}

/// Retries, then a handler that fails too.
#[workflow]
pub async fn handler_fails(name: String) -> Result<String, ShopError> {
    match flaky(name).await {
        Ok(text) => Ok(text),
        Err(ShopError::Network) => charge("bad", 1).await,
        Err(other) => Err(other),
    }
}

/// A panic of a task.
#[workflow]
pub async fn panicked(name: String) -> Result<String, ShopError> {
    panicking(name).await
}

/// An error without a variant, beside a wildcard.
#[workflow]
pub async fn undeclared(name: String) -> Result<String, ShopError> {
    match panicking(name).await {
        Ok(text) => Ok(text),
        Err(_) => Ok("caught".into()),
    }
}

/// A failing branch ends the others.
#[workflow]
pub async fn branch_fails(card: String) -> Result<(String, i64), ShopError> {
    try_join!(charge(&card, 1), ping())
}

/// A failing iteration, caught by variant.
#[workflow]
pub async fn iteration_fails(items: Vec<Item>) -> Result<Vec<u32>, ShopError> {
    match map(&items, |item| reserve(item)).max_concurrency(1).await {
        Ok(prices) => Ok(prices),
        Err(ShopError::SoldOut { sku }) => {
            notify(sku).await?;
            Ok(vec![])
        }
        Err(other) => Err(other),
    }
}

/// An error out of a branch, into one of another type.
#[workflow]
pub async fn wrapped_branch(card: String) -> Result<u32, OuterError> {
    match try_join!(async {
        charge(&card, 1).await?;
        Ok(1)
    }) {
        Ok((number,)) => Ok(number),
        Err(OuterError::Shop(ShopError::Network)) => Ok(0),
        Err(other) => Err(other),
    }
}

/// An answer, a refusal, or none.
#[workflow]
pub async fn asked(question: String) -> Result<String, ShopError> {
    match ask(&question).await {
        Ok(answer) => Ok(answer),
        Err(ShopError::Timeout) => Ok("no answer".into()),
        Err(other) => Err(other),
    }
}

/// An error made here, with a field.
#[workflow]
pub async fn made_here(amount: u32) -> Result<u32, OuterError> {
    if amount > 100 {
        return Err(OuterError::GaveUp { after: amount + 1 });
    }
    Ok(amount)
}

/// An error made in a loop.
#[workflow]
pub async fn in_a_loop(items: Vec<Item>) -> Result<u32, ShopError> {
    let mut sold = 0;
    for item in &items {
        match reserve(item).await {
            Ok(_) => sold += 1,
            Err(ShopError::SoldOut { sku }) => return Err(ShopError::Declined { reason: sku, tries: sold }),
            Err(other) => return Err(other),
        }
    }
    Ok(sold)
}

/// Panics on the way.
#[workflow]
pub async fn panics_on_the_way(a: Option<u32>, b: u32) -> Result<u32, ShopError> {
    let Some(a) = a else { panic!("nothing to divide") };
    if b == 7 {
        panic!("seven");
    }
    assert!(b < 10, "{b} is too large");
    ping().await?;
    #[state(name = "Divide")]
    match a {
        0 => unreachable!("no zero"),
        1 => Err(ShopError::Network),
        _ => Ok(a / b),
    }
}

/// A value that is looked at is computed before the state that looks at it.
#[workflow]
pub async fn divided_and_matched(a: u32, b: u32) -> Result<String, ShopError> {
    let first = match a / b {
        0 => "none",
        _ => "some",
    };
    if a > 100 {
        return Ok(first.to_string());
    }
    match a % b {
        0 => Ok("even".to_string()),
        _ => charge(first, a).await,
    }
}

/// The same as the first state, and after a task.
#[workflow]
pub async fn matched_at_once(a: u32, b: u32) -> Result<String, ShopError> {
    match a / b {
        0 => Ok("none".to_string()),
        _ => {
            notify("begin".to_string()).await?;
            match a % (b - 1) {
                0 => Ok("even".to_string()),
                _ => charge("x", a).await,
            }
        }
    }
}
