use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest, Md5};
use serde_json::Value;
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};

use crate::jsonpath::{RandomSource, java};

/// How long a text may be to be encoded, decoded or hashed, in UTF-16 code units.
const MAX_LENGTH: usize = 10_000;

fn within_limit(text: &str) -> bool {
    text.len() <= MAX_LENGTH || text.encode_utf16().count() <= MAX_LENGTH
}

/// `States.Format`: the template with `{}` replaced by the values in turn. A backslash keeps a brace as it is.
pub(super) fn format(template: &str, values: &[Cow<'_, Value>]) -> Result<String, String> {
    let mut text = String::new();
    let mut values = values.iter();
    let mut missing = false;
    let mut chars = template.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => match chars.next() {
                Some(escaped @ ('\'' | '{' | '}' | '\\')) => text.push(escaped),
                other => {
                    text.push('\\');
                    text.extend(other);
                }
            },
            '{' => {
                if chars.next() != Some('}') {
                    return Err("Invalid template in States.Format: matching '}' not found for '{'.".to_owned());
                }
                match values.next() {
                    Some(value) => text.push_str(&java::to_string(value)),
                    None => missing = true,
                }
            }
            '}' => return Err("Invalid template in States.Format: matching '{' not found for '}'.".to_owned()),
            _ => text.push(char),
        }
    }
    if missing || values.next().is_some() {
        let message = "Invalid arguments in States.Format: number of arguments do not match the occurrences of {}.";
        return Err(message.to_owned());
    }
    Ok(text)
}

/// `States.StringSplit`: what is between any of the delimiters, which are single characters; no piece is empty.
pub(super) fn split(text: &Value, delimiters: &Value) -> Option<Value> {
    let (text, delimiters) = (text.as_str()?, delimiters.as_str()?);
    let pieces = text.split(|char| delimiters.contains(char)).filter(|piece| !piece.is_empty());
    Some(pieces.map(Value::from).collect())
}

/// `States.Base64Encode`
pub(super) fn base64_encode(text: &Value) -> Option<Value> {
    let text = text.as_str().filter(|text| within_limit(text))?;
    Some(STANDARD.encode(text).into())
}

/// `States.Base64Decode`: lenient, as AWS is. What is not of the alphabet, which may be the one for URLs too, is passed
/// over, the first padding ends the text, and padding may be missing. What is then not UTF-8 is replaced.
pub(super) fn base64_decode(text: &Value) -> Option<Value> {
    let text = text.as_str().filter(|text| within_limit(text))?;
    let encoded = text.split('=').next().unwrap_or_default();
    let digits: Vec<u8> = encoded.bytes().filter_map(base64_digit).collect();
    let bytes: Vec<u8> = digits
        .chunks(4)
        .flat_map(|digits| {
            let bits = digits.iter().chain(&[0; 3]).take(4).fold(0_u32, |bits, digit| bits << 6 | u32::from(*digit));
            let [_, bytes @ ..] = bits.to_be_bytes();
            bytes.into_iter().take(digits.len().saturating_sub(1))
        })
        .collect();
    Some(String::from_utf8_lossy(&bytes).into_owned().into())
}

fn base64_digit(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

/// `States.Hash`: of what the data reads as, in hexadecimal digits.
pub(super) fn hash(data: &Value, algorithm: &Value) -> Option<Value> {
    let data = java::to_string(data);
    if !within_limit(&data) {
        return None;
    }
    let digest = match algorithm.as_str()? {
        "MD5" => Md5::digest(&data).to_vec(),
        "SHA-1" => Sha1::digest(&data).to_vec(),
        "SHA-256" => Sha256::digest(&data).to_vec(),
        "SHA-384" => Sha384::digest(&data).to_vec(),
        "SHA-512" => Sha512::digest(&data).to_vec(),
        _ => return None,
    };
    Some(digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into())
}

/// `States.UUID`: of version 4, which is all random bits but for six.
pub(super) fn uuid(source: &dyn RandomSource) -> Value {
    let bits = u128::from(source.next_bits()) << 64 | u128::from(source.next_bits());
    let bits = bits & !(0xF << 76) & !(0x3 << 62) | 0x4 << 76 | 0x2 << 62;
    let digits = format!("{bits:032x}");
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|part| digits.get(part).unwrap_or_default());
    parts.join("-").into()
}
