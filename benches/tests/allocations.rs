//! How often executions allocate. Counts, unlike times, are the same on every machine.

use allocation_counter::measure;
use std::hint::black_box;
use std::task::{Context, Poll, Waker};
use workflow_bench::{by_hand, workflows};

/// Polls a future that has nothing to wait for.
fn run<F: Future>(future: impl IntoFuture<IntoFuture = F>) -> F::Output {
    let mut future = std::pin::pin!(future.into_future());
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("nothing here waits"),
    }
}

/// How often something allocates once what it uses for the first time is there.
fn allocations(mut execution: impl FnMut()) -> u64 {
    execution();
    measure(execution).count_total
}

#[test]
fn a_chain_awaited_in_place_allocates_nothing() {
    assert_eq!(allocations(|| assert_eq!(run(workflows::chain(black_box(7))), Ok(10))), 0);
}

#[test]
fn a_chain_of_owned_texts_allocates_nothing_more_than_its_input() {
    let count = allocations(|| {
        let text = String::from(black_box("text"));
        assert_eq!(run(workflows::chain_text(text)).as_deref(), Ok("text"));
    });
    assert_eq!(count, 1);
}

#[test]
fn a_parallel_state_awaited_in_place_allocates_nothing() {
    assert_eq!(allocations(|| assert_eq!(run(workflows::parallel(black_box(7))), Ok(80))), 0);
}

#[test]
fn a_map_allocates_by_its_concurrency_and_not_by_its_length() {
    let count = |length: u64| {
        allocations(|| {
            black_box(run(workflows::mapped((0..length).collect())).is_ok());
        })
    };
    // Vectors may have to be enlarged once more.
    assert!(count(2000) <= count(1000) + 2, "{} and {}", count(1000), count(2000));
    assert!(count(1000) < 24, "{}", count(1000));
}

#[test]
fn a_retrier_that_is_not_needed_allocates_nothing() {
    assert_eq!(allocations(|| assert_eq!(run(workflows::chain_retried(black_box(7))), Ok(10))), 0);
}

/// What one execution allocates as a workflow and by hand.
macro_rules! sides {
    ($name:ident($input:expr)) => {{
        let workflow = allocations(|| assert!(run(workflows::$name(black_box($input))).is_ok()));
        let by_hand = allocations(|| assert!(run(by_hand::$name(black_box($input))).is_ok()));
        (stringify!($name), workflow, by_hand)
    }};
}

#[test]
fn no_workflow_allocates_more_than_the_same_by_hand() {
    let all = [
        sides!(chain(7)),
        sides!(chain_text("text".to_owned())),
        sides!(chain_retried(7)),
        sides!(mapped((0..1000).collect())),
        sides!(parallel(7)),
    ];
    println!("(case, workflow, by hand): {all:?}");
    assert!(all.iter().all(|(_, workflow, by_hand)| workflow <= by_hand), "{all:?}");
}

#[test]
fn both_sides_give_the_same() {
    assert_eq!(run(workflows::chain(7)).ok(), run(by_hand::chain(7)).ok());
    assert_eq!(run(workflows::chain_retried(7)).ok(), run(by_hand::chain_retried(7)).ok());
    assert_eq!(run(workflows::chain_text("a".into())).ok(), run(by_hand::chain_text("a".into())).ok());
    assert_eq!(run(workflows::mapped(vec![1, 2])).ok(), run(by_hand::mapped(vec![1, 2])).ok());
    assert_eq!(run(workflows::parallel(7)).ok(), run(by_hand::parallel(7)).ok());
}
