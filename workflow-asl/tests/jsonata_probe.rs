use serde_json::{Value, json};
use workflow_asl::jsonata::{Bindings, Conditions, Expression};
#[test]
fn probe() {
    let input: Value = json!({"a":1,"one":[1],"empty":[],"nested":[[1]],"items":[{"p":1,"q":[1,2]},{"p":2,"q":[]}],"s":"text","n":null,"big":1e25});
    let vars: Value = json!({"x":[1],"y":{"z":[]},"w":[[0]],"flag":false, "größe": 3, "type": "t", "nul": null});
    for e in std::fs::read_to_string(std::env::var("EXPRS").unwrap()).unwrap().lines() {
        let out = match Expression::parse(e) {
            Err(error) => format!("SYNTAX {} @{:?}", error.message, error.position),
            Ok(x) => match x.evaluate("Output", &Bindings::new(vars.as_object().unwrap()).input(&input), &Conditions::new(0, 7)) { Ok(v) => v.to_string(), Err(e) => e.cause.replace("The JSONata expression ", "").replace("specified for the field 'Output' ", "") },
        };
        println!("{e}   ==>   {out}");
    }
}
