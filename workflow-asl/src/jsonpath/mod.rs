#![allow(missing_docs, clippy::all)]
use crate::EvaluationError;
use serde_json::Value;
use std::borrow::Cow;
#[derive(Clone, Copy)]
pub struct Data<'a> {
    pub input: &'a Value,
    pub context: &'a dyn ContextObject,
    pub variables: &'a dyn Variables,
    pub random: &'a dyn RandomSource,
}
pub trait ContextObject {
    fn context(&self) -> &Value;
}
pub trait Variables {
    fn variable(&self, name: &str) -> Option<&Value>;
}
pub trait RandomSource {
    fn next_bits(&self) -> u64;
}
macro_rules! s { ($($t:ident),*) => { $(#[derive(Debug)] pub struct $t; impl $t { pub fn parse(_: &Value) -> Result<Self, String> { Ok($t) } })* } }
s!(PayloadTemplate);
impl PayloadTemplate {
    pub fn evaluate(&self, _: &Data<'_>) -> Result<Value, EvaluationError> {
        Ok(Value::Null)
    }
}
macro_rules! t { ($($t:ident),*) => { $(#[derive(Debug)] pub struct $t(String); impl $t { pub fn parse(t: &str) -> Result<Self, String> { Ok($t(t.to_owned())) } pub fn as_str(&self) -> &str { &self.0 } })* } }
t!(Path, Expression, ReferencePath);
impl Path {
    pub fn read<'a>(&self, d: &Data<'a>) -> Result<Cow<'a, Value>, EvaluationError> {
        Ok(Cow::Borrowed(d.input))
    }
    pub fn read_for_field<'a>(&self, _: &str, d: &Data<'a>) -> Result<Cow<'a, Value>, EvaluationError> {
        Ok(Cow::Borrowed(d.input))
    }
}
impl Expression {
    pub fn evaluate(&self, _: &str, d: &Data<'_>) -> Result<Value, EvaluationError> {
        Ok(d.input.clone())
    }
}
#[derive(Debug)]
pub struct ChoiceCondition;
impl ChoiceCondition {
    pub fn parse(_: &crate::JsonPathFields) -> Result<Self, String> {
        Ok(Self)
    }
    pub fn holds(&self, _: &Data<'_>) -> Result<bool, EvaluationError> {
        Ok(true)
    }
}
impl ReferencePath {
    pub fn write(&self, r: Value, _: Value) -> Result<Value, EvaluationError> {
        Ok(r)
    }
}
