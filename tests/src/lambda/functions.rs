//! Stands in for AWS Lambda: functions that are processes, behind the API that invokes functions and the runtime API that
//! functions are served with.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio::sync::{Mutex as AsyncMutex, mpsc, oneshot};

/// What a function is started with.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// The executable.
    pub path: PathBuf,
    /// The variables of its environment besides those that Lambda sets.
    pub variables: Vec<(String, String)>,
}

/// Functions of one program, each a process of its own that is started when it is first invoked and that ends with the tokio
/// runtime.
#[derive(Clone)]
pub struct Lambda(Arc<Functions>);

struct Functions {
    address: SocketAddr,
    program: Program,
    functions: Mutex<HashMap<String, Function>>,
    /// Those who wait for an answer, by the id of their request.
    waiting: Mutex<HashMap<String, (String, oneshot::Sender<Answer>)>>,
    requests: AtomicU64,
}

#[derive(Clone)]
struct Function {
    invocations: mpsc::UnboundedSender<(String, Bytes)>,
    next: Arc<AsyncMutex<mpsc::UnboundedReceiver<(String, Bytes)>>>,
}

/// What a function has answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Whether it has failed.
    pub is_error: bool,
    /// What it gave, or `errorType` and `errorMessage`.
    pub body: Value,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Lambda {
    /// Listens on a free port of this machine.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub async fn start(program: Program) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let lambda = Lambda(Arc::new(Functions {
            address: listener.local_addr()?,
            program,
            functions: Mutex::default(),
            waiting: Mutex::default(),
            requests: AtomicU64::new(1),
        }));
        let router = Router::new()
            .route("/2015-03-31/functions/{function}/invocations", post(invoke))
            .route("/{function}/2018-06-01/runtime/invocation/next", get(next))
            .route("/{function}/2018-06-01/runtime/invocation/{request}/{end}", post(end))
            .route("/{function}/2018-06-01/runtime/init/error", post(init_error))
            .with_state(lambda.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(lambda)
    }

    /// Where functions are invoked.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.0.address)
    }

    /// Invokes a function.
    pub async fn invoke(&self, function: &str, event: impl Into<Bytes>) -> Answer {
        let request = format!("request-{}", self.0.requests.fetch_add(1, Ordering::Relaxed));
        let (answer, answered) = oneshot::channel();
        locked(&self.0.waiting).insert(request.clone(), (function.to_owned(), answer));
        let known = locked(&self.0.functions).get(function).cloned();
        let running = known.map_or_else(|| self.start_function(function), Ok);
        match running.map(|function| function.invocations.send((request.clone(), event.into()))) {
            Ok(_) => answered.await.unwrap_or_else(|_| failed("Runtime.Lost", "the request was forgotten")),
            Err(error) => failed("Runtime.InvalidEntrypoint", &error.to_string()),
        }
    }

    fn start_function(&self, name: &str) -> io::Result<Function> {
        let Program { path, variables } = &self.0.program;
        let mut child = Command::new(path)
            .env("AWS_LAMBDA_RUNTIME_API", format!("{}/{name}", self.endpoint()))
            .env("AWS_LAMBDA_FUNCTION_NAME", name)
            .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
            .env("_HANDLER", "bootstrap")
            .env("AWS_REGION", "us-east-1")
            .env("AWS_ACCESS_KEY_ID", "local")
            .env("AWS_SECRET_ACCESS_KEY", "local")
            .env_remove("WORKFLOW_TASK")
            .envs(variables.iter().cloned())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let (invocations, next) = mpsc::unbounded_channel();
        let function = Function { invocations, next: Arc::new(AsyncMutex::new(next)) };
        locked(&self.0.functions).insert(name.to_owned(), function.clone());
        let (lambda, name) = (self.clone(), name.to_owned());
        tokio::spawn(async move {
            let mut said = String::new();
            if let Some(mut stderr) = child.stderr.take() {
                let _ = stderr.read_to_string(&mut said).await;
            }
            let status = child.wait().await.map_or_else(|error| error.to_string(), |status| status.to_string());
            locked(&lambda.0.functions).remove(&name);
            lambda.answer_all(&name, &failed("Runtime.ExitError", &format!("{status}: {said}")));
        });
        Ok(function)
    }

    fn answer(&self, request: &str, answer: Answer) -> StatusCode {
        let Some((_, waiting)) = locked(&self.0.waiting).remove(request) else { return StatusCode::NOT_FOUND };
        // Who has invoked the function may be gone.
        let _ = waiting.send(answer);
        StatusCode::ACCEPTED
    }

    fn answer_all(&self, function: &str, answer: &Answer) {
        let waiting = locked(&self.0.waiting);
        let of_function = waiting.iter().filter(|(_, (of, _))| of == function).map(|(request, _)| request.clone());
        let requests: Vec<String> = of_function.collect();
        drop(waiting);
        for request in requests {
            self.answer(&request, answer.clone());
        }
    }
}

fn failed(error: &str, message: &str) -> Answer {
    Answer { is_error: true, body: json!({"errorType": error, "errorMessage": message}) }
}

fn read(body: &[u8]) -> Value {
    serde_json::from_slice(body).unwrap_or_else(|_| Value::from(String::from_utf8_lossy(body)))
}

/// `Invoke`.
async fn invoke(State(lambda): State<Lambda>, Path(function): Path<String>, event: Bytes) -> (HeaderMap, String) {
    let Answer { is_error, body } = lambda.invoke(&function, event).await;
    let mut headers = HeaderMap::new();
    if is_error {
        headers.insert("x-amz-function-error", axum::http::HeaderValue::from_static("Unhandled"));
    }
    (headers, body.to_string())
}

/// The runtime API's next invocation.
async fn next(State(lambda): State<Lambda>, Path(function): Path<String>) -> (StatusCode, HeaderMap, Bytes) {
    let mut headers = HeaderMap::new();
    let next = locked(&lambda.0.functions).get(&function).map(|function| Arc::clone(&function.next));
    let Some(next) = next else { return (StatusCode::NOT_FOUND, headers, Bytes::new()) };
    let Some((request, event)) = next.lock().await.recv().await else {
        return (StatusCode::GONE, headers, Bytes::new());
    };
    let arn = format!("arn:aws:lambda:us-east-1:123456789012:function:{function}");
    for (name, value) in [
        ("lambda-runtime-aws-request-id", request.as_str()),
        // The year 2100: what an attempt may take is the definition's to say here.
        ("lambda-runtime-deadline-ms", "4102444800000"),
        ("lambda-runtime-invoked-function-arn", &arn),
        ("lambda-runtime-trace-id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0"),
    ] {
        if let Ok(value) = value.parse() {
            headers.insert(name, value);
        }
    }
    (StatusCode::OK, headers, event)
}

/// The runtime API's `response` and `error`.
async fn end(
    State(lambda): State<Lambda>,
    Path((_, request, end)): Path<(String, String, String)>,
    body: Bytes,
) -> StatusCode {
    match end.as_str() {
        "response" => lambda.answer(&request, Answer { is_error: false, body: read(&body) }),
        "error" => lambda.answer(&request, Answer { is_error: true, body: read(&body) }),
        _ => StatusCode::NOT_FOUND,
    }
}

/// The runtime API's initialization error.
async fn init_error(State(lambda): State<Lambda>, Path(function): Path<String>, body: Bytes) -> StatusCode {
    lambda.answer_all(&function, &Answer { is_error: true, body: read(&body) });
    StatusCode::ACCEPTED
}
