//! What each function does with its arguments.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::Md5;
use serde_json::{Number, Value, json};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::jsonpath::{RandomSource, java};

macro_rules! functions {
    ($($variant:ident $name:literal $least:literal..=$most:expr,)*) => {
        /// An intrinsic function.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Function {
            $($variant,)*
        }

        impl Function {
            /// The function of this name.
            pub(super) fn named(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// Whether it can be called with so many arguments.
            pub(super) fn takes(self, arguments: usize) -> bool {
                match self {
                    $(Self::$variant => ($least..=$most).contains(&arguments),)*
                }
            }
        }
    };
}

functions! {
    Array "States.Array" 0..=usize::MAX,
    ArrayContains "States.ArrayContains" 2..=2,
    ArrayGetItem "States.ArrayGetItem" 2..=2,
    ArrayLength "States.ArrayLength" 1..=1,
    ArrayPartition "States.ArrayPartition" 2..=2,
    ArrayRange "States.ArrayRange" 3..=3,
    ArrayUnique "States.ArrayUnique" 1..=1,
    Base64Decode "States.Base64Decode" 1..=1,
    Base64Encode "States.Base64Encode" 1..=1,
    Format "States.Format" 1..=usize::MAX,
    Hash "States.Hash" 2..=2,
    JsonMerge "States.JsonMerge" 3..=3,
    JsonToString "States.JsonToString" 1..=1,
    MathAdd "States.MathAdd" 2..=2,
    MathRandom "States.MathRandom" 2..=3,
    StringSplit "States.StringSplit" 2..=2,
    StringToJson "States.StringToJson" 1..=1,
    Uuid "States.UUID" 0..=0,
}

/// How many items `States.ArrayRange` makes at most.
const MAX_RANGE: i64 = 1000;
/// The longest text, in characters, that is hashed or decoded.
const MAX_TEXT: usize = 10_000;

type Outcome = Result<Value, String>;

impl Function {
    /// The result, or what is wrong with the arguments.
    pub(super) fn call(self, arguments: Vec<Value>, random: &dyn RandomSource) -> Outcome {
        match (self, arguments.as_slice()) {
            (Self::Array, _) => Ok(Value::Array(arguments)),
            (Self::ArrayContains, [list, wanted]) => Ok(items(list)?.contains(wanted).into()),
            (Self::ArrayGetItem, [list, index]) => item(items(list)?, index),
            (Self::ArrayLength, [list]) => Ok(items(list)?.len().into()),
            (Self::ArrayPartition, [list, size]) => partition(items(list)?, size),
            (Self::ArrayRange, [first, last, step]) => range(first, last, step),
            (Self::ArrayUnique, [list]) => Ok(Value::Array(java::hash_set(items(list)?))),
            (Self::Base64Decode, [text]) => decode(short(text)?),
            (Self::Base64Encode, [text]) => Ok(STANDARD.encode(short(text)?).into()),
            (Self::Format, [template, values @ ..]) => format(string(template)?, values),
            (Self::Hash, [value, algorithm]) => hash(value, string(algorithm)?),
            (Self::JsonMerge, [left, right, deep]) => merge(left, right, deep),
            (Self::JsonToString, [value]) => Ok(value.to_string().into()),
            (Self::MathAdd, [left, right]) => add(left, right),
            (Self::MathRandom, [start, end]) => draw(start, end, random.next_bits()),
            (Self::MathRandom, [start, end, seed]) => draw(start, end, seeded(rounded(seed)?)),
            (Self::StringSplit, [text, separators]) => Ok(split(string(text)?, string(separators)?)),
            (Self::StringToJson, [text]) => read_json(string(text)?),
            (Self::Uuid, []) => Ok(uuid(random).into()),
            _ => Err("Invalid number of arguments".to_owned()),
        }
    }
}

fn string(value: &Value) -> Result<&str, String> {
    value.as_str().ok_or_else(|| format!("Expected a string, but was {value}"))
}

fn short(value: &Value) -> Result<&str, String> {
    let text = string(value)?;
    if text.chars().count() > MAX_TEXT {
        return Err(format!("The text is longer than {MAX_TEXT} characters"));
    }
    Ok(text)
}

fn items(value: &Value) -> Result<&[Value], String> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| format!("Expected an array, but was {value}"))
}

fn item(list: &[Value], index: &Value) -> Outcome {
    let found = usize::try_from(rounded(index)?).ok().and_then(|index| list.get(index));
    found.cloned().ok_or_else(|| format!("The index {index} is out of range of the array"))
}

/// A number, rounded half up as `Math.round` of Java does.
fn rounded(value: &Value) -> Result<i64, String> {
    let number = value.as_number().ok_or_else(|| format!("Expected a number, but was {value}"))?;
    if let Some(whole) = number.as_i64() {
        return Ok(whole);
    }
    let rounded = (number.as_f64().unwrap_or(f64::NAN) + 0.5).floor();
    // The bounds are exactly those of a double that is an i64.
    if (-9.223_372_036_854_775_8e18..9.223_372_036_854_775_8e18).contains(&rounded) {
        Ok(rounded as i64)
    } else {
        Err(format!("The number {value} is out of range"))
    }
}

fn add(left: &Value, right: &Value) -> Outcome {
    let sum = rounded(left)?.checked_add(rounded(right)?);
    sum.map(Value::from).ok_or_else(|| "The sum is out of range".to_owned())
}

fn partition(list: &[Value], size: &Value) -> Outcome {
    match usize::try_from(rounded(size)?) {
        Ok(size) if size > 0 => Ok(list.chunks(size).map(Value::from).collect()),
        _ => Err("The size of a partition must be a positive number".to_owned()),
    }
}

fn range(first: &Value, last: &Value, step: &Value) -> Outcome {
    let (first, last, step) = (rounded(first)?, rounded(last)?, rounded(step)?);
    if step == 0 {
        return Err("The step of a range must not be zero".to_owned());
    }
    let mut numbers = Vec::new();
    let mut next = Some(first);
    while let Some(number) = next.filter(|number| if step > 0 { *number <= last } else { *number >= last }) {
        if numbers.len() as i64 == MAX_RANGE {
            return Err(format!("The range has more than {MAX_RANGE} items"));
        }
        numbers.push(Value::from(number));
        next = number.checked_add(step);
    }
    Ok(Value::Array(numbers))
}

fn decode(text: &str) -> Outcome {
    let bytes = STANDARD.decode(text).map_err(|_| "The text is not valid Base64".to_owned())?;
    String::from_utf8(bytes).map(Value::from).map_err(|_| "The decoded text is not valid UTF-8".to_owned())
}

fn hash(value: &Value, algorithm: &str) -> Outcome {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if text.chars().count() > MAX_TEXT {
        return Err(format!("The text is longer than {MAX_TEXT} characters"));
    }
    let text = text.as_bytes();
    match algorithm {
        "MD5" => Ok(hexadecimal(&Md5::digest(text))),
        "SHA-1" => Ok(hexadecimal(&Sha1::digest(text))),
        "SHA-256" => Ok(hexadecimal(&Sha256::digest(text))),
        "SHA-384" => Ok(hexadecimal(&Sha384::digest(text))),
        "SHA-512" => Ok(hexadecimal(&Sha512::digest(text))),
        _ => Err(format!("There is no algorithm '{algorithm}'")),
    }
}

fn hexadecimal(digest: &[u8]) -> Value {
    digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into()
}

fn merge(left: &Value, right: &Value, deep: &Value) -> Outcome {
    match (left, right, deep) {
        (Value::Object(left), Value::Object(right), Value::Bool(false)) => {
            Ok(Value::Object(java::merged_map(left, right)))
        }
        (Value::Object(_), Value::Object(_), _) => Err("Only shallow merges are supported: the third argument must be false".to_owned()),
        _ => Err("Expected two objects".to_owned()),
    }
}

/// A number from `start` on and below `end`.
fn draw(start: &Value, end: &Value, bits: u64) -> Outcome {
    let (start, end) = (i128::from(rounded(start)?), i128::from(rounded(end)?));
    if start >= end {
        return Err("The start of a random number must be less than its end".to_owned());
    }
    let drawn = start + i128::from(bits).rem_euclid(end - start);
    i64::try_from(drawn).map(Value::from).map_err(|_| "The random number is out of range".to_owned())
}

/// Bits that a seed always gives: one step of SplitMix64. (Which bits AWS draws is not known.)
fn seeded(seed: i64) -> u64 {
    let mut bits = seed.cast_unsigned().wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// The pieces between any of the separators' characters, without empty ones.
fn split(text: &str, separators: &str) -> Value {
    let pieces = text.split(|character| separators.contains(character)).filter(|piece| !piece.is_empty());
    pieces.map(Value::from).collect()
}

fn read_json(text: &str) -> Outcome {
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    match serde_json::from_str(text) {
        // Java has no negative zero among its integers.
        Ok(Value::Number(number)) if number == negative_zero() && !text.contains('.') => Ok(json!(0)),
        Ok(value) => Ok(value),
        Err(error) => Err(format!("The text is not valid JSON: {error}")),
    }
}

fn negative_zero() -> Number {
    Number::from_f64(-0.0).unwrap_or_else(|| 0.into())
}

/// Each `{}` replaced by a value: texts as they are, everything else as Java prints it.
fn format(template: &str, values: &[Value]) -> Outcome {
    let mut text = String::with_capacity(template.len());
    let mut values = values.iter();
    let mut characters = template.chars().peekable();
    while let Some(character) = characters.next() {
        match (character, characters.peek()) {
            ('\\', Some('{' | '}' | '\\')) => text.extend(characters.next()),
            ('{', Some('}')) => {
                characters.next();
                let value = values.next().ok_or("There are fewer arguments than placeholders")?;
                match value {
                    Value::String(value) => text.push_str(value),
                    other => text.push_str(&java::to_string(other)),
                }
            }
            _ => text.push(character),
        }
    }
    if values.next().is_some() {
        return Err("There are more arguments than placeholders".to_owned());
    }
    Ok(text.into())
}

/// A random UUID, version 4.
fn uuid(random: &dyn RandomSource) -> String {
    let (high, low) = (random.next_bits(), random.next_bits());
    let high = high & !0xf000 | 0x4000;
    let low = low & !(0b11 << 62) | 0b10 << 62;
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}
