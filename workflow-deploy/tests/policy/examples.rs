//! The definitions of the examples.

use std::fs;
use std::path::Path;

use workflow_asl::{ExecutionType, StateMachine};
use workflow_deploy::{Deployment, Machine, Settings};

use super::written::{statements, warnings};

fn example(name: &str) -> (Vec<String>, Vec<String>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../examples/{name}.asl.json"));
    let definition = StateMachine::from_json(&fs::read_to_string(path).unwrap()).unwrap();
    let machine = Machine {
        name: name.to_owned(),
        definition,
        execution_type: ExecutionType::Standard,
        settings: Settings::default(),
    };
    let policy = workflow_deploy::policy::policy(&machine, &Deployment::default());
    (statements(&policy), warnings(&policy))
}

fn functions(names: &[&str]) -> Vec<String> {
    let names: Vec<String> = names.iter().map(|name| format!("${{{name}FunctionArn}}")).collect();
    vec![format!("lambda:InvokeFunction | {}", names.join(" "))]
}

#[test]
fn each_example_invokes_its_functions() {
    let none: Vec<String> = Vec::new();
    let csv = functions(&["HandleError", "Load", "Notify", "Transform", "Validate"]);
    assert_eq!(example("csv-processing"), (csv, none.clone()));
    assert_eq!(example("order-approval"), (functions(&["PlaceOrder", "RequestApproval"]), none.clone()));
    let order = ["Assess", "Charge", "OfferInstalments", "OpenTicket", "Release", "Reserve", "Review", "Ship"];
    let mut order = functions(&order);
    order.push("sns:Publish | ${OrdersTopicArn}".to_owned());
    assert_eq!(example("order-processing"), (order, none));
}
