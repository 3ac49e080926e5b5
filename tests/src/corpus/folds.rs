//! Decisions between assignments, which have no state of their own, and faults in them.

use super::model::*;
use workflow_runtime::prelude::*;

/// One variable, before the first state.
#[workflow]
pub async fn fee_at_the_start(order: Order) -> Result<String, ShopError> {
    let mut fee = 10;
    if order.customer.vip {
        fee = 0;
    }
    charge("card", fee).await
}

/// A row of decisions about one variable.
#[workflow]
pub async fn decisions_in_a_row(order: Order) -> Result<u32, ShopError> {
    ping().await?;
    let mut points = 1;
    if order.customer.vip {
        points += 1;
    }
    match order.priority {
        Priority::High => points *= 3,
        Priority::Normal => points += 5,
        Priority::Low => {}
    }
    if points > 5 {
        points = 5;
    } else if let Some(coupon) = &order.coupon
        && coupon.as_str() == "SALE"
    {
        let bonus = points + 1;
        points += bonus;
    }
    notify(format!("{points} points")).await?;
    Ok(points)
}

/// Two variables in one decision, by what a payment holds.
#[workflow]
pub async fn two_at_once(order: Order) -> Result<String, ShopError> {
    let mut limit = 0;
    let mut label = "nothing".to_string();
    match order.payment {
        Payment::CreditCard { last_four, limit: of_card } if of_card > 100 => {
            limit = of_card;
            label = last_four;
        }
        Payment::CreditCard { limit: of_card, .. } => limit = of_card,
        Payment::Invoice { due_days } => {
            if due_days > 7 {
                label = "late".into();
                limit = due_days;
            } else {
                label = "soon".into();
            }
        }
        Payment::Cash => {}
    }
    charge(&label, limit).await
}

/// Faults in the branches that are not taken, and in those that are.
#[workflow]
pub async fn lazy_fold(a: u32, b: u32) -> Result<u32, ShopError> {
    ping().await?;
    let mut share = 1;
    if b > 0 {
        share = a / b;
    } else if a > 5 {
        share = a - 6;
    }
    notify(format!("{share}")).await?;
    Ok(share)
}

/// A fault in a branch, of a value that nothing reads.
#[workflow]
pub async fn unread_fold(a: u32, b: u32) -> Result<i64, ShopError> {
    let mut _share = 1;
    let mut other = 2;
    if a > 3 {
        _share = a / b;
        other = b;
    }
    notify(format!("{other}")).await?;
    ping().await
}

/// A fault in a condition.
#[workflow]
pub async fn faulting_condition(a: u32, b: u32) -> Result<u32, ShopError> {
    notify("first".into()).await?;
    let mut rate = 0;
    let mut _unread = 0;
    if a / b > 1 {
        rate = 0;
    } else {
        _unread = 1;
    }
    ping().await?;
    Ok(rate)
}

/// A fault before a decision that may leave the value out.
#[workflow]
pub async fn fault_before_a_fold(a: u32, b: u32) -> Result<u32, ShopError> {
    ping().await?;
    let n = a - b;
    let mut x = n * 2;
    if a > 100 {
        x = 0;
    }
    if a == 7 {
        x = n;
    }
    notify(format!("{x}")).await?;
    Ok(x)
}

/// A value that may not exist and is overwritten at once.
#[workflow]
pub async fn overwritten(a: u32, b: u32) -> Result<u32, ShopError> {
    ping().await?;
    let mut x = a / b;
    if a > 3 {
        x = 1;
    } else {
        x = 2;
    }
    notify(format!("{x}")).await?;
    Ok(x)
}

/// The same with names.
#[workflow]
pub async fn shadowed_fault(a: u32, b: u32) -> Result<u32, ShopError> {
    let x = a / b;
    let x = if a > 3 { 1 } else { x };
    notify(format!("{x}")).await?;
    Ok(x)
}

/// A fault that nothing reads, before a decision that is a state.
#[workflow]
pub async fn fault_before_a_choice(a: u32, b: u32) -> Result<i64, ShopError> {
    let _share = a % b;
    if a > 3 { ping().await } else { Ok(0) }
}

/// A fault that nothing reads, before an end.
#[workflow]
pub async fn fault_before_the_end(a: u32, b: u32) -> Result<u32, ShopError> {
    let _share = a % b;
    Ok(a)
}

/// A fault that nothing reads, before a failure.
#[workflow]
pub async fn fault_before_a_failure(a: u32, b: u32) -> Result<u32, ShopError> {
    let share = a % b;
    let _unread = a - b;
    Err(ShopError::Declined { reason: format!("{share}"), tries: 1 })
}

/// What a decision looks at comes from a task.
#[workflow]
pub async fn decided_by_a_task(weight: f64) -> Result<String, ShopError> {
    let mut cents = 0;
    if ping().await? > 3 {
        cents = 5;
    }
    match prioritise(weight).await? {
        Priority::High => cents += 100,
        Priority::Normal | Priority::Low => cents += 1,
    }
    charge("card", cents).await
}

/// In a loop, and where ways meet.
#[workflow]
pub async fn folded_in_a_loop(order: Order) -> Result<(u32, u32), ShopError> {
    let (mut dear, mut cheap) = (0, 0);
    for item in &order.items {
        match reserve(item).await {
            Ok(price) if price > 1_000 => dear += 1,
            Ok(_) => cheap += 1,
            Err(_) => {}
        }
        if item.quantity > 2 {
            dear += 10;
        }
    }
    Ok((dear, cheap))
}

/// In an iteration, whose item is its input.
#[workflow]
pub async fn folded_in_a_map(order: Order) -> Result<Vec<u32>, ShopError> {
    map(&order.items, |item| async move {
        let mut factor = 1;
        if item.quantity > 1 {
            factor = 2;
        }
        let price = reserve(item).await?;
        Ok(price * factor)
    })
    .await
}

/// A value that is looked at under a guard only.
#[workflow]
pub async fn guarded_fold(a: u32, b: u32) -> Result<u32, ShopError> {
    ping().await?;
    let n = a - b;
    let mut x = 1;
    match n {
        _ if a > 10 => x = 2,
        n if n > 3 => x = n,
        _ => {}
    }
    notify(format!("{x}")).await?;
    Ok(x)
}

/// More decisions in a row than one state computes.
#[workflow]
pub async fn long_row(n: u32) -> Result<u32, ShopError> {
    ping().await?;
    let mut count = 0;
    if n % 2 == 0 {
        count += 2;
    }
    if n % 3 == 0 {
        count += 3;
    }
    if n % 4 == 0 {
        count += 4;
    }
    if n % 5 == 0 {
        count += 5;
    }
    if n % 6 == 0 {
        count += 6;
    }
    if n % 7 == 0 {
        count += 7;
    }
    if n % 8 == 0 {
        count += 8;
    }
    if n % 9 == 0 {
        count += 9;
    }
    if n % 10 == 0 {
        count += 10;
    }
    if n % 11 == 0 {
        count += 11;
    }
    if n % 12 == 0 {
        count += 12;
    }
    if n % 13 == 0 {
        count += 13;
    }
    if n % 14 == 0 {
        count += 14;
    }
    if n % 15 == 0 {
        count += 15;
    }
    if n % 16 == 0 {
        count += 16;
    }
    if n % 17 == 0 {
        count += 17;
    }
    if n % 18 == 0 {
        count += 18;
    }
    if n % 19 == 0 {
        count += 19;
    }
    notify(format!("{count}")).await?;
    Ok(count)
}
