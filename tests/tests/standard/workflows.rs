//! The workflows that are killed and go on. Their tasks say that they ran.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc;
use workflow_runtime::prelude::*;

/// What the tasks of a test reach.
pub(crate) struct World {
    /// Decides which task takes how long.
    pub(crate) seed: u64,
    pub(crate) runs: Mutex<Vec<Run>>,
    pub(crate) tokens: mpsc::UnboundedSender<(u32, String)>,
}

/// An attempt whose code ran: the visit's idempotency key and the attempt.
pub(crate) type Run = (String, u32);

impl World {
    /// Says that an attempt runs, and takes its time.
    pub(crate) async fn run(&self, context: &TaskContext) {
        let run = (context.idempotency_key().to_owned(), context.attempt());
        let mut hasher = DefaultHasher::new();
        (self.seed, &run, self.count(&run)).hash(&mut hasher);
        self.runs.lock().unwrap_or_else(PoisonError::into_inner).push(run);
        for _ in 0..hasher.finish() % 32 {
            tokio::task::yield_now().await;
        }
    }

    fn count(&self, run: &Run) -> usize {
        let runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        runs.iter().filter(|known| *known == run).count()
    }

    pub(crate) fn take(&self) -> Vec<Run> {
        std::mem::take(&mut self.runs.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize, WorkflowError)]
pub(crate) enum ShopError {
    SoldOut {
        item: u32,
    },
    Network,
    #[error(name = "States.Timeout")]
    Timeout,
    #[error(other)]
    Other(Failure),
}

/// 13 is sold out, 99 panics.
#[task]
pub(crate) async fn price(item: u32, world: Dep<Arc<World>>, context: TaskContext) -> Result<u32, ShopError> {
    world.run(&context).await;
    match item {
        13 => Err(ShopError::SoldOut { item }),
        99 => panic!("no price for {item}"),
        _ => Ok(item * 10),
    }
}

/// What was paid, in other money.
#[task]
pub(crate) async fn receipt(paid: u32, world: Dep<Arc<World>>, context: TaskContext) -> Result<u32, ShopError> {
    world.run(&context).await;
    Ok(paid * 10)
}

/// As `price`, in a second attempt; more than 1,000 are never available.
#[task(retry(errors(Network), interval = "1s", max_attempts = 2, jitter = "full"))]
pub(crate) async fn charge(cents: u32, world: Dep<Arc<World>>, context: TaskContext) -> Result<u32, ShopError> {
    world.run(&context).await;
    match cents {
        13 => Err(ShopError::SoldOut { item: cents }),
        _ if context.attempt() == 1 || cents > 1000 => Err(ShopError::Network),
        _ => Ok(cents + 1),
    }
}

/// On a thread of its own.
#[task]
pub(crate) fn weigh(item: u32) -> Result<u32, ShopError> {
    Ok(item * 2)
}

/// Waits for someone outside.
#[task(timeout = "1d")]
pub(crate) async fn approve(
    order: u32,
    token: TaskToken<bool>,
    world: Dep<Arc<World>>,
    context: TaskContext,
) -> Result<(), ShopError> {
    world.run(&context).await;
    drop(world.tokens.send((order, token.to_string())));
    Ok(())
}

/// Waits for nobody.
#[task(timeout = "30s")]
pub(crate) async fn hang(
    item: u32,
    token: TaskToken<u32>,
    world: Dep<Arc<World>>,
    context: TaskContext,
) -> Result<(), ShopError> {
    let _ = (item, token);
    world.run(&context).await;
    Ok(())
}

#[workflow]
pub(crate) async fn chain(item: u32) -> Result<u32, ShopError> {
    let cents = price(item).await?;
    let paid = charge(cents).await?;
    receipt(paid).await
}

#[workflow]
pub(crate) async fn both(item: u32, cents: u32) -> Result<u32, ShopError> {
    let (price, paid) = try_join!(price(item), charge(cents))?;
    Ok(price + paid)
}

#[workflow]
pub(crate) async fn branches(item: u32, cents: u32) -> Result<u32, ShopError> {
    let (slow, quick, also) = try_join!(
        async {
            sleep(Duration::from_secs(60)).await;
            let cents = charge(cents).await?;
            charge(cents).await
        },
        async {
            let first = price(item).await?;
            price(first).await
        },
        charge(cents),
    )?;
    Ok(slow + quick + also)
}

#[workflow]
pub(crate) async fn mapped(items: Vec<u32>) -> Result<Vec<u32>, ShopError> {
    map(&items, |item| price(*item)).max_concurrency(2).await
}

#[workflow]
pub(crate) async fn nested(lists: Vec<Vec<u32>>, cents: u32) -> Result<u32, ShopError> {
    let (all, paid) = try_join!(
        map(&lists, |list| async move {
            let prices = map(list, |item| charge(*item)).await?;
            Ok::<u32, ShopError>(prices.iter().sum())
        })
        .max_concurrency(2),
        charge(cents),
    )?;
    let total: u32 = all.iter().sum();
    Ok(total + paid)
}

#[workflow]
pub(crate) async fn caught(cents: u32, item: u32) -> Result<u32, ShopError> {
    let paid = match charge(cents).await {
        Ok(paid) => paid,
        Err(ShopError::Network) => 0,
        Err(other) => return Err(other),
    };
    match hang(item).await {
        Ok(item) => Ok(item),
        Err(ShopError::Timeout) => Ok(paid),
        Err(other) => Err(other),
    }
}

#[workflow]
pub(crate) async fn slept(item: u32) -> Result<u32, ShopError> {
    sleep(Duration::from_secs(3600)).await;
    let (first, second) = try_join!(
        async {
            sleep(Duration::from_secs(60)).await;
            price(item).await
        },
        async {
            sleep(Duration::from_secs(60)).await;
            price(item).await
        },
    )?;
    Ok(first + second)
}

#[workflow]
pub(crate) async fn approved(order: u32, cents: u32) -> Result<bool, ShopError> {
    let (yes, _paid) = try_join!(approve(order), charge(cents))?;
    Ok(yes)
}

#[workflow]
pub(crate) async fn looped(items: Vec<u32>) -> Result<u32, ShopError> {
    let mut total = 0;
    for item in items {
        let (one, other) = try_join!(price(item), charge(item))?;
        total += one + other;
    }
    Ok(total)
}

#[workflow]
pub(crate) async fn faulty(item: u32) -> Result<u32, ShopError> {
    let (price, paid) = try_join!(price(item), charge(item))?;
    Ok(price - paid - price)
}

/// `chain` after its author has changed it.
pub(crate) mod changed {
    use super::*;

    /// The second task is another.
    #[workflow]
    pub(crate) async fn chain(item: u32) -> Result<u32, ShopError> {
        let cents = price(item).await?;
        let paid = hang(cents).await?;
        receipt(paid).await
    }
}

/// Draws in sequence, in branches and in iterations.
#[workflow]
pub(crate) async fn drawn(items: Vec<u32>) -> Result<(String, Vec<f64>, f64), ShopError> {
    let id = uuid();
    let number = random();
    let numbers = map(&items, |item| async move {
        let mine = random();
        price(*item).await?;
        Ok::<_, ShopError>(mine)
    })
    .await?;
    sleep_until(now()).await;
    receipt(1).await?;
    Ok((format!("{id}{}", uuid()), numbers, number))
}

/// Asks who it is, and says at a call how it is tried again.
#[workflow]
pub(crate) async fn identified(cents: u32) -> Result<String, ShopError> {
    let name = execution_name();
    sleep_until(execution_start_time() + Duration::from_secs(60)).await;
    let key = format!("{name}/{}", execution_id());
    match charge(cents).retry(retrier!(errors(ShopError::Network), max_attempts = 4, jitter = "full")).await {
        Ok(_) => Ok(key),
        Err(ShopError::Network) => Ok("never".to_string()),
        Err(other) => Err(other),
    }
}

/// Starts executions, one of which may fail, side by side with a task.
#[workflow]
pub(crate) async fn started(item: u32) -> Result<u32, ShopError> {
    let (first, second) = try_join!(start_execution(chain(item)), charge(5))?;
    match start_execution(mapped(vec![first, second])).await {
        Ok(all) => receipt(all[0]).await,
        Err(ShopError::SoldOut { item }) => Ok(item),
        Err(other) => Err(other),
    }
}

/// `chain` with other arguments.
pub(crate) mod recalculated {
    use super::*;

    #[workflow]
    pub(crate) async fn chain(item: u32) -> Result<u32, ShopError> {
        let cents = price(item).await?;
        let paid = charge(cents + 1).await?;
        receipt(paid).await
    }
}

/// `chain` that ends sooner.
pub(crate) mod shortened {
    use super::*;

    #[workflow]
    pub(crate) async fn chain(item: u32) -> Result<u32, ShopError> {
        price(item).await
    }
}

/// `nested` with a change deep inside.
pub(crate) mod reordered {
    use super::*;

    #[workflow]
    pub(crate) async fn nested(lists: Vec<Vec<u32>>, cents: u32) -> Result<u32, ShopError> {
        let (all, paid) = try_join!(
            map(&lists, |list| async move {
                let prices = map(list, |item| price(*item)).await?;
                Ok::<u32, ShopError>(prices.iter().sum())
            })
            .max_concurrency(2),
            charge(cents),
        )?;
        let total: u32 = all.iter().sum();
        Ok(total + paid)
    }
}

/// A task that is no async function.
#[workflow]
pub(crate) async fn weighed(items: Vec<u32>) -> Result<Vec<u32>, ShopError> {
    map(&items, |item| weigh(*item)).await
}

/// `chain` that does more after its first task.
pub(crate) mod extended {
    use super::*;

    #[workflow]
    pub(crate) async fn chain(item: u32) -> Result<u32, ShopError> {
        let cents = price(item).await?;
        let more = weigh(cents).await?;
        let paid = charge(more).await?;
        receipt(paid).await
    }
}
