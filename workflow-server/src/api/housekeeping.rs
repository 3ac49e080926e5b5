//! What the service does from time to time, and for whom nobody calls it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;
use workflow_engine::durable::StoreError;

use super::Service;

/// How often it is looked whether executions are to be forgotten.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl Service {
    /// Forgets executions that ended longer ago than they are kept, and says how many.
    ///
    /// # Errors
    ///
    /// If the store cannot be read or written.
    pub async fn prune(&self) -> Result<usize, StoreError> {
        let pruned = self.0.standard.prune().await?;
        self.0.registry.prune().await?;
        Ok(pruned)
    }

    /// Forgets old executions, now and every day, for as long as this is polled.
    pub async fn prune_daily(&self) {
        loop {
            if let Err(error) = self.prune().await {
                tracing::error!(%error, "old executions cannot be forgotten");
            }
            self.0.engine.clock().sleep(DAY).await;
        }
    }

    /// Does `work`, and all the while answers what other processes ask for in the store and forgets old executions. What is
    /// being answered at the end of the work is answered.
    pub async fn keep_house_during(&self, work: impl Future<Output = ()>) {
        let (stop, stopped) = oneshot::channel::<()>();
        // It is never sent, only dropped.
        let stopped = async { drop(stopped.await) };
        let store = Arc::clone(self.0.standard.store());
        let answering = workflow_cli::answer_requests(store, Arc::new(self.clone()), stopped);
        let work = async {
            work.await;
            drop(stop);
        };
        tokio::select! {
            _ = async { tokio::join!(work, answering) } => {}
            // It never ends.
            () = self.prune_daily() => {}
        }
    }

    /// Stops working on Standard executions, which go on when the store is opened again.
    pub async fn shut_down(&self) {
        self.0.standard.shut_down().await;
    }
}
