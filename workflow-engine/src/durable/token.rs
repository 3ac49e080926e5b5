//! Task tokens that say whose they are, so that one works as long as its task waits, whatever process it does so in.

use sha2::{Digest, Sha256};

use super::effect::TokenNumber;
use super::store::ExecutionId;
use crate::Callbacks;
use crate::callbacks::PREFIX;

/// The bytes of a token: the execution, the number, and what nobody can guess.
const LENGTH: usize = 32;

/// The token of that number.
pub(super) fn text(execution: ExecutionId, number: TokenNumber, seed: &[u8; 16]) -> String {
    let secret = Sha256::new().chain_update(seed).chain_update("token").chain_update(number.to_be_bytes()).finalize();
    let bytes = execution.0.to_be_bytes().into_iter().chain(number.to_be_bytes()).chain(secret).take(LENGTH);
    bytes.fold(PREFIX.to_owned(), |text, byte| text + &format!("{byte:02x}"))
}

/// Whose a token is, if it reads like one: its secret has to be compared then.
pub(super) fn owner(token: &str) -> Option<(ExecutionId, TokenNumber)> {
    let digits = token.strip_prefix(PREFIX).filter(|_| Callbacks::is_token(token))?;
    let execution = u64::from_str_radix(digits.get(..16)?, 16).ok()?;
    let number = TokenNumber::from_str_radix(digits.get(16..24)?, 16).ok()?;
    Some((ExecutionId(execution.cast_signed()), number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_says_whose_it_is() {
        let token = text(ExecutionId(77), 3, &[1; 16]);
        assert!(Callbacks::is_token(&token));
        assert_eq!(owner(&token), Some((ExecutionId(77), 3)));
        assert_ne!(token, text(ExecutionId(77), 3, &[2; 16]));
        assert_eq!(owner("AQC77"), None);
        assert_eq!(owner(&token.replace("AQC0", "AQC+")), None);
    }
}
