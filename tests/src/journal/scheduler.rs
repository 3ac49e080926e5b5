//! What chance decides, repeatably.

use std::time::Duration;

/// Decides which of several things happens. A decision depends on the seed and on how much is on record, so that an
/// execution that is continued decides as the one that was not interrupted.
#[derive(Clone, Copy, Debug)]
pub struct Scheduler {
    seed: u64,
}

impl Scheduler {
    /// A scheduler that decides in its own way.
    pub fn new(seed: u64) -> Self {
        Scheduler { seed }
    }

    /// One of so many.
    pub(super) fn choose(self, recorded: usize, choices: usize) -> usize {
        let choices = u64::try_from(choices).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.draw(recorded) % choices).unwrap_or_default()
    }

    /// A part of a delay.
    pub(super) fn jittered(self, recorded: usize, delay: Duration) -> Duration {
        let percent = u32::try_from(self.draw(recorded) % 101).unwrap_or_default();
        delay * percent / 100
    }

    /// A number that is at least 0 and less than 1.
    pub(super) fn random(self, recorded: usize) -> f64 {
        f64::from(u16::try_from(self.draw(recorded) % 1024).unwrap_or_default()) / 1024.0
    }

    /// An id of the form that a UUID has.
    pub(super) fn uuid(self, recorded: usize) -> String {
        format!("00000000-0000-4000-8000-{:012x}", self.draw(recorded) >> 16)
    }

    /// SplitMix64: neighbouring seeds give unlike numbers.
    fn draw(self, recorded: usize) -> u64 {
        let step = u64::try_from(recorded).unwrap_or(u64::MAX);
        let mut z = (self.seed << 32 | step).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}
