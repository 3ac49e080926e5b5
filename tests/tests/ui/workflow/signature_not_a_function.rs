//! `#[workflow]` on a struct.

mod shop;
use shop::*;

#[workflow]
struct Fulfil;

fn main() {}
