//! Futures that run together, in memory that is used again.

use futures_util::task::AtomicWaker;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

/// A set of running futures, each with an index. A future that has ended leaves its memory and its waker to the next
/// one, so that a long list of short futures allocates only as often as futures run at the same time; only those that
/// were woken are polled.
pub(crate) struct Slots<F> {
    slots: Vec<Slot<F>>,
    free: Vec<usize>,
    woken: Arc<Woken>,
    batch: Vec<usize>,
}

struct Slot<F> {
    future: Pin<Box<Option<F>>>,
    index: usize,
    wake: Arc<SlotWaker>,
    waker: Waker,
}

impl<F> Default for Slots<F> {
    fn default() -> Self {
        Slots { slots: Vec::new(), free: Vec::new(), woken: Arc::default(), batch: Vec::new() }
    }
}

impl<F: Future> Slots<F> {
    /// How many futures run.
    pub(crate) fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    /// Says who is to poll this set when one of its futures is woken.
    pub(crate) fn register(&self, context: &Context<'_>) {
        self.woken.outer.register(context.waker());
    }

    /// Starts a future and polls it once.
    pub(crate) fn start<B>(
        &mut self,
        index: usize,
        future: F,
        ended: impl FnMut(usize, F::Output) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let place = self.free.pop().unwrap_or_else(|| {
            self.slots.push(Slot::new(self.slots.len(), &self.woken));
            self.slots.len() - 1
        });
        if let Some(slot) = self.slots.get_mut(place) {
            slot.index = index;
            slot.future.set(Some(future));
        }
        self.poll(place, ended)
    }

    /// Polls the futures that were woken since they were last polled. One that wakes itself meanwhile has to wait for
    /// the next time, so that it cannot keep the others from running.
    pub(crate) fn poll_woken<B>(
        &mut self,
        mut ended: impl FnMut(usize, F::Output) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let mut batch = std::mem::take(&mut self.batch);
        self.woken.take(&mut batch);
        for place in batch.drain(..) {
            self.poll(place, &mut ended)?;
        }
        self.batch = batch;
        ControlFlow::Continue(())
    }

    fn poll<B>(&mut self, place: usize, mut ended: impl FnMut(usize, F::Output) -> ControlFlow<B>) -> ControlFlow<B> {
        let Some(slot) = self.slots.get_mut(place) else { return ControlFlow::Continue(()) };
        // Before the poll, so that being woken during it counts.
        slot.wake.queued.store(false, Ordering::Release);
        let Some(future) = slot.future.as_mut().as_pin_mut() else { return ControlFlow::Continue(()) };
        let Poll::Ready(output) = future.poll(&mut Context::from_waker(&slot.waker)) else {
            return ControlFlow::Continue(());
        };
        slot.future.set(None);
        let index = slot.index;
        self.free.push(place);
        ended(index, output)
    }
}

impl<F> Slot<F> {
    fn new(place: usize, woken: &Arc<Woken>) -> Self {
        let wake = Arc::new(SlotWaker { place, queued: AtomicBool::new(false), woken: Arc::clone(woken) });
        Slot { future: Box::pin(None), index: 0, waker: Waker::from(Arc::clone(&wake)), wake }
    }
}

/// The places of the futures to poll.
#[derive(Default)]
struct Woken {
    places: Mutex<Vec<usize>>,
    outer: AtomicWaker,
}

impl Woken {
    fn take(&self, batch: &mut Vec<usize>) {
        std::mem::swap(batch, &mut *self.places.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// Wakes one slot. A future that has ended may still hold it, which costs its successor a poll for nothing.
struct SlotWaker {
    place: usize,
    queued: AtomicBool,
    woken: Arc<Woken>,
}

impl Wake for SlotWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if !self.queued.swap(true, Ordering::AcqRel) {
            self.woken.places.lock().unwrap_or_else(PoisonError::into_inner).push(self.place);
            self.woken.outer.wake();
        }
    }
}
