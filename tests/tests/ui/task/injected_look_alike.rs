use workflow_runtime::{Failure, task};

struct TaskContext;

#[task]
async fn charge(cents: u32, context: TaskContext) -> Result<u32, Failure> {
    drop(context);
    Ok(cents)
}

fn main() {}
