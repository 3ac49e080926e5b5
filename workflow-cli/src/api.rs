//! Whatever has the operations of the API, such as a server.

use futures_util::FutureExt;
use serde_json::{Map, Value, json};

use crate::backend::{Backend, BackendFuture, CallError, Cursor, ListQuery, Operations};

/// What is asked through the operations of the API alone.
#[derive(Clone, Debug)]
pub struct Api<O>(pub O);

/// How many entries a page has: as many as the API gives.
const PAGE: usize = 1_000;

impl<O: Operations> Api<O> {
    /// All entries of a list, or the first `limit`, page after page.
    async fn all(
        &self,
        operation: &str,
        mut input: Map<String, Value>,
        name: &str,
        limit: usize,
    ) -> Result<Vec<Value>, CallError> {
        let mut all = Vec::new();
        loop {
            input.insert("maxResults".to_owned(), json!(limit.saturating_sub(all.len()).min(PAGE)));
            let mut page = self.0.call(operation, Value::Object(input.clone())).await?;
            if let Some(Value::Array(entries)) = page.get_mut(name).map(Value::take) {
                all.extend(entries);
            }
            match page.get_mut("nextToken").map(Value::take) {
                Some(token) if all.len() < limit => drop(input.insert("nextToken".to_owned(), token)),
                _ => return Ok(all),
            }
        }
    }

    async fn state_machines(&self) -> Result<Vec<Value>, CallError> {
        let machines = self.all("ListStateMachines", Map::new(), "stateMachines", usize::MAX).await?;
        // Express executions are not kept.
        Ok(machines.into_iter().filter(|machine| machine.get("type") != Some(&json!("EXPRESS"))).collect())
    }

    async fn executions(&self, query: ListQuery) -> Result<Vec<Value>, CallError> {
        let machines = match query.state_machine_arn {
            Some(arn) => vec![arn],
            None => arns(&self.state_machines().await?, "stateMachineArn"),
        };
        let mut executions = Vec::new();
        for machine in machines {
            let mut input = of(json!({"stateMachineArn": machine}));
            query.status.iter().for_each(|status| drop(input.insert("statusFilter".into(), json!(status.as_str()))));
            executions.extend(self.all("ListExecutions", input, "executions", query.limit).await?);
        }
        let started = |execution: &Value| execution.get("startDate").and_then(Value::as_f64).unwrap_or_default();
        executions.sort_by(|one, other| started(other).total_cmp(&started(one)));
        executions.truncate(query.limit);
        Ok(executions)
    }

    async fn arns_named(&self, name: &str) -> Result<Vec<String>, CallError> {
        let mut named = Vec::new();
        for machine in arns(&self.state_machines().await?, "stateMachineArn") {
            let arn = format!("{}:{name}", machine.replacen(":stateMachine:", ":execution:", 1));
            match self.0.call("DescribeExecution", json!({"executionArn": arn})).await {
                Ok(_) => named.push(arn),
                Err(CallError::Refused { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(named)
    }

    /// The newest events down to the one that was seen last, oldest first.
    async fn events_after(&self, execution_arn: &str, cursor: Cursor) -> Result<(Vec<Value>, Cursor), CallError> {
        let mut input = of(json!({"executionArn": execution_arn, "reverseOrder": true, "maxResults": PAGE}));
        let mut events: Vec<Value> = Vec::new();
        let id = |event: &Value| event.get("id").and_then(Value::as_u64).unwrap_or_default();
        loop {
            let mut page = self.0.call("GetExecutionHistory", Value::Object(input.clone())).await?;
            let Some(Value::Array(found)) = page.get_mut("events").map(Value::take) else { break };
            let count = found.len();
            events.extend(found.into_iter().filter(|event| id(event) > cursor.event_id));
            let is_complete = count == 0 || events.last().map(id) <= Some(cursor.event_id + 1);
            match page.get_mut("nextToken").map(Value::take) {
                Some(token) if !is_complete => drop(input.insert("nextToken".to_owned(), token)),
                _ => break,
            }
        }
        events.reverse();
        let event_id = events.last().map_or(cursor.event_id, id);
        Ok((events, Cursor { event_id, ..cursor }))
    }
}

fn of(fields: Value) -> Map<String, Value> {
    match fields {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

fn arns(entries: &[Value], field: &str) -> Vec<String> {
    entries.iter().filter_map(|entry| entry.get(field)?.as_str().map(str::to_owned)).collect()
}

impl<O: Operations> Operations for Api<O> {
    fn call<'a>(&'a self, operation: &'a str, input: Value) -> BackendFuture<'a, Value> {
        self.0.call(operation, input)
    }
}

impl<O: Operations> Backend for Api<O> {
    fn list(&self, query: ListQuery) -> BackendFuture<'_, Vec<Value>> {
        self.executions(query).boxed()
    }

    fn named<'a>(&'a self, name: &'a str) -> BackendFuture<'a, Vec<String>> {
        self.arns_named(name).boxed()
    }

    fn state_machine<'a>(&'a self, name: &'a str) -> BackendFuture<'a, String> {
        async move {
            let machines = self.state_machines().await?;
            let found = machines.iter().find(|machine| machine.get("name") == Some(&json!(name)));
            let arn = found.and_then(|machine| machine.get("stateMachineArn")?.as_str());
            let none = || CallError::refused("StateMachineDoesNotExist", format!("there is no state machine `{name}`"));
            arn.map(str::to_owned).ok_or_else(none)
        }
        .boxed()
    }

    fn events<'a>(&'a self, execution_arn: &'a str, cursor: Cursor) -> BackendFuture<'a, (Vec<Value>, Cursor)> {
        self.events_after(execution_arn, cursor).boxed()
    }

    fn export<'a>(&'a self, _execution_arn: &'a str) -> BackendFuture<'a, String> {
        async { Err(CallError::failed("a server does not give all that is recorded of an execution")) }.boxed()
    }

    fn obstacle(&self) -> Option<String> {
        None
    }
}
