use super::written::{alone, machine, statements, warnings};
use serde_json::json;
const CASES: &str = include_str!("cases.txt");
#[test]
fn dump() {
    for line in CASES.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        let (resource, args) = line.split_once(' ').unwrap();
        let args: serde_json::Value = serde_json::from_str(args).unwrap();
        let m = machine(
            "JSONata",
            &json!({"S": {"Type":"Task","Resource": format!("arn:aws:states:::{resource}"),"Arguments": args,"End":true}}),
        );
        let p = alone(&m);
        println!("    Case {{\n        resource: \"{resource}\",\n        arguments: r#\"{args}\"#,");
        println!("        statements: &[");
        for s in statements(&p) {
            if s.contains('"') { println!("            r#\"{s}\"#,") } else { println!("            \"{s}\",") }
        }
        println!("        ],\n        warnings: &[");
        for s in warnings(&p) {
            println!("            \"{}\",", s.trim_start_matches("state 'S': "))
        }
        println!("        ],\n    }},");
        println!("#JSON {}", p.to_json());
    }
}
