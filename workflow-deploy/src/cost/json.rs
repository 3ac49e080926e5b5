//! The cost for programs.

use super::price::{Dollars, FREE_TRANSITIONS, PRICES};
use super::{Cost, End, Ending, Express, Path};
use serde_json::{Value, json};
use std::time::Duration;

impl Cost {
    /// As JSON: money in dollars as text with all its digits, durations in seconds.
    pub fn to_json(&self) -> Value {
        let assumed = &self.assumptions;
        json!({
            "name": self.name,
            "type": self.execution_type.as_str(),
            "prices": PRICES,
            "executions": assumed.executions,
            "memoryMB": assumed.memory_mb,
            "items": assumed.items,
            "loops": assumed.loops,
            "retries": assumed.retries,
            "freeTransitions": FREE_TRANSITIONS,
            "assumptions": assumed.told(),
            "ends": self.ends.iter().map(ending).collect::<Value>(),
            "warnings": self.warnings,
        })
    }
}

fn ending(ending: &Ending) -> Value {
    let error = match &ending.end {
        End::Succeeded { .. } => None,
        End::Failed { error, .. } => error.as_deref(),
    };
    json!({
        "state": ending.end.state(),
        "succeeds": ending.end.is_success(),
        "error": error,
        "paths": ending.ways,
        "cheapest": path(&ending.cheapest),
        "typical": path(&ending.typical),
        "dearest": path(&ending.dearest),
        "slowest": path(&ending.slowest),
    })
}

fn path(path: &Path) -> Value {
    json!({
        "states": path.states,
        "transitions": path.usage.transitions,
        "events": path.usage.events,
        "seconds": path.usage.duration.as_secs_f64(),
        "unknownDurations": path.usage.unknown,
        "standard": dollars(path.standard),
        "standardFree": dollars(path.free),
        "express": express(&path.express),
        "cheaper": path.cheaper().map(|kind| kind.as_str()),
        "breakEvenSeconds": path.break_even.as_ref().map(Duration::as_secs_f64),
        "breakEvenTransitions": path.break_even_transitions,
    })
}

fn express(express: &Express) -> Value {
    match express {
        Express::Price { tiered, first_tier } => {
            json!({"price": dollars(*tiered), "atFirstTier": dollars(*first_tier)})
        }
        Express::Unknown => json!({"price": null, "reason": "durations are not known"}),
        Express::TooLong => json!({"price": null, "reason": "it takes longer than 300 s"}),
        Express::Refused(why) => json!({"price": null, "reason": why}),
    }
}

/// `"250.000000000"`: no float holds all amounts.
fn dollars(amount: Dollars) -> String {
    format!("{}.{:09}", amount.nanos() / 1_000_000_000, amount.nanos() % 1_000_000_000)
}
