//! What tasks say of their tokens, told to Step Functions.

use crate::Failure;
use crate::outside::{OutsideToken, Sign, TokenSender};
use aws_sdk_sfn::Client;
use aws_sdk_sfn::config::BehaviorVersion;
use aws_sdk_sfn::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use std::sync::Arc;
use tokio::sync::{OnceCell, mpsc, oneshot};

/// Step Functions, as the SDK's configuration has it: the function's region and role, and another endpoint where
/// `AWS_ENDPOINT_URL_SFN` or `AWS_ENDPOINT_URL` names one. The client is made when something is first said.
#[derive(Clone, Debug, Default)]
pub(crate) struct StepFunctions(Arc<OnceCell<Client>>);

/// What has been said of a token is being told.
pub(crate) struct Telling(oneshot::Sender<oneshot::Sender<Result<(), Failure>>>);

/// What is said of a token.
type Said = (Arc<str>, Sign);

impl StepFunctions {
    /// A token of which Step Functions is told what is said, in order and as it is said.
    pub(crate) fn tell(self, text: Arc<str>) -> (OutsideToken, Telling) {
        let (sender, said) = mpsc::unbounded_channel();
        let (asking, asked) = oneshot::channel();
        tokio::spawn(self.pass_on(said, asked));
        (OutsideToken::new(text, TokenSender::Queue(sender)), Telling(asking))
    }

    /// Tells what is said until nobody can say anything more. Who asks learns whether all that was said until then could be told.
    async fn pass_on(
        self,
        mut said: mpsc::UnboundedReceiver<Said>,
        mut asked: oneshot::Receiver<oneshot::Sender<Result<(), Failure>>>,
    ) {
        let mut told = Ok(());
        loop {
            tokio::select! {
                biased;
                Some(said) = said.recv() => told = told.and(self.send(said).await),
                Ok(answer) = &mut asked => {
                    let _ = answer.send(told);
                    break;
                }
                else => return,
            }
        }
        // Something else than the task's code has the token, too: what it says is told when the function runs again.
        while let Some(said) = said.recv().await {
            if let Err(failure) = self.send(said).await {
                tracing::error!("{}", failure.cause);
            }
        }
    }

    async fn send(&self, (token, sign): Said) -> Result<(), Failure> {
        let client = self.0.get_or_init(client).await;
        match sign {
            Sign::Alive => {
                let sent = client.send_task_heartbeat().task_token(&*token).send().await;
                // That the token is not waited for any more is for Step Functions to see.
                let is_over = sent.as_ref().is_err_and(|error| error.code() == Some("TaskTimedOut"));
                if is_over { Ok(()) } else { answered("SendTaskHeartbeat", sent) }
            }
            Sign::Success(output) => {
                let request = client.send_task_success().task_token(&*token).output(output.as_text());
                answered("SendTaskSuccess", request.send().await)
            }
            Sign::Failure(failure) => {
                let request = client.send_task_failure().task_token(&*token);
                let request = request.set_error(failure.error).set_cause(failure.cause);
                answered("SendTaskFailure", request.send().await)
            }
        }
    }
}

impl Telling {
    /// Waits until what was said so far was told.
    pub(crate) async fn told(self) -> Result<(), Failure> {
        let (answer, answered) = oneshot::channel();
        let asked = self.0.send(answer).is_ok();
        match answered.await {
            Ok(told) => told,
            Err(_) if asked => Err(Failure::new(Failure::TASK_FAILED, "what was said of the token could not be told")),
            // Nobody had the token any more.
            Err(_) => Ok(()),
        }
    }
}

/// With ring instead of the SDK's own choice, as everything else here.
async fn client() -> Client {
    let http = aws_smithy_http_client::Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
    Client::new(&aws_config::defaults(BehaviorVersion::latest()).http_client(http).load().await)
}

fn answered<O, E>(operation: &str, answer: Result<O, SdkError<E>>) -> Result<(), Failure>
where
    E: std::error::Error + 'static,
{
    let refused = |error| Failure::new(Failure::TASK_FAILED, format!("{operation}: {}", DisplayErrorContext(&error)));
    answer.map(drop).map_err(refused)
}
