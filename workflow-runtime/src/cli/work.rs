//! `work`: whatever is due in a directory goes on.

use super::App;
use super::args::WorkArgs;
use super::run::{provided, tokio_runtime};
use super::standard::{Opened, Workflows, directory, log};
use std::sync::Arc;
use workflow_cli::{Place, Stop, Streams, Worker};
use workflow_engine::durable::Store;

pub(super) fn work(mut app: App, args: WorkArgs, streams: &mut Streams) -> Result<(), Stop> {
    let tokio = tokio_runtime()?;
    let providers = std::mem::take(&mut app.providers);
    let workflows = Workflows::of(&app)?;
    let directory = directory(&Place { data: args.data, endpoint: None }, streams)?;
    let logging = log(&args.log, streams);
    let worked = {
        let _entered = tokio.enter();
        provided(providers).and_then(|runtime| {
            tokio.block_on(async {
                let opened = workflows.work(&directory, runtime, logging).await?;
                streams.messages.line(&format!("working on {}", directory.display()));
                let answering = opened.answer();
                (&mut streams.interrupt).await;
                answering.abort();
                leave(&opened).await;
                streams.messages.line("stopped");
                Ok(())
            })
        })
    };
    tokio.shutdown_background();
    worked
}

/// Stops working. What is in flight begins anew where the directory is worked on again.
pub(super) async fn leave(opened: &Opened) {
    // Nothing is left to be told.
    let _ = opened.shut_down().await;
}

impl Opened {
    /// Does what other processes ask for, and forgets what is too old, as long as this process works on the directory.
    pub(super) fn answer(&self) -> tokio::task::JoinHandle<()> {
        let store = Arc::clone(&self.store) as Arc<dyn Store>;
        let operations = Arc::clone(&self.operations);
        tokio::spawn(async move {
            let pruning = workflow_cli::prune(operations.engine().clone());
            let answering = workflow_cli::answer_requests(store, operations);
            tokio::join!(pruning, answering);
        })
    }
}
