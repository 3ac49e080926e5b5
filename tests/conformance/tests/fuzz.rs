//! A short run of every fuzz target, the same each time. `FUZZ_ROUNDS` makes it as many times as long.

use workflow_conformance::fuzz::{self, mutate::Mutator, seeds};

fn run(seeds: &[String], count: usize, target: fn(&[u8])) {
    for seed in seeds {
        target(seed.as_bytes());
    }
    let mut mutator = Mutator::new(1);
    let rounds: usize = std::env::var("FUZZ_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(1);
    for _ in 0..count * rounds {
        target(mutator.next(seeds).as_bytes());
    }
}

#[test]
fn definitions_do_no_harm() {
    run(&seeds::definitions(), 3000, fuzz::definition);
}

#[test]
fn paths_do_no_harm() {
    run(&seeds::paths(), 20_000, fuzz::jsonpath);
}

#[test]
fn intrinsic_functions_do_no_harm() {
    run(&seeds::intrinsics(), 20_000, fuzz::intrinsic);
}

#[test]
fn jsonata_does_no_harm() {
    run(&seeds::expressions(), 10_000, fuzz::jsonata);
}

#[test]
fn requests_do_no_harm() {
    run(&seeds::requests(), 3000, fuzz::request);
}
