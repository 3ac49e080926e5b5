//! What does the work of Task states outside of this process.
