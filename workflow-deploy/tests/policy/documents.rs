//! docs/iam.md shows what is generated.

use std::fs;
use std::path::Path;

use serde_json::Value;
use workflow_asl::{ExecutionType, StateMachine};
use workflow_deploy::{Deployment, Machine, Settings};

/// The blocks of JSON in the document: a definition, and its policy.
fn blocks() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/iam.md");
    let text = fs::read_to_string(path).unwrap();
    let blocks = text.split("```json\n").skip(1).filter_map(|rest| rest.split_once("```"));
    blocks.map(|(block, _)| block.to_owned()).collect()
}

#[test]
fn the_document_shows_the_policy_of_its_definition() {
    let blocks = blocks();
    let [definition, expected] = blocks.as_slice() else { panic!("{} blocks", blocks.len()) };
    let machine = Machine {
        name: "orders".to_owned(),
        definition: StateMachine::from_json(definition).unwrap(),
        execution_type: ExecutionType::Standard,
        settings: Settings { is_traced: true, ..Settings::default() },
    };
    let policy = workflow_deploy::policy::policy(&machine, &Deployment::default());
    let expected: Value = serde_json::from_str(expected).unwrap();
    assert_eq!(policy.to_json(), expected, "{:#}", policy.to_json());
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/iam.md")).unwrap();
    for warning in &policy.warnings {
        assert!(text.contains(&warning.to_string()), "{warning}");
    }
}
