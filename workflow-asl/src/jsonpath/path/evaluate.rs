use std::borrow::Cow;
use std::cell::Cell;

use serde_json::Value;

use super::error::Miss;
use super::filter::Filter;
use super::step::{self, Step};
use crate::jsonpath::java;

/// How many values one reading of a path may look at.
const MAX_VISITS: usize = 1_000_000;

/// What is at the end of these steps from the root: the value itself if they are definite, else a list.
pub(super) fn find<'v>(root: &'v Value, steps: &[Step]) -> Result<Cow<'v, Value>, Miss> {
    if let Some(found) = direct(root, steps) {
        return Ok(Cow::Borrowed(found));
    }
    Reader::new(root, &Cell::new(MAX_VISITS)).find(root, steps)
}

/// The fast way, for members and elements that are there.
fn direct<'v>(root: &'v Value, steps: &[Step]) -> Option<&'v Value> {
    steps.iter().try_fold(root, |value, step| match step {
        Step::Member(name) => value.as_object()?.get(&**name),
        Step::Element(index) => element(value.as_array()?, *index),
        _ => None,
    })
}

fn element(list: &[Value], index: i64) -> Option<&Value> {
    let length = i64::try_from(list.len()).ok()?;
    let index = if index < 0 { length + index } else { index };
    list.get(usize::try_from(index).ok()?)
}

/// One reading of a path, with the document that `$` in its filters stands for.
pub(super) struct Reader<'r> {
    root: &'r Value,
    visits_left: &'r Cell<usize>,
}

impl<'r> Reader<'r> {
    fn new(root: &'r Value, visits_left: &'r Cell<usize>) -> Self {
        Self { root, visits_left }
    }

    /// What a path in a filter finds.
    pub(super) fn find_relative<'v>(
        &self,
        from_root: bool,
        at: &'v Value,
        steps: &[Step],
    ) -> Result<Cow<'v, Value>, Miss>
    where
        'r: 'v,
    {
        let start = if from_root { self.root } else { at };
        if let Some(found) = direct(start, steps) {
            self.visit()?;
            return Ok(Cow::Borrowed(found));
        }
        self.find(start, steps)
    }

    fn find<'v>(&self, start: &'v Value, steps: &[Step]) -> Result<Cow<'v, Value>, Miss> {
        let mut walk = Walk { reader: self, steps, found: Vec::new() };
        let walked = walk.go(Cow::Borrowed(start), 0, true);
        let mut found = walk.found;
        if !step::are_definite(steps) {
            return match walked {
                Ok(()) => Ok(Cow::Owned(found.into_iter().map(Cow::into_owned).collect())),
                Err(miss @ Miss::Invalid(_)) => Err(miss),
                Err(_) => Ok(Cow::Owned(Value::Array(Vec::new()))),
            };
        }
        walked?;
        found.pop().ok_or(Miss::NoMember)
    }

    pub(super) fn visit(&self) -> Result<(), Miss> {
        let left = self.visits_left.get().checked_sub(1);
        let left = left.ok_or_else(|| Miss::Invalid("The JSONPath looks at too many values.".to_owned()))?;
        self.visits_left.set(left);
        Ok(())
    }
}

/// The steps of one path on their way.
struct Walk<'w, 'v> {
    reader: &'w Reader<'w>,
    steps: &'w [Step],
    found: Vec<Cow<'v, Value>>,
}

impl<'w, 'v> Walk<'w, 'v> {
    /// Goes on from a value with the step of this number. `definite` says that all steps before are.
    fn go(&mut self, value: Cow<'v, Value>, index: usize, definite: bool) -> Result<(), Miss> {
        self.reader.visit()?;
        let steps = self.steps;
        let Some(step) = steps.get(index) else {
            self.found.push(value);
            return Ok(());
        };
        match value {
            Cow::Borrowed(value) => self.step(value, step, index, definite),
            Cow::Owned(value) => {
                // The value lives no longer than this call, so what is found in it is copied.
                let mut inner = Walk { reader: self.reader, steps, found: Vec::new() };
                let walked = inner.step(&value, step, index, definite);
                self.found.extend(inner.found.into_iter().map(|found| Cow::Owned(found.into_owned())));
                walked
            }
        }
    }

    fn step(&mut self, value: &'v Value, step: &'w Step, index: usize, definite: bool) -> Result<(), Miss> {
        match step {
            Step::Member(name) => self.member(value, name, index, definite),
            Step::Members(names) => self.members(value, names, index, definite),
            Step::Element(at) => {
                let Some(list) = self.list(value, index, definite)? else { return Ok(()) };
                self.element(list, *at, index, definite)
            }
            Step::Elements(indexes) => {
                let Some(list) = self.list(value, index, definite)? else { return Ok(()) };
                indexes.iter().try_for_each(|at| self.element(list, *at, index, false))
            }
            Step::Slice { from, to } => {
                let Some(list) = self.list(value, index, definite)? else { return Ok(()) };
                slice(list.len(), *from, *to).try_for_each(|at| self.element(list, at, index, false))
            }
            Step::Wildcard => children(value).try_for_each(|child| self.go(Cow::Borrowed(child), index + 1, false)),
            Step::Scan => self.scan(value, index + 1),
            Step::Filter(filter) => self.filter(value, filter, index, definite),
            Step::Function(function) => {
                let result = function.call(value, self.reader)?;
                self.go(Cow::Owned(result), index + 1, definite)
            }
        }
    }

    fn is_last(&self, index: usize) -> bool {
        index + 1 == self.steps.len()
    }

    /// The steps before this one, as Jayway JsonPath writes them.
    fn path_to(&self, index: usize) -> String {
        step::normalised(self.steps.get(..index).unwrap_or_default())
    }

    fn fragment(&self, index: usize) -> String {
        self.steps.get(index).map(step::fragment).unwrap_or_default()
    }

    fn member(&mut self, value: &'v Value, name: &str, index: usize, definite: bool) -> Result<(), Miss> {
        match value {
            Value::Object(members) => match members.get(name) {
                Some(member) => self.go(Cow::Borrowed(member), index + 1, definite),
                None if !definite => Ok(()),
                None if self.is_last(index) => Err(Miss::NoMember),
                None => Err(Miss::NoMemberWithin(self.path_to(index + 1))),
            },
            _ if !definite => Ok(()),
            _ => Err(self.not_an_object(value, index)),
        }
    }

    fn not_an_object(&self, value: &Value, index: usize) -> Miss {
        Miss::NotAnObject(format!(
            "Expected to find an object with property {} in path {} but found '{}'. This is not a json object according \
             to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonProvider'.",
            self.fragment(index),
            self.path_to(index),
            java::class_name(value)
        ))
    }

    /// At the end of a path, several names give one object; before that each gives its own value.
    fn members(&mut self, value: &'v Value, names: &[Box<str>], index: usize, definite: bool) -> Result<(), Miss> {
        let Value::Object(members) = value else {
            return if definite { Err(self.not_an_object(value, index)) } else { Ok(()) };
        };
        let present = names.iter().filter_map(|name| members.get_key_value(&**name));
        if self.is_last(index) {
            let object = present.map(|(name, value)| (name.clone(), value.clone())).collect();
            return self.go(Cow::Owned(Value::Object(object)), index + 1, definite);
        }
        for (_, value) in present {
            self.go(Cow::Borrowed(value), index + 1, false)?;
        }
        Ok(())
    }

    /// The list that an index is applied to; none if another branch of the path may have one.
    fn list(&self, value: &'v Value, index: usize, definite: bool) -> Result<Option<&'v [Value]>, Miss> {
        match value {
            Value::Array(list) => Ok(Some(list)),
            _ if !definite => Ok(None),
            Value::Null => Err(Miss::NotAnObject(format!("The path {} is null", self.path_to(index)))),
            _ => Err(Miss::Invalid(format!(
                "Filter: {} can only be applied to arrays. Current context is: {}",
                self.fragment(index),
                java::to_string(value)
            ))),
        }
    }

    fn element(&mut self, list: &'v [Value], at: i64, index: usize, definite: bool) -> Result<(), Miss> {
        match element(list, at) {
            Some(element) => self.go(Cow::Borrowed(element), index + 1, definite),
            None if definite => Err(Miss::NoElement { is_last: self.is_last(index) }),
            None => Ok(()),
        }
    }

    /// Applies the step of this number to the value and to all below it, parents first.
    fn scan(&mut self, value: &'v Value, index: usize) -> Result<(), Miss> {
        let Some(step) = self.steps.get(index) else { return Ok(()) };
        let mut waiting = vec![value];
        while let Some(value) = waiting.pop() {
            self.reader.visit()?;
            if self.scan_applies(value, step)? {
                self.step(value, step, index, false)?;
            }
            let first = waiting.len();
            waiting.extend(children(value).filter(|child| child.is_object() || child.is_array()));
            if let Some(added) = waiting.get_mut(first..) {
                added.reverse();
            }
        }
        Ok(())
    }

    fn scan_applies(&self, value: &Value, step: &Step) -> Result<bool, Miss> {
        Ok(match step {
            Step::Member(_) => value.is_object(),
            Step::Members(names) => {
                value.as_object().is_some_and(|members| names.iter().all(|name| members.contains_key(&**name)))
            }
            Step::Element(_) | Step::Elements(_) | Step::Slice { .. } => value.is_array(),
            Step::Wildcard => true,
            Step::Filter(filter) => filter.holds(value, self.reader)?,
            Step::Scan | Step::Function(_) => false,
        })
    }

    /// The elements of a list, or the object itself, for which the filter holds.
    fn filter(&mut self, value: &'v Value, filter: &Filter, index: usize, definite: bool) -> Result<(), Miss> {
        let candidates = match value {
            Value::Array(list) => list.as_slice(),
            Value::Object(_) => std::slice::from_ref(value),
            _ if !definite => return Ok(()),
            _ => {
                let value = java::to_string(value);
                return Err(Miss::Invalid(format!(
                    "Filter: {} can not be applied to primitives. Current context is: {value}",
                    self.fragment(index)
                )));
            }
        };
        for candidate in candidates {
            if filter.holds(candidate, self.reader)? {
                self.go(Cow::Borrowed(candidate), index + 1, false)?;
            }
        }
        Ok(())
    }
}

fn children(value: &Value) -> impl Iterator<Item = &Value> {
    let list = value.as_array().into_iter().flatten();
    let members = value.as_object().into_iter().flat_map(|members| members.values());
    list.chain(members)
}

/// The indexes of a slice. One with both bounds takes them as they are, and so a negative end after a positive start
/// is before it: nothing is taken.
fn slice(length: usize, from: Option<i64>, to: Option<i64>) -> std::ops::Range<i64> {
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    let from_end = |bound: i64| if bound < 0 { length + bound } else { bound };
    match (from, to) {
        (None, None) => 0..length,
        (Some(from), None) => from_end(from).max(0)..length,
        (None, Some(to)) => 0..from_end(to).min(length),
        (Some(from), Some(to)) if length > 0 => from.max(-length)..to.min(length),
        (Some(_), Some(_)) => 0..0,
    }
}
