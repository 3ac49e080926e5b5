//! `start`.

use serde_json::{Value, json};

use crate::args::StartArgs;
use crate::backend::Backend;
use crate::command::{Options, state_machine_arn};
use crate::{Stop, Streams, document};

pub(crate) async fn start(
    args: &StartArgs,
    backend: &dyn Backend,
    options: Options<'_>,
    streams: &mut Streams,
) -> Result<(), Stop> {
    let document = match &args.input {
        Some(file) => document::read(file, streams)?,
        None => json!({}),
    };
    let state_machine = state_machine_arn(backend, &args.workflow).await?;
    // With a name it is the same execution however often it is asked for, by this process or for it by another one.
    let name = args.name.clone().unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
    let input = json!({"stateMachineArn": state_machine, "name": name, "input": document.to_string()});
    let started = backend.call("StartExecution", input).await?;
    let text = match args.json {
        true => format!("{started:#}\n"),
        false => format!("{}\n", started.get("executionArn").and_then(Value::as_str).unwrap_or_default()),
    };
    streams.write(&text)?;
    if let Some(obstacle) = backend.obstacle() {
        let works = options.works;
        streams.messages.line(&format!("{obstacle}: the execution goes on when one does, such as `{works}`"));
    }
    Ok(())
}
