//! Workflows far larger than one would write compile, and their definitions are valid.

use std::path::Path;
use workflow_tests::scale::{Shape, Side, source};

#[test]
fn large_workflows_compile_and_have_valid_definitions() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("large");
    std::fs::create_dir_all(&folder).expect("a folder");
    let cases = trybuild::TestCases::new();
    for (shape, size, states) in [(Shape::Sum, 320, 2), (Shape::Condition, 320, 3), (Shape::Body, 200, 200)] {
        let file = folder.join(format!("{shape:?}.rs"));
        let main = format!(
            "
fn main() {{
    let definition = workflow_runtime::definition::<large>();
    assert_eq!(workflow_asl::validate(&definition), []);
    assert!(definition.states.len() >= {states});
}}
"
        );
        std::fs::write(&file, source(shape, size, Side::Workflow) + &main).expect("a file");
        cases.pass(file);
    }
}
