//! What stands in for a task in a test.

use crate::attempt::Attempted;
use crate::fault::{halt, panic_message};
use crate::testing::Reply;
use crate::{Failure, Task, TaskFailure};
use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

type Payload = Box<dyn Any + Send>;

/// The stubs of a test, by task.
#[derive(Clone, Default)]
pub(crate) struct Stubs {
    by_task: HashMap<TypeId, Arc<dyn Any + Send + Sync>>,
    /// The panic of a stub, which is the test's own.
    panicked: Arc<Mutex<Option<Payload>>>,
}

impl Stubs {
    pub(crate) fn insert<T: Task>(&mut self, reply: impl FnMut(T::Args) -> Reply<T> + Send + 'static) {
        let stub = Stub::<T> { reply: Mutex::new(Box::new(reply)), panicked: Arc::clone(&self.panicked) };
        self.by_task.insert(TypeId::of::<T>(), Arc::new(stub));
    }

    pub(crate) fn find<T: Task>(&self) -> Option<Arc<Stub<T>>> {
        if self.by_task.is_empty() {
            return None;
        }
        Arc::clone(self.by_task.get(&TypeId::of::<T>())?).downcast().ok()
    }

    /// Lets a stub's panic go on in the test: an assertion in a stub is the test's.
    pub(crate) fn resume_panic(&self) {
        let payload = self.panicked.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(payload) = payload {
            std::panic::resume_unwind(payload);
        }
    }
}

/// One task's stub.
pub(crate) struct Stub<T: Task> {
    reply: Mutex<Replies<T>>,
    panicked: Arc<Mutex<Option<Payload>>>,
}

type Replies<T> = Box<dyn FnMut(<T as Task>::Args) -> Reply<T> + Send>;

impl<T: Task> Stub<T> {
    /// One attempt of the stubbed task.
    pub(crate) async fn reply(&self, args: T::Args) -> Attempted<T> {
        match self.call(args) {
            Reply::Result(result) => result.map_err(TaskFailure::Error),
            Reply::Failure(failure) => Err(TaskFailure::Failure(failure)),
            Reply::Never => std::future::pending().await,
        }
    }

    fn call(&self, args: T::Args) -> Reply<T> {
        let mut reply = self.reply.lock().unwrap_or_else(PoisonError::into_inner);
        catch_unwind(AssertUnwindSafe(|| reply(args))).unwrap_or_else(|payload| {
            let failure = Failure::new(Failure::RUNTIME, format!("a stub panicked: {}", panic_message(&*payload)));
            *self.panicked.lock().unwrap_or_else(PoisonError::into_inner) = Some(payload);
            halt(failure)
        })
    }
}
