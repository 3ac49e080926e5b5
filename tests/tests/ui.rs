//! What the macros say about mistakes. Each file under `ui/` makes one, and the `.stderr` beside it is what rustc then
//! shows. After a change of wording, `TRYBUILD=overwrite cargo test -p workflow-tests --test ui` writes them anew; read
//! every one of them.

#[test]
fn tasks() {
    trybuild::TestCases::new().compile_fail("tests/ui/task/*.rs");
}

#[test]
fn data() {
    trybuild::TestCases::new().compile_fail("tests/ui/data/*.rs");
}

#[test]
fn errors() {
    trybuild::TestCases::new().compile_fail("tests/ui/error/*.rs");
}

#[test]
fn workflows() {
    trybuild::TestCases::new().compile_fail("tests/ui/workflow/*.rs");
}

#[test]
fn expressions() {
    trybuild::TestCases::new().compile_fail("tests/ui/expression/*.rs");
}

#[test]
fn included() {
    trybuild::TestCases::new().compile_fail("tests/ui/include/*.rs");
}

#[test]
fn services() {
    trybuild::TestCases::new().compile_fail("tests/ui/service/*.rs");
}
