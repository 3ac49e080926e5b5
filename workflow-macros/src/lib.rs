//! The procedural macros of [`workflow-runtime`](https://docs.rs/workflow-runtime), which re-exports them: depend on
//! that crate and not on this one.

mod catalogue;
mod data;
mod error;
mod extent;
mod include;
mod pairs;
mod report;
mod serde;
mod task;
mod workflow;

use proc_macro::TokenStream;

/// Makes a workflow of an async function.
///
/// The function stays an ordinary one: it can be awaited, and rustc checks its types. It is also a state machine that
/// can be exported as Amazon States Language, and where the language has no exact form of what the function says, the
/// workflow does not compile and the message says what to write instead.
///
/// ```
/// use workflow_runtime::prelude::*;
///
/// #[task]
/// async fn greet(name: &str) -> Result<String, Failure> {
///     Ok(format!("hello, {name}"))
/// }
///
/// /// Greets somebody, in a minute.
/// #[workflow]
/// async fn greeting(name: String) -> Result<String, Failure> {
///     sleep(Duration::from_secs(60)).await;
///     let text = greet(&name).await?;
///     Ok(format!("{text}!"))
/// }
/// ```
///
/// # Options
///
/// - `allow(history_limit, ..)`: lints of the definition that are meant so, by their names.
#[proc_macro_attribute]
pub fn workflow(attr: TokenStream, item: TokenStream) -> TokenStream {
    workflow::expand(attr.into(), item.into()).into()
}

/// Makes a function a part of the language: one that computes a value and does nothing else, which workflows can call.
///
/// It stays an ordinary function, which can be called anywhere. In a workflow's definition it is written out where it
/// is called, so it may use what a workflow's values may, and must not come back to itself.
///
/// ```
/// use workflow_runtime::prelude::*;
///
/// # #[task]
/// # async fn charge(cents: u32) -> Result<String, Failure> {
/// #     Ok(cents.to_string())
/// # }
/// #[expression]
/// fn subtotal(prices: &[u32]) -> u32 {
///     prices.iter().sum()
/// }
///
/// #[workflow]
/// async fn fulfil(prices: Vec<u32>) -> Result<String, Failure> {
///     charge(subtotal(&prices)).await
/// }
///
/// assert_eq!(subtotal(&[1, 2]), 3);
/// ```
#[proc_macro_attribute]
pub fn expression(attr: TokenStream, item: TokenStream) -> TokenStream {
    workflow::expand_expression(attr.into(), item.into()).into()
}

/// Makes a task of a function: work done outside the workflow, which may take long, fail and be tried again.
///
/// The body is any Rust at all. Calling the function gives a [`Call`](../workflow_runtime/struct.Call.html), which does
/// nothing until it is awaited; a workflow that awaits it has a Task state there, and a test that awaits it runs the
/// task in its own process. A plain `fn` runs on the pool for blocking work.
///
/// ```
/// use workflow_runtime::prelude::*;
/// # struct Bank;
/// # impl Bank {
/// #     async fn pay(&self, card: &str, cents: u32) -> Result<String, ShopError> {
/// #         Ok(format!("{card}-{cents}"))
/// #     }
/// # }
/// # #[derive(Debug, WorkflowError)]
/// # enum ShopError {
/// #     Network,
/// # }
///
/// #[task(timeout = "30s", retry(errors(Network), interval = "1s", max_attempts = 3))]
/// async fn charge(card: &str, cents: u32, bank: Dep<Bank>) -> Result<String, ShopError> {
///     bank.pay(card, cents).await
/// }
/// ```
///
/// # Parameters
///
/// A parameter is owned, or one reference (`&str`, `&[T]`, `&T` where `T: Clone`); either way the call owns its
/// arguments, which go over the wire as JSON: one parameter is the whole document, several are an object by parameter
/// name. Some parameters are filled in by whoever runs the task, and are not part of the call:
///
/// - `Dep<T>`: a shared dependency, such as a pool of connections;
/// - `TaskContext`: the execution's id, the attempt, a key for idempotency, and heartbeats;
/// - `TaskToken<T>`: makes it a callback task. The function returns `Result<(), E>` once it has handed the token on,
///   and the call's output is the `T` that the token is completed with.
///
/// # Options
///
/// - `timeout = "30s"`: how long one attempt may take (`TimeoutSeconds`);
/// - `heartbeat = "5s"`: how long an attempt may go without a heartbeat (`HeartbeatSeconds`), less than the timeout;
/// - `retry(..)`, any number of times, tried in order: a retrier. Its options are `errors(A, B)` (variants of the
///   task's error type; every error if left out), `interval = "1s"`, `max_attempts = 3`, `backoff_rate = 2.0`,
///   `max_delay = "1m"` and `jitter = "full"` or `"none"`; those left out are as Amazon States Language has them.
///
/// For the task's Lambda function, and without a meaning where the task runs in your process:
///
/// - `memory = 512`: how many MiB it has, from 128 to 10240;
/// - `environment(TABLE = "orders", QUEUE = "${QueueUrl}")`: its environment, where `${QueueUrl}` is a parameter of the
///   template that is deployed. Its timeout is that of the task, at most 15 minutes.
///
/// A time is a whole number and a unit: `s`, `m`, `h` or `d`.
#[proc_macro_attribute]
pub fn task(attr: TokenStream, item: TokenStream) -> TokenStream {
    task::expand(attr.into(), item.into()).into()
}

/// A retrier for one call, which takes the place of the task's own: `call.retry(retrier!(..))`.
///
/// Its options are those of [`task`]'s `retry(..)`; errors are named with their type. What is no such variant is an error
/// of rustc.
///
/// ```
/// use workflow_runtime::{Retry, prelude::*};
///
/// #[derive(Debug, WorkflowError)]
/// enum ShopError {
///     Network,
///     Declined { reason: String },
/// }
///
/// const PATIENT: Retry<ShopError> = retrier!(errors(ShopError::Network), interval = "1m", max_attempts = 10);
///
/// #[task]
/// async fn charge(card: String) -> Result<String, ShopError> {
///     Ok(card)
/// }
///
/// #[workflow]
/// async fn pay(card: String) -> Result<String, ShopError> {
///     charge(card).retry(PATIENT).retry(retrier!(max_attempts = 1)).await
/// }
/// ```
#[proc_macro]
pub fn retrier(options: TokenStream) -> TokenStream {
    task::expand_retrier(options.into()).into()
}

/// Says how a type stands in an execution's JSON, so that its values can be inputs, outputs and variables of a
/// workflow. Derive it next to serde's `Serialize` and `Deserialize`, whose attributes it reads.
///
/// ```
/// use workflow_runtime::prelude::*;
///
/// #[derive(Clone, Serialize, Deserialize, WorkflowData)]
/// #[serde(rename_all = "camelCase")]
/// struct Order {
///     card_number: String,
///     items: Vec<String>,
/// }
///
/// #[derive(Clone, Serialize, Deserialize, WorkflowData)]
/// #[serde(tag = "type")]
/// enum Payment {
///     Card { number: String },
///     Cash,
/// }
/// ```
///
/// Structs are objects, tuple structs arrays, newtypes what they hold. An enum is text where no variant has fields;
/// otherwise it needs `#[serde(tag = "..")]`, with or without `content`. The attributes `rename`, `rename_all`,
/// `rename_all_fields`, `flatten`, `transparent`, `deny_unknown_fields`, and `default` on an `Option`, are honoured; those that
/// put code between the value and its JSON (`with`, `from`, `skip_serializing_if` and so on) are refused.
#[proc_macro_derive(WorkflowData, attributes(serde))]
pub fn derive_workflow_data(input: TokenStream) -> TokenStream {
    data::expand(input.into()).into()
}

/// Makes the variants of an enum Amazon States Language errors: a variant's name is the error's name, its fields are
/// the cause, as JSON.
///
/// ```
/// use workflow_runtime::prelude::*;
///
/// #[derive(Debug, WorkflowError)]
/// enum LedgerError {
///     Locked,
/// }
///
/// #[derive(Debug, WorkflowError)]
/// enum ShopError {
///     SoldOut { sku: String },
///     Network,
///     #[error(name = "States.Timeout")]
///     Timeout,
///     Ledger(#[from] LedgerError),
///     #[error(other)]
///     Other(Failure),
/// }
/// ```
///
/// - A variant is a unit, has named fields (the cause is an object) or holds one value (the cause is that value).
/// - `#[error(name = "..")]` gives it another error name, as `#[serde(rename = "..")]` does; `rename_all` is honoured.
/// - `#[from]` on the only field of a variant makes it transparent: it stands for every error of the type it holds,
///   and `?` converts into it.
/// - `#[error(other)]` on the last variant, which holds a `Failure`, takes every error without a variant of its own.
///
/// `thiserror::Error` may be derived beside it: its messages are left alone, and a variant that has one gets its
/// conversion from there. As thiserror knows no other `#[error(..)]`, rename with `#[serde(rename = "..")]` then, and
/// take the rest with `#[error(transparent)] Other(#[from] Failure)`.
#[proc_macro_derive(WorkflowError, attributes(error, from, serde))]
pub fn derive_workflow_error(input: TokenStream) -> TokenStream {
    error::expand(input.into()).into()
}

/// Includes a definition from a file: Amazon States Language, validated while this program is compiled, whose Lambda
/// functions are the tasks of this program.
///
/// ```ignore
/// include_asl!(pub fulfil: "fulfil.asl.json", tasks: { "charge-v2": charge });
///
/// fn main() -> ExitCode {
///     workflow_runtime::cli!(fulfil) // beside workflows, if there are any
/// }
/// ```
///
/// It makes a type of that name, which `App` and `cli!` take as they take a workflow: `run`, `export` (the text of the
/// file), `graph`, `list` and `serve` know it. `TestRun::interpret::<fulfil>(input)` runs it in a test, with stubs and
/// skipped time, and `fulfil::run(&runtime, input)` in a program. A whole program with its test is
/// `workflow-runtime/examples/fulfil.rs`.
///
/// The file is looked for from the directory of the source file, as `include_str!` does, and the program is compiled
/// anew when it changes. What AWS would refuse is a compile error with the line of the file.
///
/// Each Lambda function that the definition calls (by an ARN as `Resource`, or as the `FunctionName` of
/// `lambda:invoke`) is done by the task of its name in scope, in snake case: `ReserveItem` by `reserve_item`. Where
/// there is none, that is a compile error; where the names differ, `tasks` says which it is. A function whose name is
/// computed at run time is found among these by its name. Other integrations need no task.
#[proc_macro]
pub fn include_asl(input: TokenStream) -> TokenStream {
    include::expand(input.into()).into()
}

/// serde's `Serialize`, for crates that depend on `workflow-runtime` alone. The attributes are serde's.
#[proc_macro_derive(Serialize, attributes(serde))]
pub fn derive_serialize(input: TokenStream) -> TokenStream {
    serde::expand(input.into(), serde::Trait::Serialize).into()
}

/// serde's `Deserialize`, for crates that depend on `workflow-runtime` alone. The attributes are serde's.
#[proc_macro_derive(Deserialize, attributes(serde))]
pub fn derive_deserialize(input: TokenStream) -> TokenStream {
    serde::expand(input.into(), serde::Trait::Deserialize).into()
}
