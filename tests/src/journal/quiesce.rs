//! Polling until nothing more happens by itself.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

/// Polls a future until nothing in it has been woken.
pub(super) fn quiesce<F: Future + ?Sized>(mut future: Pin<&mut F>) -> Poll<F::Output> {
    let woken = Arc::new(Woken(AtomicBool::new(true)));
    let waker = Waker::from(Arc::clone(&woken));
    let mut polled = Poll::Pending;
    while polled.is_pending() && woken.0.swap(false, Ordering::AcqRel) {
        polled = future.as_mut().poll(&mut Context::from_waker(&waker));
    }
    polled
}

struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Release);
    }
}
