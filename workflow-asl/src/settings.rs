//! What AWS allows of how state machines and their Lambda functions are set up: the same for the options of macros,
//! which are refused when they are compiled, and for a deployment that was made in another way.
//!
//! Follows [CreateStateMachine](https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html),
//! [Tag](https://docs.aws.amazon.com/step-functions/latest/apireference/API_Tag.html) and
//! [CreateFunction](https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html).

use std::ops::RangeInclusive;

/// `MemorySize` of a Lambda function, in MiB.
pub const MEMORY: RangeInclusive<u32> = 128..=10_240;

/// `Timeout` of a Lambda function, in seconds.
pub const FUNCTION_TIMEOUT: RangeInclusive<u64> = 1..=900;

/// `kmsDataKeyReusePeriodSeconds`.
pub const DATA_KEY_REUSE: RangeInclusive<u64> = 60..=900;

/// `kmsDataKeyReusePeriodSeconds` where nothing is said.
pub const DATA_KEY_REUSE_DEFAULT: u64 = 300;

/// The most tags that a state machine has.
pub const MOST_TAGS: usize = 50;

/// The most bytes that the names and values of a Lambda function's environment have in all.
pub const MOST_ENVIRONMENT_BYTES: usize = 4_096;

const MOST_TAG_NAME: usize = 128;
const MOST_TAG_VALUE: usize = 256;
const MOST_MACHINE_NAME: usize = 80;
const MOST_FUNCTION_NAME: usize = 64;

/// What Lambda sets itself, besides all that begins with `AWS_`.
const RESERVED: [&str; 3] = ["_HANDLER", "_X_AMZN_TRACE_ID", "LAMBDA_TASK_ROOT"];

/// The name of an environment variable of a Lambda function.
///
/// # Errors
///
/// Why Lambda would refuse it.
pub fn check_environment_name(name: &str) -> Result<(), String> {
    if RESERVED.contains(&name) || name.starts_with("AWS_") {
        return Err("Lambda sets it itself".to_owned());
    }
    let starts_with_letter = name.starts_with(|first: char| first.is_ascii_alphabetic());
    let is_word = name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_');
    match starts_with_letter && is_word && name.len() > 1 {
        true => Ok(()),
        false => Err("it has two or more letters of ASCII, digits and `_`, and begins with a letter".to_owned()),
    }
}

/// The name and the value of a tag.
///
/// # Errors
///
/// Why AWS would refuse it.
pub fn check_tag(name: &str, value: &str) -> Result<(), String> {
    if name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
        return Err("names that begin with `aws:` are those of AWS".to_owned());
    }
    if !(1..=MOST_TAG_NAME).contains(&name.chars().count()) {
        return Err(format!("its name has from 1 to {MOST_TAG_NAME} characters"));
    }
    if value.chars().count() > MOST_TAG_VALUE {
        return Err(format!("its value has at most {MOST_TAG_VALUE} characters"));
    }
    let is_allowed = |character: char| character.is_alphanumeric() || " _.:/=+-@".contains(character);
    match name.chars().chain(value.chars()).all(is_allowed) {
        true => Ok(()),
        false => Err("it has letters, digits, spaces and any of `_.:/=+-@`".to_owned()),
    }
}

/// The name of a state machine. AWS takes other letters than those of ASCII too, but neither logs nor counts what has
/// such a name.
///
/// # Errors
///
/// What is wrong with it.
pub fn check_machine_name(name: &str) -> Result<(), String> {
    check_name(name, MOST_MACHINE_NAME)
}

/// The name of an activity, for which the same goes.
///
/// # Errors
///
/// What is wrong with it.
pub fn check_activity_name(name: &str) -> Result<(), String> {
    check_name(name, MOST_MACHINE_NAME)
}

/// The name of a Lambda function, without an account or a version.
///
/// # Errors
///
/// Why Lambda would refuse it.
pub fn check_function_name(name: &str) -> Result<(), String> {
    check_name(name, MOST_FUNCTION_NAME)
}

fn check_name(name: &str, most: usize) -> Result<(), String> {
    let is_allowed = |character: char| character.is_ascii_alphanumeric() || "-_".contains(character);
    match (1..=most).contains(&name.len()) && name.chars().all(is_allowed) {
        true => Ok(()),
        false => Err(format!("a name has from 1 to {most} characters: letters of ASCII, digits, `-` and `_`")),
    }
}

/// A text with its `${..}` left out, for those are not part of what will be there.
pub fn without_parameters(text: &str) -> String {
    let (mut rest, mut left) = (text, String::new());
    while let Some((before, after)) = rest.split_once("${") {
        left.push_str(before);
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    left + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn environment() {
        for name in ["KEY", "a1", "Two_Words"] {
            assert_eq!(check_environment_name(name), Ok(()), "{name}");
        }
        for name in ["", "K", "_K", "1K", "A-B", "größe", "AWS_REGION", "_HANDLER", "LAMBDA_TASK_ROOT"] {
            assert!(check_environment_name(name).is_err(), "{name}");
        }
    }

    #[test]
    fn tags() {
        for (name, value) in [("team", "shop"), ("cost center", ""), ("größe", "a/b@c"), ("awsome", "x")] {
            assert_eq!(check_tag(name, value), Ok(()), "{name}");
        }
        for (name, value) in [("", "x"), ("aws:x", "x"), ("AWS:x", "x"), ("a", "b;c"), ("a#", "b")] {
            assert!(check_tag(name, value).is_err(), "{name}");
        }
        assert!(check_tag(&"a".repeat(129), "").is_err());
        assert!(check_tag("a", &"b".repeat(257)).is_err());
    }

    #[test]
    fn what_is_filled_in_is_left_out() {
        assert_eq!(without_parameters("a${B}c${D}"), "ac");
        assert_eq!(without_parameters("a${b"), "a");
        assert_eq!(without_parameters("a$b}"), "a$b}");
    }

    #[test]
    fn names() {
        assert_eq!(check_machine_name(&"a".repeat(80)), Ok(()));
        assert_eq!(check_function_name("send-mail_2"), Ok(()));
        for name in ["", "a b", "größe", "a.b"] {
            assert!(check_machine_name(name).is_err() && check_function_name(name).is_err(), "{name}");
        }
        assert!(check_machine_name(&"a".repeat(81)).is_err());
        assert!(check_function_name(&"a".repeat(65)).is_err());
    }
}
