//! Random numbers and UUIDs that the seed of an evaluation decides.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};

/// The random values of one evaluation, each another.
#[derive(Clone)]
pub(super) struct Randomness {
    seed: Arc<[u8]>,
    drawn: Arc<AtomicU64>,
}

impl Randomness {
    /// Two expressions of a state share a seed; `place` tells them apart.
    pub(super) fn new(seed: u128, place: &str) -> Self {
        let seed = [&seed.to_be_bytes(), place.as_bytes()].concat();
        Self { seed: seed.into(), drawn: Arc::default() }
    }

    fn draw(&self) -> u128 {
        let drawn = self.drawn.fetch_add(1, Ordering::Relaxed);
        let digest = Sha256::new().chain_update(drawn.to_be_bytes()).chain_update(&self.seed).finalize();
        digest.iter().take(16).fold(0, |bits, byte| bits << 8 | u128::from(*byte))
    }

    /// A number from 0 up to but not 1.
    pub(super) fn number(&self) -> f64 {
        (self.draw() >> 75) as f64 / (1_u64 << 53) as f64
    }

    /// A version 4 UUID in lower case.
    pub(super) fn uuid(&self) -> String {
        let bits = self.draw();
        let version = bits & !(0xf << 76) | 0x4 << 76;
        let variant = version & !(0x3 << 62) | 0x2 << 62;
        let digits = format!("{variant:032x}");
        let group = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
        [group(0, 8), group(8, 12), group(12, 16), group(16, 20), group(20, 32)].join("-")
    }
}

/// The number of a seed: the first of `java.util.Random`. That it is this one is assumed, not seen.
pub(super) fn seeded(seed: f64) -> f64 {
    const MULTIPLIER: u64 = 0x5_DEEC_E66D;
    const MASK: u64 = (1 << 48) - 1;
    let mut state = (seed as i64 as u64 ^ MULTIPLIER) & MASK;
    let mut next = |bits: u32| {
        state = state.wrapping_mul(MULTIPLIER).wrapping_add(0xB) & MASK;
        state >> (48 - bits)
    };
    let (high, low) = (next(26), next(27));
    ((high << 27) + low) as f64 / (1_u64 << 53) as f64
}
