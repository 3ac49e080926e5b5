//! What the service does from time to time, and for whom nobody calls it.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
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

    /// Forgets old executions, now and every day, and answers what other processes ask for in the store, until `end` is done.
    /// What is being answered then is answered.
    pub async fn keep_house(&self, end: impl Future<Output = ()>) {
        let (stop, stopped) = oneshot::channel::<()>();
        let ended = async {
            end.await;
            drop(stop);
        };
        let store = Arc::clone(self.0.standard.store());
        let answering = workflow_cli::answer_requests(store, Arc::new(self.clone()), stopped.map(drop));
        tokio::select! {
            _ = async { tokio::join!(ended, answering) } => {}
            () = self.prune_daily() => {}
        }
    }

    async fn prune_daily(&self) {
        loop {
            if let Err(error) = self.prune().await {
                tracing::error!(%error, "old executions cannot be forgotten");
            }
            self.0.engine.clock().sleep(DAY).await;
        }
    }

    /// Stops working on Standard executions, which go on when the store is opened again.
    pub async fn shut_down(&self) {
        self.0.standard.shut_down().await;
    }
}
