//! Map states: one future for each item, so many at a time, in place.

use crate::Context;
use crate::slots::Slots;
use std::iter::Enumerate;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::task::{self, Poll};
use std::vec;

/// Runs an inline Map state.
///
/// The iterations are polled where this is awaited, so they may borrow from the caller. Outputs are in the order of the
/// items; the first error ends the state and drops the iterations that have not ended. `None` and 0 for
/// `max_concurrency` start all iterations at once.
///
/// The items are collected here and the future has a name of its own, so that its type does not mention `I`: an
/// iterator with closures in it would keep rustc from seeing that the workflow around it is `Send`.
#[doc(hidden)]
pub fn map<'a, C, I, F, Fut, T, E>(
    context: &'a C,
    state: &'static str,
    items: I,
    max_concurrency: Option<usize>,
    iteration: F,
) -> Mapping<'a, C, I::Item, F, Fut, T>
where
    C: Context,
    I: IntoIterator,
    F: Fn(C, I::Item) -> Fut,
    Fut: Future<Output = Result<T, E>>,
{
    let items: Vec<I::Item> = items.into_iter().collect();
    Mapping {
        outputs: Outputs { context, state, outputs: Vec::new() },
        entered: false,
        limit: max_concurrency.filter(|limit| *limit > 0).unwrap_or(usize::MAX).min(C::MAX_CONCURRENCY),
        starting: items.into_iter().enumerate(),
        running: Slots::default(),
        iteration,
    }
}

/// The future of [`map`].
#[doc(hidden)]
#[must_use = "a Map state does nothing until it is awaited"]
pub struct Mapping<'a, C, Item, F, Fut, T> {
    outputs: Outputs<'a, C, T>,
    entered: bool,
    limit: usize,
    starting: Enumerate<vec::IntoIter<Item>>,
    running: Slots<Fut>,
    iteration: F,
}

/// Nothing in it is pinned where it lies: the running futures have boxes.
impl<C, Item, F, Fut, T> Unpin for Mapping<'_, C, Item, F, Fut, T> {}

impl<C, Item, F, Fut, T, E> Future for Mapping<'_, C, Item, F, Fut, T>
where
    C: Context,
    F: Fn(C, Item) -> Fut,
    Fut: Future<Output = Result<T, E>>,
{
    type Output = Result<Vec<T>, E>;

    fn poll(self: Pin<&mut Self>, context: &mut task::Context<'_>) -> Poll<Self::Output> {
        let mapping = self.get_mut();
        mapping.enter();
        mapping.running.register(context);
        let result = match mapping.advance() {
            ControlFlow::Continue(()) if mapping.running.len() > 0 => return Poll::Pending,
            ControlFlow::Continue(()) => Ok(mapping.outputs.take()),
            ControlFlow::Break(error) => Err(error),
        };
        mapping.running = Slots::default();
        match &result {
            Ok(_) => mapping.outputs.context.exit(mapping.outputs.state),
            Err(_) => mapping.outputs.context.failed(mapping.outputs.state),
        }
        Poll::Ready(result)
    }
}

impl<C, Item, F, Fut, T, E> Mapping<'_, C, Item, F, Fut, T>
where
    C: Context,
    F: Fn(C, Item) -> Fut,
    Fut: Future<Output = Result<T, E>>,
{
    fn enter(&mut self) {
        if !self.entered {
            self.entered = true;
            self.outputs.enter(self.starting.len());
        }
    }

    /// Polls what was woken, then starts as many iterations as there is room for.
    fn advance(&mut self) -> ControlFlow<E> {
        let outputs = &mut self.outputs;
        self.running.poll_woken(|index, result| outputs.put(index, result))?;
        while self.running.len() < self.limit {
            let Some((index, item)) = self.starting.next() else { break };
            let scope = outputs.context.scope(outputs.state, index);
            self.running.start(index, (self.iteration)(scope, item), |index, result| outputs.put(index, result))?;
        }
        ControlFlow::Continue(())
    }
}

/// What the iterations gave, by index.
struct Outputs<'a, C, T> {
    context: &'a C,
    state: &'static str,
    outputs: Vec<Option<T>>,
}

impl<C: Context, T> Outputs<'_, C, T> {
    fn enter(&mut self, length: usize) {
        self.context.enter(self.state);
        self.context.map_started(self.state, length);
        self.outputs.resize_with(length, || None);
    }

    fn put<E>(&mut self, index: usize, result: Result<T, E>) -> ControlFlow<E> {
        match result {
            Ok(output) => {
                self.context.map_iteration_succeeded(self.state, index);
                if let Some(place) = self.outputs.get_mut(index) {
                    *place = Some(output);
                }
                ControlFlow::Continue(())
            }
            Err(error) => {
                self.context.map_iteration_failed(self.state, index);
                ControlFlow::Break(error)
            }
        }
    }

    fn take(&mut self) -> Vec<T> {
        std::mem::take(&mut self.outputs).into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Bare;
    use crate::fixture::{is_send, seconds, workflow};
    use crate::testing::TestRun;
    use crate::{EventKind, Failure};
    use std::cell::Cell;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tokio::task::yield_now;

    /// How many iterations run at the same time, and how many ended.
    #[derive(Default)]
    struct Load {
        now: Cell<usize>,
        most: Cell<usize>,
        ended: Cell<usize>,
    }

    struct Running<'a>(&'a Load);

    impl Load {
        fn start(&self) -> Running<'_> {
            self.now.set(self.now.get() + 1);
            self.most.set(self.most.get().max(self.now.get()));
            Running(self)
        }
    }

    impl Drop for Running<'_> {
        fn drop(&mut self) {
            self.0.now.set(self.0.now.get() - 1);
        }
    }

    async fn yields(times: usize) {
        for _ in 0..times {
            yield_now().await;
        }
    }

    #[tokio::test]
    async fn outputs_are_in_order_of_the_items() {
        let result: Result<_, ()> = map(&Bare, "Map", [3_usize, 1, 2, 0], None, async |_, times| {
            yields(times).await;
            Ok(times * 10)
        })
        .await;
        assert_eq!(result, Ok(vec![30, 10, 20, 0]));
    }

    #[tokio::test]
    async fn no_more_than_the_limit_run_at_a_time() {
        for (limit, most) in [(Some(3), 3), (Some(1), 1), (Some(0), 10), (None, 10)] {
            let load = Load::default();
            let result: Result<Vec<()>, ()> = map(&Bare, "Map", 0..10_usize, limit, async |_, times| {
                let _running = load.start();
                yields(times + 1).await;
                load.ended.set(load.ended.get() + 1);
                Ok(())
            })
            .await;
            assert_eq!((result.map(|all| all.len()), load.most.get(), load.ended.get()), (Ok(10), most, 10));
        }
    }

    #[tokio::test]
    async fn the_first_error_drops_the_others() {
        let load = Load::default();
        let result: Result<Vec<()>, usize> = map(&Bare, "Map", 0..10_usize, Some(4), async |_, index| {
            let _running = load.start();
            yields(if index == 2 { 1 } else { 5 }).await;
            if index == 2 { Err(index) } else { Ok(()) }
        })
        .await;
        assert_eq!((result, load.now.get(), load.most.get()), (Err(2), 0, 4));
    }

    #[tokio::test]
    async fn an_error_at_once_starts_no_others() {
        let started = AtomicUsize::new(0);
        let result: Result<Vec<()>, &str> = map(&Bare, "Map", 0..10, None, async |_, _| {
            started.fetch_add(1, Ordering::Relaxed);
            Err("no")
        })
        .await;
        assert_eq!((result, started.into_inner()), (Err("no"), 1));
    }

    #[tokio::test]
    async fn a_map_of_nothing_gives_nothing() {
        let result: Result<Vec<u8>, ()> = map(&Bare, "Map", Vec::<u8>::new(), Some(2), async |_, item| Ok(item)).await;
        assert_eq!(result, Ok(vec![]));
    }

    #[tokio::test]
    async fn wakes_from_other_threads_arrive() {
        let result: Result<Vec<u32>, ()> = map(&Bare, "Map", 0..200, Some(7), async |_, n| {
            Ok(tokio::task::spawn_blocking(move || n * 2).await.unwrap())
        })
        .await;
        assert_eq!(result.unwrap(), (0..200).map(|n| n * 2).collect::<Vec<_>>());
    }

    #[derive(Clone)]
    struct Item {
        price: u32,
    }

    async fn price<C: Context>(context: &C, item: &Item) -> Result<u32, ()> {
        context.wait("Wait", seconds(0)).await;
        Ok(item.price)
    }

    /// The shape of what `#[workflow]` writes: items and closure borrow from a future that has to be `Send`.
    async fn prices<C: Context>(context: C, items: Vec<Item>, factor: u32) -> Result<u32, ()> {
        let prices = map(&context, "Prices", &items, Some(2), |context, item| async move {
            Ok::<_, ()>(price(&context, item).await? * factor)
        })
        .await?;
        let typed = map(&context, "Typed", &items, None, async |context, item: &Item| {
            let inner =
                map(&context, "Inner", &items, None, async |context, other: &Item| price(&context, other).await)
                    .await?;
            Ok::<_, ()>(price(&context, item).await? + inner.len() as u32)
        })
        .await?;
        let filtered = items.iter().filter(|item| item.price > 1);
        let lazy =
            map(&context, "Lazy", filtered, None, |context, item| async move { price(&context, item).await }).await?;
        Ok([prices, typed, lazy].iter().flatten().sum())
    }

    #[tokio::test]
    async fn borrowed_items_and_closures_can_be_sent() {
        let items = vec![Item { price: 1 }, Item { price: 2 }];
        let sum = tokio::spawn(is_send(prices(Bare, items, 10))).await.unwrap();
        assert_eq!(sum, Ok(30 + 7 + 2));
    }

    workflow!(waits(context, items: Vec<u64>) -> Result<Vec<u64>, Failure>, {
        map(&context, "Map", &items, Some(2), |context, hours| async move {
            context.wait("Wait", seconds(hours * 3600)).await;
            Ok(*hours)
        })
        .await
    });

    #[tokio::test]
    async fn observers_see_iterations_as_they_end() {
        let test = TestRun::new().run(waits(vec![3, 1, 1])).await;
        assert_eq!(*test.output(), [3, 1, 1]);
        assert_eq!(test.states(), ["Map", "Wait", "Wait", "Wait"]);
        let seen: Vec<String> = test.events().iter().filter_map(described).collect();
        assert_eq!(seen, ["Map of 3", "in Map[0]", "in Map[1]", "1 done", "in Map[2]", "2 done", "0 done"]);
        assert_eq!(test.duration(), seconds(3 * 3600));
    }

    fn described(event: &crate::Event) -> Option<String> {
        match event.kind {
            EventKind::MapStarted { state, length } => Some(format!("{state} of {length}")),
            EventKind::MapIterationSucceeded { index, .. } => Some(format!("{index} done")),
            EventKind::WaitStarted { .. } => Some(format!("in {}", event.scope)),
            _ => None,
        }
    }
}
