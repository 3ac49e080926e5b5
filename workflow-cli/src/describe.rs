//! `describe`.

use serde_json::{Value, json};

use crate::args::DescribeArgs;
use crate::backend::{Backend, Cursor};
use crate::command::{Options, execution_arn};
use crate::sources::{EventStates, SourcesOf};
use crate::text::{self, Style};
use crate::{Stop, Streams, one_line};

pub(crate) async fn describe(
    args: &DescribeArgs,
    backend: &dyn Backend,
    options: Options<'_>,
    streams: &mut Streams,
) -> Result<(), Stop> {
    let arn = execution_arn(backend, &args.execution).await?;
    let description = backend.call("DescribeExecution", json!({"executionArn": arn})).await?;
    let text = match args.json {
        true => format!("{description:#}\n"),
        false => {
            let place = failed_at(&arn, &description, backend, options).await?;
            told(&description, place, Style { colours: streams.screen.colours })
        }
    };
    streams.write(&text)
}

/// The state that an execution failed in, with its place in the source; none where that is not known.
async fn failed_at(
    arn: &str,
    description: &Value,
    backend: &dyn Backend,
    options: Options<'_>,
) -> Result<Option<String>, Stop> {
    if !matches!(text::field(description, "status"), Some("FAILED" | "TIMED_OUT")) {
        return Ok(None);
    }
    let (events, _) = backend.events(arn, Cursor::default()).await?;
    let mut states = EventStates::default();
    let last = events.iter().map(|event| states.of(event)).last().flatten();
    let place = |state: String| {
        let place = SourcesOf::execution(options.sources, arn).place(&state);
        (!place.is_empty()).then(|| format!("{}{place}", one_line(&state)))
    };
    Ok(last.and_then(place))
}

/// A line for each thing that there is to say.
fn told(description: &Value, failed_in: Option<String>, style: Style) -> String {
    let field = |name| text::field(description, name);
    let date = |name| text::precise_date(description.get(name));
    let status = field("status").unwrap_or_default();
    let redrives = description.get("redriveCount").and_then(Value::as_u64).filter(|count| *count > 0);
    let redrives = redrives.map(|count| match date("redriveDate") {
        Some(date) => format!("{count}, last at {date}"),
        None => count.to_string(),
    });
    let redrive = match (field("redriveStatus"), field("redriveStatusReason")) {
        (Some("REDRIVABLE"), _) => Some("possible".to_owned()),
        (Some(_), Some(reason)) => Some(format!("not possible: {}", one_line(reason))),
        _ => None,
    };
    let plain = |name| field(name).map(one_line);
    let lines = [
        ("execution", plain("executionArn")),
        ("name", plain("name")),
        ("state machine", plain("stateMachineArn")),
        ("version", plain("stateMachineVersionArn")),
        ("alias", plain("stateMachineAliasArn")),
        ("status", Some(style.status(status).into_owned())),
        ("suspended", plain("suspendedReason")),
        ("started", date("startDate")),
        ("stopped", date("stopDate")),
        ("redrives", redrives),
        ("redrive", redrive),
        ("input", plain("input")),
        ("output", plain("output")),
        ("error", plain("error")),
        ("cause", plain("cause")),
        ("failed in", failed_in),
    ];
    let lines = lines.into_iter().filter_map(|(name, text)| Some((name, text?)));
    lines.map(|(name, text)| format!("{:<15}{text}\n", format!("{name}:"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_there_is_is_told() {
        let description = json!({
            "executionArn": "arn:e", "name": "one", "stateMachineArn": "arn:m", "status": "FAILED",
            "startDate": 1_767_225_600.5, "stopDate": 1_767_225_601.0, "redriveCount": 1, "redriveDate": 1_767_225_600.75,
            "redriveStatus": "NOT_REDRIVABLE", "redriveStatusReason": "too late", "input": "{\n}", "error": "E",
        });
        let expected = "\
execution:     arn:e
name:          one
state machine: arn:m
status:        FAILED
started:       2026-01-01T00:00:00.500Z
stopped:       2026-01-01T00:00:01.000Z
redrives:      1, last at 2026-01-01T00:00:00.750Z
redrive:       not possible: too late
input:         {\\n}
error:         E
failed in:     Charge at src/main.rs:42
";
        assert_eq!(told(&description, Some("Charge at src/main.rs:42".to_owned()), Style { colours: false }), expected);
    }
}
