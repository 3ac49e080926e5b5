//! Places orders; a large one only when a human has approved it.
//!
//! `order-approval run` waits for `order-approval approve TOKEN --output '{"by":"me"}'` or
//! `order-approval reject TOKEN --cause '{"reason":"too dear"}'` from another terminal.

use serde_json::json;
use std::path::Path;
use std::process::ExitCode;
use workflow_examples::order_approval::{Outbox, order_approval};
use workflow_runtime::App;

fn main() -> ExitCode {
    App::new()
        .version(env!("CARGO_PKG_VERSION"))
        .workflow::<order_approval>()
        .provide(Outbox::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("out/order-approval")))
        .default_input::<order_approval>(|| json!({ "id": "A-4711", "customer": "Ann Lee", "total": 1_250_000 }))
        .main()
}
