//! Tasks that are not async.

/// Runs a task's closure on tokio's pool for blocking code. A panic goes on where this is awaited. Code that has begun
/// cannot be cancelled: after a timeout it runs on, and what it gives is dropped. What it logs is in the spans of its caller.
///
/// # Panics
///
/// Where there is no tokio runtime.
#[doc(hidden)]
pub async fn blocking<R: Send + 'static>(code: impl FnOnce() -> R + Send + 'static) -> R {
    let span = tracing::Span::current();
    match tokio::task::spawn_blocking(move || span.in_scope(code)).await {
        Ok(output) => output,
        Err(error) => match error.try_into_panic() {
            Ok(payload) => std::panic::resume_unwind(payload),
            // The runtime is shutting down and drops this future too.
            Err(_) => std::future::pending().await,
        },
    }
}
