//! The examples, run natively with real tasks and with stubs, and prepared for an interpreter of what they export.
#![cfg(test)]

mod csv_processing;
mod data;
mod executables;
mod golden;
mod interop;
mod lambda;
mod order_approval;
mod order_processing;
mod order_return;
