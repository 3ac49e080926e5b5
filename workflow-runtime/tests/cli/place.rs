//! Where code of the fixture stands.

/// `workflow-runtime/tests/cli/fixture.rs:42`
#[track_caller]
pub(crate) fn place(code: &str) -> String {
    let line = include_str!("fixture.rs").lines().position(|line| line.contains(code)).expect("it stands there") + 1;
    format!("{}:{line}", file!().replace("place.rs", "fixture.rs"))
}
