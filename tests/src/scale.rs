//! Sources of workflows as large as one likes, and of the same code as plain async functions.

use std::fmt::Write;

/// What a source is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One sum of so many terms.
    Sum,
    /// One condition of so many comparisons.
    Condition,
    /// A body of so many states.
    Body,
}

/// Whether a source uses the macros.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Workflows and tasks.
    Workflow,
    /// Async functions and nothing else.
    Plain,
}

/// The source of a crate: data, tasks and one workflow of a shape and size.
pub fn source(shape: Shape, size: usize, side: Side) -> String {
    let (attribute, body) = match (shape, size) {
        (_, 0) => ("", "    charge(&order.id, 1).await\n".to_owned()),
        (Shape::Sum, _) => ("", sum(size)),
        (Shape::Condition, _) => ("", condition(size)),
        (Shape::Body, _) => ("", states(size, side)),
    };
    let workflow = if side == Side::Workflow { "#[workflow]\n" } else { attribute };
    // A workflow can be spawned, which rustc has to check; plain functions are asked for the same.
    let spawned = match side {
        Side::Workflow => "",
        Side::Plain => {
            "\npub fn spawned(order: Order) -> impl Future<Output = Result<String, ShopError>> + Send {\n    large(order)\n}\n"
        }
    };
    format!(
        "{}{workflow}pub async fn large(order: Order) -> Result<String, ShopError> {{\n{body}}}\n{spawned}",
        preamble(side)
    )
}

fn preamble(side: Side) -> String {
    let (import, data, error, task) = match side {
        Side::Workflow => ("use workflow_runtime::prelude::*;", ", WorkflowData", ", WorkflowError", "#[task]\n"),
        Side::Plain => ("use serde::{Deserialize, Serialize};", "", "", ""),
    };
    format!(
        "{import}

#[derive(Clone, Debug, Serialize, Deserialize{data})]
pub struct Order {{ pub id: String, pub quantity: u32, pub items: Vec<Item> }}

#[derive(Clone, Debug, Serialize, Deserialize{data})]
pub struct Item {{ pub sku: String, pub cents: u32 }}

#[derive(Debug{error})]
pub enum ShopError {{ Declined {{ reason: String }}, Network }}

{task}pub async fn charge(card: &str, cents: u32) -> Result<String, ShopError> {{
    if cents == 0 {{ Err(ShopError::Declined {{ reason: card.to_owned() }}) }} else {{ Ok(format!(\"{{card}}: {{cents}}\")) }}
}}

{task}pub async fn reserve(item: &Item) -> Result<u32, ShopError> {{
    if item.cents == 0 {{ Err(ShopError::Network) }} else {{ Ok(item.cents) }}
}}

{task}pub async fn notify(message: String) -> Result<(), ShopError> {{
    if message.is_empty() {{ Err(ShopError::Network) }} else {{ Ok(()) }}
}}

"
    )
}

fn sum(terms: usize) -> String {
    let term = |i: usize| match i % 4 {
        0 => "order.quantity".to_owned(),
        1 => format!("{i}"),
        2 => "order.items[0].cents".to_owned(),
        _ => "base * 2".to_owned(),
    };
    let terms: Vec<String> = (0..terms).map(term).collect();
    format!(
        "    let base = reserve(&order.items[0]).await?;\n    let total = {};\n    charge(&order.id, total).await\n",
        terms.join(" + ")
    )
}

fn condition(terms: usize) -> String {
    let term = |i: usize| match i % 3 {
        0 => format!("order.quantity > {i}"),
        1 => format!("order.id != \"x{i}\""),
        _ => format!("order.items[0].cents + {i} < 5_000"),
    };
    let terms: Vec<String> = (0..terms).map(term).collect();
    format!(
        "    if {} {{\n        return Err(ShopError::Network);\n    }}\n    charge(&order.id, 1).await\n",
        terms.join(" && ")
    )
}

/// Groups of five states: two tasks, a choice with a task in it, and a task with a handled error.
fn states(count: usize, side: Side) -> String {
    let name = |name: &str, i: usize| match side {
        Side::Workflow => format!("#[state(name = \"{name}{i}\")]\n    "),
        Side::Plain => String::new(),
    };
    let mut body = String::from("    let mut total = order.quantity;\n");
    for i in 0..count / 5 {
        let (reserve, charge, check, tell, retry) =
            (name("Reserve", i), name("Charge", i), name("Check", i), name("Tell", i), name("Again", i));
        let _ = write!(
            body,
            "    {reserve}let price{i} = reserve(&order.items[{i}]).await?;
    let cents{i} = price{i} * order.quantity + {i};
    {charge}let text{i} = charge(&order.id, cents{i}).await?;
    {check}if cents{i} > 100 && !text{i}.is_empty() {{
        total += cents{i};
        {tell}notify(format!(\"{{text{i}}} of {{total}}\")).await?;
    }}
    {retry}let again{i} = match charge(&text{i}, total).await {{
        Ok(text) => text,
        Err(ShopError::Declined {{ reason }}) => format!(\"declined: {{reason}}\"),
        Err(other) => return Err(other),
    }};
    total += order.items.iter().filter(|item| item.sku == again{i}).map(|item| item.cents).sum::<u32>();
"
        );
    }
    body + "    charge(&order.id, total).await\n"
}
