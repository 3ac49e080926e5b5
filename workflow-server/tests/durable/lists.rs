//! Lists of many executions.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::{ARN, Client, pass, process, text};

/// The names of a page, and the token of the next one.
async fn page(client: &Client, request: Value) -> (Vec<String>, Value) {
    let mut page = client.call("ListExecutions", request).await;
    let executions = page["executions"].take();
    (executions.as_array().unwrap().iter().map(|item| text(item, "name")).collect(), page["nextToken"].take())
}

#[test]
fn a_thousand_executions_are_listed_page_by_page_while_others_start() {
    let directory = tempfile::tempdir().unwrap();
    let machine = format!("{ARN}:stateMachine:M");
    let name = |number: usize| format!("e{number}");
    process(directory.path(), async |client| {
        client.state_machine("M", &pass("r")).await;
        client.state_machine("Other", &pass("r")).await;
        let (client, machine) = (&client, &machine);
        join_all((0..1_000).map(|number| async move {
            let machine = if number % 50 == 0 { format!("{machine}:1") } else { machine.clone() };
            client.start(&machine, &name(number)).await;
        }))
        .await;
    });
    process(directory.path(), async |client| {
        for number in 0..1_000 {
            client.ended(&format!("{ARN}:execution:M:{}", name(number))).await;
        }
        let (mut names, mut token) = (Vec::new(), Value::Null);
        loop {
            let request = json!({"stateMachineArn": machine, "maxResults": 130, "statusFilter": "SUCCEEDED",
                "nextToken": token});
            let (more, next) = page(&client, request).await;
            assert!(more.len() <= 130);
            names.extend(more);
            if next.is_null() {
                break;
            }
            token = next;
            client.start(&machine, &format!("late{}", names.len())).await;
        }
        assert_eq!(names.len(), 1_000);
        names.sort();
        let mut expected: Vec<String> = (0..1_000).map(name).collect();
        expected.sort();
        assert_eq!(names, expected);

        let (versioned, _) =
            page(&client, json!({"stateMachineArn": format!("{machine}:1"), "maxResults": 1000})).await;
        assert_eq!(versioned.len(), 20);
        let dates = client.call("ListExecutions", json!({"stateMachineArn": machine, "maxResults": 1000})).await;
        let dates: Vec<f64> =
            dates["executions"].as_array().unwrap().iter().map(|item| item["startDate"].as_f64().unwrap()).collect();
        assert!(dates.is_sorted_by(|newer, older| newer >= older));
    });
}
