//! One invocation of a Lambda function that is a task.

use super::task::{Interpreted, arguments, invalid_arguments, made};
use crate::lambda::StepFunctions;
use crate::{Failure, Runtime, Task};
use futures_util::future::BoxFuture;
use serde_json::Value;
use std::sync::Arc;
use workflow_engine::Payload;

/// What a Lambda function is given.
pub(crate) struct Invocation {
    /// The text of the event, as it came.
    pub(crate) event: String,
    /// The id of the request.
    pub(crate) request_id: Arc<str>,
    /// Who is told what becomes of a callback task's token.
    pub(crate) step_functions: StepFunctions,
}

/// Does what an invocation asks for.
pub(super) type Invoke = fn(Runtime, Invocation) -> BoxFuture<'static, Result<Payload, Failure>>;

/// Makes an attempt. That of a callback task is over when its own code is: Step Functions waits for the token.
pub(super) fn invoke<T: Task>(
    runtime: Runtime,
    invocation: Invocation,
) -> BoxFuture<'static, Result<Payload, Failure>> {
    Box::pin(async move {
        let Invocation { event, request_id, step_functions } = invocation;
        let Event { args, token } = Event::<T>::read(&event)?;
        let interpreted = |token| Interpreted { execution: request_id, entered: None, attempt: 1, token };
        let Some(text) = token else { return made::<T>(runtime, args, interpreted(None)).await };
        let (token, telling) = step_functions.tell(text);
        let result = made::<T>(runtime, args, interpreted(Some(token))).await;
        // Between two invocations nothing runs, so what was said of the token is said by now.
        let told = telling.told().await;
        let output = result?;
        told.map(|()| output)
    })
}

/// What an event says.
struct Event<T: Task> {
    args: T::Args,
    /// The token of a callback task.
    token: Option<Arc<str>>,
}

impl<T: Task> Event<T> {
    fn read(event: &str) -> Result<Self, Failure> {
        let document: Value = serde_json::from_str(event).map_err(|error| invalid_arguments::<T>(&error))?;
        let token = T::INFO.token.map(|name| token::<T>(&document, name)).transpose()?;
        let alternatives = alternatives(event, &document);
        let args = arguments::<T>(document).or_else(|refused| {
            alternatives.into_iter().find_map(|document| arguments::<T>(document).ok()).ok_or(refused)
        })?;
        Ok(Event { args, token })
    }
}

/// What else the `Payload` may have been that Lambda was asked to send: a null one is sent as an empty object, and a text
/// that is JSON as what it says. A text that is sent as one may still be JSON where somebody has written it twice.
fn alternatives(event: &str, document: &Value) -> Vec<Value> {
    let text = Value::from(event);
    match document {
        Value::Object(fields) if fields.is_empty() => vec![Value::Null, text],
        Value::String(said) => serde_json::from_str(said).ok().into_iter().collect(),
        _ => vec![text],
    }
}

fn token<T: Task>(document: &Value, name: &str) -> Result<Arc<str>, Failure> {
    let token = document.get(name).and_then(Value::as_str);
    token.map(Arc::from).ok_or_else(|| invalid_arguments::<T>(&format!("there is no task token called `{name}`")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{ShopError, task};
    use crate::{Dep, TaskContext, TaskFailure};
    use serde::{Deserialize, Serialize};
    use serde_json::json;

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub(crate) struct Item {
        sku: String,
    }

    task!(of_text(text: String, _env) -> Result<String, ShopError>, {}, Ok(text));
    task!(of_option(text: Option<String>, _env) -> Result<Option<String>, ShopError>, {}, Ok(text));
    task!(of_item(item: Item, _env) -> Result<Item, ShopError>, {}, Ok(item));
    task!(of_number(number: u32, _env) -> Result<u32, ShopError>, {}, Ok(number));

    fn read<T: Task>(event: &str) -> Result<T::Args, Failure> {
        Event::<T>::read(event).map(|event| event.args)
    }

    async fn invoked<T: Task>(runtime: Runtime, event: &str) -> Result<Value, Failure> {
        let step_functions = StepFunctions::default();
        let invocation = Invocation { event: event.to_owned(), request_id: "r-1".into(), step_functions };
        invoke::<T>(runtime, invocation).await.map(Payload::into_value)
    }

    #[test]
    fn a_text_that_is_json_was_sent_as_what_it_says() {
        for (event, text) in [("\"Ada\"", "Ada"), ("7", "7"), ("1.50", "1.50"), (" [1] ", " [1] "), ("null", "null")] {
            assert_eq!(read::<of_text>(event), Ok(text.to_owned()), "{event}");
        }
        assert_eq!(read::<of_text>("{}"), Ok("{}".to_owned()));
        assert_eq!(read::<of_number>("7"), Ok(7));
    }

    #[test]
    fn null_was_sent_as_an_empty_object() {
        assert_eq!(read::<of_option>("{}"), Ok(None));
        assert_eq!(read::<of_option>("null"), Ok(None));
        assert_eq!(read::<of_option>("\"a\""), Ok(Some("a".to_owned())));
    }

    #[test]
    fn an_event_may_be_written_twice() {
        assert_eq!(read::<of_item>(r#""{\"sku\":\"a\"}""#), Ok(Item { sku: "a".to_owned() }));
        assert_eq!(read::<of_number>("\"7\""), Ok(7));
    }

    #[test]
    fn what_is_refused_is_the_event_as_it_came() {
        for (event, reason) in
            [("{}", "missing field `sku`"), ("7", "invalid type: integer"), ("{", "EOF while parsing")]
        {
            let failure = read::<of_item>(event).unwrap_err();
            assert_eq!(failure.error, Failure::INVALID_ARGUMENTS);
            assert!(failure.cause.contains("these are no arguments of `of_item`: "), "{failure}");
            assert!(failure.cause.contains(reason), "{failure}");
        }
    }

    task!(who(_args: (), env) -> Result<Value, ShopError>, {}, {
        let context: TaskContext = env.context();
        context.heartbeat();
        Ok(json!([context.execution_id(), context.state_name(), context.attempt()]))
    });
    task!(key(_args: (), env) -> Result<String, ShopError>, {}, Ok(env.context().idempotency_key().to_owned()));

    #[tokio::test]
    async fn an_invocation_is_an_execution_of_its_own() {
        assert_eq!(invoked::<who>(Runtime::new(), "{}").await, Ok(json!(["r-1", "who", 1])));
    }

    #[tokio::test]
    async fn there_is_no_idempotency_key() {
        let failure = invoked::<key>(Runtime::new(), "{}").await.unwrap_err();
        assert_eq!(failure.error, Failure::RUNTIME);
        assert!(failure.cause.contains("task `key` asks for its idempotency key"), "{failure}");
    }

    task!(fee(_args: (), env) -> Result<u32, ShopError>, {}, {
        let fee: Dep<u32> = env.dep()?;
        Ok(*fee)
    });
    task!(declined(_args: (), _env) -> Result<(), ShopError>, {}, {
        Err(TaskFailure::Error(ShopError::Declined("no".to_owned())))
    });
    task!(panicking(number: u32, _env) -> Result<(), ShopError>, {}, panic!("no {number}"));

    #[tokio::test]
    async fn tasks_have_what_is_provided() {
        assert_eq!(invoked::<fee>(Runtime::new().provide(7_u32), "{}").await, Ok(json!(7)));
        assert_eq!(invoked::<fee>(Runtime::new(), "{}").await.unwrap_err().error, Failure::RUNTIME);
    }

    #[tokio::test]
    async fn errors_have_their_name_and_fields() {
        assert_eq!(invoked::<declined>(Runtime::new(), "{}").await, Err(Failure::new("Declined", "\"no\"")));
        let panicked = Failure::new(Failure::TASK_PANICKED, "no 3");
        assert_eq!(invoked::<panicking>(Runtime::new(), "3").await, Err(panicked));
    }

    task!(asks(_args: Value, env) -> Result<u32, ShopError>, { token: Some("token") }, {
        let (token, callback) = env.callback::<u32>();
        assert_eq!(token.as_str(), "t-1");
        Ok(callback.await?)
    });

    #[tokio::test]
    async fn a_callback_task_is_over_when_its_code_is() {
        assert_eq!(invoked::<asks>(Runtime::new(), r#"{"token":"t-1"}"#).await, Ok(Value::Null));
        let failure = invoked::<asks>(Runtime::new(), "{}").await.unwrap_err();
        assert!(failure.cause.ends_with("there is no task token called `token`"), "{failure}");
    }
}
