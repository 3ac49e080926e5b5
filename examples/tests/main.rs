//! The examples, run natively: with real tasks, with stubs, and in an interpreter of what they export.

mod csv_processing;
mod data;
mod golden;
mod interop;
mod order_approval;
mod order_processing;
