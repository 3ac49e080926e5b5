use workflow_runtime::include_asl;

include_asl!(pub nap: "bad.asl.json");

fn main() {}
