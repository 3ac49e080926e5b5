//! What tasks are given from outside: pools, clients, configuration.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// A dependency of a task, such as a connection pool. As a parameter of a `#[task]` it is not part of the task's call:
/// it comes from [`Runtime::provide`](crate::Runtime::provide), by its type.
pub struct Dep<T: ?Sized>(Arc<T>);

impl<T: ?Sized> Deref for Dep<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: ?Sized> Clone for Dep<T> {
    fn clone(&self) -> Self {
        Dep(Arc::clone(&self.0))
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Dep<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// So that a task can be called as the function it is.
impl<T> From<T> for Dep<T> {
    fn from(value: T) -> Self {
        Dep(Arc::new(value))
    }
}

/// What was provided, by type.
#[derive(Clone, Default)]
pub(crate) struct Dependencies(HashMap<TypeId, Arc<dyn Any + Send + Sync>>);

impl Dependencies {
    pub(crate) fn insert<T: Send + Sync + 'static>(&mut self, value: T) {
        self.0.insert(TypeId::of::<T>(), Arc::new(value));
    }

    pub(crate) fn get<T: Send + Sync + 'static>(&self) -> Option<Dep<T>> {
        let provided = Arc::clone(self.0.get(&TypeId::of::<T>())?);
        provided.downcast().ok().map(Dep)
    }
}
