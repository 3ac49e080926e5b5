//! Every case on both sides with criterion: `cargo bench -p workflow-bench`, or `-- --quick` for a short form. An
//! iteration is a batch of executions; the throughput is executions per second.

#![expect(clippy::expect_used, reason = "without a runtime there is nothing to measure")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tokio::runtime::Runtime;
use workflow_bench::cases::{CASES, Case, IN_FLIGHT, Side, many_threads, one_thread};

/// So many executions in an iteration, for entering the runtime not to count.
const BATCH: usize = 2 * IN_FLIGHT;

fn native(criterion: &mut Criterion) {
    let inline = one_thread().expect("a runtime");
    let spawned = many_threads().expect("a runtime");
    for case in CASES {
        compare(criterion, case, "inline", &inline, |side| side.inline);
        compare(criterion, case, "spawned", &spawned, |side| side.spawned);
    }
}

fn compare(criterion: &mut Criterion, case: &Case, mode: &str, runtime: &Runtime, of: fn(Side) -> fn(&Runtime, usize)) {
    let mut group = criterion.benchmark_group(format!("{} {mode}", case.name));
    group.throughput(Throughput::Elements(BATCH as u64));
    for (name, side) in [("workflow", case.workflow), ("by hand", case.by_hand)] {
        let run = of(side);
        group.bench_function(name, |bencher| bencher.iter(|| run(runtime, BATCH)));
    }
    group.finish();
}

criterion_group!(benches, native);
criterion_main!(benches);
