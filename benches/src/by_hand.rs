//! The same as the workflows, written by hand as one would without this crate: a panic of a task is its error, a failed
//! task is tried again where the workflow's would be.

use crate::work;
use crate::workflows::Failed;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use futures_util::{FutureExt, try_join};
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use workflow_runtime::Failure;

/// Makes a panic an error.
async fn caught<T>(task: impl Future<Output = Result<T, Failed>>) -> Result<T, Failed> {
    AssertUnwindSafe(task).catch_unwind().await.unwrap_or_else(|payload| {
        let text = payload.downcast_ref::<&str>().copied().unwrap_or_default();
        Err(Failed::Other(Failure::new(Failure::TASK_PANICKED, text)))
    })
}

/// Tries a task again after [`Failed::Refused`], three times, after 1 s, 2 s and 4 s.
async fn retried<T, F: Future<Output = Result<T, Failed>>>(task: impl Fn() -> F) -> Result<T, Failed> {
    let mut retries = 0;
    loop {
        match caught(task()).await {
            Err(Failed::Refused) if retries < 3 => {
                pause(Duration::from_secs(1 << retries)).await;
                retries += 1;
            }
            result => return result,
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "hand-written code waits as it likes")]
async fn pause(delay: Duration) {
    tokio::time::sleep(delay).await;
}

async fn number(n: u64) -> Result<u64, Failed> {
    Ok(work::increment(n))
}

async fn yielding(n: u64) -> Result<u64, Failed> {
    Ok(work::increment_later(n).await)
}

async fn text(text: String) -> Result<String, Failed> {
    Ok(work::pass(text))
}

/// Three tasks in a row.
pub async fn chain(n: u64) -> Result<u64, Failed> {
    let n = caught(number(n)).await?;
    let n = caught(number(n)).await?;
    caught(number(n)).await
}

/// The same with an owned text.
pub async fn chain_text(input: String) -> Result<String, Failed> {
    let output = caught(text(input)).await?;
    let output = caught(text(output)).await?;
    caught(text(output)).await
}

/// The same with retries.
pub async fn chain_retried(n: u64) -> Result<u64, Failed> {
    let n = retried(|| number(n)).await?;
    let n = retried(|| number(n)).await?;
    retried(|| number(n)).await
}

/// A task for each item, 40 at a time.
pub async fn mapped(items: Vec<u64>) -> Result<Vec<u64>, Failed> {
    stream::iter(items).map(|n| caught(number(n))).buffered(40).try_collect().await
}

/// The same with tasks that give way.
pub async fn mapped_yielding(items: Vec<u64>) -> Result<Vec<u64>, Failed> {
    stream::iter(items).map(|n| caught(yielding(n))).buffered(40).try_collect().await
}

/// Ten tasks at once.
macro_rules! ten {
    ($name:ident, $task:ident, $doc:literal) => {
        #[doc = $doc]
        pub async fn $name(n: u64) -> Result<u64, Failed> {
            let (a, b, c, d, e, f, g, h, i, j) = try_join!(
                caught($task(n)),
                caught($task(n)),
                caught($task(n)),
                caught($task(n)),
                caught($task(n)),
                caught($task(n)),
                caught($task(n)),
                caught($task(n)),
                caught($task(n)),
                caught($task(n)),
            )?;
            Ok(a + b + c + d + e + f + g + h + i + j)
        }
    };
}

ten!(parallel, number, "Ten tasks at once.");
ten!(parallel_yielding, yielding, "The same with tasks that give way.");
