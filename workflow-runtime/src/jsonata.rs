//! `jsonata!`, for those who read a workflow's code and its documentation.

/// A text of JSONata that a definition has as it is, and a closure that means the same in Rust.
///
/// The closure's parameters name variables of the workflow, which the text reads as `$name`. **Nothing compares the two:**
/// whoever writes them vouches for it that they give the same for every input, and the same evaluation faults.
///
/// ```
/// use workflow_runtime::{jsonata, prelude::*};
///
/// # #[task]
/// # async fn charge(cents: u32) -> Result<String, Failure> {
/// #     Ok(cents.to_string())
/// # }
/// #[workflow]
/// async fn pay(prices: Vec<u32>) -> Result<String, Failure> {
///     let largest = jsonata!("$sum([0, $prices[$ > 10]])", |prices: &[u32]| -> u32 {
///         prices.iter().filter(|price| **price > 10).sum()
///     });
///     charge(largest).await
/// }
/// ```
///
/// It means something inside `#[workflow]` and `#[expression]` only.
#[macro_export]
macro_rules! jsonata {
    ($($tokens:tt)*) => {
        ::core::compile_error!("`jsonata!` stands in a `#[workflow]` or an `#[expression]`")
    };
}
