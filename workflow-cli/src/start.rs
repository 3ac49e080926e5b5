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
    let mut input = json!({"stateMachineArn": state_machine, "input": document.to_string()});
    if let (Some(name), Some(fields)) = (&args.name, input.as_object_mut()) {
        fields.insert("name".to_owned(), json!(name));
    }
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
