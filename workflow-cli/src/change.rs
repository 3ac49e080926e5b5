//! `stop`, `redrive`, `approve`, `reject`, `heartbeat`.

use serde_json::{Map, Value, json};

use crate::args::{ApproveArgs, HeartbeatArgs, RedriveArgs, RejectArgs, StopArgs};
use crate::backend::Backend;
use crate::command::execution_arn;
use crate::{Stop, Streams, document};

pub(crate) async fn stop(args: &StopArgs, backend: &dyn Backend, streams: &mut Streams) -> Result<(), Stop> {
    let arn = execution_arn(backend, &args.execution).await?;
    let input = fields([
        ("executionArn", Some(arn.as_str())),
        ("error", args.error.as_deref()),
        ("cause", args.cause.as_deref()),
    ]);
    backend.call("StopExecution", input).await?;
    // One that has ended stays as it is.
    let description = backend.call("DescribeExecution", json!({"executionArn": arn})).await?;
    match description.get("status").and_then(Value::as_str) {
        Some("ABORTED") | None => streams.write("stopped\n"),
        Some(status) => Err(Stop::refused(format!("the execution had ended already: {status}"))),
    }
}

pub(crate) async fn redrive(args: &RedriveArgs, backend: &dyn Backend, streams: &mut Streams) -> Result<(), Stop> {
    let arn = execution_arn(backend, &args.execution).await?;
    backend.call("RedriveExecution", json!({"executionArn": arn})).await?;
    streams.write("redriven\n")?;
    say_obstacle(backend, streams);
    Ok(())
}

pub(crate) async fn approve(args: &ApproveArgs, backend: &dyn Backend, streams: &mut Streams) -> Result<(), Stop> {
    let output = document::parse("--output", &args.output)?;
    let output = output.to_string();
    backend
        .call("SendTaskSuccess", fields([("taskToken", Some(args.token.trim())), ("output", Some(&output))]))
        .await?;
    streams.write("approved\n")?;
    say_obstacle(backend, streams);
    Ok(())
}

pub(crate) async fn reject(args: &RejectArgs, backend: &dyn Backend, streams: &mut Streams) -> Result<(), Stop> {
    let input = fields([
        ("taskToken", Some(args.token.trim())),
        ("error", Some(&args.error)),
        ("cause", args.cause.as_deref()),
    ]);
    backend.call("SendTaskFailure", input).await?;
    streams.write("rejected\n")?;
    say_obstacle(backend, streams);
    Ok(())
}

pub(crate) async fn heartbeat(args: &HeartbeatArgs, backend: &dyn Backend, streams: &mut Streams) -> Result<(), Stop> {
    backend.call("SendTaskHeartbeat", fields([("taskToken", Some(args.token.trim()))])).await?;
    streams.write("heartbeat received\n")
}

fn say_obstacle(backend: &dyn Backend, streams: &Streams) {
    if let Some(obstacle) = backend.obstacle() {
        streams.messages.line(&format!("{obstacle}: the execution goes on when one does"));
    }
}

fn fields<const N: usize>(fields: [(&str, Option<&str>); N]) -> Value {
    let fields = fields.into_iter().filter_map(|(name, text)| Some((name.to_owned(), json!(text?))));
    Value::Object(fields.collect::<Map<_, _>>())
}
