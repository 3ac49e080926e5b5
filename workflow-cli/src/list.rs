//! `list`.

use serde_json::Value;

use crate::args::ListArgs;
use crate::backend::{Backend, ListQuery};
use crate::command::state_machine_arn;
use crate::text::{self, Style};
use crate::{Stop, Streams};

pub(crate) async fn list(args: &ListArgs, backend: &dyn Backend, streams: &mut Streams) -> Result<(), Stop> {
    let state_machine_arn = match &args.workflow {
        Some(workflow) => Some(state_machine_arn(backend, workflow).await?),
        None => None,
    };
    let query = ListQuery { state_machine_arn, status: args.status.map(Into::into), limit: args.limit };
    let executions = backend.list(query).await?;
    if args.json {
        return streams.write(&format!("{:#}\n", Value::Array(executions)));
    }
    if executions.is_empty() {
        streams.messages.line("no executions");
        return Ok(());
    }
    let table = table(&executions, Style { colours: streams.screen.colours });
    streams.write(&table)
}

/// One line each, below the names of the columns.
fn table(executions: &[Value], style: Style) -> String {
    let header = ["NAME", "STATUS", "STARTED", "STOPPED", "STATE MACHINE"].map(str::to_owned);
    let rows: Vec<[String; 5]> = executions.iter().map(row).collect();
    let mut widths = header.clone().map(|name| console::measure_text_width(&name));
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(console::measure_text_width(cell));
        }
    }
    let mut text = style.bold(&line(&header, &widths));
    text.push('\n');
    for (row, execution) in rows.iter().zip(executions) {
        let mut line = line(row, &widths);
        if let Some(status) = text::field(execution, "status") {
            line = line.replacen(&format!(" {status}"), &format!(" {}", style.status(status)), 1);
        }
        text.push_str(&line);
        text.push('\n');
    }
    text
}

fn row(execution: &Value) -> [String; 5] {
    let date = |name| text::date(execution.get(name)).unwrap_or_else(|| "-".to_owned());
    let is_suspended = execution.get("suspendedReason").is_some();
    let status = text::field(execution, "status").unwrap_or_default();
    let status = if is_suspended { format!("{status} (suspended)") } else { status.to_owned() };
    let machine = text::field(execution, "stateMachineArn").unwrap_or_default();
    let machine = machine.rsplit(':').next().unwrap_or_default();
    let name = text::field(execution, "name").unwrap_or_default();
    [crate::one_line(name), status, date("startDate"), date("stopDate"), crate::one_line(machine)]
}

fn line(cells: &[String; 5], widths: &[usize; 5]) -> String {
    let mut line = String::new();
    for (cell, width) in cells.iter().zip(widths) {
        line.push_str(cell);
        let missing = width.saturating_sub(console::measure_text_width(cell));
        line.extend(std::iter::repeat_n(' ', missing + 2));
    }
    line.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn columns_are_as_wide_as_what_is_in_them() {
        let executions = [
            json!({"name": "a-long-name", "status": "RUNNING", "startDate": 1_767_225_600.5, "stateMachineArn": "a:b",
                "suspendedReason": "other code"}),
            json!({"name": "ü", "status": "SUCCEEDED", "startDate": 1_767_225_600.0, "stopDate": 1_767_225_601.0,
                "stateMachineArn": "a:fulfil"}),
        ];
        let table = table(&executions, Style { colours: false });
        let lines: Vec<&str> = table.lines().collect();
        let header = "NAME         STATUS               STARTED               STOPPED               STATE MACHINE";
        assert_eq!(lines[0], header);
        assert_eq!(lines[1], "a-long-name  RUNNING (suspended)  2026-01-01T00:00:00Z  -                     b");
        assert_eq!(lines[2], "ü            SUCCEEDED            2026-01-01T00:00:00Z  2026-01-01T00:00:01Z  fulfil");
    }
}
