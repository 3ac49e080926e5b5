//! `work`: whatever is due in a directory goes on.

use super::App;
use super::args::WorkArgs;
use super::run::{provided, tokio_runtime};
use super::standard::{Opened, Workflows, directory, log};
use std::sync::Arc;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use workflow_cli::{Place, Stop, Streams};
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
                opened.leave(answering).await;
                streams.messages.line("stopped");
                Ok(())
            })
        })
    };
    tokio.shutdown_background();
    worked
}

/// What a process does for others while it works on a directory.
pub(super) struct Answering {
    stop: oneshot::Sender<()>,
    answering: JoinHandle<()>,
}

impl Opened {
    /// Does what other processes ask for.
    pub(super) fn answer(&self) -> Answering {
        let (stop, stopped) = oneshot::channel();
        let store = Arc::clone(&self.store) as Arc<dyn Store>;
        let stopped = async { stopped.await.unwrap_or_default() };
        let answering = workflow_cli::answer_requests(store, Arc::clone(&self.operations) as _, stopped);
        Answering { stop, answering: tokio::spawn(answering) }
    }

    /// Stops working. What is in flight begins anew where the directory is worked on again.
    pub(super) async fn leave(&self, others: Answering) {
        // Who has asked for something that is done is to know it.
        let _ = others.stop.send(());
        let _ = others.answering.await;
        self.standard.shut_down().await;
    }
}
