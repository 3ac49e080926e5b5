use workflow_runtime::include_asl;

include_asl!(pub calls: "calls.asl.json");

fn main() {}
