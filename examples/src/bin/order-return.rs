//! Closes the return of a parcel; two workflows, one of which starts the other.

use serde_json::json;
use std::process::ExitCode;
use workflow_examples::order_return::{Desk, Mailbox, order_return, refund};
use workflow_runtime::App;

fn main() -> ExitCode {
    App::new()
        .version(env!("CARGO_PKG_VERSION"))
        .workflow::<order_return>()
        .workflow::<refund>()
        .provide(Desk { is_content: true })
        .provide(Mailbox::default())
        .default_input::<order_return>(
            || json!({ "order": "A-4711", "payment": "P-1", "cents": 12_500, "conversation": "C-7" }),
        )
        .default_input::<refund>(|| json!({ "payment": "P-1", "cents": 12_500 }))
        .main()
}
