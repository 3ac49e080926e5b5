//! `$hash`, `$parse`, Base64 and `$decodeUrlComponent`.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use jlens_core::{Error, Result};
use serde_json::Value;
use sha2::Digest;

use super::{Arguments, failure, text_of};

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The digest of the first argument by the algorithm that the second names, in lower case.
pub(super) fn hash(arguments: Arguments<'_>) -> Result<Option<Value>> {
    let wrong = |index: usize| Error::new("T0410").with("index", index).with("token", "hash");
    let (data, algorithm) = match arguments {
        [None | Some(Value::String(_))] => return Ok(None),
        [data, algorithm] => (data, algorithm),
        [] | [_] => return Err(wrong(1)),
        _ => return Err(wrong(3)),
    };
    let algorithm = match algorithm {
        Some(Value::String(algorithm)) => algorithm.as_str(),
        Some(_) => return Err(wrong(2)),
        None => return Err(failure("The algorithm of $hash is undefined".to_owned())),
    };
    match data {
        Some(Value::String(data)) => digest(data, algorithm).map(|digest| Some(Value::String(digest))),
        Some(_) => Err(wrong(1)),
        None => Ok(None),
    }
}

fn digest(data: &str, algorithm: &str) -> Result<String> {
    match algorithm {
        "MD5" => Ok(hexadecimal(&md5::Md5::digest(data))),
        "SHA-1" => Ok(hexadecimal(&sha1::Sha1::digest(data))),
        "SHA-256" => Ok(hexadecimal(&sha2::Sha256::digest(data))),
        "SHA-384" => Ok(hexadecimal(&sha2::Sha384::digest(data))),
        "SHA-512" => Ok(hexadecimal(&sha2::Sha512::digest(data))),
        other => Err(failure(format!("Unsupported hash algorithm: {other}"))),
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The value of a JSON text.
pub(super) fn parse(arguments: Arguments<'_>) -> Result<Option<Value>> {
    let Some(json) = text_of(arguments, 0) else {
        return Ok(None);
    };
    let invalid = || failure("The argument of $parse is not valid JSON".to_owned());
    let node = crate::json::Node::read(&in_double_quotes(json)).map_err(|_| invalid())?;
    let mut has_duplicates = false;
    let value = node.into_value(String::new(), &mut |_, _| has_duplicates = true);
    if has_duplicates { Err(invalid()) } else { Ok(Some(value)) }
}

/// The text with every string in double quotes that stood in single ones.
fn in_double_quotes(json: &str) -> String {
    let mut quote = None;
    let mut escaped = false;
    let mut text = String::with_capacity(json.len());
    for character in json.chars() {
        match (quote, character) {
            _ if escaped => {
                // What was escaped in single quotes alone needs no escape now.
                if character == '\'' {
                    text.pop();
                }
                text.push(character);
                escaped = false;
            }
            (Some(_), '\\') => {
                escaped = true;
                text.push(character);
            }
            (Some(open), _) if character == open => {
                quote = None;
                text.push('"');
            }
            (Some(_), '"') => text.push_str("\\\""),
            (None, '\'' | '"') => {
                quote = Some(character);
                text.push('"');
            }
            _ => text.push(character),
        }
    }
    text
}

/// The UTF-8 of a text in Base64.
pub(super) fn base64_encode(arguments: Arguments<'_>) -> Result<Option<Value>> {
    Ok(text_of(arguments, 0).map(|text| Value::String(BASE64.encode(text))))
}

/// The text whose UTF-8 the argument is in Base64.
pub(super) fn base64_decode(arguments: Arguments<'_>) -> Result<Option<Value>> {
    let Some(encoded) = text_of(arguments, 0) else {
        return Ok(None);
    };
    match BASE64.decode(encoded) {
        Ok(bytes) => Ok(Some(Value::String(String::from_utf8_lossy(&bytes).into_owned()))),
        Err(error) => Err(failure(format!("The argument of $base64decode is not valid Base64: {error}"))),
    }
}

/// The text of a part of a URL.
pub(super) fn decode_url_component(arguments: Arguments<'_>) -> Result<Option<Value>> {
    let Some(encoded) = text_of(arguments, 0) else {
        return Ok(None);
    };
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => escaped(&mut rest)
                .ok_or_else(|| Error::new("D3140").with("functionName", "decodeUrlComponent").with("value", encoded))?,
            byte => byte,
        });
    }
    Ok(Some(Value::String(String::from_utf8_lossy(&bytes).into_owned())))
}

/// The byte of two hexadecimal digits.
fn escaped(rest: &mut impl Iterator<Item = u8>) -> Option<u8> {
    let mut digit = || char::from(rest.next()?).to_digit(16);
    let (high, low) = (digit()?, digit()?);
    u8::try_from(high * 16 + low).ok()
}
