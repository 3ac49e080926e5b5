use workflow_runtime::include_asl;

include_asl!(pub "bad.asl.json");

fn main() {}
