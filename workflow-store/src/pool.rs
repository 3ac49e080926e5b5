//! Threads that block so that nobody else has to.

use std::io;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::{self, JoinHandle};

use tokio::sync::oneshot;
use workflow_engine::durable::{StoreError, Stored};

use crate::failure::closed;

type Work<T> = Box<dyn FnOnce(&T) + Send>;

/// Threads that have a `T` each, such as a connection, and share one queue of work. When this is dropped, what was asked of
/// them is still done.
#[derive(Debug)]
pub(crate) struct Pool<T> {
    queue: Option<mpsc::Sender<Work<T>>>,
    threads: Vec<JoinHandle<()>>,
}

impl<T: Send + 'static> Pool<T> {
    /// One thread for each.
    pub(crate) fn start(name: &str, each: impl IntoIterator<Item = T>) -> io::Result<Self> {
        let (queue, received) = mpsc::channel();
        let received = Arc::new(Mutex::new(received));
        let threads = each.into_iter().map(|own| {
            let received = Arc::clone(&received);
            thread::Builder::new().name(name.to_owned()).spawn(move || work(&own, &received))
        });
        let threads = threads.collect::<io::Result<Vec<_>>>()?;
        Ok(Self { queue: Some(queue), threads })
    }

    /// Has one of the threads do something.
    pub(crate) fn ask<R: Send + 'static>(
        &self,
        work: impl FnOnce(&T) -> Result<R, StoreError> + Send + 'static,
    ) -> Stored<R> {
        let (answer, answered) = oneshot::channel();
        // Nobody may wait for the answer.
        let work: Work<T> = Box::new(|own| drop(answer.send(work(own))));
        if let Some(queue) = &self.queue {
            drop(queue.send(work));
        }
        Box::pin(async move { answered.await.unwrap_or_else(|_| Err(closed())) })
    }
}

fn work<T>(own: &T, queue: &Mutex<mpsc::Receiver<Work<T>>>) {
    loop {
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match next {
            Ok(work) => work(own),
            Err(_) => return,
        }
    }
}

impl<T> Drop for Pool<T> {
    fn drop(&mut self) {
        self.queue = None;
        // A panic of a thread was shown when it happened.
        self.threads.drain(..).for_each(|thread| drop(thread.join()));
    }
}
