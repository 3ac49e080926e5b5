//! Types, carried from the native body to the builder.

use crate::data::{CannotBeNull, Shape};
use crate::{Call, Task, TaskEnv, TaskFailure, TaskInfo, Workflow, WorkflowData, WorkflowError};
use std::marker::PhantomData;

/// Stands for the type `T` that rustc inferred. It is nothing at run time.
pub struct Wit<T: ?Sized>(PhantomData<fn() -> Box<T>>);

impl<T: ?Sized> Wit<T> {
    /// A witness whose type a probe will tell.
    #[expect(clippy::new_without_default, reason = "only generated code makes them, and always this way")]
    #[inline]
    pub const fn new() -> Self {
        Wit(PhantomData)
    }
}

impl<T: ?Sized> Clone for Wit<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Wit<T> {}

/// Tells the type of a place. It stands in dead code, so the place is not read.
#[inline]
pub fn see<T: WorkflowData + ?Sized>(_: Wit<T::Erased>, _: &T) {}

/// Tells the type of a value and passes it on.
#[inline]
pub fn probe<T: WorkflowData>(_: Wit<T::Erased>, value: T) -> T {
    value
}

/// Tells the type of an iterator's items and passes the iterator on.
#[inline]
pub fn items<I: Iterator>(_: Wit<<I::Item as WorkflowData>::Erased>, iterator: I) -> I
where
    I::Item: WorkflowData,
{
    iterator
}

/// The list that an iterator over such items is.
pub fn list_of<T>(_: Wit<T>) -> Wit<Vec<T>> {
    Wit::new()
}

/// Tells the value and error types of a result and passes it on.
#[inline]
pub fn probe_result<T: WorkflowData, E: WorkflowError>(
    _: Wit<T::Erased>,
    _: Wit<E>,
    result: Result<T, E>,
) -> Result<T, E> {
    result
}

/// What a workflow may await as a task.
#[diagnostic::on_unimplemented(
    message = "[W0812] `{Self}` is not a task call",
    label = "a workflow awaits tasks, `start_execution`, `sleep`, `map` and `try_join!` only",
    note = "put `#[task]` on the function that is called here"
)]
pub trait IsCall {
    /// The task's type.
    type Task: Task;
    /// The call itself.
    fn call(self) -> Call<Self::Task>;
}

#[diagnostic::do_not_recommend]
impl<T: Task> IsCall for Call<T> {
    type Task = T;

    #[inline]
    fn call(self) -> Call<T> {
        self
    }
}

/// A workflow is no task, and its call says so.
#[diagnostic::on_unimplemented(
    message = "[W0813] the workflow `{Self}` is awaited as a task would be",
    label = "a workflow starts an execution of another one",
    note = "write `start_execution({Self}(..)).await?`"
)]
pub trait MayBeAwaited {}

impl<W: Workflow, F> IsCall for crate::Run<W, F>
where
    W: MayBeAwaited,
{
    type Task = NotATask<W>;

    fn call(self) -> Call<NotATask<W>> {
        Call::new(())
    }
}

/// Stands for a workflow that is awaited as a task would be: it has the same types, and nothing runs it.
#[derive(Debug)]
pub struct NotATask<W>(PhantomData<fn() -> W>);

impl<W: Workflow> Task for NotATask<W> {
    type Args = ();
    type Output = W::Output;
    type Error = W::Error;

    const INFO: TaskInfo = TaskInfo {
        name: W::INFO.name,
        parameters: W::INFO.parameters,
        token: None,
        timeout: None,
        heartbeat: None,
        retry: &[],
        memory: None,
        environment: &[],
    };

    fn arguments((): &()) -> serde_json::Result<serde_json::Value> {
        Ok(serde_json::Value::Null)
    }

    fn from_arguments(_: serde_json::Value) -> serde_json::Result<()> {
        Ok(())
    }

    async fn attempt((): (), _: TaskEnv) -> Result<W::Output, TaskFailure<W::Error>> {
        std::future::pending().await
    }
}

/// Tells which task a call is of and passes it on.
#[inline]
pub fn call<C: IsCall>(_: Wit<C::Task>, call: C) -> Call<C::Task> {
    call.call()
}

/// What `?` works on in a workflow.
#[diagnostic::on_unimplemented(
    message = "[W0814] `?` in a workflow works on a `Result`",
    label = "this is no `Result`",
    note = "of an `Option` make one: `option.ok_or(MyError::Missing)?`"
)]
pub trait IsResult {
    /// What `Ok` holds.
    type Value;
    /// What `Err` holds.
    type Error;
    /// The result itself.
    fn result(self) -> Result<Self::Value, Self::Error>;
}

#[diagnostic::do_not_recommend]
impl<T, E> IsResult for Result<T, E> {
    type Value = T;
    type Error = E;

    #[inline]
    fn result(self) -> Result<T, E> {
        self
    }
}

/// A call that was not awaited is refused for that, and not for what could be done with its result.
#[diagnostic::do_not_recommend]
impl<T: Task> IsResult for Call<T> {
    type Value = T::Output;
    type Error = T::Error;

    fn result(self) -> Result<T::Output, T::Error> {
        crate::effect::never_runs()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Task<Output: WorkflowData>> WorkflowData for Call<T> {
    type Erased = Result<<T::Output as WorkflowData>::Erased, T::Error>;
    type Null = CannotBeNull;
    const SHAPE: Shape = Shape::Dictionary;
}

/// The operand of `?`.
#[inline]
pub fn attempt<R: IsResult>(result: R) -> Result<R::Value, R::Error> {
    result.result()
}

/// Errors that `?` passes on unchanged, as Step Functions does.
#[diagnostic::on_unimplemented(
    message = "[W0815] `?` cannot pass `{Inner}` on as `{Self}`",
    label = "Step Functions runs no code when an error propagates: it stays what it is",
    note = "mark the variant of `{Self}` that holds `{Inner}` with `#[from]` (a `From` written by hand would be skipped), or `match` the error"
)]
pub trait Receives<Inner>: Sized {
    /// The error as one of this type.
    fn receive(inner: Inner) -> Self;
}

#[diagnostic::do_not_recommend]
impl<E: WorkflowError> Receives<E> for E {
    #[inline]
    fn receive(error: E) -> E {
        error
    }
}

/// The error that `?` returns.
#[inline]
pub fn receive<Inner, Outer: Receives<Inner>>(error: Inner) -> Outer {
    Outer::receive(error)
}

/// Tells a type that is written out, and checks that it can be kept in an execution.
#[inline]
pub fn data<T: WorkflowData>(_: Wit<T::Erased>) {}

/// The type that an awaited task gives.
pub fn output_of<T: Task>(_: Wit<T>) -> Wit<<T::Output as WorkflowData>::Erased>
where
    T::Output: WorkflowData,
{
    Wit::new()
}

/// The type that an awaited task fails with.
pub fn error_of<T: Task>(_: Wit<T>) -> Wit<T::Error> {
    Wit::new()
}
