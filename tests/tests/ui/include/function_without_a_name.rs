use workflow_runtime::include_asl;

include_asl!(pub odd: "odd.asl.json");

fn main() {}
