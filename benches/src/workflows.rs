//! The workflows that are measured.

use crate::work;
use workflow_runtime::prelude::*;

/// What the tasks fail with; none of them does.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize, WorkflowError)]
pub enum Failed {
    /// The only own error.
    Refused,
    /// A panic, or anything else.
    #[error(other)]
    Other(Failure),
}

/// Tasks of one number, by name.
macro_rules! numbers {
    ($($name:ident)*) => { $(
        #[doc = "Adds one."]
        #[task]
        pub async fn $name(n: u64) -> Result<u64, Failed> {
            Ok(work::increment(n))
        }
    )* };
}

numbers! { first second third b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 }

/// Tasks of one number that give way once, by name.
macro_rules! yielding {
    ($($name:ident)*) => { $(
        #[doc = "Gives way, then adds one."]
        #[task]
        pub async fn $name(n: u64) -> Result<u64, Failed> {
            Ok(work::increment_later(n).await)
        }
    )* };
}

yielding! { y0 y1 y2 y3 y4 y5 y6 y7 y8 y9 }

/// Tasks of one number with a retrier, by name.
macro_rules! retried {
    ($($name:ident)*) => { $(
        #[doc = "Adds one, and would be tried again."]
        #[task(retry(errors(Refused), interval = "1s", max_attempts = 3))]
        pub async fn $name(n: u64) -> Result<u64, Failed> {
            Ok(work::increment(n))
        }
    )* };
}

retried! { first_retried second_retried third_retried }

/// Tasks of one owned text, by name.
macro_rules! texts {
    ($($name:ident)*) => { $(
        #[doc = "Passes a text on."]
        #[task]
        pub async fn $name(text: String) -> Result<String, Failed> {
            Ok(work::pass(text))
        }
    )* };
}

texts! { first_text second_text third_text }

/// Three tasks in a row.
#[workflow]
pub async fn chain(n: u64) -> Result<u64, Failed> {
    let n = first(n).await?;
    let n = second(n).await?;
    third(n).await
}

/// The same with an owned text.
#[workflow]
pub async fn chain_text(text: String) -> Result<String, Failed> {
    let text = first_text(text).await?;
    let text = second_text(text).await?;
    third_text(text).await
}

/// The same with retriers.
#[workflow]
pub async fn chain_retried(n: u64) -> Result<u64, Failed> {
    let n = first_retried(n).await?;
    let n = second_retried(n).await?;
    third_retried(n).await
}

/// A task for each item, 40 at a time.
#[workflow]
pub async fn mapped(items: Vec<u64>) -> Result<Vec<u64>, Failed> {
    map(&items, |n| first(*n)).max_concurrency(40).await
}

/// The same with tasks that give way.
#[workflow]
pub async fn mapped_yielding(items: Vec<u64>) -> Result<Vec<u64>, Failed> {
    map(&items, |n| y0(*n)).max_concurrency(40).await
}

/// Ten tasks at once.
#[workflow]
pub async fn parallel(n: u64) -> Result<u64, Failed> {
    let (a, b, c, d, e, f, g, h, i, j) =
        try_join!(b0(n), b1(n), b2(n), b3(n), b4(n), b5(n), b6(n), b7(n), b8(n), b9(n))?;
    Ok(a + b + c + d + e + f + g + h + i + j)
}

/// The same with tasks that give way.
#[workflow]
pub async fn parallel_yielding(n: u64) -> Result<u64, Failed> {
    let (a, b, c, d, e, f, g, h, i, j) =
        try_join!(y0(n), y1(n), y2(n), y3(n), y4(n), y5(n), y6(n), y7(n), y8(n), y9(n))?;
    Ok(a + b + c + d + e + f + g + h + i + j)
}
