//! Some seeds of the simulation; `simulate` runs more.

use workflow_faults::simulation;

/// How many seeds are run.
const SEEDS: u64 = 300;

#[test]
fn nothing_is_lost_or_done_twice() {
    let failed: Vec<String> = (0..SEEDS)
        .filter_map(|seed| {
            let wrong = simulation::run(seed).err()?;
            Some(format!("seed {seed}: {wrong}\nagain: {}", simulation::again(seed)))
        })
        .collect();
    assert!(failed.is_empty(), "{} of {SEEDS} seeds failed; the first:\n{}", failed.len(), failed[0]);
}

#[test]
fn a_seed_always_does_the_same() {
    for seed in 0..10 {
        assert_eq!(simulation::run(seed), simulation::run(seed), "seed {seed}");
    }
}
