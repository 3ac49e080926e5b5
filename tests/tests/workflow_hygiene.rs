//! Workflows in awkward places, with awkward names around them. Compiling is most of the test.

#![deny(unsafe_code)]

use workflow_runtime::prelude::*;
use workflow_runtime::testing::TestRun;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
struct Order {
    r#type: String,
    quantity: u32,
}

#[derive(Debug, PartialEq, WorkflowError)]
enum ShopError {
    Network,
}

#[task]
async fn echo(text: &str, count: u32) -> Result<String, ShopError> {
    Ok(format!("{text}{count}"))
}

/// Types that are called like the runtime's, and like what generated code writes.
mod shadowed {
    use super::{ShopError, echo};
    use workflow_runtime::{expression, start_execution, task, workflow};

    #[expect(dead_code, reason = "only their names matter")]
    pub(super) mod names {
        pub(crate) struct Context;
        pub(crate) struct Wit;
        pub(crate) struct Env;
        pub(crate) struct String;
        pub(crate) struct Vec;
        pub(crate) struct Option;
        pub(crate) struct Workflow;
        pub(crate) struct Future;
        pub(crate) struct Call;
        pub(crate) struct Definer;
        pub(crate) trait Send {}
        pub(crate) trait IntoIterator {}
    }

    #[expect(unused_imports, reason = "only their names matter")]
    use names::{Call, Context, Definer, Env, Future, IntoIterator, Option, Send, String, Vec, Wit, Workflow};

    #[task]
    async fn inner(count: u32) -> Result<std::string::String, ShopError> {
        Ok(count.to_string())
    }

    #[expression]
    fn r#type(count: u32) -> u32 {
        let arguments = count;
        arguments + 1
    }

    #[workflow]
    pub(super) async fn starting(count: u32) -> std::result::Result<std::string::String, ShopError> {
        let id = workflow_runtime::uuid();
        let text = format!("{id}{id}");
        match start_execution(shadowing(r#type(count))).await {
            Ok(all) => Ok(format!("{all}{text}")),
            Err(ShopError::Network) => Ok(text),
        }
    }

    #[workflow]
    pub(super) async fn shadowing(count: u32) -> std::result::Result<std::string::String, ShopError> {
        let text = inner(count).await?;
        match echo(&text, count + 1).await {
            Ok(text) => Ok(format!("{text}!")),
            Err(ShopError::Network) => Ok("none".into()),
        }
    }
}

/// Variables that are called like what generated code or a definition needs.
#[workflow]
async fn variables(
    index: u32,
    items: Vec<u32>,
    result: u32,
    value: u32,
    state: u32,
    input: u32,
) -> Result<String, ShopError> {
    let cx = index + result;
    let self_ = cx + value;
    let definer = state + input + self_;
    let scope = definer;
    let mut error = 0;
    for item in &items {
        echo("item", *item).await?;
        error += 1;
        for index in &items {
            #[state(name = "Inner")]
            echo("inner", *index + error).await?;
        }
    }
    let text = format!("{}{}", echo("a", scope).await?, index);
    Ok(text)
}

/// Raw identifiers as names of fields, parameters, variables and the workflow itself.
#[workflow]
async fn r#match(r#type: Order, r#in: u32) -> Result<String, ShopError> {
    let r#loop = r#type.quantity + r#in;
    let r#fn = format!("{type}", type = r#type.r#type);
    echo(&r#fn, r#loop).await
}

mod private {
    use super::ShopError;
    use workflow_runtime::prelude::*;

    #[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
    pub(super) struct Hidden {
        pub(super) count: u32,
    }

    #[task]
    async fn look(hidden: &Hidden) -> Result<Hidden, ShopError> {
        Ok(hidden.clone())
    }

    #[workflow]
    pub(super) async fn visible(hidden: Hidden) -> Result<u32, ShopError> {
        let seen = look(&hidden).await?;
        Ok(seen.count)
    }

    #[workflow]
    pub(crate) async fn in_the_crate() -> Result<(), ShopError> {
        Ok(())
    }
}

/// A constant and a function of the same name as a variable elsewhere.
const LIMIT: u32 = 5;

#[workflow]
async fn constants(count: u32) -> Result<u32, ShopError> {
    let limit = LIMIT;
    if count > limit || count == self::LIMIT { Ok(LIMIT) } else { Ok(u32::MAX) }
}

/// A workflow of which another macro wrote a part and the caller of that macro the rest.
macro_rules! doubling {
    ($name:ident, $parameter:ident, $value:expr) => {
        #[workflow]
        async fn $name($parameter: u32) -> Result<u32, ShopError> {
            let doubled = $value * 2;
            echo("doubled", doubled).await?;
            Ok(doubled + $value)
        }
    };
}

doubling!(by_macro, count, count + 1 - [1, count].len() as u32);

fn names<W: workflow_runtime::Workflow>() -> (String, Vec<&'static str>) {
    (W::INFO.name.to_owned(), W::INFO.parameters.to_vec())
}

#[tokio::test]
async fn names_do_not_clash() {
    assert_eq!(shadowed::shadowing(1).await, Ok("12!".into()));
    assert_eq!(variables(1, vec![1, 2], 2, 3, 4, 5).await, Ok("a151".into()));
    let order = Order { r#type: "t".into(), quantity: 1 };
    assert_eq!(r#match(order, 2).await, Ok("t3".into()));
    assert_eq!(private::visible(private::Hidden { count: 3 }).await, Ok(3));
    assert_eq!(private::in_the_crate().await, Ok(()));
    assert_eq!((constants(5).await, constants(4).await), (Ok(5), Ok(u32::MAX)));
}

#[test]
fn raw_identifiers_are_written_without_their_mark() {
    assert_eq!(names::<r#match>(), ("match".into(), vec!["type", "in"]));
    let json = workflow_runtime::definition::<r#match>().to_json_pretty();
    assert!(json.contains("$states.context.Execution.Input.type") && !json.contains("r#"), "{json}");
    let input = serde_json::json!({"type": {"type": "t", "quantity": 1}, "in": 2});
    assert!(<r#match as workflow_runtime::Workflow>::from_input(input).is_ok());
}

#[tokio::test]
async fn another_macro_writes_a_workflow() {
    assert_eq!(TestRun::new().run(by_macro(6)).await.output(), &15);
}

#[test]
fn every_definition_is_valid() {
    let definitions = [
        workflow_runtime::definition::<shadowed::shadowing>(),
        workflow_runtime::definition::<variables>(),
        workflow_runtime::definition::<r#match>(),
        workflow_runtime::definition::<private::visible>(),
        workflow_runtime::definition::<constants>(),
    ];
    for definition in definitions {
        assert_eq!(workflow_asl::validate(&definition), []);
    }
}

#[tokio::test]
async fn a_workflow_stands_inside_a_function() {
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
    struct Local {
        count: u32,
    }

    #[derive(Debug, PartialEq, WorkflowError)]
    enum LocalError {
        Never,
    }

    #[task]
    async fn step(local: Local) -> Result<Local, LocalError> {
        if local.count > 100 { Err(LocalError::Never) } else { Ok(local) }
    }

    #[workflow]
    async fn steps(local: Local) -> Result<Local, LocalError> {
        let next = Local { count: local.count + 1 };
        step(next).await
    }

    assert_eq!(steps(Local { count: 1 }).await, Ok(Local { count: 2 }));
    assert_eq!(workflow_runtime::definition::<steps>().states.len(), 1);
    assert!(serde_json::to_value(Local { count: 1 }).unwrap().is_object());
}

/// Functions inside a function are found, though what is generated for them stands in a scope of its own.
#[tokio::test]
async fn functions_inside_a_function_are_found() {
    #[expression]
    fn twice(n: u32) -> u32 {
        n * 2
    }

    #[workflow]
    async fn local(n: u32) -> Result<String, ShopError> {
        echo("n", twice(twice(n))).await
    }

    #[workflow]
    async fn outer(n: u32) -> Result<String, ShopError> {
        start_execution(local(n)).await
    }

    assert_eq!(outer(3).await, Ok("n12".to_owned()));
    assert_eq!(twice(4), 8);
    assert!(shadowed::starting(1).await.expect("text").starts_with("23!"));
}
