mod condition;
mod glob;
mod operator;

pub use condition::{ChoiceCondition, ConditionError};
