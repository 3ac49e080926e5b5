use workflow_runtime::include_asl;

include_asl!(pub nap: "nowhere.asl.json");

fn main() {}
