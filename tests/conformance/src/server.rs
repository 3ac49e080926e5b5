//! The server that cases run on: in process, a fresh one for each, with a clock that skips time.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::net::TcpListener;
use workflow_engine::EngineOptions;
use workflow_engine::clock::{Clock, SkippingClock};
use workflow_engine::durable::AslExecutable;
use workflow_server::target::{Endpoints, TargetOptions};
use workflow_server::{Service, ServiceOptions, serve};

use crate::lambda::Lambda;

/// The role of every state machine.
pub const ROLE: &str = "arn:aws:iam::111111111111:role/conformance";

/// When a case begins: soon after what the cases call the past was written into them, and with milliseconds, so that no
/// text is shorter for want of them.
const NOW: &str = "2026-11-21T20:00:00.123Z";

/// How long an execution may take, in the time of its clock: longer than any recorded one did.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// An operation that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Such as `InvalidName`.
    pub code: String,
    /// What it says.
    pub message: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for Refusal {}

/// Whatever kept a case from being judged.
pub type Broken = Box<dyn std::error::Error>;

/// A server and what belongs to it.
pub struct Server {
    service: Service,
    clock: Arc<SkippingClock>,
    /// The functions that its Task states invoke.
    pub lambda: Lambda,
}

impl Server {
    /// Calls an operation of the API, such as `CreateStateMachine`.
    ///
    /// # Errors
    ///
    /// If it is refused.
    pub async fn call(&self, operation: &str, params: Value) -> Result<Value, Refusal> {
        let answer = self.service.call(operation, params).await;
        answer.map_err(|error| Refusal { code: error.code.to_owned(), message: error.message })
    }

    /// Lets time pass.
    pub async fn wait(&self, delay: Duration) {
        self.clock.sleep(delay).await;
    }

    /// Waits until an execution is over and describes it.
    ///
    /// # Errors
    ///
    /// If it cannot be described, or does not end.
    pub async fn ended(&self, execution_arn: &str) -> Result<Value, Broken> {
        let (mut waited, mut pause) = (Duration::ZERO, Duration::from_millis(50));
        loop {
            let description = self.call("DescribeExecution", json!({"executionArn": execution_arn})).await?;
            if description["status"] != "RUNNING" {
                return Ok(description);
            }
            if waited > LONGEST {
                return Err(format!("still RUNNING after {} s", waited.as_secs()).into());
            }
            self.wait(pause).await;
            waited += pause;
            pause = pause.mul_f64(1.5);
        }
    }

    /// Runs an execution once more over all that is recorded of it, as it would be brought back in another process.
    ///
    /// # Errors
    ///
    /// If anything is different then.
    pub async fn replay(&self, execution_arn: &str) -> Result<(), Broken> {
        let standard = self.service.standard();
        let stored = standard.find(execution_arn).await?.ok_or("there is no such execution")?;
        let definition = standard.store().definition(&stored.new.definition).await?.ok_or("its definition is gone")?;
        let executable = AslExecutable::from_json(&definition.name, &definition.text);
        let executable = executable.map_err(|errors| format!("its definition is refused: {errors:?}"))?;
        Ok(standard.export(stored.id).await?.replay(&executable, standard.engine())?)
    }

    /// The events of an execution, of all pages.
    ///
    /// # Errors
    ///
    /// If a page is refused.
    pub async fn history(&self, execution_arn: &str) -> Result<Vec<Value>, Broken> {
        let mut events = Vec::new();
        let mut params = json!({"executionArn": execution_arn, "maxResults": 1000});
        loop {
            let mut page = self.call("GetExecutionHistory", params.clone()).await?;
            if let Value::Array(more) = page["events"].take() {
                events.extend(more);
            }
            match page.get_mut("nextToken").map(Value::take) {
                Some(token) if !token.is_null() => params["nextToken"] = token,
                _ => return Ok(events),
            }
        }
    }
}

/// Runs something against a new server, on this thread.
///
/// # Errors
///
/// If it says so, or panics.
pub fn with_server<T>(run: impl AsyncFnOnce(&Server) -> Result<T, Broken>) -> Result<T, Broken> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let result = catch_unwind(AssertUnwindSafe(|| runtime.block_on(on_new_server(run))));
    result.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
        Err(format!("panicked: {}", text.unwrap_or_default()).into())
    })
}

async fn on_new_server<T>(run: impl AsyncFnOnce(&Server) -> Result<T, Broken>) -> Result<T, Broken> {
    let clock = SkippingClock::starting_at(NOW.parse()?);
    let lambda = Lambda::start().await?;
    let service = service(&lambda, Clock::Skipping(Arc::clone(&clock)));
    let server = Server { service, clock: Arc::clone(&clock), lambda };
    clock.drive(run(&server)).await
}

/// A service of the account that recordings name, whose functions are these.
pub fn service(lambda: &Lambda, clock: Clock) -> Service {
    let endpoints = Endpoints::default().with("lambda", &lambda.endpoint());
    let targets = TargetOptions { endpoints, ..TargetOptions::default() };
    let engine = EngineOptions { clock, ..EngineOptions::default() };
    let account_id = Arc::from("111111111111");
    Service::new(ServiceOptions { engine, targets, account_id, ..ServiceOptions::default() })
}

/// Listens on a free port, for as long as the runtime lives, with time as it is, and gives the address to call.
///
/// # Errors
///
/// If there is no port.
pub async fn listen(lambda: &Lambda) -> Result<String, Broken> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}", listener.local_addr()?);
    tokio::spawn(serve(listener, service(lambda, Clock::Real), std::future::pending()));
    Ok(address)
}
